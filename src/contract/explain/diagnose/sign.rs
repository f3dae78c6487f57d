//! Signs: quotation marks, brackets, and what stands between values.

use super::super::brackets;
use super::super::class::Class;
use super::super::guess::Guess;
use super::super::habit::{comment, is_non_finite, is_quote, plain};
use super::super::quotes;
use super::super::scan::{Break, Expect, is_number};
use super::{CONTROLS, FINITE, KEYS, NUMBERS, bare, text_before, unquoted};

const COMMENTS: &str = "remove the comments";
const COMMAS: &str = "remove the commas behind which nothing follows";
const EXTRA: &str = "remove the commas that separate nothing";
const SINGLE: &str = "write double quotation marks in place of single ones";
const PRINT: &str = "write plain signs in place of those made for print";
const PLUS: &str = "remove the plus signs";

/// A sign that cannot stand where it does.
pub(super) fn unexpected(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    let rest = &text[at..];
    let Some(sign) = rest.chars().next() else { return Vec::new() };
    match sign {
        '"' => mark(text, broken),
        ':' => colon(text, broken),
        ',' => comma(text, broken),
        '}' | ']' => closing(text, broken),
        '{' | '[' => opening(text, broken),
        '\'' => vec![Guess::habit(Class::SingleQuotes, at, SINGLE)],
        '/' | '#' if comment(rest).is_some() => vec![Guess::habit(Class::Comment, at, COMMENTS)],
        '+' if is_non_finite(bare(text, at)) => vec![Guess::habit(Class::NonFiniteNumber, at, FINITE)],
        '+' => vec![Guess::habit(Class::PlusSign, at, PLUS)],
        '.' => vec![Guess::habit(Class::InvalidNumber, at, NUMBERS)],
        '=' if state.expect == Expect::Colon => {
            let length = if rest.starts_with("=>") { 2 } else { 1 };
            vec![Guess::replace(Class::MissingColon, text, at..at + length, ":")]
        }
        ';' if state.expect == Expect::Next => {
            vec![Guess::replace(Class::MissingComma, text, at..at + 1, ",")]
        }
        ';' if state.expect == Expect::End => {
            vec![Guess::remove(Class::JavascriptCallback, text, at..at + 1)]
        }
        '\\' => escaped(text, at),
        '\0'..' ' | '\x7f' => vec![Guess::habit(Class::ControlCharacter, at, CONTROLS)],
        '-' if state.expect == Expect::Next && is_number(bare(text, at)) => {
            vec![Guess::insert(Class::MissingComma, at, state.last.end, ",")]
        }
        '-' if state.expect == Expect::Colon && is_number(bare(text, at)) => {
            vec![Guess::insert(Class::MissingColon, at, state.last.end, ":")]
        }
        _ if is_quote(sign) || plain(sign).is_some() => {
            vec![Guess::habit(Class::TypographicPunctuation, at, PRINT)]
        }
        _ => other(text, broken),
    }
}

/// A sign that has no meaning anywhere outside of texts.
fn other(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    let mut guesses = Vec::new();
    match state.expect {
        Expect::Colon | Expect::Next | Expect::End => {
            guesses.extend(text_before(text, broken));
            if guesses.is_empty() {
                let class =
                    if state.expect == Expect::End { Class::SeveralDocuments } else { Class::UnquotedValue };
                guesses.push(Guess::of(class, at));
            }
        }
        Expect::Key | Expect::FirstKey => {
            guesses.extend(quotes::unopened(text, at));
            guesses.push(Guess::habit(Class::UnquotedKey, at, KEYS));
        }
        Expect::Value | Expect::FirstItem => {
            guesses.extend(quotes::unopened(text, at));
            guesses.push(unquoted(text, at));
        }
    }
    guesses
}

/// Brackets and marks with backslashes: a text of JSON that was taken out of the text around it.
fn escaped(text: &str, at: usize) -> Vec<Guess> {
    let guess = Guess::of(Class::DoubleEncoded, at);
    match serde_json::from_str::<String>(&format!("\"{}\"", text.trim())) {
        Ok(inner) => vec![guess.meant(inner, "take the backslashes out, as from a text of JSON")],
        Err(_) => vec![Guess::of(Class::BadEscape, at)],
    }
}

