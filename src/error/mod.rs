//! The one error of this crate.

mod making;
mod remedy;
mod service;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};

use crate::exchange::Exchange;
use crate::types::ErrorDetail;
use crate::wire::Operation;

pub(crate) use service::ServiceError;

/// Why a call did not succeed.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) {
/// match client.list_gc_tasks().instance_id("i-1").send().await {
///     Ok(page) => println!("{} tasks", page.tasks.len()),
///     Err(error) if error.is_service() => {
///         eprintln!("{error}");
///         eprintln!("what to do: {}", error.remedy());
///     }
///     Err(error) => eprintln!("no answer: {error}"),
/// }
/// # }
/// ```
///
/// Everything that it tells:
///
/// ```no_run
/// # fn demo(error: swr_gc::Error) {
/// println!("{:?} failed after {} tries in {:?}", error.operation(), error.tries(), error.took());
/// println!("{:?} {:?}: {:?}", error.status(), error.error_code(), error.error_msg());
/// println!("for a service ticket: {:?}", error.request_id());
/// for detail in error.details() {
///     println!("  {:?}: {:?}", detail.error_code, detail.error_msg);
/// }
/// println!("by {:?}, {} bytes", error.header("server"), error.raw().map_or(0, |body| body.len()));
/// if let Some(wait) = error.retry_after() {
///     println!("not again before {wait:?} have passed");
/// }
/// if let Some(ahead) = error.clock_skew() {
///     println!("this machine's clock is ahead by {ahead:#}");
/// }
/// if let Some(message) = error.encoded_authorization_message() {
///     println!("swr-gc auth explain-denied {message}");
/// }
/// # }
/// ```
///
/// What a program does about it:
///
/// ```no_run
/// # fn demo(error: swr_gc::Error) -> Result<(), swr_gc::Error> {
/// if error.is_usage() {
///     return Err(error); // a mistake of this program; nothing was sent
/// } else if error.is_connect() || error.is_timeout() || error.is_broken() {
///     println!("later again; perhaps it has run: {}", error.may_have_run());
/// } else if error.is_decode() {
///     println!("not understood: {:?}", error.raw());
/// } else if error.is_walk() {
///     println!("page {:?} is the last one; on from {:?}", error.page(), error.marker());
/// } else if error.is_unfinished() {
///     println!("task {:?} goes on", error.task());
/// }
/// # Ok(()) }
/// ```
///
/// The predicates `is_…` tell apart what a program treats differently: of each error one says yes.
/// [`may_have_run`](Self::may_have_run) tells whether the service may have acted on the request. Texts that came from the server are cleaned: control
/// and bidi characters are written out, and the client's own secrets are taken out.
pub struct Error(Box<Inner>);

type Cause = Arc<dyn StdError + Send + Sync>;

#[derive(Clone)]
struct Inner {
    kind: Kind,
    message: String,
    operation: Option<&'static Operation>,
    /// The answer, as far as it came.
    exchange: Option<Exchange>,
    request_id: Option<String>,
    service: ServiceError,
    walk: Option<Walk>,
    cause: Option<Cause>,
    /// The request itself never left, whatever happened before it.
    unsent: bool,
    /// Another try may end better.
    passing: bool,
    clock_skew: Option<SignedDuration>,
    tries: u32,
    in_all: Duration,
    /// The request may have run in a try before the last.
    ran_before: bool,
    awaits_client: bool,
    /// What to do about it, where its kind does not tell.
    advice: Option<&'static str>,
    /// The task that it is about.
    task: Option<i64>,
}

/// Where a walk through pages stood.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) page: u64,
    pub(crate) marker: Option<String>,
    /// The marker as it may be shown.
    pub(crate) shown: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Configuration or a parameter is not allowed; nothing was sent.
    Usage,
    /// No connection came about; nothing was sent.
    Connect,
    Timeout,
    /// The connection broke before the answer was complete.
    Broken,
    /// The service answered that it did not do it.
    Service,
    /// The answer cannot be used.
    Decode,
    /// The pages do not lead to an end.
    Walk,
    /// A task was not over in time.
    Unfinished,
}

/// An answer that an error tells about.
pub(crate) struct Answered {
    pub(crate) operation: &'static Operation,
    pub(crate) exchange: Exchange,
    /// The request id of the header, as it may be shown.
    pub(crate) request_id: Option<String>,
}

impl Error {
    /// Whether the client or the request was set up wrongly. The request was not sent.
    pub fn is_usage(&self) -> bool {
        self.0.kind == Kind::Usage
    }

    /// Whether nothing at all was sent, because of a wrong setup: no page before it either.
    #[cfg(feature = "cli")]
    pub(crate) fn is_before_all(&self) -> bool {
        self.is_usage() && self.page().is_none_or(|page| page == 1)
    }

    /// Whether no connection came about: name not found, refused, TLS not agreed. The last try sent nothing.
    pub fn is_connect(&self) -> bool {
        self.0.kind == Kind::Connect
    }

