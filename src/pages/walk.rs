//! The walk from page to page.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::ahead::Ahead;
use super::guard::{Fault, Guard};
use crate::client::{Listing, Prepared, Request, Response, send};
use crate::error::{Error, Kind, Walk};

type Fetch<R> = Ahead<Result<Response<<R as Request>::Body>, Error>>;

/// Every page of a listing, as a stream.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let mut pages = client.list_gc_tasks().instance_id("i-1").pages().max_items(250);
/// println!("the first request: GET {}", pages.prepare()?.url());
/// while let Some(page) = pages.next().await {
///     println!("{} tasks; to go on from: {:?}", page?.tasks.len(), pages.next_marker());
/// }
/// # Ok(()) }
/// ```
///
/// Nothing is sent before the stream is polled. While the caller works on a page, the next one is fetched and
/// read in a task of its own: one page ahead and no more, one request at a time, given up when the stream is
/// dropped. Memory does not grow with the number of items. It is polled inside a Tokio runtime.
///
/// The walk is over where the answer names no next marker (absent, `null` or empty). It does not go round in
/// circles: it ends with an error, after everything received was delivered, where the marker was seen before
/// in this walk, more than 10 pages in a row were empty, a page held exactly the items of a page before, or
/// the marker or the list itself could not be read. The error tells [the page](Error::page) and
/// [the marker](Error::marker) to go on from.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<R: Listing> {
    request: R,
    size: Option<i64>,
    marker: Option<String>,
    page: u64,
    left: Option<u64>,
    guard: Guard,
    state: State<R>,
}

enum State<R: Request> {
    /// Nothing has been asked for yet.
    Ready,
    Fetching(Fetch<R>),
    /// An error that waits until what was received has been delivered.
    Failing(Error),
    Done,
}

impl<R: Listing> Pages<R> {
    pub(crate) fn new(request: R) -> Self {
        let marker = request.marker().map(str::to_owned);
        Self {
            size: request.page_size(),
            guard: Guard::new(marker.as_deref()),
            request,
            marker,
            page: 0,
            left: None,
            state: State::Ready,
        }
    }

    /// Ends the walk after `count` items; no request is made beyond them.
    ///
    /// The last page is cut to fit. Where no page size was set, the pages are no larger than `count`.
    pub fn max_items(mut self, count: u64) -> Self {
        self.left = Some(count);
        self
    }

    /// The next page; `None` at the end.
    ///
    /// # Errors
    ///
    /// The page could not be had, or the pages do not lead to an end. After an error the stream is over.
    pub async fn next(&mut self) -> Option<Result<Response<R::Body>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The marker of the page that comes next: where a later walk can go on. `None` at the beginning and the end.
    ///
    /// After [`max_items`](Self::max_items) has cut a page, it is the marker of that page itself: a later walk
    /// repeats items of it, and skips none.
    pub fn next_marker(&self) -> Option<&str> {
        self.marker.as_deref()
    }

    /// The request for the page that comes next, without sending it.
    ///
    /// # Errors
    ///
    /// A parameter is missing or not allowed.
    pub fn prepare(&self) -> Result<Prepared, Error> {
        self.next_request().prepare()
    }

    fn next_request(&self) -> R {
        self.request.clone().with_page(self.page_size(), self.marker.as_deref())
    }

    fn page_size(&self) -> i64 {
        let largest = R::PAGE_MAXIMUM;
        let wanted =
            || self.left.map_or(largest, |left| left.try_into().unwrap_or(largest).clamp(1, largest));
        self.size.unwrap_or_else(wanted)
    }

    /// Asks for the next page.
    fn fetch(&mut self) -> State<R> {
        self.page += 1;
        // The size is settled on the first page: a marker may not mean the same with another one.
        self.size = Some(self.page_size());
        match Ahead::start(send(self.next_request())) {
            Some(fetch) => State::Fetching(fetch),
            None => State::Failing(Error::configuration("runtime", "poll the stream inside a Tokio runtime")),
        }
    }

