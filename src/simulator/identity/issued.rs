//! What was given out for a time: tokens and temporary keys.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// So many are kept; the oldest goes first.
const MOST: usize = 1000;

/// Things by the text that proves them.
///
/// What has expired is kept like the rest, so that one who still uses it can be told why it is refused.
pub(super) struct Issued<T>(Mutex<VecDeque<(String, T, Timestamp)>>);

impl<T> Default for Issued<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Issued<T> {
    pub(super) fn add(&self, proof: String, thing: T, expires: Timestamp) {
        let mut things = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        things.truncate(MOST - 1);
        things.push_front((proof, thing, expires));
    }

    /// The thing and when it expires.
    pub(super) fn get(&self, proof: &str) -> Option<(T, Timestamp)> {
        let things = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, thing, expires) = things.iter().find(|(known, ..)| known == proof)?;
        Some((thing.clone(), *expires))
    }
}
