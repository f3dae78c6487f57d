//! How fast a client asks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// A bound on requests a second, and one on how many are under way at once.
#[derive(Debug)]
pub(crate) struct Pace {
    /// From the beginning of one request to that of the next.
    interval: Option<Duration>,
    /// When the next may begin; held by whoever waits for that, the others stand in line.
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
        // The semaphore is never closed.
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        if let Some(interval) = self.interval {
            let mut next = self.next.lock().await;
            let now = Instant::now();
            let turn = next.map_or(now, |next| next.max(now));
            sleep_until(turn).await;
            *next = Some(turn + interval);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::time::{Instant, sleep, timeout};

    use super::Pace;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// When each of so many requests begins, if `work` says how long one takes that begins then.
    async fn begins(pace: Pace, count: usize, work: fn(Duration) -> Duration) -> Vec<Duration> {
        let (pace, started) = (Arc::new(pace), Instant::now());
        let requests: Vec<_> = (0..count)
            .map(|_| {
                let pace = Arc::clone(&pace);
                tokio::spawn(async move {
                    let _turn = pace.turn().await;
                    let began = started.elapsed();
                    sleep(work(began)).await;
                    began
                })
            })
            .collect();
        let mut begins = Vec::new();
        for request in requests {
            begins.push(request.await.expect("a request"));
        }
        begins.sort();
        begins
    }

    #[tokio::test(start_paused = true)]
    async fn requests_begin_no_faster_than_the_rate() {
        let begins = begins(Pace::new(Some(2.0), 16), 5, |_| Duration::ZERO).await;
        assert_eq!(begins, [0, 500, 1000, 1500, 2000].map(Duration::from_millis));
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_rate_they_begin_at_once() {
        assert_eq!(begins(Pace::new(None, 16), 16, |_| secs(1)).await, [Duration::ZERO; 16]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_are_under_way_at_once_than_there_are_places() {
        assert_eq!(begins(Pace::new(None, 2), 5, |_| secs(10)).await, [0, 0, 10, 10, 20].map(secs));
    }

    #[tokio::test(start_paused = true)]
    async fn those_that_waited_for_a_place_keep_to_the_rate_too() {
        let to_the_minute = |began: Duration| secs(60).saturating_sub(began);
        let begins = begins(Pace::new(Some(1.0), 3), 6, to_the_minute).await;
        assert_eq!(begins, [0, 1, 2, 60, 61, 62].map(secs));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_leaves_the_turn_to_the_next() {
        let pace = Pace::new(Some(1.0), 16);
        let started = Instant::now();
        drop(pace.turn().await);
        for _ in 0..10 {
            timeout(Duration::from_millis(1), pace.turn()).await.expect_err("the turn comes later");
        }
        drop(pace.turn().await);
        assert_eq!(started.elapsed().as_secs(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_time_is_not_made_up_for() {
        let pace = Pace::new(Some(1.0), 16);
        sleep(secs(60)).await;
        assert_eq!(begins(pace, 3, |_| Duration::ZERO).await, [0, 1, 2].map(secs));
    }
}