fn mark(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    let mut guesses = Vec::new();
    match state.expect {
        Expect::Colon => guesses.push(Guess::insert(Class::MissingColon, at, state.last.end, ":")),
        Expect::Next => guesses.push(Guess::insert(Class::MissingComma, at, state.last.end, ",")),
        Expect::End if text_follows(text, at) => return guesses,
        _ => {}
    }
    if text[state.last.clone()].ends_with('"') {
        guesses.extend(quotes::unescaped(text, state.last.start, state.last.end - 1));
        guesses.extend(quotes::unclosed(text, state.last.clone()));
    }
    let looks_complete = guesses.first().cloned().filter(|_| text_follows(text, at));
    guesses.push(Guess::remove(Class::StrayQuote, text, at..at + 1));
    guesses.extend(looks_complete.map(|guess| Guess::of(guess.class, guess.place)));
    guesses
}

/// Whether a text that ends on its line begins here, rather than a mark that stands alone.
fn text_follows(text: &str, at: usize) -> bool {
    let line = text[at + 1..].split(['\n', '\r', '"']).next().unwrap_or_default();
    text[at + 1 + line.len()..].starts_with('"') && !line.trim_start().starts_with([',', '}', ']'])
}

fn colon(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    match state.expect {
        Expect::Next | Expect::End if text[state.last.clone()].ends_with('"') => {
            let mut guesses = brackets::for_colon(text, broken);
            guesses.push(Guess::replace(Class::MissingComma, text, at..at + 1, ","));
            guesses.push(Guess::of(Class::MissingBracket, state.last.start));
            guesses
        }
        Expect::Key | Expect::FirstKey => vec![Guess::insert(Class::UnquotedKey, at, at, "\"\"")],
        Expect::Next | Expect::End => vec![
            Guess::replace(Class::MissingComma, text, at..at + 1, ","),
            Guess::of(Class::UnquotedValue, at),
        ],
        _ => vec![Guess::remove(Class::UnquotedValue, text, at..at + 1)],
    }
}

fn comma(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    let in_object = state.open.last().is_some_and(|frame| frame.is_object);
    match state.expect {
        Expect::Value if in_object => vec![Guess::insert(Class::UnquotedValue, at, at, "null")],
        Expect::Colon => vec![
            Guess::replace(Class::MissingColon, text, at..at + 1, ":"),
            Guess::insert(Class::MissingColon, at, at, ":null"),
        ],
        Expect::End if text[at + 1..].trim().is_empty() => {
            vec![Guess::habit(Class::TrailingComma, at, COMMAS)]
        }
        Expect::End => {
            let mut guesses: Vec<_> = brackets::closed_early(text, state.last.clone()).into_iter().collect();
            guesses.push(Guess::of(Class::SeveralDocuments, at));
            guesses
        }
        expect => {
            let extra = Guess::habit(Class::ExtraComma, at, EXTRA);
            let is_empty = matches!(expect, Expect::FirstKey | Expect::FirstItem);
            let closing = state.open.last().filter(|_| is_empty).map(|frame| frame.closing());
            let unclosed = closing.map(|sign| Guess::insert(Class::MissingBracket, at, state.last.end, sign));
            [extra.clone()].into_iter().chain(unclosed).chain([Guess::of(extra.class, at)]).collect()
        }
    }
}

fn closing(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    let is_brace = text[at..].starts_with('}');
    let Some(frame) = state.open.last().filter(|frame| frame.is_object == is_brace) else {
        return brackets::mismatched(text, broken);
    };
    match state.expect {
        Expect::Key => vec![Guess::habit(Class::TrailingComma, frame.comma, COMMAS)],
        Expect::Value if !is_brace => vec![Guess::habit(Class::TrailingComma, frame.comma, COMMAS)],
        Expect::Colon => vec![Guess::insert(Class::MissingColon, at, state.last.end, ":null")],
        _ => vec![
            Guess::insert(Class::MissingBracket, at, at, '{'),
            Guess::insert(Class::UnquotedValue, at, at, "null"),
        ],
    }
}

fn opening(text: &str, broken: &Break) -> Vec<Guess> {
    let (at, state) = (broken.token.start, &broken.state);
    match state.expect {
        Expect::Next => vec![
            Guess::insert(Class::MissingComma, at, state.last.end, ","),
            Guess::remove(Class::ExtraBracket, text, at..at + 1),
            Guess::of(Class::MissingComma, at),
        ],
        Expect::Colon => vec![
            Guess::insert(Class::MissingColon, at, state.last.end, ":"),
            Guess::remove(Class::ExtraBracket, text, at..at + 1),
            Guess::of(Class::MissingColon, at),
        ],
        Expect::Key | Expect::FirstKey => brackets::for_key(text, broken),
        _ => Vec::new(),
    }
}
