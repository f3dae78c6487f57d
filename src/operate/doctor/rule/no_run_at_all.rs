//! Nobody cleans up.

use jiff::SignedDuration;

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Plan, Seen, so_long};

pub(super) struct NoRunAtAll;

const ABOUT: About = About {
    id: "no-run-at-all",
    title: "nothing cleans up",
    severity: "error",
    checks: "There is a task, and a real run or the first dry run was created in the last 30 days; where the schedule fires \
             less often, in the time of two of its runs; where it is not known, in the last year.",
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
        &["schedule-silent", "schedule-dry-run"]
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let plan = match case.plan {
            Plan::Off => ", and there is no schedule",
            Plan::Unknown => "",
            Plan::Cron { .. } if case.upcoming.is_empty() => ", and the schedule never fires",
            _ => ", although there is a schedule",
        };
        // What is active is for other rules, and what nobody can date may be of today.
        let mut tasks = case.in_order().filter(|_| case.tasks.iter().all(is_over))?;
        let real = case.tasks.iter().copied().find(|seen| seen.is_dry_run() != Some(true));
        let told = real.or_else(|| tasks.next_back());
        let message = match &told {
            None => format!("there has been no clean-up{plan}"),
            Some(told) => {
                let age = so_long(case.age(told).filter(|age| *age > long(case))?);
                let name = told.name();
                match real {
                    Some(_) => format!("the last clean-up, {name}, was created {age} ago{plan}"),
                    None => format!("there have been dry runs only since {name}, {age} ago{plan}"),
                }
            }
        };
        let tasks: Vec<_> = told.into_iter().collect();
        let remedy = "see what a clean-up would free with `swr-gc run --dry-run`, and set a schedule with `swr-gc schedule set`";
        Some(Case::finding(&ABOUT, Severity::Error, message, &tasks, remedy.to_owned()))
    }
}

fn is_over(seen: &Seen<'_>) -> bool {
    seen.task.is_over()
}

/// How long there may be no run: a schedule may fire once a quarter, and one that nobody can read once a year.
fn long(case: &Case<'_>) -> SignedDuration {
    match (&case.plan, &case.upcoming[..]) {
        (Plan::Unknown | Plan::Unreadable { .. }, _) => LONG * 12,
        (Plan::Cron { .. }, [first, _, third, ..]) => third.duration_since(*first).max(LONG),
        _ => LONG,
    }
}
