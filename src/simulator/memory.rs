//! What a defect or a variant keeps in mind.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What a part remembers from one request to the next.
#[derive(Default)]
pub(super) struct Memory {
    counts: Mutex<HashMap<String, u32>>,
    texts: Mutex<HashMap<String, String>>,
}

impl Memory {
    /// How many times this was asked with the same key, this one included.
    pub(super) fn times(&self, key: &str) -> u32 {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.to_owned()).or_default();
        *count += 1;
        *count
    }

    pub(super) fn keep(&self, key: &str, text: &str) {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.insert(key.to_owned(), text.to_owned());
    }

    pub(super) fn recall(&self, key: &str) -> Option<String> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }
}
