//! Brackets that are missing, too many, or of the other kind.

use std::ops::Range;

use super::class::Class;
use super::guess::Guess;
use super::scan::{Break, Expect};

/// How far before the break a bracket is looked for, and in how many places.
const REACH: usize = 1024 * 1024;
const MOST: usize = 6;

/// The text ends and brackets are open.
pub(super) fn at_end(text: &str, broken: &Break) -> Vec<Guess> {
    let state = &broken.state;
    let end = text.trim_end().len();
    let cut = Guess::of(Class::Truncated, end);
    let [frame] = state.open[..] else { return vec![cut] };
    let closing = frame.closing();
    match state.expect {
        Expect::Next => {
            let mut guesses = lost(text, end, closing);
            guesses.push(Guess::insert(Class::MissingBracket, end, end, closing));
            guesses
        }
        Expect::FirstItem | Expect::FirstKey => {
            let opened = Guess::remove(Class::ExtraBracket, text, state.last.clone());
            vec![Guess::insert(Class::MissingBracket, end, end, closing), opened]
        }
        _ => vec![cut],
    }
}

/// A closing bracket that does not close what is open.
pub(super) fn mismatched(text: &str, broken: &Break) -> Vec<Guess> {
    let (state, token) = (&broken.state, broken.token.clone());
    let Some(frame) = state.open.last().copied() else {
        return vec![Guess::remove(Class::ExtraBracket, text, token)];
    };
    let opening = if frame.is_object { '[' } else { '{' };
    let mut guesses = lost(text, token.start, frame.closing());
    guesses.push(Guess::insert(Class::MissingBracket, token.start, state.last.end, frame.closing()));
    guesses.push(Guess::replace(Class::MismatchedBracket, text, token.clone(), frame.closing()));
    guesses.push(Guess::insert(Class::MissingBracket, frame.value, frame.value, opening));
    let extra = Guess::remove(Class::ExtraBracket, text, token.clone());
    // Two of a kind in a row are a slip of the finger rather than a lost beginning.
    let is_double = text[state.last.clone()] == text[token.clone()];
    guesses.insert(if is_double { 0 } else { guesses.len() }, extra);
    guesses.push(Guess::of(Class::MismatchedBracket, token.start));
    guesses
}

/// An opening bracket where a key has to stand.
pub(super) fn for_key(text: &str, broken: &Break) -> Vec<Guess> {
    let (state, token) = (&broken.state, broken.token.clone());
    let Some(frame) = state.open.last() else { return Vec::new() };
    let mut guesses = Vec::new();
    if state.expect == Expect::Key {
        guesses.extend(lost(text, frame.comma, '}'));
        guesses.push(Guess::insert(Class::MissingBracket, frame.comma, frame.comma, '}'));
        guesses.push(Guess::insert(Class::MissingBracket, frame.value, frame.value, '['));
    }
    guesses.push(Guess::remove(Class::ExtraBracket, text, token.clone()));
    // One that opened an object should have opened a list.
    if state.expect == Expect::FirstKey {
        guesses.push(Guess::replace(Class::MismatchedBracket, text, state.last.clone(), '['));
    }
    guesses.push(Guess::of(Class::ExtraBracket, token.start));
    guesses
}

/// A colon behind a value: the text before it is a key, and its bracket is missing.
pub(super) fn for_colon(text: &str, broken: &Break) -> Vec<Guess> {
    let state = &broken.state;
    let key = state.last.clone();
    let mut guesses = Vec::new();
    if let Some(frame) = state.open.last() {
        // `[1,2,"key":3`: the list has ended before its last comma.
        let closing = Guess::insert(Class::MissingBracket, frame.comma, frame.comma, frame.closing());
        let has_comma = text[..key.start].trim_end().ends_with(',');
        if !frame.is_object && has_comma {
            guesses.extend(lost(text, frame.comma, ']'));
            guesses.push(closing);
        }
    }
    guesses.push(Guess::insert(Class::MissingBracket, key.start, key.start, '{'));
    if let Some(frame) = state.open.last().filter(|frame| frame.value == key.start && !frame.is_object) {
        let before = text[..frame.value].trim_end();
        if before.ends_with('[') {
            guesses.push(Guess::replace(Class::MismatchedBracket, text, before.len() - 1..before.len(), '{'));
        }
    }
    guesses
}

/// Something behind the end: the bracket before it may have closed too early.
pub(super) fn closed_early(text: &str, last: Range<usize>) -> Option<Guess> {
    let is_bracket = matches!(&text[last.clone()], "}" | "]");
    let behind = text[..last.start].trim_end();
    (is_bracket && behind.ends_with(['}', ']'])).then(|| Guess::remove(Class::ExtraBracket, text, last))
}

/// Where a closing bracket seems to be lost before `end`, the nearest first: what is left of its line betrays it.
///
/// That is a line with nothing on it, a line that begins with a comma, and a line that opens a bracket in its
/// midst which it does not close.
fn lost(text: &str, end: usize, closing: char) -> Vec<Guess> {
    let from = (end.saturating_sub(REACH)..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end);
    let mut places = Vec::new();
    let mut at = from;
    for line in text[from..end].split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let content = line.trim();
        let first = begin + (line.len() - line.trim_start().len());
        if content.is_empty() && begin > from && line.ends_with('\n') {
            places.push(begin + line.trim_end_matches(['\n', '\r']).len());
        } else if content.starts_with(',') {
            places.push(first);
        } else if leaves_open(content) {
            let kept = content.trim_end_matches(',').trim_end();
            places.push(first + kept.len());
        }
    }
    let places = places.into_iter().rev().take(MOST);
    places.map(|at| Guess::insert(Class::MissingBracket, at, at, closing)).collect()
}

/// Whether more brackets are opened within a line than closed, though it does not end with one that opens.
fn leaves_open(line: &str) -> bool {
    let (mut depth, mut lowest, mut quoted, mut escaped) = (0_i32, 0_i32, false, false);
    for byte in line.bytes() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth -= 1;
                lowest = lowest.min(depth);
            }
            _ => {}
        }
    }
    depth > lowest && depth > 0 && !line.ends_with(['{', '['])
}
