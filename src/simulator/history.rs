//! The past of an instance: GC tasks as a registry that is cleaned every night would have them.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::sample;
use crate::spec::Source;

const TASK: &str = "/components/schemas/GcTask";
const PARAMETERS: &str = "/components/schemas/JobParameters";

/// What this file decides on; the rest of the described properties is filled in.
const TASK_KNOWN: [&str; 7] =
    ["id", "job_name", "job_kind", "job_parameters", "job_status", "creation_time", "update_time"];
const PARAMETERS_KNOWN: [&str; 6] =
    ["delete_untagged", "workers", "dry_run", "purged_blobs", "purged_manifests", "freed_space"];

/// The words that this file decides between.
const STATUSES: [&str; 5] = ["Success", "Stopped", "Running", "Pending", "Error"];
const KINDS: [&str; 2] = ["MANUAL", "SCHEDULE"];

/// What a history spans at the most.
const DAYS: i64 = 3650;

/// The first task of every history.
const BEGIN: &str = "2024-01-20T10:00:00Z";

/// `count` tasks, the newest first.
///
/// The newest one waits, the one before runs, and the next three ended in the three possible ways; so even a
/// short history shows every status.
pub(super) fn tasks(source: &Source, seed: u64, count: usize) -> Vec<Value> {
    let mut random = Rng::with_seed(seed);
    let begin: Timestamp = BEGIN.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut created = begin;
    let days = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let mut tasks = Vec::with_capacity(count);
    for index in 0..count {
        let age = count - 1 - index;
        let id = 1001 + i64::try_from(index).unwrap_or(i64::MAX - 1001);
        tasks.push(task(source, &mut random, id, created, age));
        // About a task a day; a history of more than ten years has more of them a day instead.
        let seconds = 60 * random.i64(18 * 60..30 * 60);
        created += SignedDuration::from_secs(seconds * DAYS.min(days) / days);
    }
    tasks.reverse();
    tasks
}

/// The words of an enum that this file knows nothing of.
fn further(source: &Source, schema: &str, known: &[&str]) -> Vec<String> {
    let words = source.get(&format!("/components/schemas/{schema}/enum")).and_then(Value::as_array);
    let words = words.into_iter().flatten().filter_map(Value::as_str);
    words.filter(|word| !known.contains(word)).map(str::to_owned).collect()
}

fn task(source: &Source, random: &mut Rng, id: i64, created: Timestamp, age: usize) -> Value {
    let status = match age {
        0 => "Pending",
        1 => "Running",
        2 => "Success",
        3 => "Error",
        4 => "Stopped",
        _ => match random.u8(..100) {
            0..84 => "Success",
            84..93 => "Error",
            _ => "Stopped",
        },
    };
    let by_hand = age == 2 || random.u8(..100) < 20;
    let (kind, name) = if by_hand {
        ("MANUAL", random.choice(["manual-gc-task", "手动清理任务", "清理未打标签的制品"]))
    } else {
        ("SCHEDULE", random.choice(["daily-gc-task", "daily-gc-task", "每日制品清理"]))
    };
    let dry_run = random.u8(..100) < 15;
    let took = match status {
        "Pending" => SignedDuration::ZERO,
        _ => SignedDuration::from_secs(random.i64(40..4 * 60 * 60)),
    };
    let mut parameters = json!({
        "delete_untagged": random.bool(),
        "dry_run": dry_run,
        "workers": random.i64(1..=5),
    });
    // Counters come with the result of a run: a run that did not finish has none.
    if status == "Success" {
        let blobs = if random.u8(..100) < 10 { 0 } else { random.i64(1..40_000) };
        parameters["purged_blobs"] = json!(blobs);
        parameters["purged_manifests"] = json!(blobs / 7);
        parameters["freed_space"] = json!(blobs * random.i64(40_000..25_000_000));
    }
    if age == 2 {
        parameters["freed_space"] = json!(5_368_709_120_i64);
    }
    sample::complete(source, PARAMETERS, &mut parameters, &PARAMETERS_KNOWN);
    let mut task = json!({
        "id": id,
        "job_name": name,
        "job_kind": kind,
        "job_parameters": parameters,
        "job_status": status,
        "creation_time": created.to_string(),
        "update_time": (created + took).to_string(),
    });
    sample::complete(source, TASK, &mut task, &TASK_KNOWN);
    // Words that the description has learned since stand on the tasks behind the first five.
    for (property, schema, known) in
        [("job_status", "JobStatus", &STATUSES[..]), ("job_kind", "JobKind", &KINDS[..])]
    {
        let words = further(source, schema, known);
        if let Some(word) = age.checked_sub(5).and_then(|index| words.get(index)) {
            task[property] = json!(word);
        }
    }
    task
}
