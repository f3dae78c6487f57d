//! Whether to try again, and when.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::budget::Budget;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::wire::Operation;

/// How often and how patiently a call is tried again.
#[derive(Clone)]
pub(crate) struct Retry {
    /// Tries after the first one.
    again: u32,
    random: Random,
    pub(super) budget: Arc<Budget>,
}

/// A source of numbers from 0 to 1.
pub(crate) type Random = Arc<dyn Fn() -> f64 + Send + Sync>;

impl Retry {
    /// Tries after the first one, where nothing else is said.
    pub(crate) const AGAIN: u32 = 3;
    const FIRST: Duration = Duration::from_millis(200);
    const LONGEST: Duration = Duration::from_secs(5);

    pub(crate) fn new(again: u32) -> Self {
        Self::with_random(again, Arc::new(fastrand::f64))
    }

    pub(crate) fn never() -> Self {
        Self::new(0)
    }

    fn with_random(again: u32, random: Random) -> Self {
        Self { again, random, budget: Arc::default() }
    }

    /// The pauses of one call.
    pub(super) fn pauses(&self) -> Pauses {
        let growing = ExponentialBuilder::default()
            .with_min_delay(Self::FIRST)
            .with_factor(2.0)
            .with_max_delay(Self::LONGEST)
            .without_max_times()
            .build();
        Pauses { left: self.again, growing, random: Arc::clone(&self.random) }
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry").field("again", &self.again).finish_non_exhaustive()
    }
}

/// The pauses before further tries, as long as there are any.
pub(super) struct Pauses {
    left: u32,
    growing: ExponentialBackoff,
    random: Random,
}

impl Pauses {
    /// The next one: a random part of a bound that doubles (full jitter), or what the service asks for if that
    /// is longer.
    pub(super) fn next(&mut self, asked: Option<Duration>) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        let own = self.growing.next()?.mul_f64((self.random)().clamp(0.0, 1.0));
        Some(asked.map_or(own, |asked| asked.max(own)))
    }
}

/// Whether another try is safe and may end better.
///
/// First whether the request may have run: one that never left can be sent again, whatever it does. Then what
/// went wrong.
pub(super) fn may_help(operation: &Operation, outcome: &Result<Exchange, Error>) -> bool {
    match outcome {
        Err(error) if error.never_left() => error.is_passing(),
        _ if !operation.idempotent => false,
        Err(error) => error.is_passing(),
        Ok(exchange) => matches!(exchange.status.as_u16(), 429 | 500 | 502 | 503 | 504),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{Retry, may_help};
    use crate::error::{Error, Kind};
    use crate::exchange::Exchange;
    use crate::operations::LIST_GC_TASKS;
    use crate::transport::tests::{answered, exchange};
    use crate::wire::Operation;

    const READ: &Operation = &LIST_GC_TASKS;
    /// A write that must not run twice.
    const WRITE: &Operation = &Operation { method: "POST", idempotent: false, ..LIST_GC_TASKS };

    fn pauses(again: u32, random: f64, asked: Option<Duration>) -> Vec<u128> {
        let mut pauses = Retry::with_random(again, Arc::new(move || random)).pauses();
        std::iter::from_fn(|| pauses.next(asked)).map(|pause| pause.as_millis()).collect()
    }

    #[test]
    fn the_bound_of_a_pause_doubles_and_chance_decides_on_a_part_of_it() {
        assert_eq!(pauses(7, 1.0, None), [200, 400, 800, 1600, 3200, 5000, 5000]);
        assert_eq!(pauses(7, 0.5, None), [100, 200, 400, 800, 1600, 2500, 2500]);
        assert_eq!(pauses(7, 0.0, None), [0; 7]);
        assert_eq!(pauses(0, 1.0, None), [0; 0]);
        for part in (0..50).flat_map(|_| Retry::new(3).pauses().next(None)) {
            assert!(part <= Duration::from_millis(200), "{part:?}");
        }
    }

    #[test]
    fn what_the_service_asks_for_is_waited_in_full_and_never_shortens_a_pause() {
        assert_eq!(pauses(3, 1.0, Some(Duration::from_secs(60))), [60_000; 3]);
        assert_eq!(pauses(3, 1.0, Some(Duration::ZERO)), [200, 400, 800]);
        assert_eq!(pauses(1, 1.0, Some(Duration::MAX)), [Duration::MAX.as_millis()]);
    }

    #[test]
    fn a_status_is_tried_again_where_it_may_be_another_and_the_request_may_run_twice() {
        for status in 100..600 {
            let outcome = Ok(exchange(status, &[]));
            let passing = [429, 500, 502, 503, 504].contains(&status);
            assert_eq!(may_help(READ, &outcome), passing, "{status}");
            assert!(!may_help(WRITE, &outcome), "{status}");
        }
    }

    #[test]
    fn an_error_is_tried_again_where_the_request_never_left_or_may_run_twice() {
        let lost = |kind| Error::transport(kind, READ, "x", None);
        let unusable = || Error::unusable(answered(200), "x".to_owned());
        // What went wrong; whether a read and whether a write is sent again.
        for (name, error, read, write) in [
            ("no connection", lost(Kind::Connect), true, true),
            ("no trust", lost(Kind::Connect).for_good(), false, false),
            ("no answer in time", lost(Kind::Timeout), true, false),
            ("no time was left to send it", lost(Kind::Timeout).beforehand(), true, true),
            ("broken off", lost(Kind::Broken), true, false),
            ("broken off in an answer", lost(Kind::Broken).after(answered(200)), true, false),
            ("garbled on the way", unusable().broken_on_the_way(), true, false),
            ("too large", unusable(), false, false),
            ("wrong usage", Error::invalid(READ, "x", String::new()), false, false),
        ] {
            let outcome: Result<Exchange, Error> = Err(error);
            assert_eq!((may_help(READ, &outcome), may_help(WRITE, &outcome)), (read, write), "{name}");
        }
    }

    #[test]
    fn clones_draw_on_one_budget() {
        let retry = Retry::new(3);
        let clone = retry.clone();
        while clone.budget.take() {}
        assert!(!retry.budget.take());
        assert!(Retry::new(3).budget.take(), "another client has its own");
    }
}
