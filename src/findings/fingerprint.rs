//! A name for a cause that stays the same from run to run.

use std::sync::LazyLock;

use regex_lite::Regex;
use ring::digest::{SHA256, digest};

use super::report::clean;

/// What changes from run to run: quoted values, and words with a digit in them, which numbers, ids and times are.
/// Several in a row are one, since a duration is `2d` at one time and `2d 1h` at another.
static PASSING: LazyLock<Regex> = LazyLock::new(|| {
    // An apostrophe inside of a word is no quote.
    let one = r#"(?:"(?:[^"\\]|\\.)*"|“[^”]*”|`[^`]*`|\B'[^']*'\B|[\w.:+-]*\d[\w.:+-]*)"#;
    Regex::new(&format!("{one}(?: {one})*")).expect("a pattern")
});

/// Bytes of the digest that are shown.
const LENGTH: usize = 6;

pub(super) fn of(rule: &str, pointer: &str, message: &str) -> String {
    // Cleaned, so that a finding and what is shown of it have one name.
    let message = clean(message);
    let message = PASSING.replace_all(&message, "#");
    let digest = digest(&SHA256, [rule, &clean(pointer), &message].join("\0").as_bytes());
    digest.as_ref().iter().take(LENGTH).map(|byte| format!("{byte:02x}")).collect()
}
