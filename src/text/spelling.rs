//! The ways in which JSON, URLs and HTML write a character.

/// Every character that `text` may begin with, and the length of what means it there.
pub(super) fn of(text: &str) -> impl Iterator<Item = (char, usize)> {
    let plain = text.chars().next().map(|letter| (letter, letter.len_utf8()));
    let escaped = match text.as_bytes().first() {
        Some(b'\\') => [json(text), None],
        // In a URL that is part of another one, `%` itself is `%25`.
        Some(b'%') => [percent(text, "%"), percent(text, "%25")],
        Some(b'&') => [html(text), None],
        _ => [None, None],
    };
    plain.into_iter().chain(escaped.into_iter().flatten())
}

/// `\u002b`, `\/` and `\\`; in a text that is part of another one, each backslash is doubled.
fn json(text: &str) -> Option<(char, usize)> {
    let backslashes = text.bytes().take(8).take_while(|byte| *byte == b'\\').count();
    let escaped = &text[backslashes..];
    let sign = || escaped.chars().next().filter(|sign| matches!(sign, '/' | '"')).map(|sign| (sign, 1));
    match unicode(escaped).or_else(sign) {
        Some((letter, length)) => Some((letter, backslashes + length)),
        None => (backslashes > 1).then_some(('\\', 2)),
    }
}

/// `u00e4`, and `ud83d\ude00` for a character of two units.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |mark: &str, at: usize| {
        let digits = text.get(at..at + mark.len() + 4)?.strip_prefix(mark)?;
        hex(digits).and_then(|unit| u16::try_from(unit).ok())
    };
    let units = [unit("u", 0)?].into_iter().chain(unit("\\u", 5));
    let letter = char::decode_utf16(units).next()?.ok()?;
    Some((letter, 6 * letter.len_utf16() - 1))
}

/// `%2B`, and `%C3%A4` for a character of more than one byte.
fn percent(text: &str, mark: &str) -> Option<(char, usize)> {
    let width = mark.len() + 2;
    let byte = |at: usize| {
        let digits = text.get(at * width..(at + 1) * width)?.strip_prefix(mark)?;
        hex(digits).and_then(|byte| u8::try_from(byte).ok())
    };
    let bytes: Vec<u8> = (0..4).map_while(byte).collect();
    let letter = bytes.utf8_chunks().next()?.valid().chars().next()?;
    Some((letter, letter.len_utf8() * width))
}

/// `&amp;`, `&#43;` and `&#x2b;`
fn html(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(hex);
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse().ok())?)?
        }
    };
    Some((letter, end + 1))
}

fn hex(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
