//! A task that nobody starts.

use jiff::SignedDuration;

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, so_long};
use crate::types::JobStatus;

pub(super) struct PendingTooLong;

const ABOUT: About = About {
    id: "pending-too-long",
    title: "a task waits although none is running",
    severity: "error",
    checks: "Where no task is Running, none is Pending for more than half an hour.",
    why: "What the service does not start by itself is stuck in its queue, and later tasks wait behind it.",
    example: "Task 8 is Pending for nine hours, and no other task is Running.",
    fix: "Stop the task and start it again; if that one waits as well, ask the support, with the ids of both.",
};

/// Far beyond what a free queue takes; the API does not tell when a task began to run, so nobody can know the usual.
const LONG: SignedDuration = SignedDuration::from_mins(30);

impl Rule for PendingTooLong {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        // A status that nobody knows may be a kind of running.
        if case.tasks.iter().any(|seen| matches!(seen.status(), Some(JobStatus::Running) | None)) {
            return None;
        }
        let long = |seen: &_| case.age(seen).is_some_and(|age| age > LONG);
        let pending: Vec<_> = case.with(JobStatus::Pending).rev().filter(long).collect();
        let first = pending.first()?;
        let waited = so_long(case.age(first)?);
        let message = format!("{} has been Pending for {waited} although no task is Running", first.name());
        let remedy = format!(
            "stop it with `swr-gc stop {}` and start another; if that waits as well, ask the support, with the ids of both",
            first.id()
        );
        Some(Case::finding(&ABOUT, Severity::Error, message, &pending, remedy))
    }
}
