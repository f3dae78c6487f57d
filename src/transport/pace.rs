//! How fast a client asks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// A bound on requests a second, and one on how many are under way at once.
#[derive(Debug)]
pub(crate) struct Pace {
    /// From the beginning of one request to that of the next.
    interval: Option<Duration>,
    next: Mutex<Option<Instant>>,
    places: Arc<Semaphore>,
}

impl Pace {
    /// Requests under way at once, where nothing else is said.
    pub(crate) const PLACES: usize = 16;

    pub(crate) fn new(per_second: Option<f64>, places: usize) -> Self {
        let interval = per_second.map(|rate| Duration::from_secs_f64(1.0 / rate));
        Self { interval, next: Mutex::default(), places: Arc::new(Semaphore::new(places)) }
    }

    /// Waits until a request may begin; it is under way as long as the result is kept.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        if let Some(interval) = self.interval {
            sleep_until(self.slot(interval)).await;
        }
        // The semaphore is never closed.
        Arc::clone(&self.places).acquire_owned().await.ok()
    }

    /// The next moment that is free.
    fn slot(&self, interval: Duration) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let slot = next.map_or(now, |next| next.max(now));
        *next = Some(slot + interval);
        slot
    }
}
