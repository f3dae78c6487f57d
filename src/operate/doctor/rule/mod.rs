//! The rules: one file each, one line each in [`ALL`].

mod errors_in_a_row;
mod no_run_at_all;
mod pending_behind_running;
mod pending_too_long;
mod running_too_long;
mod schedule_dry_run;
mod schedule_overlap;
mod schedule_silent;
mod schedule_unreadable;
mod success_freed_nothing;

use super::case::Case;
use crate::findings::Finding;

/// What is to be known of a rule.
///
/// ```
/// let rule = swr_gc::operate::doctor::rules().into_iter().find(|rule| rule.id == "errors-in-a-row").unwrap();
/// assert_eq!((rule.title, rule.severity), ("the last runs failed", "error"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// Its name in reports.
    pub id: &'static str,
    /// What it says, in a few words.
    pub title: &'static str,
    /// How bad a finding of it is.
    pub severity: &'static str,
    /// What it checks.
    pub checks: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// A history that breaks it.
    pub example: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

/// One thing that can be wrong.
pub(super) trait Rule: Sync {
    fn about(&self) -> &'static About;

    /// Rules whose findings explain one of this rule, the likeliest first; they judge before it.
    fn follows(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether there is anything that it could judge.
    fn is_judging(&self, _: &Case<'_>) -> bool {
        true
    }

    /// What it finds, if it finds something.
    fn judge(&self, case: &Case<'_>) -> Option<Finding>;
}

/// All of them, causes before what follows from them.
pub(super) const ALL: &[&dyn Rule] = &[
    &running_too_long::RunningTooLong,
    &schedule_overlap::ScheduleOverlap,
    &pending_behind_running::PendingBehindRunning,
    &pending_too_long::PendingTooLong,
    &schedule_silent::ScheduleSilent,
    &schedule_unreadable::ScheduleUnreadable,
    &schedule_dry_run::ScheduleDryRun,
    &no_run_at_all::NoRunAtAll,
    &errors_in_a_row::ErrorsInARow,
    &success_freed_nothing::SuccessFreedNothing,
];
