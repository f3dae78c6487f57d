//! How many further tries all calls of a client may take together.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A bucket of tokens: a further try takes some, a call that ends with an answer gives one back.
///
/// When everything fails, trying again only adds to the load; then the bucket runs dry, and calls fail at once.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;
    const PRICE: u32 = 10;

    /// Takes what one further try costs; `false` if there is not enough left.
    pub(super) fn take(&self) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(Self::PRICE)).is_ok()
    }

    pub(super) fn succeeded(&self) {
        let more = |tokens| (tokens < Self::FULL).then_some(tokens + 1);
        // A full bucket stays as it is.
        let _ = self.0.fetch_update(Relaxed, Relaxed, more);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    fn drain(budget: &Budget) -> usize {
        std::iter::from_fn(|| budget.take().then_some(())).count()
    }

    #[test]
    fn it_runs_dry_and_fills_up_again_with_calls_that_need_none() {
        let budget = Budget::default();
        assert_eq!(drain(&budget), 50);
        for _ in 0..9 {
            budget.succeeded();
        }
        assert!(!budget.take(), "nine successes do not pay for a try");
        budget.succeeded();
        assert_eq!(drain(&budget), 1);
    }

    #[test]
    fn it_holds_no_more_than_at_the_beginning() {
        let budget = Budget::default();
        for _ in 0..1000 {
            budget.succeeded();
        }
        assert_eq!(drain(&budget), 50);
    }
}
