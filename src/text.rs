//! Text from elsewhere, made safe to show.

use std::sync::{PoisonError, RwLock};

use crate::auth::Secret;

/// Takes our own secrets out of what a server sent, and whatever could play tricks on a terminal.
#[derive(Default)]
pub(crate) struct Cleaner {
    secrets: RwLock<Vec<Secret>>,
}

impl Cleaner {
    /// More secrets than a client has at a time; of those that were renewed, the oldest are forgotten.
    const MOST: usize = 32;

    /// Takes these out as well from now on.
    pub(crate) fn learn(&self, secrets: impl IntoIterator<Item = Secret>) {
        let mut known = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets {
            let text = secret.expose();
            if !text.is_empty() && known.iter().all(|known| known.expose() != text) {
                known.push(secret);
            }
        }
        let surplus = known.len().saturating_sub(Self::MOST);
        known.drain(..surplus);
        // A secret that is part of another one must not break it up.
        known.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
    }

    /// `text` with secrets replaced, however they are escaped, and control characters written out.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets.iter() {
            text = text.replace(secret.expose(), REDACTED);
        }
        if text.contains(['\\', '%']) {
            text = unescaped(&secrets, &text);
        }
        printable(&text)
    }

    /// The beginning of a text from elsewhere, on one line.
    ///
    /// It is cut after the secrets are out: a cut through one would leave a part of it to see.
    pub(crate) fn excerpt(&self, text: &[u8]) -> String {
        cut(self.clean(String::from_utf8_lossy(text).trim()), 200)
    }
}

const REDACTED: &str = "[redacted]";

/// Takes out secrets whose characters JSON or a URL has spelt in another way.
fn unescaped(secrets: &[Secret], text: &str) -> String {
    let letters = spelling(text);
    let plain: String = letters.iter().map(|(letter, _)| *letter).collect();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut done) = (0, 0);
    while at < letters.len() {
        let rest = &plain[done..];
        match secrets.iter().map(Secret::expose).find(|secret| rest.starts_with(secret)) {
            Some(secret) => {
                out.push_str(REDACTED);
                at += secret.chars().count();
                done += secret.len();
            }
            None => {
                let (letter, spelt) = letters[at];
                out.push_str(spelt);
                at += 1;
                done += letter.len_utf8();
            }
        }
    }
    out
}

/// The characters that a text means, each with how it is spelt there: `\u002b`, `\/` and `%2B` are one.
fn spelling(text: &str) -> Vec<(char, &str)> {
    let mut letters = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let hex = |from: usize, to: usize| {
            u32::from_str_radix(rest.get(from..to)?, 16).ok().and_then(char::from_u32)
        };
        let bytes = rest.as_bytes();
        let (letter, length) = match (first, bytes.get(1)) {
            ('\\', Some(b'u')) => hex(2, 6).map_or((first, 1), |letter| (letter, 6)),
            ('\\', Some(b'/' | b'"' | b'\\')) => (char::from(bytes[1]), 2),
            ('%', Some(_)) => hex(1, 3).map_or((first, 1), |letter| (letter, 3)),
            _ => (first, first.len_utf8()),
        };
        let (spelt, behind) = rest.split_at(length);
        letters.push((letter, spelt));
        rest = behind;
    }
    letters
}

/// At most `length` characters of `text`.
pub(crate) fn cut(text: String, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// `text` on one line, with control, bidi and zero-width characters written as `\u{…}`.
pub(crate) fn printable(text: &str) -> String {
    if !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            letter if is_unsafe(letter) => out.extend(letter.escape_unicode()),
            letter => out.push(letter),
        }
    }
    out
}

/// Whether a terminal would do something else with `letter` than show it.
pub(crate) fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{Cleaner, printable};

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(printable("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(printable("a\u{202e}b\u{200b}c\0"), "a\\u{202e}b\\u{200b}c\\u{0}");
        assert_eq!(printable("two\nlines"), "two lines");
        assert_eq!(printable("清理"), "清理");
    }

    #[test]
    fn our_own_secret_is_not_shown() {
        let knowing = |secrets: &[&str]| {
            let cleaner = Cleaner::default();
            cleaner.learn(secrets.iter().map(|secret| (*secret).into()));
            cleaner
        };
        let cleaner = knowing(&["s3cret", "", "s3cret-and-more"]);
        assert_eq!(cleaner.clean("s3cret-and-more"), "[redacted]");
        assert_eq!(cleaner.clean("bad token s3cret"), "bad token [redacted]");
        let long = format!("{}s3cret", "x".repeat(197));
        assert!(!cleaner.excerpt(long.as_bytes()).contains("s3c"));
        let cleaner = knowing(&["a/b\"c"]);
        assert_eq!(cleaner.clean(r#"a\/b\"c a/b\"c a/b"c"#), "[redacted] [redacted] [redacted]");
        assert_eq!(
            cleaner.clean(r"x a\u002fb\u0022c a%2Fb%22c \u00 % %zz 清"),
            r"x [redacted] [redacted] \u00 % %zz 清"
        );
    }
}
