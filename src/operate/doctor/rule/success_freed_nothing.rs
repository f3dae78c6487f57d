//! Success without an effect.

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Seen};
use crate::types::JobStatus;

pub(super) struct SuccessFreedNothing;

const ABOUT: About = About {
    id: "success-freed-nothing",
    title: "runs end well and free nothing",
    severity: "error",
    checks: "Of the last real runs that ended well, not three in a row freed 0 bytes.",
    why: "Success says that a run came to its end, not that space came back.",
    example: "The last five nightly runs are Success with a `freed_space` of 0.",
    fix: "Look whether anything was deleted since: data of deleted artifacts is kept for a while (in Harbor two hours), and \
          artifacts without a tag stay unless `delete_untagged` is set.",
};

/// One or two may be a quiet night.
const ENOUGH: usize = 3;

impl Rule for SuccessFreedNothing {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        case.in_order().is_some()
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        // What nobody knows of may have ended well, and may have been a real run.
        let well = |seen: &Seen<'_>| matches!(seen.status(), Some(JobStatus::Success) | None);
        let runs = case.in_order()?.filter(|seen| well(seen) && seen.is_dry_run() != Some(true));
        let nothing = |seen: &Seen<'_>| seen.status().is_some() && seen.freed_space() == Some(0);
        let empty: Vec<_> = runs.take_while(nothing).collect();
        if empty.len() < ENOUGH {
            return None;
        }
        let message = format!("the last {} real runs that ended well freed 0 bytes each", empty.len());
        let remedy = "look whether artifacts were deleted at all, some hours before the run, and whether those that \
                      are left have tags: without --delete-untagged, artifacts without a tag stay";
        Some(Case::finding(&ABOUT, Severity::Error, message, &empty, remedy.to_owned()))
    }
}
