//! Work that goes on while nobody waits for it.

use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// A task that ends with its handle.
pub(crate) struct Ahead<T>(JoinHandle<T>);

impl<T: Send + 'static> Ahead<T> {
    /// Starts the work on the current runtime; `None` where there is none.
    pub(crate) fn start(work: impl Future<Output = T> + Send + 'static) -> Option<Self> {
        Some(Self(Handle::try_current().ok()?.spawn(work)))
    }
}

impl<T> Future for Ahead<T> {
    /// `None` if the runtime was shut down before the work was done.
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        match ready!(Pin::new(&mut self.0).poll(context)) {
            Ok(outcome) => Poll::Ready(Some(outcome)),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Poll::Ready(None),
            },
        }
    }
}

impl<T> Drop for Ahead<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
