//! What time it is.

use std::sync::Arc;

#[cfg(feature = "simulator")]
use jiff::SignedDuration;
use jiff::Timestamp;

/// The wall clock; in tests one that somebody sets.
///
/// How long something takes is measured by `tokio::time`, which tests can hold still as well.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// That of this machine.
    pub(crate) fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// One that is so far ahead of this one.
    #[cfg(feature = "simulator")]
    pub(crate) fn ahead(self, offset: SignedDuration) -> Self {
        Self(Arc::new(move || self.now().saturating_add(offset).unwrap_or_else(|_| self.now())))
    }

    /// One that stands still.
    #[cfg(test)]
    pub(crate) fn standing(at: Timestamp) -> Self {
        Self::told(move || at)
    }

    /// One that says what it is told.
    #[cfg(test)]
    pub(crate) fn told(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::Clock;

    #[test]
    fn a_clock_can_be_ahead_of_another() {
        let noon: Timestamp = "2030-01-01T12:00:00Z".parse().expect("a time");
        for minutes in [15, 0, -15] {
            let offset = SignedDuration::from_mins(minutes);
            assert_eq!(Clock::standing(noon).ahead(offset).now(), noon + offset);
        }
        assert_eq!(Clock::standing(noon).ahead(SignedDuration::MAX).now(), Timestamp::MAX);
    }
}
