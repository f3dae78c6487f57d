//! The text of single values in a body, exactly as it was received.

use std::collections::{BTreeSet, HashMap};

use serde_json::value::RawValue;

use super::entries::{Entries, key, pointer};

/// The texts at `pointers` in `body`; those that are not there are left out.
///
/// serde hands values over as numbers and texts, which say the same in other words (`1e3`, `1000.0`). Only
/// bodies in which something was odd are looked through once more.
pub(crate) fn locate<'a>(body: &'a str, pointers: &BTreeSet<&str>) -> HashMap<String, &'a str> {
    let mut found = HashMap::new();
    if let Ok(raw) = serde_json::from_str::<&RawValue>(body) {
        search(raw.get(), String::new(), pointers, &mut found);
    }
    found
}

fn search<'a>(raw: &'a str, place: String, pointers: &BTreeSet<&str>, found: &mut HashMap<String, &'a str>) {
    let below = format!("{place}/");
    let goes_on = pointers.range(below.as_str()..).next().is_some_and(|next| next.starts_with(&below));
    if goes_on {
        match raw.as_bytes().first() {
            Some(b'{') => {
                for (name, value) in
                    serde_json::from_str::<Entries<'_>>(raw).map(|all| all.0).unwrap_or_default()
                {
                    search(value.get(), pointer(&place, &key(name)), pointers, found);
                }
            }
            Some(b'[') => {
                let items = serde_json::from_str::<Vec<&RawValue>>(raw).unwrap_or_default();
                for (index, item) in items.iter().enumerate() {
                    search(item.get(), format!("{place}/{index}"), pointers, found);
                }
            }
            _ => {}
        }
    }
    if pointers.contains(place.as_str()) {
        found.insert(place, raw);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::locate;

    #[test]
    fn a_value_is_found_as_it_was_written() {
        let body = r#"{"a":[{"b":1e3},{"b": [1.50]}],"a~b/c":"x","a-b":2}"#;
        let pointers = BTreeSet::from(["/a/0/b", "/a/1/b", "/a~0b~1c", "/none", "/a/7/b"]);
        let found = locate(body, &pointers);
        assert_eq!(found["/a/0/b"], "1e3");
        assert_eq!(found["/a/1/b"], "[1.50]");
        assert_eq!(found["/a~0b~1c"], r#""x""#);
        assert_eq!(found.len(), 3);
    }
}
