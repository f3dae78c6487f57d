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

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}
