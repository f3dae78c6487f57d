//! What a dry run has told, beside what came of the run itself.

use std::fmt;

use jiff::{SignedDuration, Timestamp, Unit};

use crate::types::{GcTask, JobParameters, JobStatus};

/// What a dry run has told: how much a clean-up would free.
///
/// ```
/// use swr_gc::operate::Estimate;
/// use swr_gc::types::GcTask;
///
/// let tasks: Vec<GcTask> = serde_json::from_str(
///     r#"[{"id": 7, "job_status": "Success", "creation_time": "2026-11-25T01:00:00Z",
///          "job_parameters": {"dry_run": true, "freed_space": 1024}}]"#,
/// )?;
/// let since = "2026-11-25T00:00:00Z".parse().expect("a time");
/// let estimate = Estimate::newest(&tasks, false, since).expect("it is young enough");
/// assert_eq!(estimate.task.id, Some(7));
///
/// let run: GcTask = serde_json::from_str(r#"{"job_status": "Success", "job_parameters": {"freed_space": 1000}}"#)?;
/// assert_eq!(estimate.compare(&run).freed_space.gap(), Some(-24));
/// assert!(Estimate::of(run).is_none()); // that was no dry run
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Estimate {
    /// The dry run.
    pub task: GcTask,
}

impl Estimate {
    /// What a dry run has told; `None` of a task that is no dry run, or did not end well.
    pub fn of(task: GcTask) -> Option<Self> {
        let dry_run = task.job_parameters.as_ref().is_some_and(JobParameters::is_dry_run);
        dry_run.then(|| Self::of_dry_run(task)).flatten()
    }

    /// The same of a task that is known to be one.
    pub(crate) fn of_dry_run(task: GcTask) -> Option<Self> {
        let ended_well = task.job_status.as_ref().is_some_and(|status| *status == JobStatus::Success);
        ended_well.then_some(Self { task })
    }

    /// The newest one that was created at `since` or later, does with untagged artifacts what is asked, and still holds.
    ///
    /// None holds that was created before a clean-up, however that one ended: what it removed cannot go once more. How
    /// many workers there are changes how long a clean-up takes, and not what it frees.
    pub fn newest(tasks: &[GcTask], delete_untagged: bool, since: Timestamp) -> Option<Self> {
        let told = |task: &&GcTask| {
            let alike = task.job_parameters.as_ref().map(JobParameters::deletes_untagged);
            alike == Some(delete_untagged) && task.creation_time.is_some_and(|created| created >= since)
        };
        let place = |task: &GcTask| (task.creation_time, task.id);
        // Of one whose creation is unknown it is known at most that it had ended by then.
        let removed = |task: &GcTask| match task.creation_time {
            None => (task.update_time.filter(|_| task.is_over()), None),
            _ => place(task),
        };
        // One that does not tell what it does may have removed something as well.
        let removes = |task: &&GcTask| !task.job_parameters.as_ref().is_some_and(JobParameters::is_dry_run);
        let estimates = tasks.iter().filter(told).cloned().filter_map(Self::of);
        let newest = estimates.max_by_key(|estimate| place(&estimate.task))?;
        let mut removals = tasks.iter().filter(removes).map(removed);
        removals.all(|removal| removal.0.is_some() && removal < place(&newest.task)).then_some(newest)
    }

    /// Sets it beside what a run has done. What it has done is unknown unless it ended well.
    pub fn compare(&self, run: &GcTask) -> Comparison {
        Comparison::new(&self.task, run)
    }
}

/// A number as it was estimated, and as it came to be. What the service did not tell is `None`, and not 0.
///
/// ```
/// # fn demo(comparison: swr_gc::operate::Comparison) {
/// match comparison.freed_space.gap() {
///     Some(gap) => println!("{gap} bytes more than estimated"),
///     None => println!("estimate or result is unknown"),
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compared {
    /// What the dry run has told.
    pub estimated: Option<i64>,
    /// What the run has told.
    pub actual: Option<i64>,
}

