//! A task that does not end.

use jiff::SignedDuration;

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Seen, so_long, usually};
use crate::types::JobStatus;

pub(super) struct RunningTooLong;

const ABOUT: About = About {
    id: "running-too-long",
    title: "a task runs far longer than usual",
    severity: "error",
    checks: "No task is Running for more than three times the usual: the median of at least three past runs with as many \
             workers, or else the longest of all; and at least for ten minutes.",
    why: "It may have died without a word, and as long as it counts as running no other one starts.",
    example: "Task 7 is Running for 30 hours; runs with two workers usually take 2 hours.",
    fix: "Stop the task and start it again. It has no progress to look at; what it deleted stays deleted.",
};

/// So many times the usual is too long.
const TIMES: i32 = 3;

/// What takes no longer is no trouble, however short the usual is: runs that find nothing may end at once.
const LEAST: SignedDuration = SignedDuration::from_mins(10);

impl Rule for RunningTooLong {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        running(case).all(|seen| limit(case, &seen).is_some())
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let is_over = |seen: &Seen<'_>| {
            let limit = limit(case, seen).map(|(limit, _)| limit);
            limit.is_some_and(|limit| case.age(seen).is_some_and(|age| age > limit))
        };
        let over: Vec<_> = running(case).filter(is_over).collect();
        let first = over.first()?;
        let (_, usual) = limit(case, first)?;
        let ran = so_long(case.age(first)?);
        let message = format!("{} has been Running for {ran}, more than three times {usual}", first.name());
        let remedy = format!(
            "stop it with `swr-gc stop {}` and start it again with `swr-gc run`; what it deleted stays deleted",
            first.id()
        );
        Some(Case::finding(&ABOUT, Severity::Error, message, &over, remedy))
    }
}

/// The tasks that run, the oldest first; no more than a hundred, however long the list is.
fn running<'a>(case: &Case<'a>) -> impl Iterator<Item = Seen<'a>> {
    case.with(JobStatus::Running).rev().take(100)
}

/// How long the task may run, and what that was made of.
fn limit(case: &Case<'_>, seen: &Seen<'_>) -> Option<(SignedDuration, String)> {
    let dry_run = seen.is_dry_run()?;
    let workers = seen.task.job_parameters.as_ref().and_then(|parameters| parameters.workers);
    let alike = workers.and_then(|workers| Some((workers, case.past.usual_duration(workers, dry_run)?)));
    if let Some((workers, alike)) = alike {
        return Some((LEAST.max(alike.median * TIMES), format!("the usual {}", usually(&alike, workers))));
    }
    let all = case.past.usual_duration_of_all(dry_run)?;
    let longest = so_long(all.longest);
    Some((
        LEAST.max(all.longest * TIMES),
        format!("{longest}, the longest of {} runs with other workers", all.runs),
    ))
}
