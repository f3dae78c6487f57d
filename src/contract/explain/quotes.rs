//! Quotation marks that are missing, too many, or in the way.

use std::ops::Range;

use super::class::Class;
use super::guess::{Cure, Guess};
use super::habit::is_quote;

/// More places in a text, and further from its end, are not tried.
const MOST: usize = 8;
const REACH: usize = 64 * 1024;

/// The closing quotation mark may be missing within `string`, which begins with the opening one.
///
/// It is missing before something that has a meaning outside of texts: the last of these is tried first.
pub(super) fn unclosed(text: &str, string: Range<usize>) -> Vec<Guess> {
    let from = reach(text, string.start + 1, string.end);
    let mut places = Vec::new();
    let mut run: Option<(usize, bool)> = None;
    for (index, byte) in text[from..string.end].bytes().enumerate() {
        match byte {
            b',' | b':' | b'}' | b']' => run = Some((run.map_or(from + index, |(begin, _)| begin), true)),
            b' ' | b'\t' => run = run.or(Some((from + index, false))),
            _ => places.extend(run.take().filter(|(_, tells)| *tells).map(|(begin, _)| begin)),
        }
    }
    places.extend(run.filter(|(_, tells)| *tells).map(|(begin, _)| begin));
    if !text[..string.end].ends_with('"') {
        let end = from + text[from..string.end].trim_end().len();
        places.push(end);
    }
    let places = places.into_iter().rev().take(MOST);
    places.map(|at| Guess::insert(Class::MissingQuote, at, at, "\"")).collect()
}

/// A closing quotation mark made for print within `string`, where the plain one should be.
pub(super) fn closed_for_print(text: &str, string: Range<usize>) -> Vec<Guess> {
    let from = reach(text, string.start + 1, string.end);
    let signs =
        text[from..string.end].char_indices().rev().filter(|(_, sign)| is_quote(*sign) && *sign != '’');
    let ranges = signs.take(MOST).map(|(at, sign)| from + at..from + at + sign.len_utf8());
    ranges.map(|range| Guess::replace(Class::TypographicPunctuation, text, range, "\"")).collect()
}

/// The opening quotation mark may be missing at `at`, if one that closes follows on the line.
pub(super) fn unopened(text: &str, at: usize) -> Option<Guess> {
    let line = text[at..].bytes().take(REACH).take_while(|byte| !matches!(byte, b'\n' | b'\r'));
    let rest: Vec<u8> = line.take_while(|byte| !matches!(byte, b'{' | b'[')).collect();
    rest.contains(&b'"').then(|| Guess::insert(Class::MissingQuote, at, at, "\""))
}

/// Several quotation marks within the text that begins at `open`, which lack their backslash.
///
/// `inner` is the first of them; the text ends at the first mark that something follows that can follow a text.
pub(super) fn unescaped(text: &str, open: usize, inner: usize) -> Option<Guess> {
    let mut marks = 0;
    for (index, byte) in text[inner..].bytes().enumerate().take(REACH) {
        let at = inner + index;
        match byte {
            b'\n' | b'\r' => return None,
            b'"' => {
                let rest = text[at + 1..].trim_start();
                if at > inner && rest.is_empty() || rest.starts_with([',', ':', '}', ']']) {
                    let words = format!("write `\\\"` in place of `\"` within the text ({marks} times)");
                    let cure = Cure::Edit(inner..at, text[inner..at].replace('"', "\\\""));
                    return (open < inner && marks > 1).then_some(Guess {
                        class: Class::StrayQuote,
                        place: inner,
                        cure,
                        words,
                    });
                }
                marks += 1;
            }
            _ => {}
        }
    }
    None
}

/// The first character boundary of the text at which looking for a mistake begins.
fn reach(text: &str, begin: usize, end: usize) -> usize {
    let from = begin.max(end.saturating_sub(REACH)).min(end);
    (from..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end)
}
