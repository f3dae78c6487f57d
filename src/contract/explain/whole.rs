//! Files that are something else as a whole.

use super::class::Class;
use super::guess::Guess;

/// How much of a file tells what it is.
const LOOK: usize = 1024;

/// What the bytes are if they are not the text of a JSON document; what was meant, where that can be told.
pub(super) fn bytes(bytes: &[u8]) -> Option<Guess> {
    if bytes.trim_ascii().is_empty() || bytes == b"\xef\xbb\xbf" {
        return Some(Guess::of(Class::Empty, 0));
    }
    if let Some(text) = wide(bytes) {
        let guess = Guess::of(Class::WrongEncoding, 0);
        return Some(guess.meant(text, "write the text in UTF-8, without a byte order mark"));
    }
    is_binary(bytes).then(|| Guess::of(Class::Binary, 0))
}

/// What bytes that are not UTF-8 are in.
pub(super) fn encoding(bytes: &[u8], at: usize) -> Guess {
    let guess = Guess::of(Class::WrongEncoding, at);
    let beyond = |index: usize| bytes.get(index).is_some_and(|byte| !byte.is_ascii());
    // In Latin-1, letters beyond ASCII stand alone; in the encodings of Chinese they come in pairs.
    let is_latin = (0..bytes.len()).all(|at| !beyond(at) || (bytes[at] >= 0xa0 && !beyond(at + 1)));
    if is_latin {
        let text = bytes.iter().map(|byte| char::from(*byte)).collect();
        return guess.meant(text, "read the text as Latin-1, and write it in UTF-8");
    }
    guess
}

/// What a text is as a whole, if no part of it is JSON as it stands.
pub(super) fn text(text: &str) -> Option<Guess> {
    let begin = text.trim_start();
    let at = text.len() - begin.len();
    if begin.starts_with('<') {
        return Some(Guess::of(Class::Html, at));
    }
    if let Some(body) = behind_headers(begin) {
        let guess = Guess::of(Class::HttpHeaders, at);
        return Some(guess.meant(body.to_owned(), "remove the headers, up to the empty line"));
    }
    if is_script(begin) {
        let guess = Guess::of(Class::JavascriptCallback, at);
        return Some(match wrapped(begin) {
            Some(inner) => {
                guess.meant(inner.to_owned(), "keep what is in the brackets, and nothing around it")
            }
            None => guess,
        });
    }
    None
}

/// The text of UTF-16 or UTF-32, with a byte order mark or without.
fn wide(bytes: &[u8]) -> Option<String> {
    let two = |order: fn([u8; 2]) -> u16, from: usize| {
        let units = bytes[from..].chunks_exact(2).map(move |unit| order([unit[0], unit[1]]));
        char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect()
    };
    let four = |order: fn([u8; 4]) -> u32, from: usize| {
        let units = bytes[from..].chunks_exact(4).map(|unit| order([unit[0], unit[1], unit[2], unit[3]]));
        units.map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}')).collect()
    };
    let first = |index: usize| bytes.get(index).copied();
    Some(match [first(0)?, first(1)?, first(2).unwrap_or(1), first(3).unwrap_or(1)] {
        [0xff, 0xfe, 0, 0] => four(u32::from_le_bytes, 4),
        [0, 0, 0xfe, 0xff] => four(u32::from_be_bytes, 4),
        [0xff, 0xfe, ..] => two(u16::from_le_bytes, 2),
        [0xfe, 0xff, ..] => two(u16::from_be_bytes, 2),
        [b' '..=b'~', 0, 0, 0] => four(u32::from_le_bytes, 0),
        [0, 0, 0, b' '..=b'~'] => four(u32::from_be_bytes, 0),
        [b'\t'..=b'~', 0, _, 0] => two(u16::from_le_bytes, 0),
        [0, b'\t'..=b'~', 0, _] => two(u16::from_be_bytes, 0),
        _ => return None,
    })
}

fn is_binary(bytes: &[u8]) -> bool {
    let begin = &bytes[..bytes.len().min(LOOK)];
    let magic: [&[u8]; 8] =
        [b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"%PDF-", b"\x7fELF", b"\xff\xd8\xff", b"GIF8", b"BZh"];
    let is_control = |byte: &&u8| **byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c');
    let controls = begin.iter().filter(is_control).count();
    let zeros = begin.iter().filter(|byte| **byte == 0).count();
    let beyond = begin.iter().filter(|byte| !byte.is_ascii()).count();
    let is_text = match std::str::from_utf8(begin) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    let is_json = is_text && matches!(begin.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
    magic.iter().any(|magic| begin.starts_with(magic))
        || (!is_json && controls * 10 > begin.len())
        || (!is_text && (zeros > 0 || controls * 20 > begin.len() || beyond * 10 > begin.len() * 9))
}

/// The body behind the headers of an answer.
fn behind_headers(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut lines = 0;
    loop {
        let (line, behind) = rest.split_once('\n')?;
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            let body = behind.trim_start();
            let is_body = text.starts_with("HTTP/") || body.starts_with(['{', '[', '"']);
            return (lines > 0 && is_body).then_some(behind);
        }
        let is_status = lines == 0 && line.starts_with("HTTP/");
        let name = line.split_once(':').map(|(name, _)| name);
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if !is_status && !name.is_some_and(is_name) {
            return None;
        }
        (lines, rest) = (lines + 1, behind);
    }
}

/// Whether a text begins as JavaScript: a call, an assignment, or the guard against one.
fn is_script(text: &str) -> bool {
    let text = text.strip_prefix("/**/").unwrap_or(text).trim_start();
    let is_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '$' | '.');
    let name = text.find(|sign| !is_name(sign)).unwrap_or(text.len());
    let behind = text[name..].trim_start();
    let word = &text[..name];
    let declares = ["var", "let", "const", "export", "return"].contains(&word);
    let called = !word.is_empty() && !word.starts_with(|sign: char| sign.is_ascii_digit());
    text.starts_with(")]}'")
        || text.starts_with('(')
        || (called && (behind.starts_with('(') || behind.starts_with('=')))
        || (declares && behind.starts_with(|sign: char| is_name(sign)))
}

/// What is in the outermost brackets, or in the parentheses of a call.
fn wrapped(text: &str) -> Option<&str> {
    // The guard `)]}'` has brackets of its own.
    let from = if text.starts_with(")]}'") { 4 } else { 0 };
    let call = text.find('(').zip(text.rfind(')')).filter(|(open, close)| from == 0 && open < close);
    let begin = text[from..].find(['{', '[']).map(|begin| from + begin);
    let end = text.rfind(['}', ']']).map(|end| end + 1);
    match (call, begin.zip(end).filter(|(begin, end)| begin < end)) {
        (_, Some((begin, end))) => Some(&text[begin..end]),
        (Some((open, close)), None) => Some(&text[open + 1..close]),
        (None, None) => None,
    }
}
