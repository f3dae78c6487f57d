//! What is told of a task at work, in both forms for people.

use jiff::SignedDuration;

use crate::cli::output::cell;
use crate::operate::Past;
use crate::types::{GcTask, JobParameters};
use crate::wire::Open;

/// The status as it may be shown.
pub(super) fn word(task: &GcTask) -> String {
    cell::text(task.job_status.as_ref().map(Open::as_str))
}

/// How long such runs usually take.
pub(super) fn usual(past: &Past, task: &GcTask) -> Option<SignedDuration> {
    let parameters = task.job_parameters.as_ref()?;
    let dry_run = JobParameters::is_dry_run(parameters);
    past.usual_duration(parameters.workers?, dry_run).map(|usual| usual.median)
}

/// A length of time in whole seconds.
pub(super) fn whole(time: Option<SignedDuration>) -> String {
    cell::duration(time.map(|time| SignedDuration::from_secs(time.as_secs())))
}
