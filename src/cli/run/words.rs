//! What is said before a clean-up, and what after it.

use std::time::Duration;

use jiff::SignedDuration;

use crate::cli::outcome;
use crate::cli::output::cell;
use crate::cli::which::{described, is_at_work};
use crate::clock::Clock;
use crate::operate::{Compared, Estimate};
use crate::types::{GcTask, RequestedGcParameters};

/// What the clean-up does, and what may be in its way.
pub(super) fn announcement(place: &str, parameters: &RequestedGcParameters, tasks: &[GcTask]) -> Vec<String> {
    let workers = parameters.workers.get();
    let plural = if workers == 1 { "" } else { "s" };
    let mut lines = vec![
        format!("A clean-up of {place}, with {workers} worker{plural}."),
        "It deletes image data that no artifact refers to any more, which cannot be brought back.".to_owned(),
    ];
    if parameters.delete_untagged == Some(true) {
        lines.push(outcome::UNTAGGED.to_owned());
    }
    let at_work: Vec<_> = tasks.iter().filter(|task| is_at_work(task)).map(described).collect();
    if !at_work.is_empty() {
        lines.push(format!(
            "note: at work already: task {}; the service may refuse another one",
            at_work.join(", ")
        ));
    }
    lines
}

/// What a dry run has told, if there is one.
pub(super) fn preview(estimate: Option<&Estimate>, age: Duration, workers: i64) -> String {
    let Some(Estimate { task, .. }) = estimate else {
        let age = cell::duration(SignedDuration::try_from(age).ok());
        return format!(
            "There is no dry run with the same parameters of the last {age} and since the last clean-up; one may take \
             hours."
        );
    };
    let (id, told) = (cell::number(task.id), outcome::estimate(task));
    let ago = task.creation_time.map(|created| created.duration_until(Clock::system().now()));
    let ago =
        ago.filter(|ago| ago.is_positive()).map(|ago| format!(" begun {} ago", cell::duration(Some(ago))));
    let others = task.job_parameters.as_ref().and_then(|told| told.workers).filter(|told| *told != workers);
    let others = others.map(|others| format!(" with {others} workers in place of {workers}"));
    let about: String = ago.into_iter().chain(others).collect();
    let about = if about.is_empty() { about } else { format!(",{about},") };
    format!("Dry run {id}{about} says what would go: {told}.")
}

/// Estimate and result side by side, with what may explain a difference.
pub(super) fn comparison(estimate: &Estimate, run: &GcTask) -> Vec<String> {
    let comparison = estimate.compare(run);
    let pair = |name, pair: Compared, show: fn(Option<i64>) -> String| {
        format!("  {name}  {:>12}  {:>12}", show(pair.estimated), show(pair.actual))
    };
    let id = cell::number(estimate.task.id);
    let mut lines = vec![
        format!("compared with dry run {id}:"),
        format!("  {:9}  {:>12}  {:>12}", "", "estimated", "came of it"),
        pair("freed    ", comparison.freed_space, cell::bytes),
        pair("blobs    ", comparison.purged_blobs, cell::count),
        pair("manifests", comparison.purged_manifests, cell::count),
    ];
    if !comparison.reasons.is_empty() {
        lines.push("what may explain the difference:".to_owned());
        lines.extend(comparison.reasons.iter().map(|reason| format!("  - {reason}")));
    }
    lines
}
