//! A defect that is switched on, and when it shows.

use std::sync::atomic::{AtomicU64, Ordering};

use fastrand::Rng;

use super::defects::{Defect, defects};
use super::naming::unknown;

/// A defect with what brings it about.
#[derive(Clone, Debug)]
pub(super) struct Switch {
    pub(super) defect: &'static Defect,
    /// Of which operation the requests are, if not of all.
    pub(super) operation: Option<String>,
    pub(super) when: When,
}

/// At which of those requests a defect shows.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    Always,
    /// At this one, the first being 1.
    Nth(u64),
    /// At each with this probability.
    Probability(f64),
}

impl Switch {
    /// A defect that shows at every request.
    pub(super) fn on(defect: &'static Defect) -> Self {
        Self { defect, operation: None, when: When::Always }
    }

    /// Where it lies when there are several.
    pub(super) fn place(&self) -> Option<usize> {
        defects().iter().position(|defect| defect.name == self.defect.name)
    }

    /// Whether it shows at this request, which `count` counts if it is of the operation.
    pub(super) fn shows(&self, operation: &str, count: &AtomicU64, seed: u64) -> bool {
        if self.operation.as_ref().is_some_and(|wanted| wanted != operation) {
            return false;
        }
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        match self.when {
            When::Always => true,
            When::Nth(nth) => number == nth,
            When::Probability(probability) => {
                // The same seed has the same requests fail, and other ones for each defect.
                let name =
                    self.defect.name.bytes().fold(seed, |sum, byte| sum.rotate_left(5) ^ u64::from(byte));
                Rng::with_seed(name ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).f64() < probability
            }
        }
    }
}

/// The defect of this name; what to say if there is none.
pub(super) fn find(name: &str) -> Result<&'static Defect, String> {
    let found = defects().iter().find(|defect| defect.name == name);
    found.ok_or_else(|| {
        let names = defects().iter().map(|defect| defect.name);
        unknown(name, names, "`swr-gc simulate --defect list` has all")
    })
}