    /// Whether no complete answer came in time. The request may have arrived.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == Kind::Timeout
    }

    /// Whether the connection broke before the answer was complete. The request may have arrived.
    pub fn is_broken(&self) -> bool {
        self.0.kind == Kind::Broken
    }

    /// Whether the service answered with a status that is no success.
    pub fn is_service(&self) -> bool {
        self.0.kind == Kind::Service
    }

    /// Whether an answer came that cannot be used: not JSON, cut off, too large, empty.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// Whether the pages of a walk do not lead to an end. What was received was delivered.
    pub fn is_walk(&self) -> bool {
        self.0.kind == Kind::Walk
    }

    /// Whether a task was waited for that was not over in time. The task goes on.
    pub fn is_unfinished(&self) -> bool {
        self.0.kind == Kind::Unfinished
    }

    /// Identifier of the task that the error is about: the one that goes on, or the one that is in the way of a new
    /// one.
    pub fn task(&self) -> Option<i64> {
        self.0.task
    }

    /// Whether the service may have acted on the request.
    ///
    /// `false` is certain: the request never left, or was refused. A listing can always be repeated; after a
    /// write with `true`, look before starting a second one.
    pub fn may_have_run(&self) -> bool {
        if self.0.ran_before || self.never_left() {
            return self.0.ran_before;
        }
        match self.0.kind {
            Kind::Usage | Kind::Connect => false,
            Kind::Service => self.0.exchange.as_ref().is_none_or(Exchange::may_have_run),
            Kind::Timeout | Kind::Broken | Kind::Decode | Kind::Walk | Kind::Unfinished => true,
        }
    }

    /// How often the request was sent; the error is that of the last time. 0 where it never was.
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// How long all tries took together, with the pauses between them.
    pub fn took(&self) -> Duration {
        self.0.in_all
    }

    /// How far the clock of this machine is ahead of the service's, where a signature was refused for it; negative
    /// where it is behind.
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        self.0.clock_skew
    }

    /// The HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        self.0.exchange.as_ref().map(|exchange| exchange.status.as_u16())
    }

    /// The bytes of the body, as far as they came: nothing is taken out of them, our own secrets included.
    pub fn raw(&self) -> Option<&Bytes> {
        self.0.exchange.as_ref().map(|exchange| &exchange.body)
    }

    /// The value of a response header, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.exchange.as_ref()?.header(name)
    }

    /// How long the service asks to wait before the next request: the header `Retry-After`.
    ///
    /// A date that has passed is no time at all. `None` where the header is missing, or neither a number of
    /// seconds nor a date.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.exchange.as_ref()?.retry_after(Timestamp::now())
    }

    /// Identifier of the exchange: the header `X-Request-Id`, else what the body says.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The code that the service gave, such as `SVCSTG.SWR.4010000`.
    pub fn error_code(&self) -> Option<&str> {
        self.0.service.error_code.as_deref()
    }

    /// What the service said, in words.
    pub fn error_msg(&self) -> Option<&str> {
        self.0.service.error_msg.as_deref()
    }

    /// The single errors that the service listed.
    pub fn details(&self) -> &[ErrorDetail] {
        &self.0.service.details
    }

    /// The encrypted reason of a refusal, to be decoded by the security token service.
    pub fn encoded_authorization_message(&self) -> Option<&str> {
        self.0.service.encoded_authorization_message.as_deref()
    }

    /// The operation that was called; `None` where a client could not be built.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// In a walk: the number of the page that the error is about, counted from 1.
    ///
    /// Where the walk was given up ([`is_walk`](Self::is_walk)), that page has been delivered; otherwise it
    /// could not be had.
    pub fn page(&self) -> Option<u64> {
        self.0.walk.as_ref().map(|walk| walk.page)
    }

    /// In a walk: the marker from which it can go on, as the server gave it. `None` on the first page.
    pub fn marker(&self) -> Option<&str> {
        self.0.walk.as_ref().and_then(|walk| walk.marker.as_deref())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{}: ", operation.id)?;
        }
        if let Some(walk) = &inner.walk {
            match &walk.shown {
                Some(marker) => write!(f, "page {} (marker {marker:?}): ", walk.page)?,
                None => write!(f, "page {}: ", walk.page)?,
            }
        }
        f.write_str(&inner.message)?;
        if let Some(request_id) = &inner.request_id {
            write!(f, " (request id {request_id})")?;
        }
        if inner.tries > 1 {
            write!(f, " (after {} tries in {:.1} s)", inner.tries, inner.in_all.as_secs_f64())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &inner.message)
            .field("operation", &inner.operation.map(|operation| operation.id))
            .field("status", &self.status())
            .field("request_id", &inner.request_id)
            .field("error_code", &inner.service.error_code)
            .field("cause", &inner.cause.as_ref().map(ToString::to_string))
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_ref().map(|cause| &**cause as &(dyn StdError + 'static))
    }
}
