//! The second look at a body that serde refuses as a whole because of a single value.
//!
//! A number beyond every float, half a surrogate pair, a key that stands twice, bytes that are not UTF-8: each
//! makes serde give up the body although the rest of it is fine. Here such values are set to `null`, with
//! their names noted, and the body is written anew. Only bodies that failed pass through here.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::deviation::DeviationKind as Kind;
use super::entries::{Entries, key};

/// Containers nested deeper than this become `null`: nothing in the API is.
const MAX_DEPTH: usize = 24;

/// The body without the values that cannot be read; `None` if it is not JSON at all.
///
/// `note` is told what was odd: the kind, the JSON pointer, and the text that stands there.
pub(crate) fn mend(body: &[u8], note: &mut dyn FnMut(Kind, &str, &str)) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    if let Cow::Owned(_) = &text {
        note(Kind::InvalidUtf8, "", "the body holds bytes that are not UTF-8");
    }
    let raw: &RawValue = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let mut mender = Mender { out: String::with_capacity(body.len()), path: Vec::new(), note };
    mender.write(raw.get())?;
    Some(mender.out.into_bytes())
}

struct Mender<'a> {
    out: String,
    /// The way to the value that is being written; a pointer is made of it only where one is needed.
    path: Vec<String>,
    note: &'a mut dyn FnMut(Kind, &str, &str),
}

impl Mender<'_> {
    fn write(&mut self, raw: &str) -> Option<()> {
        let readable = match raw.as_bytes().first()? {
            b'{' if self.path.len() < MAX_DEPTH => return self.object(raw),
            b'[' if self.path.len() < MAX_DEPTH => return self.array(raw),
            b'{' | b'[' => false,
            b'"' => serde_json::from_str::<String>(raw).is_ok(),
            _ => serde_json::from_str::<serde_json::Value>(raw).is_ok(),
        };
        if readable {
            self.out.push_str(raw);
        } else {
            self.out.push_str("null");
            self.note(Kind::Unreadable, raw);
        }
        Some(())
    }

    fn object(&mut self, raw: &str) -> Option<()> {
        let entries = serde_json::from_str::<Entries<'_>>(raw).ok()?.0;
        let names: Vec<String> = entries.iter().map(|(name, _)| key(name)).collect();
        let last: HashMap<&str, usize> =
            names.iter().enumerate().map(|(index, name)| (name.as_str(), index)).collect();
        self.out.push('{');
        let mut first = true;
        for (index, (name, (_, value))) in names.iter().zip(&entries).enumerate() {
            let repeated = last.get(name.as_str()) != Some(&index);
            self.path.push(step(name));
            if repeated {
                self.note(Kind::DuplicateKey, value.get());
            } else {
                if !std::mem::take(&mut first) {
                    self.out.push(',');
                }
                self.out.push_str(&serde_json::Value::from(name.as_str()).to_string());
                self.out.push(':');
                self.write(value.get())?;
            }
            self.path.pop();
        }
        self.out.push('}');
        Some(())
    }

    fn array(&mut self, raw: &str) -> Option<()> {
        let items = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.path.push(index.to_string());
            self.write(item.get())?;
            self.path.pop();
        }
        self.out.push(']');
        Some(())
    }

    fn note(&mut self, kind: Kind, raw: &str) {
        let place: String = self.path.iter().flat_map(|step| ["/", step]).collect();
        (self.note)(kind, &place, raw);
    }
}

/// A key as a step of a pointer; a step that nobody would read is cut.
fn step(name: &str) -> String {
    crate::text::cut(name.replace('~', "~0").replace('/', "~1"), 100)
}

#[cfg(test)]
mod tests {
    use super::mend;

    fn mended(body: &[u8]) -> (String, Vec<String>) {
        let mut found = Vec::new();
        let body = mend(body, &mut |kind, place, raw| found.push(format!("{place}: {}: {raw}", kind.name())));
        let text = String::from_utf8(body.expect("this is JSON")).expect("what is written is UTF-8");
        (text, found)
    }

    #[test]
    fn a_number_beyond_every_float_becomes_null() {
        let (text, found) = mended(br#"{"a":1e400,"b":[2]}"#);
        assert_eq!(text, r#"{"a":null,"b":[2]}"#);
        assert_eq!(found, ["/a: unreadable: 1e400"]);
    }

    #[test]
    fn half_a_surrogate_pair_becomes_null() {
        let (text, found) = mended(br#"{"a":"\ud800","b":"x"}"#);
        assert_eq!(text, r#"{"a":null,"b":"x"}"#);
        assert_eq!(found, [r#"/a: unreadable: "\ud800""#]);
    }

    #[test]
    fn half_a_surrogate_pair_in_a_key_costs_nothing() {
        assert_eq!(mended(br#"{"a":1,"\ud800":2}"#), (r#"{"a":1,"\\ud800":2}"#.to_owned(), Vec::new()));
    }

    #[test]
    fn of_two_equal_keys_the_last_counts() {
        let (text, found) = mended(br#"{"a":1,"b":2,"a":3}"#);
        assert_eq!(text, r#"{"b":2,"a":3}"#);
        assert_eq!(found, ["/a: duplicate-key: 1"]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced() {
        let (text, found) = mended(b"{\"a\":\"x\xff\"}");
        assert_eq!(text, "{\"a\":\"x\u{fffd}\"}");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn nesting_without_end_is_cut() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let (text, found) = mended(deep.as_bytes());
        assert!(text.len() < 1000 && found.len() == 1);
    }

    #[test]
    fn what_is_not_json_stays_refused() {
        for body in ["", "<html>", "{\"a\":1", "{\"a\":1}x"] {
            assert!(mend(body.as_bytes(), &mut |_, _, _| {}).is_none(), "{body}");
        }
    }
}
