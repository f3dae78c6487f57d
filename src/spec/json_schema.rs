//! OpenAPI 3.0 schemas as JSON Schema (draft 2020-12), for validators.

use serde_json::{Map, Value, json};

use crate::yaml::Source;

/// Where a reference leads to a component.
const COMPONENTS: &str = "/components/schemas/";

/// The JSON Schema of the schema at `pointer`, with the component schemas that it refers to carried along.
///
/// What OpenAPI says by `nullable`, flag-valued `exclusiveMinimum` and the formats `int32` and `int64` is
/// said in JSON Schema's own words; `x-swr-` extensions and examples are left out.
pub fn json_schema(source: &Source, pointer: &str) -> Value {
    let mut root = source.get(pointer).map_or_else(|| json!({}), translate);
    let mut components = Map::new();
    let mut open = Vec::new();
    referred(&root, &mut open);
    while let Some(token) = open.pop() {
        let name = token.replace("~1", "/").replace("~0", "~");
        if !components.contains_key(&name)
            && let Some(schema) = source.get(&format!("{COMPONENTS}{token}")).map(translate)
        {
            referred(&schema, &mut open);
            components.insert(name, schema);
        }
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("components".to_owned(), json!({ "schemas": components }));
    }
    root
}

/// Adds the components that a schema refers to, as a pointer names them.
fn referred(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(entries) => {
            let target = entries.get("$ref").and_then(Value::as_str);
            let target = target.and_then(|target| target.strip_prefix('#')?.strip_prefix(COMPONENTS));
            found.extend(target.and_then(|target| target.split('/').next()).map(str::to_owned));
            entries.values().for_each(|value| referred(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| referred(item, found)),
        _ => {}
    }
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
