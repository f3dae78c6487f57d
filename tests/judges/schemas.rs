//! The two judges that are schemas: the one of the contract, the other of the Rust types.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::Value;
use swr_gc::types::{JobKind, JobStatus, ListGcTasksResponse};
use swr_gc::wire::Word;

use crate::spec::{Source, json_schema};

const FILE: &str = "openapi/swr-gc.yaml";
const YAML: &str = include_str!("../../openapi/swr-gc.yaml");
const PAGE: &str = "/components/schemas/ListGcTasksResponse";

/// The schema that the contract gives a page.
pub fn of_the_contract() -> Value {
    let source = Source::parse(FILE, YAML).unwrap_or_else(|problem| panic!("{problem}"));
    json_schema(&source, PAGE)
}

/// The schema that schemars derives from the types.
pub fn of_the_types() -> Value {
    schemars::schema_for!(ListGcTasksResponse).to_value()
}

/// A validator that insists on formats.
pub fn judge(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap_or_else(|error| panic!("no usable schema: {error}"))
}

/// Places of all properties in a page, by pointer with `*` for an item; references are followed.
fn properties(root: &Value, schema: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("a reference leads somewhere");
        properties(root, target, at, found);
    }
    for key in ["allOf", "anyOf"] {
        for part in schema[key].as_array().into_iter().flatten() {
            properties(root, part, at, found);
        }
    }
    if schema["items"].is_object() {
        properties(root, &schema["items"], &format!("{at}/*"), found);
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        let below = format!("{at}/{name}");
        properties(root, schema, &below, found);
        found.insert(below);
    }
}

fn places(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    properties(schema, schema, "", &mut found);
    found
}

#[test]
fn the_schema_of_the_types_has_every_property_of_the_contract_and_no_other() {
    let described = places(&of_the_contract());
    assert!(described.contains("/tasks/*/job_parameters/freed_space"), "{described:?}");
    assert_eq!(places(&of_the_types()), described);
}

#[test]
fn the_schema_of_the_types_shows_the_words_of_the_contract_and_allows_others() {
    fn words<T: Word>() -> Vec<&'static str> {
        T::WORDS.iter().map(|(word, _)| *word).collect()
    }
    let (contract, types) = (of_the_contract(), of_the_types());
    for (name, words) in [("JobStatus", words::<JobStatus>()), ("JobKind", words::<JobKind>())] {
        assert_eq!(contract["components"]["schemas"][name]["enum"], Value::from(words.clone()), "{name}");
        let open = &types["$defs"][format!("Open{name}")];
        assert_eq!(open["examples"], Value::from(words), "{name}");
        assert_eq!(open["enum"], Value::Null, "{name} is open: {open}");
    }
}

#[test]
fn both_schemas_are_valid_by_their_own_standard() {
    for (name, schema) in [("contract", of_the_contract()), ("types", of_the_types())] {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        let wrong = jsonschema::meta::validate(&schema).err().map(|error| error.to_string());
        assert_eq!(wrong, None, "{name}");
    }
}
