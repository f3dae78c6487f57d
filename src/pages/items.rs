//! The items of all pages, one by one.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::Stream;

use super::Pages;
use crate::client::Listing;
use crate::error::Error;

/// Every item of a listing, as a stream.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let mut tasks = client.list_gc_tasks().instance_id("i-1").tasks().max_items(1000);
/// while let Some(task) = tasks.next().await {
///     println!("{:?}", task?.id);
/// }
/// println!("to go on from: {:?}", tasks.marker());
/// # Ok(()) }
/// ```
///
/// The same walk as [`Pages`], with the same certainty of an end. What was odd about the values and what the
/// types leave out is to be had from the pages.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<R: Listing> {
    pages: Pages<R>,
    page: IntoIter<R::Item>,
    marker: Option<String>,
}

impl<R: Listing> Items<R> {
    pub(crate) fn new(pages: Pages<R>) -> Self {
        Self { pages, page: Vec::new().into_iter(), marker: None }
    }

    /// Ends the walk after `count` items; no request is made beyond them.
    pub fn max_items(mut self, count: u64) -> Self {
        self.pages = self.pages.max_items(count);
        self
    }

    /// The marker of the page that the last item came from; `None` on the first page.
    ///
    /// A later walk that begins there repeats the items of that page, and skips none.
    pub fn marker(&self) -> Option<&str> {
        self.marker.as_deref()
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    ///
    /// See [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<R: Listing> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let marker = this.pages.next_marker().map(str::to_owned);
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(mut page)) => {
                    this.marker = marker;
                    this.page = std::mem::take(R::items_mut(page.value_mut())).into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Nothing in here is pinned.
impl<R: Listing> Unpin for Items<R> {}

impl<R: Listing> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
