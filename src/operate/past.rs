//! What past runs tell of the next one.

use jiff::SignedDuration;

use crate::types::{GcTask, JobStatus};
use crate::wire::Open;

/// How long past runs took, by what they were told to do.
///
/// ```
/// use jiff::SignedDuration;
/// use swr_gc::operate::Past;
/// use swr_gc::types::GcTask;
///
/// let run = |minutes: u32| -> Result<GcTask, serde_json::Error> {
///     serde_json::from_str(&format!(
///         r#"{{"job_status": "Success", "job_parameters": {{"workers": 2, "dry_run": false}},
///             "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T10:{minutes:02}:00Z"}}"#,
///     ))
/// };
/// let past = Past::of(&[run(4)?, run(6)?, run(50)?]);
/// let usual = past.usual_duration(2, false).expect("three runs are enough");
/// assert_eq!((usual.median, usual.runs), (SignedDuration::from_mins(6), 3));
/// assert_eq!(past.usual_duration(5, false), None);
/// assert_eq!(past.usual_duration(2, true), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Runs that ended well count, and no others: what a run takes that was stopped, or that failed, says nothing of
/// the next one. A run of which the service did not tell the times or any parameter is left out.
#[derive(Clone, Debug, Default)]
pub struct Past {
    runs: Vec<Run>,
}

/// A run that ended well.
#[derive(Clone, Copy, Debug)]
struct Run {
    workers: Option<i64>,
    dry_run: bool,
    took: SignedDuration,
}

/// How long runs of one kind usually take.
///
/// The durations reach from the creation of a task to its last change: the time that it waited for its turn is a
/// part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usual {
    /// Half of the runs took at most as long.
    pub median: SignedDuration,
    /// The shortest of them.
    pub shortest: SignedDuration,
    /// The longest of them.
    pub longest: SignedDuration,
    /// How many runs that is; never fewer than [`Past::ENOUGH`].
    pub runs: usize,
}

impl Past {
    /// How many runs it takes to call something usual.
    pub const ENOUGH: usize = 3;

    /// The past that these tasks were, in any order.
    pub fn of<'a>(tasks: impl IntoIterator<Item = &'a GcTask>) -> Self {
        Self { runs: tasks.into_iter().filter_map(Run::of).collect() }
    }

    /// How long a run with this many workers usually takes; `None` if fewer than [`ENOUGH`](Self::ENOUGH) are known.
    ///
    /// Dry runs and real ones are told apart, since a dry run deletes nothing.
    pub fn usual_duration(&self, workers: i64, dry_run: bool) -> Option<Usual> {
        Usual::of(self.runs.iter().filter(|run| (run.workers, run.dry_run) == (Some(workers), dry_run)))
    }

    /// The same of all runs, however many workers they had: for a number that nobody has tried yet.
    pub fn usual_duration_of_all(&self, dry_run: bool) -> Option<Usual> {
        Usual::of(self.runs.iter().filter(|run| run.dry_run == dry_run))
    }
}

impl Usual {
    fn of<'a>(runs: impl Iterator<Item = &'a Run>) -> Option<Self> {
        let mut took: Vec<_> = runs.map(|run| run.took).collect();
        took.sort_unstable();
        let (&shortest, &longest) = (took.first()?, took.last()?);
        let median = median(&took)?;
        (took.len() >= Past::ENOUGH).then_some(Self { median, shortest, longest, runs: took.len() })
    }
}

impl Run {
    fn of(task: &GcTask) -> Option<Self> {
        let parameters = task.job_parameters.as_ref()?;
        let succeeded = task.job_status.as_ref().and_then(Open::known) == Some(JobStatus::Success);
        let took = task.duration().filter(|_| succeeded)?;
        Some(Self { workers: parameters.workers, dry_run: parameters.is_dry_run(), took })
    }
}

/// The middle of durations that stand in order; of two middle ones, what lies between them.
pub(crate) fn median(sorted: &[SignedDuration]) -> Option<SignedDuration> {
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(*low + (*high - *low) / 2)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use serde_json::{Value, json};

    use super::{Past, median};
    use crate::types::GcTask;

    /// A run that ended well, with changes.
    fn run(seconds: i64, changes: &Value) -> GcTask {
        let mut task = json!({
            "job_status": "Success",
            "creation_time": "2024-01-20T10:00:00Z",
            "update_time": format!("2024-01-20T10:00:{seconds:02}Z"),
            "job_parameters": { "workers": 2, "dry_run": false },
        });
        for (pointer, value) in changes.as_object().into_iter().flatten() {
            *task.pointer_mut(pointer).expect("a property") = value.clone();
        }
        serde_json::from_value(task).expect("a task")
    }

    #[test]
    fn runs_with_as_many_workers_are_compared_and_dry_runs_with_dry_runs() {
        let mut tasks: Vec<_> = [30, 10, 50].map(|seconds| run(seconds, &json!({}))).into();
        tasks.extend([5, 6, 7, 9].map(|seconds| run(seconds, &json!({ "/job_parameters/dry_run": true }))));
        tasks.extend([1, 2].map(|seconds| run(seconds, &json!({ "/job_parameters/workers": 5 }))));
        let past = Past::of(&tasks);
        let told = |workers, dry_run| {
            let usual = past.usual_duration(workers, dry_run)?;
            let seconds = [usual.shortest, usual.median, usual.longest].map(|took| took.as_secs_f64());
            Some((seconds, usual.runs))
        };
        assert_eq!(told(2, false), Some(([10.0, 30.0, 50.0], 3)));
        assert_eq!(told(2, true), Some(([5.0, 6.5, 9.0], 4)));
        assert_eq!(told(5, false), None, "two are not enough");
        assert_eq!(told(4, false), None);
    }

    #[test]
    fn what_did_not_end_well_or_is_unknown_is_left_out() {
        for changes in [
            json!({ "/job_status": "Error" }),
            json!({ "/job_status": "Stopped" }),
            json!({ "/job_status": "Running" }),
            json!({ "/job_status": "Frozen" }),
            json!({ "/job_status": null }),
            json!({ "/creation_time": null }),
            json!({ "/update_time": "soon" }),
            json!({ "/update_time": "2024-01-20T09:00:00Z" }),
            json!({ "/job_parameters": null }),
            json!({ "/job_parameters/workers": null }),
        ] {
            let tasks = vec![run(10, &changes); 5];
            assert_eq!(Past::of(&tasks).usual_duration(2, false), None, "{changes}");
        }
        assert_eq!(Past::of(&[]).usual_duration(2, false), None);
    }

    #[test]
    fn an_absent_dry_run_is_the_documented_default() {
        let tasks = vec![run(10, &json!({ "/job_parameters/dry_run": null })); 3];
        assert!(Past::of(&tasks).usual_duration(2, false).is_some());
    }

    #[test]
    fn the_middle_of_durations() {
        let seconds = |list: &[i64]| {
            let list: Vec<_> = list.iter().copied().map(SignedDuration::from_secs).collect();
            median(&list).map(|middle| middle.as_secs_f64())
        };
        assert_eq!(
            [&[][..], &[4], &[4, 5], &[1, 2, 90]].map(seconds),
            [None, Some(4.0), Some(4.5), Some(2.0)]
        );
    }
}