    /// Settles what follows on a page, and cuts the page to what is still wanted.
    fn settle(&mut self, response: &mut Response<R::Body>) {
        let had = R::items(response).len() as u64;
        let identity = self.guard.identity(R::items(response), R::identify);
        let next = R::next_marker(response).map(str::to_owned);
        let unreadable = response
            .deviations()
            .iter()
            .find(|found| {
                found.is_lost() && [R::NEXT, R::ITEMS].iter().any(|part| covers(found.pointer(), part))
            })
            .map(ToString::to_string);
        if let Some(left) = &mut self.left {
            if had >= *left {
                R::items_mut(response.value_mut()).truncate((*left).try_into().unwrap_or(usize::MAX));
                // Of a page that was cut, the rest is had by asking for the page again.
                if had == *left {
                    self.marker = next;
                }
                self.state = State::Done;
                return;
            }
            *left -= had;
        }
        if let Some(found) = unreadable {
            self.state = State::Failing(self.fault(&format!("the walk cannot go on: {found}")));
            return;
        }
        let next = next.filter(|next| !(R::EMPTY_MARKER_ENDS && next.is_empty()));
        if let Err(fault) = self.guard.inspect(identity, next.as_deref()) {
            let next = self.shown(next.as_deref().unwrap_or_default());
            let reason = match fault {
                Fault::Circle => {
                    format!("the next marker {next:?} was seen before in this walk, which would never end")
                }
                Fault::Empty(count) => {
                    format!("{count} empty pages in a row, and marker {next:?} to yet another one")
                }
                Fault::Repeated => "the page holds exactly the items of a page before".to_owned(),
            };
            self.state = State::Failing(self.fault(&reason));
            return;
        }
        self.marker = next;
        self.state = if self.marker.is_some() { self.fetch() } else { State::Done };
    }

    fn fault(&self, reason: &str) -> Error {
        self.placed(Error::endless(R::OPERATION, reason.to_owned()))
    }

    /// The error with the page that is asked for.
    fn placed(&self, error: Error) -> Error {
        let marker = self.marker.clone();
        let shown = marker.as_deref().map(|marker| self.shown(marker));
        error.on_page(Walk { page: self.page, marker, shown })
    }

    /// A marker as it may be shown: the server chose it.
    fn shown(&self, marker: &str) -> String {
        self.request.client().transport().cleaner.excerpt(marker.as_bytes())
    }
}

/// Whether the value at `pointer` holds the one at `inner`.
fn covers(pointer: &str, inner: &str) -> bool {
    inner.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl<R: Listing> Stream for Pages<R> {
    type Item = Result<Response<R::Body>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match &mut this.state {
                State::Ready if this.left == Some(0) => this.state = State::Done,
                State::Ready => this.state = this.fetch(),
                State::Fetching(fetch) => {
                    let outcome = ready!(Pin::new(fetch).poll(context));
                    this.state = State::Done;
                    let outcome = outcome.unwrap_or_else(|| {
                        let message = "the runtime was shut down while the page was on its way";
                        Err(Error::transport(Kind::Broken, R::OPERATION, message, None))
                    });
                    return Poll::Ready(Some(match outcome {
                        Ok(mut response) => {
                            this.settle(&mut response);
                            Ok(response)
                        }
                        // Of a walk that never began there is no way to tell.
                        Err(error) if this.page == 1 && error.never_left() && !error.is_connect() => {
                            Err(error)
                        }
                        Err(error) => Err(this.placed(error)),
                    }));
                }
                State::Failing(_) => {
                    let State::Failing(error) = std::mem::replace(&mut this.state, State::Done) else {
                        continue;
                    };
                    return Poll::Ready(Some(Err(error)));
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

// Nothing in here is pinned: the fetch is a task of its own.
impl<R: Listing> Unpin for Pages<R> {}

impl<R: Listing> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("page", &self.page)
            .field("marker", &self.marker.as_deref().map(|marker| self.shown(marker)))
            .finish_non_exhaustive()
    }
}
