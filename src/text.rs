//! Text from elsewhere, made safe to show.

mod spelling;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{PoisonError, RwLock};

use crate::auth::Secret;

/// Takes our own secrets out of what a server sent, and whatever could play tricks on a terminal.
#[derive(Default)]
pub(crate) struct Cleaner {
    secrets: RwLock<Secrets>,
}

#[derive(Default)]
struct Secrets {
    /// What a client was given.
    lasting: Vec<Secret>,
    /// What it was lent; the oldest first.
    passing: VecDeque<Secret>,
}

impl Cleaner {
    /// More secrets than are lent to a client at a time; of those that were renewed, the oldest are forgotten.
    const MOST: usize = 32;
    /// Characters of an excerpt, with the one that says that there is more.
    const EXCERPT: usize = 201;

    /// Takes these out as well from now on.
    pub(crate) fn learn(&self, secrets: impl IntoIterator<Item = Secret>) {
        let mut known = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets {
            if is_new(&secret, &known.lasting) {
                known.lasting.push(secret);
            }
        }
    }

    /// Takes these out until many others have come after them.
    pub(crate) fn learn_passing(&self, secrets: impl IntoIterator<Item = Secret>) {
        let mut known = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets {
            if is_new(&secret, known.lasting.iter().chain(&known.passing)) {
                known.passing.push_back(secret);
            }
        }
        let surplus = known.passing.len().saturating_sub(Self::MOST);
        known.passing.drain(..surplus);
    }

    /// `text` with secrets replaced, however they are spelt, and control characters written out.
    pub(crate) fn clean(&self, text: &str) -> String {
        printable(&self.redact(text, usize::MAX))
    }

    /// The beginning of a text from elsewhere, on one line.
    ///
    /// It is cut after the secrets are out: a cut through one would leave a part of it to see.
    pub(crate) fn excerpt(&self, text: &[u8]) -> String {
        cut(
            printable(&self.redact(String::from_utf8_lossy(text).trim(), 4 * Self::EXCERPT)),
            Self::EXCERPT - 1,
        )
    }

    /// At least `enough` bytes of `text` with secrets replaced, and otherwise as it is.
    pub(crate) fn redact(&self, text: &str, enough: usize) -> String {
        let known = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        let secrets: Vec<_> = known.lasting.iter().chain(&known.passing).map(Secret::expose).collect();
        without(&secrets, text, enough)
    }

    /// `text` with secrets replaced, these among them, and otherwise as it is.
    #[cfg(feature = "contract")]
    pub(crate) fn redact_beside(&self, text: &str, further: &[Secret]) -> String {
        let known = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        let secrets = known.lasting.iter().chain(&known.passing).chain(further);
        let secrets: Vec<_> = secrets.map(Secret::expose).filter(|secret| !secret.is_empty()).collect();
        // Without a sign that spells another one, there is one spelling, and looking for it is quick.
        let plain = !text.contains(['\\', '%', '&']);
        if plain && !secrets.iter().any(|secret| text.contains(secret)) {
            return text.to_owned();
        }
        without(&secrets, text, usize::MAX)
    }
}

pub(crate) const REDACTED: &str = "[redacted]";

