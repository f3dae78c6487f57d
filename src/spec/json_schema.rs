//! OpenAPI 3.0 schemas as JSON Schema (draft 2020-12), for validators.

use serde_json::{Map, Value, json};

use crate::yaml::Source;

/// The JSON Schema of the schema at `pointer`, with every component schema carried along.
///
/// What OpenAPI says by `nullable`, flag-valued `exclusiveMinimum` and the formats `int32` and `int64` is
/// said in JSON Schema's own words; `x-swr-` extensions and examples are left out.
pub fn json_schema(source: &Source, pointer: &str) -> Value {
    let mut components = Map::new();
    for (name, schema) in source.get("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        components.insert(name.clone(), translate(schema));
    }
    let mut root = source.get(pointer).map_or_else(|| json!({}), translate);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("components".to_owned(), json!({ "schemas": components }));
    }
    root
}

fn translate(schema: &Value) -> Value {
    let Some(schema) = schema.as_object() else { return schema.clone() };
    let mut out = Map::new();
    for (key, value) in schema {
        let value = match key.as_str() {
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                properties.map(|(name, schema)| (name.clone(), translate(schema))).collect()
            }
            "items" | "additionalProperties" => translate(value),
            "allOf" => value.as_array().into_iter().flatten().map(translate).collect(),
            "nullable" | "example" | "exclusiveMinimum" | "exclusiveMaximum" | "readOnly" | "writeOnly" => {
                continue;
            }
            extension if extension.starts_with("x-") => continue,
            _ => value.clone(),
        };
        out.insert(key.clone(), value);
    }
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if schema.get(flag) == Some(&Value::Bool(true))
            && let Some(limit) = out.remove(bound)
        {
            out.insert(flag.to_owned(), limit);
        }
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("int32") => bound(&mut out, i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => bound(&mut out, i64::MIN, i64::MAX),
        _ => {}
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        if let Some(name) = out.get("type").cloned() {
            out.insert("type".to_owned(), json!([name, "null"]));
        }
        if let Some(Value::Array(words)) = out.get_mut("enum") {
            words.push(Value::Null);
        }
    }
    Value::Object(out)
}

fn bound(schema: &mut Map<String, Value>, low: i64, high: i64) {
    schema.entry("minimum").or_insert_with(|| low.into());
    schema.entry("maximum").or_insert_with(|| high.into());
}
