//! A schedule that does not fire.

use jiff::Timestamp;

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Plan, so_long};

pub(super) struct ScheduleSilent;

const ABOUT: About = About {
    id: "schedule-silent",
    title: "the schedule has not started a task when it was due",
    severity: "error",
    checks: "Since the schedule is known to be in force, a task was created at each of its last times, within half an \
             hour; and the next time that the service names lies ahead. In force it is known to be since two tasks in a \
             row were created at its times: without them, it may have been set just now, and is not judged.",
    why: "Nobody cleans up, and nobody is told.",
    example: "The schedule fires at 16:00 each day; the last task was created three days ago at 16:00.",
    fix: "Set the schedule again, and look whether the next time is kept.",
};

impl Rule for ScheduleSilent {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static str] {
        &["running-too-long", "pending-behind-running", "schedule-overlap"]
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        let is_known = match &case.plan {
            Plan::Cron { .. } => case.in_force_since().is_some(),
            plan => plan.is_known(),
        };
        case.in_order().is_some() && is_known
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let Plan::Cron { text, next, .. } = &case.plan else { return None };
        let last: Vec<_> = case.in_order()?.take(1).collect();
        let missed = missed(case);
        let message = match (missed.last(), next) {
            (Some(first), _) => {
                format!("the schedule has started no task whenever it was due since {first}")
            }
            (None, Some(next)) if is_over(case, *next) && !case.is_kept(*next) => {
                let late = so_long(case.now.duration_since(*next));
                format!("the service names {next} as the next time of the schedule, which is {late} ago")
            }
            _ => return None,
        };
        let remedy = format!(
            "set it again with `swr-gc schedule set '{text}'`, and look whether its next time is kept"
        );
        let mut finding = Case::finding(&ABOUT, Severity::Error, message, &last, remedy);
        finding.count = missed.len().max(1);
        Some(finding)
    }
}

/// The last times in a row at which the schedule, known to be in force, has started no task; the latest first.
fn missed(case: &Case<'_>) -> Vec<Timestamp> {
    let Some(since) = case.in_force_since() else { return Vec::new() };
    let due = case.due.iter().copied().filter(|due| *due > since && is_over(case, *due));
    due.take_while(|due| !case.is_kept(*due)).collect()
}

/// Whether it is too late for a task of that time.
fn is_over(case: &Case<'_>, due: Timestamp) -> bool {
    case.now.duration_since(due) > case.tolerance(due)
}
