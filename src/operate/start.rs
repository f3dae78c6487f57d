//! Starting a clean-up once, also where the answer is lost.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::looks::Looks;
use super::polling::{Polling, after, human};
use super::watch::every;
use crate::builder::{ExecuteGcSchedule, ListGcTasks};
use crate::client::{ROUNDING, Request};
use crate::error::{Error, Kind};
use crate::types::{
    ExecuteGcScheduleRequest, GcTask, JobKind, JobParameters, JobStatus, RequestedGcParameters, TaskId,
};
use crate::wire::Open;

/// A clean-up that was started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Started {
    /// Identifier of its task.
    pub id: i64,
    /// Whether the answer of the service was lost, or named no new task, and the task was found in the list: it is the
    /// only new one there that nothing speaks against. One that somebody else started just then with the same parameters looks the same.
    pub found_in_list: bool,
}

/// How long a task is looked for whose answer was lost.
const SEARCH: Duration = Duration::from_secs(60);

/// How far a clock may be off that nobody has compared with ours: as far as a signature is taken.
const SKEW: SignedDuration = SignedDuration::from_mins(15);

impl ExecuteGcSchedule {
    /// Starts the clean-up, once.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// use swr_gc::types::{ExecuteGcScheduleRequest, RequestedGcParameters};
    ///
    /// let body = ExecuteGcScheduleRequest::manual(RequestedGcParameters::new(3)?.dry_run(true));
    /// let started = client.execute_gc_schedule().instance_id("i-1").body(body).start().await?;
    /// println!("task {} (answer lost: {})", started.id, started.found_in_list);
    /// # Ok(()) }
    /// ```
    ///
    /// [`send`](Self::send) ends with an error where the answer is lost, and leaves open whether the clean-up runs.
    /// This looks for it then, and where the answer names no task or one that was there before: a task in the list that was not there before, started by hand, with these parameters,
    /// created after the request was sent. It never asks for a second one. For that the tasks are listed before; a
    /// caller who may not list them gets the same as from `send`.
    ///
    /// Whoever gives up awaiting it does not know whether the clean-up was started: it may run.
    ///
    /// # Errors
    ///
    /// Another task is in the way (409): [`Error::task`] is the one at work, where the list shows it. Or the answer was
    /// lost, and no task was found within a minute, or more than one that fits: [`Error::may_have_run`] is true then,
    /// and the clean-up may run or not. Or the tasks cannot be listed, and nothing was started. Everything else is as with
    /// `send`.
    pub async fn start(self) -> Result<Started, Error> {
        self.start_searching(SEARCH, Polling::default()).await
    }

    /// The same with as much time to look for a task whose answer was lost.
    pub(super) async fn start_searching(self, time: Duration, polling: Polling) -> Result<Started, Error> {
        self.client().ready().await?;
        self.clone().prepare()?;
        let mut listing = self.client().list_gc_tasks();
        listing.project_id = self.project_id.clone();
        listing.instance_id = self.instance_id.clone();
        let sought = Sought::before(&self, listing.clone()).await?;
        let error = match self.send().await {
            Ok(answer) => match answer.id {
                Some(id) if sought.as_ref().is_some_and(|sought| sought.known.contains(&id)) => {
                    let said = format!("the answer names task {id}, which was there before");
                    Error::transport(Kind::Decode, Self::OPERATION, said, None)
                }
                Some(id) if TaskId::try_from(id).is_err() => {
                    let said = format!("the answer names {id}, which is no id of a task");
                    Error::transport(Kind::Decode, Self::OPERATION, said, None)
                }
                Some(id) => return Ok(Started { id, found_in_list: false }),
                None => Error::transport(Kind::Decode, Self::OPERATION, "the answer names no task", None),
            },
            Err(error) => error,
        };
        match sought {
            _ if error.status() == Some(409) => Err(in_the_way(error, listing, sought.as_ref()).await),
            Some(sought) if error.may_have_run() => sought.search(error, listing, time, polling).await,
            None if error.may_have_run() => Err(unknown(error, "this caller may not list the tasks")),
            _ => Err(error),
        }
    }
}

/// What the task of a lost answer must be like.
struct Sought {
    /// The tasks that were there before.
    known: HashSet<i64>,
    /// The earliest time of its creation, by the clock of the service.
    since: Timestamp,
    parameters: RequestedGcParameters,
}

