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
