//! `idle`: cleaned every night, by hand now and then; nothing is at work.

use fastrand::Rng;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Beginning, Setting};
use crate::simulator::registry::amount::Amount;
use crate::simulator::registry::run::Run;
use crate::simulator::registry::schedule;
use crate::simulator::registry::task::{Job, MANUAL, SCHEDULE, SUCCESS, Task};

/// Ten years of nights.
pub(super) const MOST_TASKS: usize = 3650;

/// How long the last night is ago, rounded down to the hour.
const LAST: SignedDuration = SignedDuration::from_hours(9);
const NIGHT: SignedDuration = SignedDuration::from_hours(24);

/// How long after a night somebody looks what a clean-up of untagged artifacts would give.
const MORNING: SignedDuration = SignedDuration::from_hours(5);
const NIGHTS_UNTIL_MORNING: usize = 9;

const WORKERS: i64 = 1;

pub(super) fn begin<'a>(setting: &Setting<'_>) -> Beginning<'a> {
    beginning(setting, tasks(setting))
}

/// What there is when these are the tasks, the newest first.
pub(super) fn beginning<'a>(setting: &Setting<'_>, tasks: Vec<Value>) -> Beginning<'a> {
    let hour = Offset::UTC.to_datetime(last_night(setting.now)).hour();
    let schedule = schedule::written(&format!("0 0 {hour} * * *"), WORKERS);
    Beginning { tasks: Box::new(tasks.into_iter().rev()), schedule, run: None }
}

/// The tasks of a registry that is well, the newest first.
pub(super) fn tasks(setting: &Setting<'_>) -> Vec<Value> {
    let last = last_night(setting.now);
    let mut tasks = Vec::with_capacity(setting.tasks);
    let mut created = last;
    let mut until_morning = NIGHTS_UNTIL_MORNING / 2;
    while tasks.len() < setting.tasks {
        let id = 1000 + i64::try_from(setting.tasks - tasks.len()).unwrap_or_default();
        if until_morning == 0 && tasks.len() + 1 < setting.tasks {
            until_morning = NIGHTS_UNTIL_MORNING;
            tasks.push(task(setting, id, created + MORNING, true));
        } else {
            tasks.push(task(setting, id, created, false));
            created -= NIGHT;
            until_morning = until_morning.saturating_sub(1);
        }
    }
    tasks
}

/// A full hour that is about half a night ago, so that nothing is due for long.
fn last_night(now: Timestamp) -> Timestamp {
    let begun = now - LAST;
    let hour = begun.as_second().div_euclid(3600) * 3600;
    Timestamp::from_second(hour).unwrap_or(begun)
}

fn task(setting: &Setting<'_>, id: i64, created: Timestamp, by_hand: bool) -> Value {
    let job = Job::new(by_hand, WORKERS, by_hand);
    let run = Run::plan(id, &job, created, setting.stages, SUCCESS, setting.seed);
    let amount = Amount::of_a_day(&mut Rng::with_seed(setting.seed.wrapping_add(id.unsigned_abs())));
    let task = Task {
        id,
        name: if by_hand { "manual-gc-task" } else { "daily-gc-task" },
        kind: if by_hand { MANUAL } else { SCHEDULE },
        job: job.with(amount),
        status: SUCCESS,
        created,
        updated: run.ends(),
    };
    setting.form.write(task)
}
