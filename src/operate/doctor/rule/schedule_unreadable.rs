//! A schedule that nobody can read.

use super::Rule;
use crate::findings::{Finding, Severity};
use crate::operate::doctor::about::About;
use crate::operate::doctor::case::{Case, Plan};

pub(super) struct ScheduleUnreadable;

const ABOUT: About = About {
    id: "schedule-unreadable",
    title: "nobody can tell when the schedule fires",
    severity: "error",
    checks: "The cron expression of the schedule has six fields and can be read.",
    why: "The service may read it in another way than whoever wrote it, or not at all; whether it fires on time is not judged.",
    example: "The schedule is `0 16 * * *`, which has five fields.",
    fix: "Set the schedule again with six fields in UTC, seconds first.",
};

impl Rule for ScheduleUnreadable {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn is_judging(&self, case: &Case<'_>) -> bool {
        !matches!(case.plan, Plan::Unknown)
    }

    fn judge(&self, case: &Case<'_>) -> Option<Finding> {
        let Plan::Unreadable { text, why } = &case.plan else { return None };
        let mut finding = Case::finding(
            &ABOUT,
            Severity::Error,
            format!("the cron expression of the schedule cannot be read: {why}"),
            &[],
            "set the schedule again with `swr-gc schedule set`".to_owned(),
        );
        finding.excerpt = Some((*text).to_owned());
        Some(finding)
    }
}
