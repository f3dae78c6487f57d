//! Text from elsewhere, made safe to show.

use crate::auth::Secret;

/// Takes our own secrets out of what a server sent, and whatever could play tricks on a terminal.
#[derive(Default)]
pub(crate) struct Cleaner {
    /// Each secret as it is, and as JSON may spell it.
    secrets: Vec<Secret>,
}

impl Cleaner {
    pub(crate) fn new(secrets: &[Secret]) -> Self {
        let mut spellings = Vec::new();
        for secret in secrets.iter().map(Secret::expose).filter(|secret| !secret.is_empty()) {
            let quoted = serde_json::Value::from(secret).to_string();
            let inside = quoted.trim_start_matches('"').trim_end_matches('"');
            for spelling in [secret, inside, &secret.replace('/', "\\/"), &inside.replace('/', "\\/")] {
                if spellings.iter().all(|known: &Secret| known.expose() != spelling) {
                    spellings.push(Secret::from(spelling));
                }
            }
        }
        Self { secrets: spellings }
    }

    /// `text` with secrets replaced and control characters written out.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if text.contains(secret.expose()) {
                text = text.replace(secret.expose(), "[redacted]");
            }
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
        let cleaner = Cleaner::new(&["s3cret".into(), "".into()]);
        assert_eq!(cleaner.clean("bad token s3cret"), "bad token [redacted]");
        let long = format!("{}s3cret", "x".repeat(197));
        assert!(!cleaner.excerpt(long.as_bytes()).contains("s3c"));
        let cleaner = Cleaner::new(&["a/b\"c".into()]);
        assert_eq!(cleaner.clean(r#"a\/b\"c a/b\"c a/b"c"#), "[redacted] [redacted] [redacted]");
    }
}
