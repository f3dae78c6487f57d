//! An answer: the typed value, and everything that the types leave out.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

use super::decode;
use crate::exchange::Exchange;
use crate::text::Cleaner;
use crate::transport::Transport;
use crate::types::ListGcTasksResponse;
use crate::wire::{Deviation, Noted};

/// What a clock may seem to be off that was read from a header: its seconds are whole, and it took time to get here.
pub(crate) const ROUNDING: SignedDuration = SignedDuration::from_secs(5);

/// A page of GC tasks.
pub type Page = Response<ListGcTasksResponse>;

/// A successful answer.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let page = client.list_gc_tasks().instance_id("i-1").send().await?;
/// println!("{} tasks", page.tasks.len()); // the typed value, by deref
/// println!("{} bytes", page.raw().len()); // what was received
/// println!("not described: {:?}", page.unknown_fields());
/// println!("{} in {:?}, request {:?}", page.status(), page.took(), page.request_id());
/// println!("by {:?}", page.header("server"));
/// println!("{} values lost, {} odd ones not kept", page.values_lost(), page.deviations_left_out());
/// for deviation in page.deviations() {
///     println!("odd: {deviation}");
/// }
/// let tasks = page.into_inner().tasks;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    exchange: Exchange,
    noted: Arc<Noted>,
    /// As it may be shown.
    request_id: Option<String>,
    cleaner: Arc<Cleaner>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, exchange: Exchange, noted: Noted, transport: &Transport) -> Self {
        let (request_id, cleaner) = (transport.request_id(&exchange), Arc::clone(&transport.cleaner));
        Self { value, exchange, noted: Arc::new(noted), request_id, cleaner }
    }

    /// The bytes of the body as they were received.
    pub fn raw(&self) -> &Bytes {
        &self.exchange.body
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.exchange.status.as_u16()
    }

    /// Identifier of the exchange, which a service ticket about it needs.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The value of a response header, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.exchange.header(name)
    }

    /// How long it took from sending to the last byte of the answer.
    pub fn took(&self) -> Duration {
        self.exchange.took
    }

    /// What was odd about the answer, value by value; of those inside a list the first 10,000.
    pub fn deviations(&self) -> &[Deviation] {
        &self.noted.deviations
    }

    /// How many more odd values there were than [`deviations`](Self::deviations) has.
    pub fn deviations_left_out(&self) -> usize {
        self.noted.left_out
    }

    /// How many values could not be read and are missing from the typed value.
    pub fn values_lost(&self) -> usize {
        self.noted.lost
    }

    /// What could not be read of the value at a JSON pointer: the value itself, or one that it stands in.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// let shown = client.show_gc_schedule().instance_id("i-1").send().await?;
    /// match (shown.parameters.as_ref().and_then(|told| told.dry_run), shown.lost("/parameters/dry_run")) {
    ///     (Some(dry_run), _) => println!("{dry_run}"),
    ///     (None, Some(lost)) => println!("unknown: {} cannot be read", lost.raw()),
    ///     (None, None) => println!("the service does not tell"),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn lost(&self, pointer: &str) -> Option<&Deviation> {
        let holds = |place: &str| {
            pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.deviations().iter().find(|found| found.is_lost() && holds(found.pointer()))
    }

    /// The typed value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// How far the clock of the service is ahead of one that says `now`, give or take [`ROUNDING`].
    pub(crate) fn ahead_of(&self, now: Timestamp) -> Option<SignedDuration> {
        self.exchange.sent_at().map(|theirs| now.duration_until(theirs))
    }

    pub(crate) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: DeserializeOwned> Response<T> {
    /// JSON pointers of the fields that the API description does not know.
    ///
    /// The body is read once more for this, so it costs about as much as the answer itself did.
    pub fn unknown_fields(&self) -> Vec<String> {
        decode::unknown_fields::<T>(self.raw())
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows the value without the client's own secrets, which a server may have put into it.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if f.alternate() { format!("{:#?}", self.value) } else { format!("{:?}", self.value) };
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("value", &format_args!("{}", self.cleaner.redact(&value, usize::MAX)))
            .field("deviations", &self.deviations())
            .finish_non_exhaustive()
    }
}
