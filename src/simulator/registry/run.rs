//! A clean-up at work: what it will go through, and when.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::task::{ERROR, Job, SUCCESS, status};
use super::time::later;

/// How long one worker works; several share it, and a dry run needs a part of it.
const WORK: SignedDuration = SignedDuration::from_mins(24);
const DRY_HUNDREDTHS: i32 = 60;

/// A run that fails does so after a third of its work.
const UNTIL_FAILURE: i32 = 3;

/// The steps that a task still has to take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::simulator) struct Run {
    pub(in crate::simulator) id: i64,
    /// When it began to work, or will begin.
    begins: Timestamp,
    /// The next one first.
    steps: Vec<Step>,
    /// How often it was looked at since the last step.
    #[serde(default)]
    reads: u32,
}

/// The word that a task comes to have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::simulator) struct Step {
    pub(in crate::simulator) at: Timestamp,
    pub(in crate::simulator) word: String,
}

impl Run {
    /// What a task that is created at `created` goes through after the first of the stages.
    pub(in crate::simulator) fn plan(
        id: i64,
        job: &Job,
        created: Timestamp,
        stages: &[String],
        end: &str,
        seed: u64,
    ) -> Self {
        let mut random = Rng::with_seed(seed ^ id.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut at = created;
        let mut steps = Vec::new();
        for word in stages.iter().skip(1) {
            at = later(at, SignedDuration::from_secs(random.i64(30..90)));
            steps.push(Step { at, word: word.clone() });
        }
        let begins = at;
        let work = work(job) * random.i32(90..110) / 100;
        let work = if end == ERROR { work / UNTIL_FAILURE } else { work };
        steps.push(Step { at: later(at, work), word: end.to_owned() });
        Self { id, begins, steps, reads: 0 }
    }

    /// The reason, with its place, if it cannot be what becomes of this task.
    pub(super) fn check(&self, task: Option<&Value>, stages: &[String]) -> Result<(), String> {
        let task = task.ok_or_else(|| format!("/run/id: there is no task {}", self.id))?;
        let is_stage = |word: &str| stages.iter().any(|stage| stage == word);
        if !is_stage(status(task)) {
            return Err(format!("/run/id: the task {} is not at work", self.id));
        }
        let Some((last, before)) = self.steps.split_last() else {
            return Err("/run/steps: there is none".to_owned());
        };
        let wrong = before.iter().find(|step| !is_stage(&step.word));
        match wrong.or(Some(last).filter(|step| ![SUCCESS, ERROR].contains(&&*step.word))) {
            Some(Step { word, .. }) => Err(format!("/run/steps: {word:?} has no place there")),
            None => Ok(()),
        }
    }

    /// When it is over.
    pub(in crate::simulator) fn ends(&self) -> Timestamp {
        self.steps.last().map_or(self.begins, |step| step.at)
    }

    /// When the next step is due.
    pub(super) fn due(&self) -> Option<Timestamp> {
        self.steps.first().map(|step| step.at)
    }

    /// Takes the next step if it is due.
    pub(in crate::simulator) fn step_by(&mut self, now: Timestamp) -> Option<Step> {
        self.due().filter(|due| *due <= now).and_then(|_| self.step())
    }

    /// Takes the next step.
    pub(super) fn step(&mut self) -> Option<Step> {
        self.reads = 0;
        (!self.steps.is_empty()).then(|| self.steps.remove(0))
    }

    pub(super) fn is_over(&self) -> bool {
        self.steps.is_empty()
    }

    /// Counts that somebody looked at it; whether that makes `patience` times.
    pub(super) fn is_read(&mut self, patience: u32) -> bool {
        self.reads += 1;
        self.reads >= patience
    }

    /// How much of its work is done, in hundredths.
    pub(super) fn done(&self, now: Timestamp) -> i64 {
        let (done, whole) = (now.duration_since(self.begins), self.ends().duration_since(self.begins));
        if done.is_negative() || whole.is_zero() {
            return 0;
        }
        i64::try_from(done.as_nanos() * 100 / whole.as_nanos()).unwrap_or(100).clamp(0, 100)
    }
}

/// How long a clean-up usually works.
fn work(job: &Job) -> SignedDuration {
    let workers = i32::try_from(job.workers()).unwrap_or(1).max(1);
    let hundredths = if job.is_dry() { DRY_HUNDREDTHS } else { 100 };
    WORK / workers * hundredths / 100
}
