//! What tasks say beyond their fields.

use jiff::SignedDuration;

use crate::types::{GcTask, JobParameters, JobStatus, TaskId};
use crate::wire::{InvalidText, Open};

/// The id of a task as a path has it: the document calls it a text, an answer has it as a number.
///
/// ```
/// use swr_gc::types::TaskId;
///
/// assert_eq!(TaskId::try_from(1005)?.as_str(), "1005");
/// assert_eq!(TaskId::try_from("1005")?, TaskId::try_from(1005)?);
/// assert!(TaskId::try_from("schedule").is_err() && TaskId::try_from(-1).is_err());
/// # Ok::<(), swr_gc::wire::InvalidText>(())
/// ```
impl TryFrom<i64> for TaskId {
    type Error = InvalidText;

    fn try_from(id: i64) -> Result<Self, InvalidText> {
        id.to_string().try_into()
    }
}

impl JobParameters {
    /// Whether the task only computes what it would delete.
    ///
    /// ```
    /// use swr_gc::types::JobParameters;
    ///
    /// assert!(!JobParameters::default().is_dry_run());
    /// ```
    ///
    /// Where the service left `dry_run` out, the documented default applies.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run.unwrap_or(Self::DEFAULT_DRY_RUN)
    }

    /// Whether artifacts without a tag are deleted too.
    ///
    /// ```
    /// use swr_gc::types::JobParameters;
    ///
    /// assert!(!JobParameters::default().deletes_untagged());
    /// ```
    ///
    /// Where the service left `delete_untagged` out, the documented default applies.
    pub fn deletes_untagged(&self) -> bool {
        self.delete_untagged.unwrap_or(Self::DEFAULT_DELETE_UNTAGGED)
    }
}

impl JobStatus {
    /// Whether a task in this status has come to its end.
    ///
    /// ```
    /// use swr_gc::types::JobStatus;
    ///
    /// assert!(JobStatus::Stopped.is_final() && !JobStatus::Pending.is_final());
    /// ```
    ///
    /// Inferred: Harbor, from which the API descends, treats these three as final.
    pub fn is_final(self) -> bool {
        Self::FINAL.contains(&self)
    }
}

impl GcTask {
    /// Whether the task has come to its end: see [`JobStatus::is_final`].
    ///
    /// ```
    /// let task: swr_gc::types::GcTask = serde_json::from_str(r#"{"job_status": "Stopped"}"#)?;
    /// assert!(task.is_over());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// A status that is missing, or that the API description does not know, is no end.
    pub fn is_over(&self) -> bool {
        self.job_status.as_ref().and_then(Open::known).is_some_and(JobStatus::is_final)
    }

    /// How long the task took, from its creation to its last change.
    ///
    /// ```
    /// let task: swr_gc::types::GcTask = serde_json::from_str(
    ///     r#"{"job_status": "Success", "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T10:05:00Z"}"#,
    /// )?;
    /// assert_eq!(task.duration(), Some(jiff::SignedDuration::from_mins(5)));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// `None` for a task that has not ended, and where a time is missing or lies before the other. The time a
    /// task waited for its turn is part of it: the API does not tell when a task began to run.
    pub fn duration(&self) -> Option<SignedDuration> {
        if !self.job_status.as_ref()?.known()?.is_final() {
            return None;
        }
        let took = self.update_time?.duration_since(self.creation_time?);
        (!took.is_negative()).then_some(took)
    }
}