/// At least `enough` bytes of `text` without these secrets.
fn without(secrets: &[&str], text: &str, enough: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next().filter(|_| out.len() <= enough) {
        // One that is part of another must not break it up.
        match secrets.iter().filter_map(|secret| spelt(secret, rest)).max() {
            Some(length) => {
                out.push_str(REDACTED);
                rest = &rest[length..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

fn is_new<'a>(secret: &Secret, known: impl IntoIterator<Item = &'a Secret>) -> bool {
    let text = secret.expose();
    !text.is_empty() && known.into_iter().all(|known| known.expose() != text)
}

/// How much of the beginning of `text` is `secret`, plain or spelt in another way.
fn spelt(secret: &str, text: &str) -> Option<usize> {
    let behind = |end: usize, letter: char| {
        let spellings = spelling::of(&text[end..]).filter(move |(meant, _)| *meant == letter);
        spellings.map(move |(_, length)| end + length)
    };
    let mut letters = secret.chars();
    // `%25` is a per cent sign, or three characters: every reading is followed.
    let mut ends: BTreeSet<usize> = behind(0, letters.next()?).collect();
    for letter in letters {
        if ends.is_empty() {
            return None;
        }
        ends = ends.into_iter().flat_map(|end| behind(end, letter)).collect();
    }
    ends.last().copied()
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

    fn knowing(secrets: &[&str]) -> Cleaner {
        let cleaner = Cleaner::default();
        cleaner.learn(secrets.iter().map(|secret| (*secret).into()));
        cleaner
    }

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(printable("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(printable("a\u{202e}b\u{200b}c\0"), "a\\u{202e}b\\u{200b}c\\u{0}");
        assert_eq!(printable("two\nlines"), "two lines");
        assert_eq!(printable("清理"), "清理");
    }

    #[test]
    fn our_own_secret_is_not_shown() {
        let cleaner = knowing(&["s3cret", "", "s3cret-and-more"]);
        assert_eq!(cleaner.clean("s3cret-and-more"), "[redacted]");
        assert_eq!(cleaner.clean("bad token s3cret"), "bad token [redacted]");
        let long = format!("{}s3cret", "x".repeat(197));
        assert!(!cleaner.excerpt(long.as_bytes()).contains("s3c"));
    }

    #[test]
    fn an_excerpt_is_200_characters_however_much_there_is() {
        let cleaner = knowing(&["s3cret"]);
        let much = "ä".repeat(1_000_000);
        assert_eq!(cleaner.excerpt(much.as_bytes()), format!("{}…", "ä".repeat(200)));
        assert_eq!(cleaner.excerpt("ä".repeat(200).as_bytes()), "ä".repeat(200));
        let hidden = cleaner.excerpt("s3cret".repeat(100).as_bytes());
        assert_eq!(hidden, format!("{}…", "[redacted]".repeat(20)));
    }

    #[test]
    fn a_secret_is_known_in_every_spelling() {
        for (secret, spellings) in [
            (
                "a/b\"c",
                &[r#"a\/b\"c"#, r"a\u002fb\u0022c", "a%2Fb%22c", "a&#x2F;b&quot;c", r#"a/b\\\"c"#][..],
            ),
            (
                "pass+w==",
                &[r"pass\u002bw\u003d=", r"pass\\u002bw\\u003D\\u003D", "pass%2bw%3d%3D", "pass%252Bw=%3D"],
            ),
            (
                "pä清ß",
                &[
                    "p%C3%A4%E6%B8%85%C3%9F",
                    r"p\u00e4\u6e05\u00DF",
                    "p&#228;&#28165;&#xdf;",
                    "p%25C3%25A4清ß",
                ],
            ),
            ("k\u{1f600}y", &[r"k\ud83d\ude00y", "k%F0%9F%98%80y"]),
            (
                "100%25&\\u",
                &["100%25&\\u", "100%2525%26%5Cu", r"100%25&\\u", r"100%25\u0026\u005cu", "100%25&amp;\\u"],
            ),
        ] {
            let cleaner = knowing(&[secret]);
            for spelling in spellings.iter().chain([&secret]) {
                assert_eq!(cleaner.clean(&format!("x{spelling}y")), "x[redacted]y", "{secret}: {spelling}");
            }
        }
        let cleaner = knowing(&["a/b"]);
        for text in [r"\u00 % %zz & &; &#; \ \\ 清", "%+2f", r"a\u+02fb", "a%2", "a&#xd800;b", r"\ud83d"] {
            assert_eq!(cleaner.clean(text), text);
        }
    }

    #[test]
    fn of_secrets_that_were_lent_the_oldest_are_forgotten_and_no_others() {
        let cleaner = knowing(&["given-for-good"]);
        // The last one is the longest, as a token may be.
        let lent: Vec<String> =
            (100..=140).map(|number| format!("lent-{}", number * number * number)).collect();
        for secret in &lent {
            cleaner.learn_passing([secret.as_str().into(), "given-for-good".into()]);
        }
        assert_eq!(cleaner.clean("given-for-good"), "[redacted]");
        for secret in &lent[lent.len() - Cleaner::MOST..] {
            assert_eq!(cleaner.clean(secret), "[redacted]", "{secret}");
        }
        assert_eq!(cleaner.clean(&lent[0]), lent[0]);
    }
}
