//! Where a text breaks as JSON, what kind of mistake that is, and what one small repair makes of it.
//!
//! A strict reader ([`scan`]) finds the first place that cannot be. What may be wrong there ([`diagnose`]) is
//! tried ([`repair`]): the first guess with which the whole text becomes JSON is taken for the mistake. The work
//! is linear in the length of the text.

mod brackets;
mod class;
mod diagnose;
mod doubled;
mod guess;
mod habit;
mod quotes;
mod repair;
mod scan;
#[cfg(feature = "cli")]
mod schema;
#[cfg(test)]
mod tests;
mod whole;

pub use class::Class;
#[cfg(feature = "cli")]
pub(crate) use schema::{Schema, Verdict};

use guess::{Cure, Guess};
use repair::Reader;
use scan::{Break, Fault};

/// What [`explain`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Whether the text is well-formed JSON; nothing is said of what it means.
    pub valid: bool,
    /// What kind of mistake there is. A text that is valid may have one too: a key that stands twice, say.
    pub class: Option<Class>,
    /// Where it is.
    pub place: Option<Place>,
    /// The small repair that makes the text valid, in words.
    pub repair: Option<String>,
    /// The text with it.
    pub repaired: Option<String>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// In bytes, from 0.
    pub offset: usize,
}

/// Tells where a text breaks as JSON, and what repairs it.
///
/// ```
/// use swr_gc::contract::{Class, explain};
///
/// let explanation = explain(br#"{"id": 1001, "tags": [1, 2,]}"#);
/// assert_eq!(explanation.class, Some(Class::TrailingComma));
/// assert_eq!(explanation.place.map(|place| (place.line, place.column)), Some((1, 27)));
/// assert_eq!(explanation.repaired.as_deref(), Some(r#"{"id": 1001, "tags": [1, 2]}"#));
/// ```
///
/// The place is that of the mistake: what has to go, or what stands where something is missing; if no repair shows
/// which, it is where a strict reader stops. A repair is one change in one place, or the same change wherever a habit
/// shows (single quotes, comments, trailing commas), and it is told only if the whole text is JSON with it.
pub fn explain(bytes: &[u8]) -> Explanation {
    const FINE: Explanation =
        Explanation { valid: true, class: None, place: None, repair: None, repaired: None };
    judge(bytes, true).unwrap_or(FINE)
}

/// The same for the beginning of a text of which the rest is not known; `None` if nothing is wrong with it so far.
#[cfg(feature = "cli")]
pub(crate) fn explain_beginning(bytes: &[u8]) -> Option<Explanation> {
    judge(bytes, false)
}

/// What is wrong, if anything is; a repair is looked for if the bytes are `all` there are.
fn judge(bytes: &[u8], all: bool) -> Option<Explanation> {
    if let Some(guess) = whole::bytes(bytes) {
        return Some(explained(bytes, guess, all));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // A character that is cut at the end is no mistake as long as there is more.
        Err(error) if !all && error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => return Some(explained(bytes, whole::encoding(bytes, error.valid_up_to()), all)),
    };
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        let guess = Guess::of(Class::ByteOrderMark, 0);
        let guess = if all { guess.meant(rest.to_owned(), "remove the byte order mark") } else { guess };
        return Some(explained(bytes, guess, all));
    }
    let mut reader = Reader::new(text);
    match reader.read() {
        Ok(()) if all => oddity(text, reader.doubled()),
        Ok(()) => None,
        Err(broken) if !all && (broken.token.end == text.len() || broken.fault == Fault::End) => None,
        Err(broken) => Some(broken_at(&reader, text, &broken, all)),
    }
}

/// What is odd about a text that is valid.
fn oddity(text: &str, doubled: Option<usize>) -> Option<Explanation> {
    let begin = text.len() - text.trim_start().len();
    if text[begin..].starts_with('"')
        && let Ok(inner) = serde_json::from_str::<String>(text)
        && inner.trim_start().starts_with(['{', '['])
    {
        let guess = Guess::of(Class::DoubleEncoded, begin).meant(inner, "take the JSON out of the text");
        let explanation = explained(text.as_bytes(), guess, true);
        return explanation.repaired.is_some().then_some(Explanation { valid: true, ..explanation });
    }
    let explanation = told(text.as_bytes(), Class::DuplicateKey, doubled?, None);
    Some(Explanation { valid: true, ..explanation })
}

/// What is wrong with a text that breaks; as a whole it may be something else.
fn broken_at(reader: &Reader<'_>, text: &str, broken: &Break, all: bool) -> Explanation {
    let guesses = match whole::text(text) {
        Some(guess) => vec![guess],
        None => diagnose::diagnose(text, broken),
    };
    let last = guesses.last().map(|guess| (guess.class, guess.place));
    let (class, place) = last.unwrap_or((Class::SeveralDocuments, broken.token.start));
    for guess in guesses.into_iter().filter(|_| all) {
        let Guess { class, place, words, cure } = guess;
        if let Some(repaired) = reader.attempt(class, cure) {
            return told(text.as_bytes(), class, place, Some((words, repaired)));
        }
    }
    told(text.as_bytes(), class, place, None)
}

/// A mistake of the whole file, with what was meant if that is JSON.
fn explained(bytes: &[u8], guess: Guess, all: bool) -> Explanation {
    let meant = match guess.cure {
        Cure::Text(text) if all && Reader::new(&text).read().is_ok() => Some((guess.words, text)),
        _ => None,
    };
    told(bytes, guess.class, guess.place, meant)
}

fn told(bytes: &[u8], class: Class, place: usize, repair: Option<(String, String)>) -> Explanation {
    let place = Some(Place::of(bytes, place));
    let (repair, repaired) = repair.unzip();
    Explanation { valid: false, class: Some(class), place, repair, repaired }
}

impl Place {
    fn of(bytes: &[u8], offset: usize) -> Self {
        let before = &bytes[..offset.min(bytes.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let begin = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let column = String::from_utf8_lossy(&before[begin..]).chars().count();
        Self { line: line + 1, column: column + 1, offset }
    }
}
