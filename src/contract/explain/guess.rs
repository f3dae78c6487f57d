//! What may be wrong, and what would make it right.

use std::ops::Range;

use super::class::Class;
use crate::text::cut;

/// A mistake that may have been made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) class: Class,
    /// What is wrong, or where something is missing.
    pub(super) place: usize,
    pub(super) cure: Cure,
    /// The repair in words.
    pub(super) words: String,
}

/// What would make it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cure {
    /// Nothing small.
    None,
    /// One change in one place.
    Edit(Range<usize>, String),
    /// The same change wherever the habit shows.
    Habit,
    /// Another text.
    Text(String),
}

impl Guess {
    /// A mistake without a small repair.
    pub(super) fn of(class: Class, place: usize) -> Self {
        Self { class, place, cure: Cure::None, words: String::new() }
    }

    pub(super) fn meant(self, text: String, words: &str) -> Self {
        Self { cure: Cure::Text(text), words: words.to_owned(), ..self }
    }

    pub(super) fn habit(class: Class, place: usize, words: &str) -> Self {
        Self { class, place, cure: Cure::Habit, words: words.to_owned() }
    }

    pub(super) fn insert(class: Class, place: usize, at: usize, what: impl Into<String>) -> Self {
        let what = what.into();
        let words = format!("insert `{what}`");
        Self { class, place, cure: Cure::Edit(at..at, what), words }
    }

    pub(super) fn remove(class: Class, text: &str, range: Range<usize>) -> Self {
        let words = format!("remove `{}`", shown(&text[range.clone()]));
        Self { class, place: range.start, cure: Cure::Edit(range, String::new()), words }
    }

    pub(super) fn replace(class: Class, text: &str, range: Range<usize>, by: impl Into<String>) -> Self {
        let by = by.into();
        let words = format!("write `{}` in place of `{}`", shown(&by), shown(&text[range.clone()]));
        Self { class, place: range.start, cure: Cure::Edit(range, by), words }
    }
}

/// A piece of a text as it is named in words.
fn shown(text: &str) -> String {
    cut(text.to_owned(), 60)
}
