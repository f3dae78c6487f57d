//! Failure after failure.

use super::{About, Rule};
use crate::findings::{Finding, Severity};
use crate::operate::doctor::case::{Case, Seen};
use crate::types::JobStatus;

pub(super) struct ErrorsInARow;

const ABOUT: About = About {
    id: "errors-in-a-row",
    title: "the last runs failed",
    severity: "error",
    checks: "Of the last runs that came to an end by themselves, not two in a row are Error.",
    why: "One failure may be a passing one. What fails again does not go away by itself, and no space comes back.",
    example: "The last three nightly runs are Error.",
    fix: "Try a dry run with one worker; if it fails too, ask the support, with ids and times of the tasks: the API has no log.",
};

/// One may be a passing one.
const ENOUGH: usize = 2;

impl Rule for ErrorsInARow {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        case.is_ordered()
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        if !self.is_judging(case) {
            return None;
        }
        let failed: Vec<_> = ended(case).take_while(|seen| seen.status() == Some(JobStatus::Error)).collect();
        let last = failed.first().filter(|_| failed.len() >= ENOUGH)?;
        let message = format!("the last {} runs failed, {} as the latest", failed.len(), last.name());
        let remedy = "try `swr-gc run --dry-run --workers 1`; if that fails too, ask the support, with ids and times of \
                      the tasks, since the API has no log";
        Some(Case::finding(&ABOUT, Severity::Error, message, &failed, remedy.to_owned()))
    }
}

/// Tasks that are over, the newest first, without those that somebody stopped. One of which nobody knows whether it is
/// over is among them, and is no failure.
fn ended<'a>(case: &Case<'a>) -> impl Iterator<Item = Seen<'a>> {
    let over = |seen: &Seen<'_>| match seen.status() {
        Some(JobStatus::Stopped) => false,
        Some(status) => status.is_final(),
        None => true,
    };
    case.tasks.iter().copied().filter(over)
}
