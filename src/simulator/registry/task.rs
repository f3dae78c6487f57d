//! What a GC task looks like: the one place that knows its properties and words.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::amount::Amount;
use crate::simulator::sample;
use crate::spec::{Source, described, pointer, underlying};

const TASK: &str = "/components/schemas/GcTask";
const PARAMETERS: &str = "/components/schemas/JobParameters";
const TOLD_PARAMETERS: &str = "/components/schemas/GcParameters";

const ID: &str = "id";
const NAME: &str = "job_name";
const KIND: &str = "job_kind";
const JOB: &str = "job_parameters";
const STATUS: &str = "job_status";
const CREATED: &str = "creation_time";
const UPDATED: &str = "update_time";

const UNTAGGED: &str = "delete_untagged";
const WORKERS: &str = "workers";
const DRY_RUN: &str = "dry_run";
const COUNTERS: [&str; 3] = ["purged_blobs", "purged_manifests", "freed_space"];

/// Where a request tells what the clean-up is to do.
const TOLD: &str = "parameters";

pub(in crate::simulator) const SUCCESS: &str = "Success";
pub(in crate::simulator) const STOPPED: &str = "Stopped";
pub(in crate::simulator) const RUNNING: &str = "Running";
pub(in crate::simulator) const PENDING: &str = "Pending";
pub(in crate::simulator) const ERROR: &str = "Error";
/// The words of the status that something is decided by here.
pub(in crate::simulator) const STATUSES: [&str; 5] = [SUCCESS, STOPPED, RUNNING, PENDING, ERROR];

pub(in crate::simulator) const MANUAL: &str = "MANUAL";
pub(in crate::simulator) const SCHEDULE: &str = "SCHEDULE";
pub(in crate::simulator) const KINDS: [&str; 2] = [MANUAL, SCHEDULE];

/// A task before it is written out.
pub(in crate::simulator) struct Task<'a> {
    pub(in crate::simulator) id: i64,
    pub(in crate::simulator) name: &'a str,
    pub(in crate::simulator) kind: &'a str,
    pub(in crate::simulator) job: Job,
    pub(in crate::simulator) status: &'a str,
    pub(in crate::simulator) created: Timestamp,
    pub(in crate::simulator) updated: Timestamp,
}

/// What is described of a task and not known here, filled in.
pub(in crate::simulator) struct Form {
    task: Value,
    job: Value,
}

impl Form {
    pub(super) fn new(source: &Source) -> Self {
        let mut form = Self { task: json!({}), job: json!({}) };
        let known = [UNTAGGED, WORKERS, DRY_RUN].into_iter().chain(COUNTERS).collect::<Vec<_>>();
        sample::complete(source, PARAMETERS, &mut form.job, &known);
        sample::complete(source, TASK, &mut form.task, &[ID, NAME, KIND, JOB, STATUS, CREATED, UPDATED]);
        form
    }

    /// A task as it is listed.
    pub(in crate::simulator) fn write(&self, task: Task<'_>) -> Value {
        let Task { id, name, kind, job, status, created, updated } = task;
        let mut written = self.task.clone();
        written[ID] = json!(id);
        written[NAME] = json!(name);
        written[KIND] = json!(kind);
        written[JOB] = self.job.clone();
        for (name, value) in job.0.as_object().into_iter().flatten() {
            written[JOB][name] = value.clone();
        }
        written[STATUS] = json!(status);
        written[CREATED] = json!(created.to_string());
        written[UPDATED] = json!(updated.to_string());
        written
    }
}

/// What a task is told to do and, later, what it achieved.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::simulator) struct Job(Value);

impl Job {
    pub(in crate::simulator) fn new(delete_untagged: bool, workers: i64, dry_run: bool) -> Self {
        Self(json!({ UNTAGGED: delete_untagged, DRY_RUN: dry_run, WORKERS: workers }))
    }

    /// What the body of a request tells, with the described defaults.
    pub(super) fn told(source: &Source, body: &Value) -> Self {
        Self(described(source, TOLD_PARAMETERS, body.get(TOLD).unwrap_or(&Value::Null)))
    }

    /// The same with what it achieved.
    pub(in crate::simulator) fn with(mut self, amount: Amount) -> Self {
        set_counters(&mut self.0, amount);
        self
    }

    pub(super) fn deletes_untagged(&self) -> bool {
        self.0.get(UNTAGGED) == Some(&Value::Bool(true))
    }

    pub(super) fn is_dry(&self) -> bool {
        self.0.get(DRY_RUN) == Some(&Value::Bool(true))
    }

    pub(super) fn workers(&self) -> i64 {
        self.0.get(WORKERS).and_then(Value::as_i64).unwrap_or(1)
    }
}

/// What a listed task is told to do.
pub(super) fn job(task: &Value) -> Job {
    Job(task.get(JOB).cloned().unwrap_or_default())
}

/// How far a listed task is.
pub(super) fn status(task: &Value) -> &str {
    task.get(STATUS).and_then(Value::as_str).unwrap_or_default()
}

/// Has a property of a task say something else from now on.
pub(super) fn change(task: &mut Value, property: &str, word: &str, now: Timestamp) {
    task[property] = json!(word);
    task[UPDATED] = json!(now.to_string());
}

/// Has a task go on to another status.
pub(super) fn go_on(task: &mut Value, status: &str, now: Timestamp) {
    change(task, STATUS, status, now);
}

/// Tells what a task achieved.
pub(super) fn achieve(task: &mut Value, amount: Amount) {
    set_counters(&mut task[JOB], amount);
}

/// Has a task that succeeded be one that failed.
pub(in crate::simulator) fn fail(task: &mut Value) {
    task[STATUS] = json!(ERROR);
    if let Value::Object(job) = &mut task[JOB] {
        job.retain(|name, _| !COUNTERS.contains(&name.as_str()));
    }
}

fn set_counters(job: &mut Value, Amount { blobs, manifests, space }: Amount) {
    for (name, value) in COUNTERS.into_iter().zip([blobs, manifests, space]) {
        job[name] = json!(value);
    }
}

/// The words that a task passes through before it ends, in their order.
pub(super) fn stages(source: &Source) -> Vec<String> {
    let status = underlying(source, &pointer(&pointer(TASK, "properties"), STATUS));
    let stages = status.and_then(|status| source.get(&pointer(&status, "x-swr-stages"))?.as_array());
    stages.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
