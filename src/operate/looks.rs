//! Looking again and again, and bearing what passes.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep_until};

use super::polling::{Polling, Rhythm, after, human};
use crate::error::{Error, Kind};
use crate::pages::Ahead;
use crate::wire::Operation;

type Looking<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Looks at one thing until nobody wants to see it any more.
///
/// A look is a task of its own: whoever waits for it may give up waiting, and come back.
pub(super) struct Looks<T> {
    look: Arc<dyn Fn() -> Looking<T> + Send + Sync>,
    operation: &'static Operation,
    /// Whether new credentials can be had, which may be known only once there are some.
    renews: Box<dyn Fn() -> bool + Send + Sync>,
    polling: Polling,
    rhythm: Rhythm,
    under_way: Option<Ahead<(Result<T, Error>, Duration)>>,
    /// How long the last look took that showed something.
    took: Duration,
    next: Option<Instant>,
    /// Whether the service has answered before.
    answered: bool,
    /// Until when what is looked at may not be there yet.
    appears: Option<Instant>,
    trouble: Option<Trouble>,
    count: u64,
    over: bool,
}

/// How long what was made may take to appear.
const APPEARING: Duration = Duration::from_secs(60);

/// Failures in a row.
struct Trouble {
    since: Instant,
    last: Error,
}

impl<T: Send + 'static> Looks<T> {
    pub(super) fn new<F>(
        operation: &'static Operation,
        renews: impl Fn() -> bool + Send + Sync + 'static,
        look: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let polling = Polling::default();
        Self {
            look: Arc::new(move || Box::pin(look())),
            operation,
            renews: Box::new(renews),
            rhythm: polling.rhythm(),
            polling,
            under_way: None,
            took: Duration::ZERO,
            next: None,
            answered: false,
            appears: None,
            trouble: None,
            count: 0,
            over: false,
        }
    }

    /// The same, as often as `polling` says.
    pub(super) fn polling(mut self, polling: Polling) -> Self {
        (self.rhythm, self.polling) = (polling.rhythm(), polling);
        self
    }

    /// The same at a service that has just answered.
    pub(super) fn answered(mut self) -> Self {
        self.answered = true;
        self
    }

    /// The same of what has just been made, and may take a moment to appear.
    pub(super) fn appearing(mut self) -> Self {
        self.appears = Some(after(Instant::now(), APPEARING));
        self
    }

    fn is_appearing(&self) -> bool {
        self.count == 0 && self.appears.is_some_and(|until| Instant::now() < until)
    }

    /// The next look that shows something; the first comes at once, the others after a pause. `None` after an error.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if self.over {
                return Poll::Ready(None);
            }
            let outcome = match &mut self.under_way {
                Some(look) => ready!(Pin::new(look).poll(context)),
                None => match self.begin() {
                    Ok(()) => continue,
                    Err(error) => return self.end(error),
                },
            };
            self.under_way = None;
            let shut_down = || {
                let message = "the runtime was shut down while a look was on its way";
                (Err(Error::transport(Kind::Broken, self.operation, message, None)), Duration::ZERO)
            };
            match outcome.unwrap_or_else(shut_down) {
                (Ok(seen), took) => {
                    (self.answered, self.trouble, self.took) = (true, None, took);
                    self.count += 1;
                    self.plan();
                    return Poll::Ready(Some(Ok(seen)));
                }
                (Err(error), _) => {
                    if let Err(error) = self.bear(error) {
                        return self.end(error);
                    }
                }
            }
        }
    }

    /// The last that is told.
    fn end(&mut self, error: Error) -> Poll<Option<Result<T, Error>>> {
        self.over = true;
        Poll::Ready(Some(Err(error)))
    }

    pub(super) async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    /// Begins the next look.
    fn begin(&mut self) -> Result<(), Error> {
        self.polling.check()?;
        inside_a_runtime()?;
        let (look, at) = (Arc::clone(&self.look), self.next);
        let work = async move {
            if let Some(at) = at {
                sleep_until(at).await;
            }
            let began = Instant::now();
            let outcome = look().await;
            (outcome, began.elapsed())
        };
        self.under_way = Ahead::start(work);
        Ok(())
    }

    /// Plans another look after one that showed something.
    ///
    /// The pause is no shorter than the look was, so that a service that takes long to answer has time for others.
    fn plan(&mut self) {
        self.next = Some(after(Instant::now(), self.rhythm.pause().max(self.took)));
    }

    /// Plans another look after a failure; the error where it is not to be borne.
    fn bear(&mut self, error: Error) -> Result<(), Error> {
        if !self.may_pass(&error) {
            return Err(error);
        }
        let now = Instant::now();
        let since = self.trouble.as_ref().map_or(now, |trouble| trouble.since);
        let pause = self.rhythm.pause().max(error.retry_after().unwrap_or_default());
        let next = after(now, pause);
        let patience = self.polling.patience;
        if next.duration_since(since) > patience {
            let lasted = Duration::from_secs(now.duration_since(since).as_secs());
            let asked = error.retry_after().filter(|asked| *asked > patience);
            let lasted = match asked {
                Some(asked) => format!("the service asks to wait for {}", human(asked)),
                None => format!("failing for {}", human(lasted)),
            };
            return Err(error.noting(&format!("{lasted}, and failures are borne for {}", human(patience))));
        }
        tracing::warn!(%error, ?pause, "a look failed, which is borne");
        (self.next, self.trouble) = (Some(next), Some(Trouble { since, last: error }));
        Ok(())
    }

    /// Whether a later look may end better.
    fn may_pass(&self, error: &Error) -> bool {
        match error.status() {
            Some(401) => self.answered && (self.renews)(),
            // What the service does not know how to do it does not learn by waiting.
            Some(501 | 505) => false,
            Some(408 | 429 | 500..) => true,
            Some(404) => self.is_appearing(),
            // What never worked is more likely to be wrong than to pass.
            _ if !self.answered => false,
            // The request has been taken before: what is wrong is where the credentials come from.
            None if error.is_usage() => (self.renews)(),
            _ => error.is_passing() || error.is_decode() || error.is_walk(),
        }
    }

    /// Something has changed: more may follow soon.
    pub(super) fn hurry(&mut self) {
        self.rhythm.restart();
        self.plan();
    }

    /// How often something was seen.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The last of the failures that are borne at the moment.
    pub(super) fn trouble(&self) -> Option<&Error> {
        self.trouble.as_ref().map(|trouble| &trouble.last)
    }
}

/// # Errors
///
/// There is no runtime: nothing can be waited for.
pub(super) fn inside_a_runtime() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::configuration("runtime", "tasks are looked at inside a Tokio runtime")),
    }
}
