//! Failure after failure.

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Seen};
use crate::types::JobStatus;

pub(super) struct ErrorsInARow;

const ABOUT: About = About {
    id: "errors-in-a-row",
    title: "the last runs failed",
    severity: "error",
    checks: "Of the last runs that came to an end by themselves, not two in a row are Error; nor are the last two real runs, \
             whatever dry runs between or after them tell.",
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
        case.in_order().is_some()
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        // What somebody stopped tells nothing, and what nobody knows of is no failure.
        let ended: Vec<_> = case
            .in_order()?
            .filter(|seen| seen.may_be_over() && seen.status() != Some(JobStatus::Stopped))
            .collect();
        let real = ended.iter().copied().filter(|seen| seen.is_dry_run() != Some(true)).collect();
        let (what, failed) = [("runs", ended), ("real runs", real)]
            .map(|(what, ended)| (what, failures(ended)))
            .into_iter()
            .find(|(_, failed)| failed.len() >= ENOUGH)?;
        let message = format!("the last {} {what} failed, {} as the latest", failed.len(), failed[0].name());
        let remedy = "try `swr-gc run --dry-run --workers 1`; if that fails too, or the next run does, ask the support, with \
                      ids and times of the tasks, since the API has no log";
        Some(Case::finding(&ABOUT, Severity::Error, message, &failed, remedy.to_owned()))
    }
}

/// The failures with which they begin.
fn failures(ended: Vec<Seen<'_>>) -> Vec<Seen<'_>> {
    ended.into_iter().take_while(|seen| seen.status() == Some(JobStatus::Error)).collect()
}
