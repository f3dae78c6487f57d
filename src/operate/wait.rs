//! Waiting until a task is over.

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use super::looks::{Looks, inside_a_runtime};
use super::polling::{Polling, after, human};
use crate::builder::ShowGcTask;
use crate::client::Request;
use crate::error::{Error, Kind};
use crate::types::{GcTask, JobStatus, TaskId};
use crate::wire::Open;

impl ShowGcTask {
    /// Waits until the task is over, however it ends.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// let ended = client.show_gc_task().instance_id("i-1").gc_id(1005).wait().until_over().await?;
    /// println!("{} after {} looks", ended.status, ended.looks);
    /// # Ok(()) }
    /// ```
    ///
    /// See [`Wait`] for how long and how often.
    pub fn wait(self) -> Wait {
        Wait::new(self)
    }
}

/// The task that was asked for, and no other one.
pub(super) async fn look(request: ShowGcTask) -> Result<GcTask, Error> {
    let asked = request.gc_id.clone();
    let seen = request.send().await?.into_inner();
    match (asked, seen.id) {
        (Ok(asked), Some(id)) if TaskId::try_from(id).ok() != Some(asked.clone()) => {
            let said = format!("the answer is about task {id}, and task {asked} was asked for");
            Err(Error::transport(Kind::Decode, ShowGcTask::OPERATION, said, None))
        }
        _ => Ok(seen),
    }
}

/// A task that is waited for.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// use std::time::Duration;
/// use swr_gc::operate::Polling;
/// use swr_gc::types::JobStatus;
///
/// let mut wait = client
///     .show_gc_task()
///     .instance_id("i-1")
///     .gc_id(1005)
///     .wait()
///     .polling(Polling::default().patience(Duration::from_secs(3600)))
///     .deadline(Duration::from_secs(4 * 3600));
/// match wait.until_over().await {
///     Ok(ended) if ended.status == JobStatus::Success => println!("done"),
///     Ok(ended) => println!("ended as {}", ended.status),
///     Err(error) if error.is_unfinished() => println!("still at work: {:?}", wait.last()),
///     Err(error) => return Err(error),
/// }
/// println!("{} looks; the last one: {:?}", wait.looks(), wait.trouble());
/// # Ok(()) }
/// ```
///
/// The task is looked at with growing pauses: see [`Polling`]. It is over where its status is one that the API
/// description calls final (Success, Stopped, Error); a status that nobody knows, and none at all, is not.
///
/// Nothing is sent before it is awaited.
#[must_use = "nothing is waited for until `until_over` is called"]
pub struct Wait {
    looks: Looks<GcTask>,
    task: String,
    deadline: Duration,
    began: Option<Instant>,
    last: Option<GcTask>,
}

/// How a task ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ended {
    /// The task as it was seen last.
    pub task: GcTask,
    /// Its status, which is final.
    pub status: JobStatus,
    /// How often it was looked at.
    pub looks: u64,
}

/// How long a task is waited for, where nothing else is said.
const DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);

impl Wait {
    pub(super) fn new(request: ShowGcTask) -> Self {
        let task = request.gc_id.as_ref().map_or_else(|_| "the task".to_owned(), |id| format!("task {id}"));
        let client = request.client().clone();
        let looks = Looks::new(ShowGcTask::OPERATION, move || client.renews(), move || look(request.clone()));
        Self::of(looks, task)
    }

    /// The same at a service that has just answered: what fails now is likely to pass.
    pub(crate) fn answered(mut self) -> Self {
        self.looks = self.looks.answered();
        self
    }

    /// The same of a task that has just been started, and may take a moment to appear: until it was seen once, and for
    /// a minute at most, that there is no such task (404) is borne.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// use swr_gc::types::{ExecuteGcScheduleRequest, RequestedGcParameters};
    ///
    /// let body = ExecuteGcScheduleRequest::manual(RequestedGcParameters::new(3)?);
    /// let started = client.execute_gc_schedule().instance_id("i-1").body(body).start().await?;
    /// let ended = client.show_gc_task().instance_id("i-1").gc_id(started.id).wait().appearing().until_over().await?;
    /// println!("{}", ended.status);
    /// # Ok(()) }
    /// ```
    pub fn appearing(mut self) -> Self {
        self.looks = self.looks.appearing().answered();
        self
    }

    /// Waits for what is looked at; `task` is what it is called.
    pub(super) fn of(looks: Looks<GcTask>, task: String) -> Self {
        Self { looks, task, deadline: DEADLINE, began: None, last: None }
    }

    /// How long to wait in all, from the first call of [`until_over`](Self::until_over) on. Default: 24 hours.
    ///
    /// It may be set again while it runs, also when it has passed.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How often to look, and how long failures are borne.
    pub fn polling(mut self, polling: Polling) -> Self {
        self.looks = self.looks.polling(polling);
        self
    }

    /// Waits until the task is over.
    ///
    /// Whoever gives up awaiting it may call it again, and goes on where it was.
    ///
    /// # Errors
    ///
    /// The deadline has passed ([`Error::is_unfinished`]): the task goes on. There is no such task (404), or another
    /// refusal that does not pass. A failure that may pass has gone on for longer than is borne.
    pub async fn until_over(&mut self) -> Result<Ended, Error> {
        inside_a_runtime()?;
        let until = after(*self.began.get_or_insert_with(Instant::now), self.deadline);
        match tokio::time::timeout_at(until, self.over()).await {
            Ok(outcome) => outcome,
            Err(_) => Err(self.unfinished()),
        }
    }

    async fn over(&mut self) -> Result<Ended, Error> {
        loop {
            let Some(seen) = self.looks.next().await else {
                return Err(Error::configuration("wait", "it has failed before: begin a new one"));
            };
            let task = seen?;
            let changed = self.last.as_ref().is_some_and(|last| last.job_status != task.job_status);
            let status = task.job_status.as_ref().and_then(Open::known).filter(|status| status.is_final());
            self.last = Some(task.clone());
            if let Some(status) = status {
                return Ok(Ended { task, status, looks: self.looks.count() });
            }
            if changed {
                self.looks.hurry();
            }
        }
    }

    fn unfinished(&self) -> Error {
        let (task, deadline) = (&self.task, human(self.deadline));
        let message = match (&self.last, self.trouble()) {
            (_, Some(trouble)) => {
                format!("{task} was not seen to be over within {deadline}; the last look failed: {trouble}")
            }
            (Some(last), None) => {
                let status = last.job_status.as_ref().map_or("without a status", Open::as_str);
                format!("{task} is not over after {deadline}; it is {}", crate::text::printable(status))
            }
            (None, None) => format!("there was no answer about {task} within {deadline}"),
        };
        Error::unfinished(ShowGcTask::OPERATION, message).about(self.last.as_ref().and_then(|task| task.id))
    }

    /// How often something was seen.
    pub fn looks(&self) -> u64 {
        self.looks.count()
    }

    /// The task as it was seen last.
    pub fn last(&self) -> Option<&GcTask> {
        self.last.as_ref()
    }

    /// The failure of the last look, where it is being borne.
    pub fn trouble(&self) -> Option<&Error> {
        self.looks.trouble()
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("task", &self.task)
            .field("deadline", &self.deadline)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}