impl Sought {
    /// What there is before the request is sent; `None` for a caller who may not list the tasks.
    async fn before(request: &ExecuteGcSchedule, listing: ListGcTasks) -> Result<Option<Self>, Error> {
        let Ok(ExecuteGcScheduleRequest::Manual { parameters }) = &request.body else { return Ok(None) };
        let clock = &request.client().transport().clock;
        let (mut known, mut ahead, mut pages) = (HashSet::new(), None, listing.pages());
        while let Some(page) = pages.next().await {
            let page = match page {
                Ok(page) => page,
                Err(error) if error.status() == Some(403) => return Ok(None),
                Err(error) => return Err(error.beforehand().noting("nothing was started")),
            };
            ahead = page.ahead_of(clock.now());
            known.extend(page.tasks.iter().filter_map(|task| task.id));
        }
        let earlier = ahead.map_or(SignedDuration::ZERO - SKEW, |ahead| ahead - ROUNDING);
        let since = clock.now().saturating_add(earlier).unwrap_or(Timestamp::MIN);
        Ok(Some(Self { known, since, parameters: parameters.clone() }))
    }

    /// Whether nothing that a task says speaks against it.
    fn fits(&self, task: &GcTask) -> bool {
        let known = task.id.is_none_or(|id| self.known.contains(&id));
        let by_hand = task.job_kind.as_ref().is_none_or(|kind| *kind == JobKind::Manual);
        let new = task.creation_time.is_none_or(|created| created >= self.since);
        let alike = task.job_parameters.as_ref().is_none_or(|told| {
            let RequestedGcParameters { delete_untagged, workers, dry_run } = &self.parameters;
            told.workers.is_none_or(|told| told == workers.get())
                && told.is_dry_run() == dry_run.unwrap_or(JobParameters::DEFAULT_DRY_RUN)
                && told.deletes_untagged()
                    == delete_untagged.unwrap_or(JobParameters::DEFAULT_DELETE_UNTAGGED)
        });
        !known && by_hand && new && alike
    }

    /// Looks for the task in the list; it may take a moment to appear.
    async fn search(
        self,
        error: Error,
        listing: ListGcTasks,
        time: Duration,
        polling: Polling,
    ) -> Result<Started, Error> {
        let client = listing.client().clone();
        let renews = move || client.renews();
        let look = move || every(listing.clone());
        let mut looks =
            Looks::new(ListGcTasks::OPERATION, renews, look).polling(polling.patience(time)).answered();
        let until = after(Instant::now(), time);
        loop {
            let reason = match tokio::time::timeout_at(until, looks.next()).await {
                Ok(Some(Ok(tasks))) => {
                    let fitting: Vec<_> =
                        tasks.iter().filter(|task| self.fits(task)).filter_map(|task| task.id).collect();
                    match fitting.as_slice() {
                        [] => continue,
                        [id] => return Ok(Started { id: *id, found_in_list: true }),
                        several => format!("the tasks {several:?} all look like it"),
                    }
                }
                Ok(Some(Err(error))) => format!("the list cannot be had: {error}"),
                Ok(None) | Err(_) => match looks.trouble() {
                    Some(trouble) => format!("the list cannot be had: {trouble}"),
                    None => format!("the list shows none within {}", human(time)),
                },
            };
            return Err(unknown(error, &reason));
        }
    }
}

/// An answer that was lost, and a task that cannot be found either.
fn unknown(error: Error, reason: &str) -> Error {
    error
        .noting(&format!("whether the clean-up runs is not known: {reason}"))
        .advising("Look at the tasks (`swr-gc list`) before starting another one: this one may run or not.")
}

/// A refusal that names the task at work, where the list shows one.
async fn in_the_way(error: Error, listing: ListGcTasks, sought: Option<&Sought>) -> Error {
    let tasks = every(listing).await.unwrap_or_default();
    let stage = |task: &GcTask| {
        let status = task.job_status.as_ref()?.known()?;
        // The later stage is the one at work.
        JobStatus::STAGES.iter().position(|stage| *stage == status)
    };
    let at_work =
        tasks.iter().filter(|task| task.id.is_some() && stage(task).is_some()).max_by_key(|task| stage(task));
    let Some(task) = at_work else { return error };
    let id = task.id.unwrap_or_default();
    let status = task.job_status.as_ref().map_or("at work", Open::as_str);
    // A gateway that sends a request twice gets a refusal for the second one.
    let own = match sought.is_some_and(|sought| sought.fits(task)) {
        true => "; it was not there before and fits, so it may be the one that was asked for",
        false => "",
    };
    error.noting(&format!("task {id} is {status}{own}")).about(task.id)
}
