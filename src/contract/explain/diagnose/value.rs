//! Numbers and words: what stands without quotation marks.

use super::super::class::Class;
use super::super::guess::Guess;
use super::super::habit::is_non_finite;
use super::super::quotes;
use super::super::scan::{Break, Expect, is_number};
use super::{FINITE, KEYS, NUMBERS, bare, text_before, unquoted};

const PYTHON: &str = "write `true`, `false` and `null` in place of the words of Python";
const ZEROS: &str = "remove the leading zeros";
const HEXADECIMAL: &str = "write the hexadecimal numbers as decimal ones";

/// What begins as a number and is none.
pub(super) fn number(text: &str, broken: &Break) -> Vec<Guess> {
    let at = broken.token.start;
    let word = bare(text, at);
    let digits = word.trim_start_matches('-');
    let may_go_on = word.ends_with(['.', '-', '+', 'e', 'E']) && is_number(&format!("{word}0"));
    if at + word.len() == text.len() && may_go_on {
        return vec![Guess::of(Class::Truncated, text.len())];
    }
    if is_non_finite(word) {
        return vec![Guess::habit(Class::NonFiniteNumber, at, FINITE)];
    }
    if digits.starts_with("0x") || digits.starts_with("0X") {
        return vec![Guess::habit(Class::HexadecimalNumber, at, HEXADECIMAL)];
    }
    let mut guesses: Vec<_> = quotes::unopened(text, at).into_iter().collect();
    guesses.push(Guess::habit(Class::InvalidNumber, at, NUMBERS));
    let plain = word.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '+' | '-' | 'e' | 'E'));
    let is_leading = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
    let is_date = !word.starts_with('-') && word.bytes().filter(|byte| *byte == b'-').count() > 1;
    if is_leading && plain && !is_date {
        guesses.push(Guess::habit(Class::LeadingZero, at, ZEROS));
    } else if !plain || is_date {
        guesses.push(unquoted(text, at));
    } else {
        guesses.push(Guess::of(Class::InvalidNumber, at));
    }
    guesses
}

/// A word that JSON does not have, or not there.
pub(super) fn word(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    let word = bare(text, at);
    let end = at + word.len();
    let is_value = is_number(word) || matches!(word, "true" | "false" | "null");
    let separated = |class, what| Guess::insert(class, at, state.last.end, what);
    match state.expect {
        Expect::Value | Expect::FirstItem => {
            let begun = ["true", "false", "null"].iter().any(|literal| literal.starts_with(word));
            if end == text.len() && begun {
                return vec![Guess::of(Class::Truncated, text.len())];
            }
            if is_non_finite(word) {
                return vec![Guess::habit(Class::NonFiniteNumber, at, FINITE)];
            }
            if matches!(word, "True" | "False" | "None") {
                return vec![Guess::habit(Class::PythonLiteral, at, PYTHON)];
            }
            let mut guesses: Vec<_> = quotes::unopened(text, at).into_iter().collect();
            guesses.push(unquoted(text, at));
            guesses
        }
        Expect::Key | Expect::FirstKey => {
            let mut guesses: Vec<_> = quotes::unopened(text, at).into_iter().collect();
            guesses.push(Guess::habit(Class::UnquotedKey, at, KEYS));
            guesses
        }
        Expect::Colon | Expect::Next | Expect::End => {
            let mut guesses = Vec::new();
            if is_value && state.expect == Expect::Colon {
                guesses.push(separated(Class::MissingColon, ":"));
            }
            guesses.extend(text_before(text, broken));
            if is_value && state.expect == Expect::Next {
                guesses.push(separated(Class::MissingComma, ","));
            }
            if guesses.is_empty() && state.expect != Expect::End {
                guesses.push(unquoted(text, at));
            }
            guesses
        }
    }
}
