//! A schedule that frees nothing.

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Plan};

pub(super) struct ScheduleDryRun;

const ABOUT: About = About {
    id: "schedule-dry-run",
    title: "the schedule starts dry runs only",
    severity: "error",
    checks: "The parameters of the schedule do not ask for a dry run.",
    why: "A dry run computes what it would delete and deletes nothing: such a schedule never frees any space.",
    example: "The schedule fires each night with `dry_run` set, as somebody tried it out.",
    fix: "Set the schedule again without a dry run, if space is to be freed.",
};

impl Rule for ScheduleDryRun {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        case.plan.is_known()
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let Plan::Cron { text, told, .. } = &case.plan else { return None };
        let dry_run = told.parameters.as_ref().and_then(|parameters| parameters.dry_run) == Some(true);
        dry_run.then(|| {
            let message = format!("the schedule `{text}` starts dry runs, which free nothing");
            let remedy =
                "set it again with `swr-gc schedule set`, without a dry run, if space is to be freed";
            Case::finding(&ABOUT, Severity::Error, message, &[], remedy.to_owned())
        })
    }
}