/// An estimate and a result side by side.
///
/// ```
/// # let task = |json| serde_json::from_str::<swr_gc::types::GcTask>(json).expect("a task");
/// use swr_gc::operate::Estimate;
///
/// let dry_run = task(r#"{"job_status": "Success", "job_parameters": {"dry_run": true, "freed_space": 2000}}"#);
/// let run = task(r#"{"job_status": "Success", "job_parameters": {"freed_space": 1500}}"#);
/// let comparison = Estimate::of(dry_run).expect("a dry run").compare(&run);
/// assert_eq!(comparison.freed_space.actual, Some(1500));
/// assert!(comparison.differs() && !comparison.reasons.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// Storage in bytes.
    pub freed_space: Compared,
    /// Image layers.
    pub purged_blobs: Compared,
    /// Image manifests.
    pub purged_manifests: Compared,
    /// What may explain the difference, the likeliest first; none where there is none, or nothing to compare.
    pub reasons: Vec<Reason>,
}

/// Why a run may have freed something else than its dry run has told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The one deletes untagged artifacts, and the other does not.
    Untagged,
    /// Time has passed between the two, in which images were pushed, tagged or deleted.
    Meanwhile(SignedDuration),
    /// What is very new is kept.
    Young,
    /// A dry run counts in another way.
    Counting,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Untagged => f.write_str("one of the two deletes untagged artifacts, and the other does not"),
            Self::Meanwhile(time) => {
                let time = time.round(Unit::Minute).unwrap_or(*time);
                write!(f, "{time:#} lie between the two: images pushed, tagged or deleted meanwhile change what is left")
            }
            Self::Young => f.write_str(
                "what was pushed shortly before a run is kept: Harbor, from which the service descends, keeps layers of \
                 the last two hours (how long the service does is not documented)",
            ),
            Self::Counting => f.write_str(
                "a dry run adds up what it would delete, and a run what it has deleted; layers that several images share \
                 may count differently (inferred from Harbor)",
            ),
        }
    }
}

impl Comparison {
    fn new(dry_run: &GcTask, run: &GcTask) -> Self {
        let told = |task: &GcTask, read: fn(&JobParameters) -> Option<i64>| {
            let ended_well = task.job_status.as_ref().is_some_and(|status| *status == JobStatus::Success);
            task.job_parameters.as_ref().filter(|_| ended_well).and_then(read)
        };
        let pair = |read| Compared { estimated: told(dry_run, read), actual: told(run, read) };
        let mut comparison = Self {
            freed_space: pair(|told| told.freed_space),
            purged_blobs: pair(|told| told.purged_blobs),
            purged_manifests: pair(|told| told.purged_manifests),
            reasons: Vec::new(),
        };
        if comparison.differs() {
            comparison.reasons = comparison.explain(dry_run, run);
        }
        comparison
    }

    /// Whether any number that both have told is another one.
    pub fn differs(&self) -> bool {
        let Self { freed_space, purged_blobs, purged_manifests, .. } = self;
        [freed_space, purged_blobs, purged_manifests]
            .iter()
            .any(|pair| pair.gap().is_some_and(|gap| gap != 0))
    }

    fn explain(&self, dry_run: &GcTask, run: &GcTask) -> Vec<Reason> {
        let untagged = |task: &GcTask| task.job_parameters.as_ref().map(JobParameters::deletes_untagged);
        let other = untagged(dry_run).zip(untagged(run)).is_some_and(|(one, other)| one != other);
        let between =
            dry_run.creation_time.zip(run.creation_time).map(|(one, other)| one.duration_until(other));
        // Less than expected is what is kept for its youth; more of it has another reason.
        let less = self.freed_space.gap().is_some_and(|gap| gap < 0);
        [
            other.then_some(Reason::Untagged),
            less.then_some(Reason::Young),
            between.filter(|time| *time >= SignedDuration::from_mins(1)).map(Reason::Meanwhile),
            Some(Reason::Counting),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Compared {
    /// How much more there is than was estimated; `None` where one of the two is unknown.
    pub fn gap(&self) -> Option<i64> {
        self.actual?.checked_sub(self.estimated?)
    }
}
