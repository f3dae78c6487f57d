//! `<<`, by which older YAML takes the entries of other mappings in.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::places::Places;
use super::reader::Node;

pub(super) const KEY: &str = "<<";

/// What is wrong with anything else behind it, and what to do.
pub(super) const MAPPINGS_ONLY: &str = "`<<` takes in mappings only";
pub(super) const REMEDY: &str = "write an alias of a mapping, or a list of such aliases";

/// Entries to take in, with their places; and what they cost.
pub(super) struct Entries {
    values: Map<String, Value>,
    places: HashMap<String, Places>,
    pub(super) height: usize,
    pub(super) cost: usize,
}

/// The entries of a mapping, or of several, where the first goes before the next; `None` if it is something else.
pub(super) fn entries(node: Node) -> Option<Entries> {
    let Node { value, places, height, cost } = node;
    let mappings = match value {
        map @ Value::Object(_) => vec![(map, places)],
        Value::Array(maps) => maps.into_iter().zip(places.items()).collect(),
        _ => return None,
    };
    let mut taken = Entries { values: Map::new(), places: HashMap::new(), height, cost };
    for (value, places) in mappings {
        let Value::Object(values) = value else { return None };
        let further = Entries { values, places: places.entries(), height, cost };
        take_in(further, &mut taken.values, &mut taken.places);
    }
    Some(taken)
}

/// Puts those entries into a mapping that it does not have.
pub(super) fn take_in(
    mut taken: Entries,
    values: &mut Map<String, Value>,
    places: &mut HashMap<String, Places>,
) {
    for (name, value) in taken.values {
        if !values.contains_key(&name) {
            places.extend(taken.places.remove(&name).map(|place| (name.clone(), place)));
            values.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::yaml::read;

    #[test]
    fn entries_of_other_mappings_are_taken_in() {
        let text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: *a, x: 0}\nd:\n  z: 9\n  <<: [*a, *b]\n'<<': 1\n";
        let read_all = read(text).expect("YAML");
        assert_eq!(read_all["c"], json!({ "x": 0, "y": 2 }));
        assert_eq!(read_all["d"], json!({ "x": 1, "y": 2, "z": 9 }));
        assert_eq!(read_all["<<"], json!(1), "in quotation marks it is a key like others");
        for text in ["a: {<<: 1}", "a: {<<: [1]}", "b: &b {}\na:\n  <<: *b\n  <<: *b\n"] {
            let message = read(text).expect_err(text);
            assert!(message.contains("`<<`"), "{message}");
        }
    }
}
