//! The time of the registry, which may go faster than that of the machine, or stand still.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Times up to here can be told whatever the machine's clock says; about a hundred years.
pub(in crate::simulator) const FURTHEST: SignedDuration = SignedDuration::from_hours(100 * 365 * 24);

/// What time it is where the clean-ups run.
///
/// The gate has a clock of its own: a registry that is hours ahead after seconds would let nobody in.
#[derive(Clone, Debug)]
pub(super) struct Time {
    /// The time at `since`.
    begin: Timestamp,
    since: Instant,
    /// Seconds of the registry in a second of the machine.
    speed: f64,
}

impl Time {
    pub(super) fn new(begin: Timestamp, speed: f64) -> Self {
        Self { begin, since: Instant::now(), speed }
    }

    /// In whole seconds, as tasks tell their times.
    pub(super) fn now(&self) -> Timestamp {
        let elapsed = self.since.elapsed().as_secs_f64() * self.speed;
        later(self.begin, SignedDuration::try_from_secs_f64(elapsed).unwrap_or(SignedDuration::MAX))
    }

    /// Goes on as if so much time had passed.
    pub(super) fn advance(&mut self, by: SignedDuration) {
        self.begin = self.begin.checked_add(by).unwrap_or(Timestamp::MAX);
    }
}

/// The time so much later, in whole seconds; the last one that can be told, if that is none.
pub(super) fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    let later = time.checked_add(by).unwrap_or(Timestamp::MAX);
    Timestamp::from_second(later.as_second()).unwrap_or(later)
}
