//! A queue.

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Seen, so_long};
use crate::types::JobStatus;

pub(super) struct PendingBehindRunning;

const ABOUT: About = About {
    id: "pending-behind-running",
    title: "a task waits for another one that is running",
    severity: "error",
    checks: "No task is Pending while another one is Running.",
    why: "Clean-ups of an instance run one after the other: until the running one is over, the waiting one frees nothing.",
    example: "Task 8 is Pending since noon, task 7 is Running since the day before.",
    fix: "Wait for the running task to end, or stop it; look at the schedule if they meet again and again.",
};

impl Rule for PendingBehindRunning {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static str] {
        &["running-too-long", "schedule-overlap"]
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        // The oldest of each: it has waited or run for the longest.
        let running = case.with(JobStatus::Running).next_back()?;
        let pending: Vec<_> = case.with(JobStatus::Pending).rev().collect();
        let first = pending.first()?;
        let waited = case
            .age(first)
            .map_or_else(|| "for an unknown time".to_owned(), |age| format!("for {}", so_long(age)));
        let message =
            format!("{} has been Pending {waited} while {} is Running", first.name(), running.name());
        let remedy = format!(
            "wait for the running task with `swr-gc wait {id}`, or stop it with `swr-gc stop {id}`, which loses what it has not finished",
            id = running.id()
        );
        let tasks: Vec<Seen<'_>> = pending.iter().copied().chain([running]).collect();
        let mut finding = Case::finding(&ABOUT, Severity::Error, message, &tasks, remedy);
        finding.count = pending.len();
        Some(finding)
    }
}
