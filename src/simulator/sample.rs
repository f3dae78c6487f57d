//! Values made from their schemas: for what the simulator knows nothing of, and for what it was told.

use serde_json::{Map, Value, json};

use crate::spec::{Source, pointer, underlying};

/// Adds to `object` what the schema at `schema` describes and `known` does not list.
///
/// A property that next year's description adds is served without an edit here.
pub(super) fn complete(source: &Source, schema: &str, object: &mut Value, known: &[&str]) {
    let Some(at) = underlying(source, schema) else { return };
    let properties = pointer(&at, "properties");
    let Some(object) = object.as_object_mut() else { return };
    for (name, _) in source.get(&properties).and_then(Value::as_object).into_iter().flatten() {
        if !known.contains(&name.as_str()) && !object.contains_key(name) {
            object.insert(name.clone(), value(source, &pointer(&properties, name)));
        }
    }
}

/// A value that the schema at `at` allows.
pub(super) fn value(source: &Source, at: &str) -> Value {
    let Some(at) = underlying(source, at) else { return Value::Null };
    let schema = source.get(&at).unwrap_or(&Value::Null);
    for key in ["default", "example"] {
        if let Some(value) = schema.get(key) {
            return value.clone();
        }
    }
    if let Some(word) = schema.pointer("/enum/0") {
        return word.clone();
    }
    let word = |key: &str| schema.get(key).and_then(Value::as_str);
    match (word("type"), word("format")) {
        (Some("boolean"), _) => json!(false),
        (Some("integer" | "number"), _) => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
        (Some("string"), Some("date-time")) => json!("2024-01-20T10:00:00Z"),
        (Some("string"), _) => {
            let length = schema.get("minLength").and_then(Value::as_u64).unwrap_or(1);
            json!("x".repeat(usize::try_from(length).unwrap_or(1)))
        }
        (Some("array"), _) => json!([]),
        (Some("object"), _) => {
            let mut object = Value::Object(Map::new());
            complete(source, &at, &mut object, &[]);
            object
        }
        _ => Value::Null,
    }
}
