//! `history`: every status and every kind of number, as a registry that is cleaned every night for years would have
//! them. It stands still.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Beginning, Setting};
use crate::simulator::registry::amount::Amount;
use crate::simulator::registry::schedule;
use crate::simulator::registry::task::{
    ERROR, Job, KINDS, MANUAL, PENDING, RUNNING, SCHEDULE, STATUSES, STOPPED, SUCCESS, Task,
};
use crate::spec::Source;

/// What a history spans at the most.
const DAYS: i64 = 3650;

/// The first task of every history.
const BEGIN: &str = "2024-01-20T10:00:00Z";

/// The schedule that it has: midnight in most of the service's regions.
const CRON: &str = "0 0 16 * * *";

pub(super) fn begin<'a>(setting: &'a Setting<'a>) -> Beginning<'a> {
    Beginning { tasks: Box::new(tasks(setting)), schedule: schedule::written(CRON, 2), run: None }
}

/// The tasks, the oldest first: a long past is never there as a whole.
///
/// The newest one waits, the one before runs, and the next three ended in the three possible ways; so even a
/// short history shows every status.
fn tasks<'a>(setting: &'a Setting<'a>) -> impl Iterator<Item = Value> + 'a {
    let count = setting.tasks;
    let mut random = Rng::with_seed(setting.seed);
    let mut created: Timestamp = BEGIN.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let days = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let further = [("job_status", "JobStatus", &STATUSES[..]), ("job_kind", "JobKind", &KINDS[..])]
        .map(|(property, schema, known)| (property, further(setting.source, schema, known)));
    (0..count).map(move |index| {
        let age = count - 1 - index;
        let id = 1001 + i64::try_from(index).unwrap_or(i64::MAX - 1001);
        let mut task = setting.form.write(task(&mut random, id, created, age));
        // Words that the description has learned since stand on the tasks behind the first five.
        for (property, words) in &further {
            if let Some(word) = age.checked_sub(5).and_then(|index| words.get(index)) {
                task[*property] = json!(word);
            }
        }
        // About a task a day; a history of more than ten years has more of them a day instead.
        let seconds = 60 * random.i64(18 * 60..30 * 60);
        created += SignedDuration::from_secs(seconds * DAYS.min(days) / days);
        task
    })
}

/// The words of an enum that this file knows nothing of.
fn further(source: &Source, schema: &str, known: &[&str]) -> Vec<String> {
    let words = source.get(&format!("/components/schemas/{schema}/enum")).and_then(Value::as_array);
    let words = words.into_iter().flatten().filter_map(Value::as_str);
    words.filter(|word| !known.contains(word)).map(str::to_owned).collect()
}

fn task(random: &mut Rng, id: i64, created: Timestamp, age: usize) -> Task<'static> {
    let status = match age {
        0 => PENDING,
        1 => RUNNING,
        2 => SUCCESS,
        3 => ERROR,
        4 => STOPPED,
        _ => match random.u8(..100) {
            0..84 => SUCCESS,
            84..93 => ERROR,
            _ => STOPPED,
        },
    };
    let by_hand = age == 2 || random.u8(..100) < 20;
    let (kind, name) = if by_hand {
        (MANUAL, random.choice(["manual-gc-task", "手动清理任务", "清理未打标签的制品"]))
    } else {
        (SCHEDULE, random.choice(["daily-gc-task", "daily-gc-task", "每日制品清理"]))
    };
    let dry_run = random.u8(..100) < 15;
    let took = match status {
        PENDING => SignedDuration::ZERO,
        _ => SignedDuration::from_secs(random.i64(40..4 * 60 * 60)),
    };
    let mut job = Job::new(random.bool(), random.i64(1..=5), dry_run);
    // Counters come with the result of a run: a run that did not finish has none.
    if status == SUCCESS {
        let blobs = if random.u8(..100) < 10 { 0 } else { random.i64(1..40_000) };
        let space = blobs * random.i64(40_000..25_000_000);
        let space = if age == 2 { 5_368_709_120 } else { space };
        job = job.with(Amount { blobs, manifests: blobs / 7, space });
    }
    Task { id, name: name.unwrap_or_default(), kind, job, status, created, updated: created + took }
}
