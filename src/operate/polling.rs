//! How often to look at something that takes hours, and how much to bear meanwhile.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::SignedDuration;
use tokio::time::Instant;

use crate::error::Error;

/// How often to look at a task, and how long failures are borne.
///
/// ```
/// use std::time::Duration;
/// use swr_gc::operate::Polling;
///
/// let patient = Polling::default().patience(Duration::from_secs(3600));
/// let hurried = Polling::default().pauses(Duration::from_millis(50), Duration::from_secs(1));
/// # let _ = (patient, hurried);
/// ```
///
/// This is apart from how often [a single call is tried again](crate::ClientBuilder::retries): a look that failed in
/// spite of all its tries is one failure here.
#[derive(Clone, Copy, Debug)]
#[must_use = "it says how to look, and does not look"]
pub struct Polling {
    first: Duration,
    longest: Duration,
    pub(super) patience: Duration,
}

impl Default for Polling {
    fn default() -> Self {
        let (first, longest) = (Duration::from_secs(1), Duration::from_secs(30));
        Self { first, longest, patience: Duration::from_secs(15 * 60) }
    }
}

impl Polling {
    /// The pause after the first look, and the longest one. Default: 1 second and 30 seconds.
    ///
    /// Each pause may be half as long again as the one before, up to the longest; after a change of status they are
    /// short again. Chance shortens each by up to a half. After a look that
    /// showed something, none is shorter than that look took; `Retry-After` is waited out in full,
    /// or not at all if it is beyond the [`patience`](Self::patience).
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// How long failures in a row are borne that may pass. Default: 15 minutes.
    ///
    /// Borne are answers with status 408, 429 or 5xx; and, once the service has answered, also a network that is gone,
    /// an answer that cannot be read, pages that do not lead to an end, and, where the client gets credentials anew, a 401
    /// and credentials that cannot be had.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// # Errors
    ///
    /// A pause is zero, or the first is longer than the longest.
    pub(super) fn check(&self) -> Result<(), Error> {
        let Self { first, longest, .. } = self;
        if first.is_zero() || first > longest {
            let why = format!(
                "{first:?} to {longest:?} are no pauses: give a first one above zero, and a longest one not below it"
            );
            return Err(Error::configuration("pauses", why));
        }
        Ok(())
    }

    /// The pauses from the first one on.
    pub(super) fn rhythm(&self) -> Rhythm {
        let growing = ExponentialBuilder::default()
            .with_min_delay(self.first)
            .with_factor(1.5)
            .with_max_delay(self.longest)
            .without_max_times();
        Rhythm { growing: growing.build(), again: growing, longest: self.longest }
    }
}

/// Pauses that grow.
#[derive(Debug)]
pub(super) struct Rhythm {
    growing: ExponentialBackoff,
    again: ExponentialBuilder,
    longest: Duration,
}

impl Rhythm {
    /// The next pause: from half of a bound to the whole of it.
    pub(super) fn pause(&mut self) -> Duration {
        let bound = self.growing.next().unwrap_or(self.longest);
        bound.mul_f64(0.5 + fastrand::f64() / 2.0)
    }

    /// Begins again with the shortest.
    pub(super) fn restart(&mut self) {
        self.growing = self.again.build();
    }
}

/// Longer than anybody waits; an instant much further away is beyond what there are.
const ENDLESS: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// So long after an instant.
pub(super) fn after(instant: Instant, time: Duration) -> Instant {
    instant + time.min(ENDLESS)
}

/// A length of time as people read it.
pub(super) fn human(time: Duration) -> String {
    SignedDuration::try_from(time).map_or_else(|_| format!("{time:?}"), |time| format!("{time:#}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Polling;

    #[test]
    fn pauses_grow_to_a_bound_and_chance_takes_a_half_at_most() {
        for _ in 0..50 {
            let mut rhythm = Polling::default().rhythm();
            for bound in [1.0, 1.5, 2.25, 3.375] {
                let pause = rhythm.pause().as_secs_f64();
                assert!((bound / 2.0..=bound).contains(&pause), "{pause} of {bound}");
            }
            let late: Vec<_> = (0..50).map(|_| rhythm.pause()).skip(20).collect();
            let (least, most) = (Duration::from_secs(15), Duration::from_secs(30));
            assert!(late.iter().all(|pause| (least..=most).contains(pause)), "{late:?}");
            rhythm.restart();
            assert!(rhythm.pause() <= Duration::from_secs(1));
        }
    }

    #[test]
    fn pauses_that_are_none_are_refused() {
        let pauses = |first, longest| {
            Polling::default().pauses(Duration::from_secs(first), Duration::from_secs(longest)).check()
        };
        assert!(pauses(1, 1).is_ok());
        for (first, longest) in [(0, 1), (2, 1), (0, 0)] {
            let error = pauses(first, longest).expect_err("no pauses");
            assert!(error.is_usage() && error.to_string().contains("pauses: "), "{error}");
        }
    }
}
