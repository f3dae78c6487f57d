//! From the place where a strict reader stops to what may be wrong there, the likeliest first.

mod sign;
mod value;

use super::brackets;
use super::class::Class;
use super::guess::Guess;
use super::habit::is_bare;
use super::quotes;
use super::scan::{Break, Expect, Fault};

/// No word or value without quotation marks is longer.
const LONGEST: usize = 1000;

const ESCAPE: &str = "write the escapes as JSON has them";
const CONTROLS: &str = "write control characters as escapes";
const KEYS: &str = "put quotation marks around the keys";
const FINITE: &str = "write `null` in place of numbers that are not finite";
const NUMBERS: &str = "write the numbers as JSON has them";

/// What may be wrong, the likeliest first. If no guess holds, the last one gives the mistake its class.
pub(super) fn diagnose(text: &str, broken: &Break) -> Vec<Guess> {
    let (token, state) = (&broken.token, &broken.state);
    match broken.fault {
        Fault::Depth | Fault::Exhausted => vec![Guess::of(Class::TooDeep, token.start)],
        Fault::End => brackets::at_end(text, broken),
        Fault::Number => value::number(text, broken),
        Fault::Word => value::word(text, broken),
        Fault::OpenString => {
            let mut guesses = quotes::closed_for_print(text, token.clone());
            guesses.extend(quotes::unclosed(text, token.clone()));
            guesses.extend(stray(text, broken));
            guesses.push(Guess::of(Class::Truncated, token.end));
            guesses
        }
        Fault::Escape => {
            let rest = &text.as_bytes()[token.end..];
            let is_cut =
                rest.len() < 12 && !rest.contains(&b'"') && rest[1..].iter().all(u8::is_ascii_alphanumeric);
            let class = if is_cut { Class::Truncated } else { Class::BadEscape };
            if is_cut {
                return vec![Guess::of(class, text.len())];
            }
            vec![Guess::habit(class, token.end, ESCAPE)]
        }
        Fault::Control => {
            let ends_line = matches!(text.as_bytes().get(token.end), Some(b'\n' | b'\r'));
            let mut guesses = Vec::new();
            if ends_line {
                guesses.extend(quotes::closed_for_print(text, token.clone()));
                guesses.extend(stray(text, broken));
                guesses.extend(quotes::unclosed(text, token.clone()));
            }
            guesses.push(Guess::habit(Class::ControlCharacter, token.end, CONTROLS));
            guesses
        }
        Fault::Unexpected => sign::unexpected(text, broken),
    }
    .into_iter()
    .chain(state.open.is_empty().then(|| behind_end(text, broken)).flatten())
    .collect()
}

/// Behind the end of the value, whatever stands there is the beginning of something else.
fn behind_end(text: &str, broken: &Break) -> Option<Guess> {
    let is_opening = matches!(text.as_bytes().get(broken.token.start), Some(b'{' | b'[' | b'"'));
    (broken.state.expect == Expect::End && (is_opening || broken.fault == Fault::Word))
        .then(|| Guess::of(Class::SeveralDocuments, broken.token.start))
}

/// The quotation mark that begins this text may be one too many.
fn stray(text: &str, broken: &Break) -> Option<Guess> {
    let at = broken.token.start;
    let text_begins = text.as_bytes().get(at) == Some(&b'"');
    text_begins.then(|| Guess::remove(Class::StrayQuote, text, at..at + 1))
}

/// Quotation marks that may be wrong in the text before the break.
fn text_before(text: &str, broken: &Break) -> Vec<Guess> {
    let last = broken.state.last.clone();
    if !text[last.clone()].ends_with('"') {
        return Vec::new();
    }
    let mark = last.end - 1;
    let mut guesses = quotes::closed_for_print(text, last.clone());
    guesses.extend(quotes::unclosed(text, last.start..last.end));
    guesses.extend(quotes::unescaped(text, last.start, mark));
    guesses.push(Guess::remove(Class::StrayQuote, text, mark..last.end));
    guesses
}

/// A text without quotation marks, up to what ends it.
fn unquoted(text: &str, at: usize) -> Guess {
    let rest = &text[at..];
    let end = rest.find([',', '}', ']', '\n', '\r', '"']).unwrap_or(rest.len());
    let value = rest[..end].trim_end();
    if value.is_empty() || value.len() > LONGEST || value.contains('\\') {
        return Guess::of(Class::UnquotedValue, at);
    }
    Guess::replace(Class::UnquotedValue, text, at..at + value.len(), format!("\"{value}\""))
}

/// What looks like one word or number, as far as such things go.
fn bare(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let letters = rest.chars().take(LONGEST).take_while(|sign| is_bare(*sign));
    &rest[..letters.map(char::len_utf8).sum()]
}
