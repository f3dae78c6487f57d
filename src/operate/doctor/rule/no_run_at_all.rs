//! Nobody cleans up.

use jiff::SignedDuration;

use super::{About, Rule};
use crate::findings::{Finding, Severity};
use crate::operate::doctor::case::{Case, Plan, Seen, so_long};
use crate::types::JobStatus;

pub(super) struct NoRunAtAll;

const ABOUT: About = About {
    id: "no-run-at-all",
    title: "nothing cleans up",
    severity: "error",
    checks: "There is a task, and one that was created in the last 30 days; where the schedule fires less often, in the \
             time of two of its runs; where it is not known, in the last year.",
    why: "Data of deleted artifacts is kept, and paid for, until a clean-up removes it.",
    example: "The list is empty, and there is no schedule.",
    fix: "Try a dry run, and set a schedule.",
};

/// Longer than this without a run is no pause.
const LONG: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Rule for NoRunAtAll {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static str] {
        &["schedule-silent"]
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let plan = match case.plan {
            Plan::Off => ", and there is no schedule",
            Plan::Unknown => "",
            _ => ", although there is a schedule",
        };
        let last = case.dated().next().map(|(_, newest)| newest);
        let message = match last {
            None if case.tasks.is_empty() => format!("there has been no clean-up{plan}"),
            Some(last) if case.is_ordered() && !case.tasks.iter().any(is_active) => {
                let age = case.age(&last).filter(|age| *age > long(case))?;
                format!("the last clean-up, {}, was created {} ago{plan}", last.name(), so_long(age))
            }
            // What is active is for other rules, and what nobody can date may be of today.
            _ => return None,
        };
        let tasks: Vec<_> = last.into_iter().collect();
        let remedy = "see what a clean-up would free with `swr-gc run --dry-run`, and set a schedule with `swr-gc schedule set`";
        Some(Case::finding(&ABOUT, Severity::Error, message, &tasks, remedy.to_owned()))
    }
}

fn is_active(seen: &Seen<'_>) -> bool {
    !seen.status().is_some_and(JobStatus::is_final)
}

/// How long there may be no run: a schedule may fire once a quarter, and one that nobody can read once a year.
fn long(case: &Case<'_>) -> SignedDuration {
    match (&case.plan, &case.upcoming()[..]) {
        (Plan::Unknown | Plan::Unreadable { .. }, _) => LONG * 12,
        (Plan::Cron { .. }, [first, _, third, ..]) => third.duration_since(*first).max(LONG),
        _ => LONG,
    }
}
