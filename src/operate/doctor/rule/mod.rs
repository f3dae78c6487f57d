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

use super::about::About;
use super::case::Case;
use crate::findings::Finding;

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
