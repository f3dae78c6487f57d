//! How many further tries all calls of a client may take together.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A bucket of tokens: a further try takes some, a call that needs none gives one back.
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
