//! Tasks, added up.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};

use crate::operate::past::median;
use crate::types::{GcTask, JobStatus};
use crate::wire::Open;

/// Tasks of one kind, added up.
///
/// What a run achieved is known once it has ended well, and not before: one that was stopped, that failed or that is
/// still at it is counted among the unknown ones, never as zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Tally {
    /// When the period began in which they were created; `None` for a total, and where the creation is unknown.
    pub begins: Option<Timestamp>,
    /// How many tasks there are.
    pub runs: usize,
    /// How many of them ended well.
    pub succeeded: usize,
    /// How many failed.
    pub failed: usize,
    /// How many were stopped.
    pub stopped: usize,
    /// How many have not ended.
    pub active: usize,
    /// How many have a status that is absent or of no known meaning.
    pub unclear: usize,
    /// Bytes that the runs freed, or would free if they are dry runs: the sum of what is known; `None` if nothing is.
    pub freed_space: Option<i64>,
    /// How many runs did not tell what they freed. If there are any, the sum is what was freed at least.
    pub freed_space_unknown: usize,
    /// How long a run took that ended well: half of them at most so long; whole seconds in JSON.
    #[serde(rename = "duration_seconds", serialize_with = "seconds")]
    pub duration: Option<SignedDuration>,
    /// Bytes a second, of all runs that told what they freed and how long they took.
    pub rate: Option<f64>,
}

fn seconds<S: Serializer>(duration: &Option<SignedDuration>, serializer: S) -> Result<S::Ok, S::Error> {
    duration.map(|duration| duration.as_secs()).serialize(serializer)
}

impl Tally {
    pub(super) fn of<'a>(begins: Option<Timestamp>, tasks: impl IntoIterator<Item = &'a GcTask>) -> Self {
        let mut tally = Self { begins, ..Self::default() };
        let mut durations = Vec::new();
        let (mut freed, mut took) = (0.0, SignedDuration::ZERO);
        for task in tasks {
            tally.runs += 1;
            let succeeded = tally.count(task.job_status.as_ref().and_then(Open::known));
            let duration = task.duration().filter(|_| succeeded);
            durations.extend(duration);
            let space = task.job_parameters.as_ref().and_then(|parameters| parameters.freed_space);
            // Less than nothing cannot be freed: what such a run freed is not known.
            match space.filter(|space| succeeded && *space >= 0) {
                Some(space) => {
                    tally.freed_space = Some(tally.freed_space.unwrap_or(0).saturating_add(space));
                    if let Some(duration) = duration {
                        freed += space as f64;
                        took = took.saturating_add(duration);
                    }
                }
                None => tally.freed_space_unknown += 1,
            }
        }
        durations.sort_unstable();
        tally.duration = median(&durations);
        tally.rate = (took > SignedDuration::ZERO).then(|| freed / took.as_secs_f64());
        tally
    }

    /// Counts a task by its status; whether it ended well.
    fn count(&mut self, status: Option<JobStatus>) -> bool {
        let count = match status {
            Some(JobStatus::Success) => &mut self.succeeded,
            Some(JobStatus::Error) => &mut self.failed,
            Some(JobStatus::Stopped) => &mut self.stopped,
            Some(status) if !status.is_final() => &mut self.active,
            _ => &mut self.unclear,
        };
        *count += 1;
        status == Some(JobStatus::Success)
    }
}
