//! What past runs achieved, period by period.

mod period;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

pub use period::Period;
pub use tally::Tally;

use crate::types::{GcTask, JobParameters};

/// What past runs achieved, period by period.
///
/// ```
/// use swr_gc::operate::{Period, Stats};
/// use swr_gc::types::GcTask;
///
/// let tasks: Vec<GcTask> = serde_json::from_str(
///     r#"[{"job_status": "Success", "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T10:05:00Z",
///          "job_parameters": {"dry_run": false, "freed_space": 600}},
///         {"job_status": "Error", "creation_time": "2024-01-21T10:00:00Z", "job_parameters": {"dry_run": false}}]"#,
/// )?;
/// assert_eq!(Stats::fitting(&tasks), Period::Day);
/// let stats = Stats::of(&tasks, Period::Month);
/// let real = &stats.groups[0];
/// assert_eq!((real.total.freed_space, real.total.freed_space_unknown), (Some(600), 1));
/// assert_eq!(real.total.rate, Some(2.0));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Tasks are put into the period in which they were created. A period without a task has no [`Tally`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// What the tasks are added up by.
    pub period: Period,
    /// Real runs, dry runs, and those that do not tell which they are; groups without a task are left out.
    pub groups: Vec<Group>,
}

/// Tasks whose numbers mean the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Group {
    /// Whether they are dry runs, which free nothing and tell what they would free; `None` if that is unknown.
    pub dry_run: Option<bool>,
    /// One for each period, the earliest first, and last one for tasks whose creation is unknown.
    pub periods: Vec<Tally>,
    /// All of them together.
    pub total: Tally,
}

impl Stats {
    /// Adds up tasks, which may come in any order.
    pub fn of<'a>(tasks: impl IntoIterator<Item = &'a GcTask>, period: Period) -> Self {
        let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for task in tasks {
            let dry_run = task.job_parameters.as_ref().map(JobParameters::is_dry_run);
            groups.entry((dry_run.is_none(), dry_run)).or_default().push(task);
        }
        let groups = groups.into_iter().map(|((_, dry_run), tasks)| Group::of(dry_run, &tasks, period));
        Self { period, groups: groups.collect() }
    }

    /// The period that divides the time in which the tasks were created into parts that fit on a screen.
    pub fn fitting<'a>(tasks: impl IntoIterator<Item = &'a GcTask>) -> Period {
        let created = tasks.into_iter().filter_map(|task| task.creation_time);
        let bounds = created.fold(None, |bounds: Option<(Timestamp, Timestamp)>, at| {
            Some(bounds.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
        });
        bounds.map_or(Period::Day, |(first, last)| Period::dividing(last.duration_since(first)))
    }
}

impl Group {
    fn of(dry_run: Option<bool>, tasks: &[&GcTask], period: Period) -> Self {
        let mut periods: BTreeMap<_, Vec<&GcTask>> = BTreeMap::new();
        for task in tasks {
            let begins = task.creation_time.map(|created| period.begin(created));
            periods.entry((begins.is_none(), begins)).or_default().push(task);
        }
        let periods = periods.into_iter().map(|((_, begins), tasks)| Tally::of(begins, tasks));
        Self { dry_run, periods: periods.collect(), total: Tally::of(None, tasks.iter().copied()) }
    }
}
