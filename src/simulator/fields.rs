//! The values of a body, each with what is described about it.

use serde_json::Value;

use crate::spec::{Source, pointer, underlying};

/// What is described about one value.
pub(super) struct Field<'a> {
    /// The property's name; empty for a body or an item.
    pub(super) name: &'a str,
    /// What stands on the property.
    pub(super) property: &'a Value,
    /// The schema behind it.
    pub(super) schema: &'a Value,
}

impl Field<'_> {
    pub(super) fn is(&self, kind: &str) -> bool {
        self.word("type") == Some(kind)
    }

    pub(super) fn is_time(&self) -> bool {
        self.word("format") == Some("date-time")
    }

    /// Whether it is a text that may say anything.
    pub(super) fn is_free(&self) -> bool {
        self.is("string")
            && !["format", "enum", "x-swr-opaque"].iter().any(|key| self.schema.get(key).is_some())
    }

    /// Whether it may come as text that holds its JSON.
    pub(super) fn is_embedded(&self) -> bool {
        self.property.get("x-swr-embedded").is_some()
    }

    /// The words after which nothing changes.
    pub(super) fn final_words(&self) -> Vec<&str> {
        let words = self.schema.get("x-swr-final").and_then(Value::as_array);
        words.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn word(&self, key: &str) -> Option<&str> {
        self.schema.get(key).and_then(Value::as_str)
    }
}

/// Shows every value in `body` that the schema at `at` describes, those inside before the one around them.
pub(super) fn visit(
    source: &Source,
    at: &str,
    body: &mut Value,
    edit: &mut dyn FnMut(&Field<'_>, &mut Value),
) {
    visit_named(source, "", at, body, edit);
}

fn visit_named(
    source: &Source,
    name: &str,
    at: &str,
    value: &mut Value,
    edit: &mut dyn FnMut(&Field<'_>, &mut Value),
) {
    let Some(behind) = underlying(source, at) else { return };
    let Some(schema) = source.get(&behind) else { return };
    match value {
        Value::Object(entries) => {
            let properties = pointer(&behind, "properties");
            for (name, entry) in entries {
                let at = pointer(&properties, name);
                if source.get(&at).is_some() {
                    visit_named(source, name, &at, entry, edit);
                }
            }
        }
        Value::Array(items) => {
            let at = pointer(&behind, "items");
            items.iter_mut().for_each(|item| visit_named(source, "", &at, item, edit));
        }
        _ => {}
    }
    let property = source.get(at).unwrap_or(schema);
    edit(&Field { name, property, schema }, value);
}
