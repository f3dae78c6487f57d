//! From the place where a strict reader stops to what may be wrong there, the likeliest first.

use super::brackets;
use super::class::Class;
use super::guess::Guess;
use super::habit::{comment, is_bare, is_non_finite, is_quote, plain};
use super::quotes;
use super::scan::{Break, Expect, Fault, is_number};

/// No word or value without quotation marks is longer.
const LONGEST: usize = 1000;

const ESCAPE: &str = "write the escapes as JSON has them";
const CONTROLS: &str = "write control characters as escapes";
const COMMENTS: &str = "remove the comments";
const COMMAS: &str = "remove the commas behind which nothing follows";
const EXTRA: &str = "remove the commas that separate nothing";
const SINGLE: &str = "write double quotation marks in place of single ones";
const PRINT: &str = "write plain signs in place of those made for print";
const KEYS: &str = "put quotation marks around the keys";
const PYTHON: &str = "write `true`, `false` and `null` in place of the words of Python";
const FINITE: &str = "write `null` in place of numbers that are not finite";
const PLUS: &str = "remove the plus signs";
const ZEROS: &str = "remove the leading zeros";
const HEXADECIMAL: &str = "write the hexadecimal numbers as decimal ones";
const NUMBERS: &str = "write the numbers as JSON has them";

/// What may be wrong, the likeliest first. If no guess holds, the last one gives the mistake its class.
pub(super) fn diagnose(text: &str, broken: &Break) -> Vec<Guess> {
    let (token, state) = (&broken.token, &broken.state);
    match broken.fault {
        Fault::Depth | Fault::Exhausted => vec![Guess::of(Class::TooDeep, token.start)],
        Fault::End => brackets::at_end(text, broken),
        Fault::Number => number(text, broken),
        Fault::Word => word(text, broken),
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
        Fault::Unexpected => sign(text, broken),
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

fn number(text: &str, broken: &Break) -> Vec<Guess> {
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

fn word(text: &str, broken: &Break) -> Vec<Guess> {
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

fn sign(text: &str, broken: &Break) -> Vec<Guess> {
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
