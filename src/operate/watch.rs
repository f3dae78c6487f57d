//! Watching tasks: what changes, as it changes.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use jiff::Timestamp;

use super::looks::Looks;
use super::polling::Polling;
use super::wait::look;
use crate::builder::{ListGcTasks, ShowGcTask};
use crate::client::Request;
use crate::clock::Clock;
use crate::error::Error;
use crate::types::GcTask;

impl ShowGcTask {
    /// The changes of the task until it is over, as a stream; the first is how it stands now.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// let mut changes = client.show_gc_task().instance_id("i-1").gc_id(1005).watch();
    /// while let Some(change) = changes.next().await {
    ///     let change = change?;
    ///     println!("{} {:?}", change.at, change.task.job_status);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// See [`Watch`].
    pub fn watch(self) -> Watch {
        let client = self.client().clone();
        let renewing = client.clone();
        let looks = Looks::new(
            Self::OPERATION,
            move || renewing.renews(),
            move || {
                let look = look(self.clone());
                async move { look.await.map(|task| vec![task]) }
            },
        );
        Watch::new(looks, true, client.transport().clock.clone())
    }
}

impl ListGcTasks {
    /// The changes of an instance's tasks, as a stream without an end: tasks at work now, new ones, and what becomes of
    /// them.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// let mut changes = client.list_gc_tasks().instance_id("i-1").watch();
    /// while let Some(change) = changes.next().await {
    ///     let change = change?;
    ///     println!("{:?} {:?}", change.task.id, change.task.job_status);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Each look walks through the whole listing, since the order of the tasks is not documented: a request for each
    /// hundred tasks. Of tasks that were over before the first look nothing is told, and nothing of those without an id.
    /// One that leaves the list is [`gone`](Change::gone): leave [`status`](Self::status) unset, which hides what becomes
    /// of a task. See [`Watch`].
    pub fn watch(self) -> Watch {
        let client = self.client().clone();
        let renewing = client.clone();
        let looks = Looks::new(Self::OPERATION, move || renewing.renews(), move || every(self.clone()));
        Watch::new(looks, false, client.transport().clock.clone())
    }
}

/// Every task of a listing; of one that cannot be read nothing is known.
pub(crate) async fn every(listing: ListGcTasks) -> Result<Vec<GcTask>, Error> {
    let mut pages = listing.pages();
    let mut every = Vec::new();
    while let Some(page) = pages.next().await {
        every.extend(page?.into_items());
    }
    Ok(every)
}

/// A task that is not as it was.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The task as it is now.
    pub task: GcTask,
    /// As it was seen before; `None` for one that was not.
    pub before: Option<GcTask>,
    /// Whether the list has it no longer, two looks in a row: it is as it was seen last, and nobody tells what became of
    /// it.
    pub gone: bool,
    /// When the change was seen, by the clock of this machine.
    pub at: Timestamp,
}

/// What changes, as a stream.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// use std::time::Duration;
/// use swr_gc::operate::Polling;
///
/// let often = Polling::default().pauses(Duration::from_secs(1), Duration::from_secs(5));
/// let mut changes = client.list_gc_tasks().instance_id("i-1").watch().polling(often);
/// while let Some(change) = changes.next().await {
///     println!("{:?}", change?.task);
///     if changes.is_idle() == Some(true) {
///         break;
///     }
/// }
/// println!("the last look: {:?}", changes.trouble());
/// # Ok(()) }
/// ```
///
/// It looks with growing pauses, which are short again after a change of status, and bears failures that may pass: see
/// [`Polling`]. What comes and goes between two looks is not seen. Whoever gives up awaiting the next change loses
/// none. It is polled inside a Tokio runtime; nothing is sent before.
#[must_use = "a stream does nothing until it is polled"]
pub struct Watch {
    looks: Looks<Vec<GcTask>>,
    /// Whether it is about one task, with which it ends.
    one: bool,
    clock: Clock,
    /// What was seen last, by id; `None` before the first look.
    known: Option<BTreeMap<Option<i64>, Known>>,
    /// Whether the last look has shown a task without an id that may be at work.
    nameless: bool,
    changes: VecDeque<Change>,
}

/// A task as it was seen last.
struct Known {
    task: GcTask,
    /// At which look.
    look: u64,
}

/// So many looks without a task, and it is gone: one may miss it, where the list changes under the walk.
const GONE: u64 = 2;

impl Watch {
    pub(super) fn new(looks: Looks<Vec<GcTask>>, one: bool, clock: Clock) -> Self {
        Self { looks, one, clock, known: None, nameless: false, changes: VecDeque::new() }
    }

    /// How often to look, and how long failures are borne.
    pub fn polling(mut self, polling: Polling) -> Self {
        self.looks = self.looks.polling(polling);
        self
    }

    /// The next change; `None` where a single task is over, and after an error.
    ///
    /// # Errors
    ///
    /// See [`Wait::until_over`](super::Wait::until_over), except that there is no deadline.
    pub async fn next(&mut self) -> Option<Result<Change, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The failure of the last look, where it is being borne.
    pub fn trouble(&self) -> Option<&Error> {
        self.looks.trouble()
    }

    /// Whether every task was over at the last look, and no change that it has shown is left to be told; `None` before
    /// the first look. One whose status nobody knows is not known to be over.
    pub fn is_idle(&self) -> Option<bool> {
        let known = self.known.as_ref()?;
        Some(self.changes.is_empty() && !self.nameless && known.values().all(|seen| seen.task.is_over()))
    }

    /// Compares what is seen with what was.
    fn see(&mut self, mut tasks: Vec<GcTask>) {
        let (at, look) = (self.clock.now(), self.looks.count());
        let (first, mut moved) = (self.known.is_none(), false);
        let known = self.known.get_or_insert_default();
        tasks.sort_by_key(|task| task.id);
        self.nameless = !self.one && tasks.iter().any(|task| task.id.is_none() && !task.is_over());
        for task in tasks.into_iter().filter(|task| self.one || task.id.is_some()) {
            let seen = Known { task: task.clone(), look };
            let before = known.insert(task.id.filter(|_| !self.one), seen).map(|seen| seen.task);
            let past = first && !self.one && task.is_over();
            if before.as_ref() != Some(&task) && !past {
                moved |= before.as_ref().is_none_or(|before| before.job_status != task.job_status);
                self.changes.push_back(Change { task, before, gone: false, at });
            }
        }
        known.retain(|_, seen| {
            let gone = look - seen.look >= GONE && !seen.task.is_over();
            if gone {
                let (task, before) = (seen.task.clone(), Some(seen.task.clone()));
                self.changes.push_back(Change { task, before, gone, at });
            }
            !gone
        });
        if !first && moved {
            self.looks.hurry();
        }
    }
}

impl Stream for Watch {
    type Item = Result<Change, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(change) = this.changes.pop_front() {
                return Poll::Ready(Some(Ok(change)));
            }
            if this.one && this.is_idle() == Some(true) {
                return Poll::Ready(None);
            }
            match ready!(this.looks.poll_next(context)) {
                Some(Ok(tasks)) => this.see(tasks),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("one", &self.one).finish_non_exhaustive()
    }
}
