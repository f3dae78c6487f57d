//! Runs that are longer than the time between them.

use jiff::Timestamp;

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Plan, Seen, so_long, usually};
use crate::types::{GcParameters, JobStatus};

pub(super) struct ScheduleOverlap;

const ABOUT: About = About {
    id: "schedule-overlap",
    title: "runs take longer than the time between them",
    severity: "error",
    checks: "A usual run is over before the next one is due, and none of the last times of the schedule met a run that \
             was still active.",
    why: "The next run waits or is left out, and the queue grows.",
    example: "The schedule fires every two hours, and runs usually take three.",
    fix: "Let the schedule fire less often, or give the runs more workers.",
};

impl Rule for ScheduleOverlap {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static str] {
        &["running-too-long"]
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        case.plan.is_known()
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let (message, tasks) = met(case).or_else(|| Some((too_close(case)?, Vec::new())))?;
        let remedy =
            "let the schedule fire less often with `swr-gc schedule set`, or give its runs more workers";
        Some(Case::finding(&ABOUT, Severity::Error, message, &tasks, remedy.to_owned()))
    }
}

/// Runs that were active when the schedule was to start one.
fn met<'a>(case: &Case<'a>) -> Option<(String, Vec<Seen<'a>>)> {
    let since = case.in_force_since()?;
    let due: Vec<_> = case.due.iter().copied().filter(|due| *due > since).collect();
    let met = |created: Timestamp, seen: &Seen<'_>| {
        let end = end(case, seen)?;
        let active = |due: &&Timestamp| created < **due && **due < end && !case.is_of(created, **due);
        due.iter().rev().find(active).copied()
    };
    let all: Vec<_> = case.dated().filter_map(|(created, seen)| Some((met(created, &seen)?, seen))).collect();
    let (due, first) = all.first()?;
    let ended = if first.status().is_some_and(JobStatus::is_final) { "was" } else { "is and was" };
    let message = format!(
        "{} {ended} still active at {due}, when the schedule was to start the next run",
        first.name()
    );
    Some((message, all.iter().map(|(_, seen)| *seen).collect()))
}

/// When the task ceased to be active; `None` if that is unknown.
fn end(case: &Case<'_>, seen: &Seen<'_>) -> Option<Timestamp> {
    match seen.status()? {
        JobStatus::Running => Some(case.now),
        status if status.is_final() => seen.task.update_time,
        _ => None,
    }
}

/// A usual run is longer than the least time between two times of the schedule.
fn too_close(case: &Case<'_>) -> Option<String> {
    let Plan::Cron { told, .. } = &case.plan else { return None };
    let parameters = told.parameters.as_ref()?;
    let workers = parameters.workers?;
    let dry_run = parameters.dry_run.unwrap_or(GcParameters::DEFAULT_DRY_RUN);
    let usual = case.past.usual_duration(workers, dry_run)?;
    let least = case.upcoming.windows(2).map(|pair| pair[1].duration_since(pair[0])).min()?;
    (usual.median > least).then(|| {
        format!(
            "two times of the schedule are {} apart, and its runs take {}",
            so_long(least),
            usually(&usual, workers)
        )
    })
}
