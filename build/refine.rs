//! What the document must say for the generator to make the types we want.
//!
//! Responses are read tolerantly: their schemas lose every bound that would make a page unreadable, enum words
//! become open, integers 64 bits wide. What is sent stays strict: bounds of parameters become types that
//! cannot hold a wrong value. Prose is left out; the polish takes it from the document itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::spec::{Contract, Source, component, pointer, received, underlying};

/// The key that asks the generator for a hand-written type.
pub const MARK: &str = "x-rust";

/// The refined document and what was decided on the way.
pub struct Refined {
    pub document: Value,
    /// Every hand-written type that the document asks for.
    pub marked: BTreeSet<String>,
    /// Component schemas that responses are made of.
    pub received: BTreeSet<String>,
    /// Pointers of the objects that requests send, by the name of their type.
    pub sent: BTreeMap<String, String>,
    /// Text rules that request types refer to.
    pub rules: Vec<TextRule>,
}

/// A constraint on the text of a parameter.
#[derive(Debug, PartialEq, Eq)]
pub struct TextRule {
    pub name: String,
    pub min_length: u64,
    pub max_length: u64,
    pub pattern: Option<String>,
    /// What the text is, in words.
    pub description: String,
}

/// Refines the document of `contract`.
pub fn refine(contract: &Contract) -> Refined {
    let source = &contract.source;
    let mut refined = Refined {
        document: source.root().clone(),
        marked: BTreeSet::new(),
        received: received(source),
        sent: BTreeMap::new(),
        rules: Vec::new(),
    };
    strip(&mut refined.document);
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            if let Some(rust_type) = sent(source, &parameter.schema, &parameter.name, &mut refined.rules) {
                let schema = marker(rust_type, &mut refined.marked);
                refined.set(&parameter.schema, schema);
            }
        }
    }
    for body in contract.operations.iter().filter_map(|operation| operation.body.as_ref()) {
        if let Some(rust_type) = object(source, &body.schema, &mut refined) {
            let schema = marker(rust_type, &mut refined.marked);
            refined.set(&body.schema, schema);
        }
    }
    for name in refined.received.clone() {
        let schema = pointer("/components/schemas", &name);
        let properties = pointer(&schema, "properties");
        for property in keys(source, &properties) {
            let at = pointer(&properties, &property);
            let schema = tolerant(source, &at, &mut refined.marked);
            refined.set(&at, schema);
        }
        refined.drop_keys(&schema, &["required"]);
    }
    // Constrained texts have become hand-written types; the generator would make types of its own of them.
    for name in keys(source, "/components/schemas") {
        let schema = source.get(&pointer("/components/schemas", &name));
        let used =
            schema.is_some_and(|schema| schema.get("properties").is_some() || schema.get("enum").is_some());
        // What is sent is written by the polish.
        if !used || refined.sent.contains_key(&name) {
            refined.drop_keys("/components/schemas", &[&name]);
        }
    }
    refined
}

impl Refined {
    fn set(&mut self, at: &str, schema: Value) {
        if let Some(place) = self.document.pointer_mut(at) {
            *place = schema;
        }
    }

    fn drop_keys(&mut self, at: &str, names: &[&str]) {
        if let Some(schema) = self.document.pointer_mut(at).and_then(Value::as_object_mut) {
            schema.retain(|key, _| !names.contains(&key.as_str()));
        }
    }
}

/// Takes out what the generator would copy into code unread: prose, examples and our extensions.
fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            // A property may be called `description`: only texts are prose.
            map.retain(|key, value| {
                let prose = matches!(key.as_str(), "description" | "summary" | "title") && value.is_string();
                !(prose || key.starts_with("x-swr-") || matches!(key.as_str(), "example" | "examples"))
            });
            map.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
    // OpenAPI demands these two texts.
    if let Some(info) = value.get_mut("info").and_then(Value::as_object_mut) {
        info.entry("title").or_insert_with(|| json!(""));
    }
    for (_, response) in value.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(response) = response.as_object_mut().filter(|map| !map.contains_key("$ref")) {
            response.entry("description").or_insert_with(|| json!(""));
        }
    }
}

/// The strict type of a parameter, where its schema sets bounds that plain Rust types do not keep.
fn sent(source: &Source, schema: &str, name: &str, rules: &mut Vec<TextRule>) -> Option<String> {
    let (at, value) = source.resolve(schema)?;
    let whole = |key: &str| value.get(key).and_then(Value::as_i64);
    match value.get("type").and_then(Value::as_str)? {
        "integer" => {
            let (low, high) = match value.get("format").and_then(Value::as_str) {
                Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
                _ => (i64::MIN, i64::MAX),
            };
            let (low, high) = (whole("minimum").unwrap_or(low), whole("maximum").unwrap_or(high));
            Some(format!("crate::wire::Bounded<{low}, {high}>"))
        }
        "string" => {
            let length = |key: &str| value.get(key).and_then(Value::as_u64);
            let pattern = value.get("pattern").and_then(Value::as_str).map(str::to_owned);
            let (min_length, max_length) = (length("minLength"), length("maxLength"));
            if pattern.is_none() && min_length.is_none() && max_length.is_none() {
                return None;
            }
            let name = match at.strip_prefix("/components/schemas/") {
                Some(component) if !component.contains('/') => component.to_owned(),
                _ => pascal(name),
            };
            let rust_type = format!("crate::wire::Text<crate::generated::rules::{name}>");
            let rule = TextRule {
                name,
                min_length: min_length.unwrap_or(0),
                max_length: max_length.unwrap_or(u64::MAX),
                pattern,
                description: value
                    .get("description")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            };
            if !rules.contains(&rule) {
                rules.push(rule);
            }
            Some(rust_type)
        }
        _ => None,
    }
}

/// Notes an object that is sent, with everything in it; its type.
fn object(source: &Source, schema: &str, refined: &mut Refined) -> Option<String> {
    let name = component(source, schema)?;
    let properties = pointer(&underlying(source, schema)?, "properties");
    let rust_type = format!("crate::generated::types::{name}");
    if refined.sent.insert(name.clone(), pointer("/components/schemas", &name)).is_none() {
        for property in keys(source, &properties) {
            let at = pointer(&properties, &property);
            match source.get(&pointer(&underlying(source, &at)?, "properties")) {
                Some(_) => object(source, &at, refined),
                None => sent(source, &underlying(source, &at)?, &property, &mut refined.rules),
            };
        }
    }
    Some(rust_type)
}

/// The type of a property of an object that is sent.
pub fn sent_type(source: &Source, schema: &str, name: &str) -> Option<String> {
    let base = underlying(source, schema)?;
    if let Some(strict) = sent(source, &base, name, &mut Vec::new()) {
        return Some(strict);
    }
    let value = source.get(&base)?;
    let component = component(source, schema);
    match (value.get("type").and_then(Value::as_str)?, component) {
        ("boolean", _) => Some("bool".to_owned()),
        ("string", Some(name)) if value.get("enum").is_some() => {
            Some(format!("crate::generated::types::{name}"))
        }
        ("object", Some(name)) => Some(format!("crate::generated::types::{name}")),
        ("string", _) => Some("::std::string::String".to_owned()),
        _ => None,
    }
}

/// The schema that the generator turns into `rust_type`.
fn marker(rust_type: String, marked: &mut BTreeSet<String>) -> Value {
    let schema = json!({ "type": "string", MARK: rust_type });
    marked.insert(rust_type);
    schema
}

/// A property of a response: the widest type that holds what the document promises.
fn tolerant(source: &Source, at: &str, marked: &mut BTreeSet<String>) -> Value {
    let Some(base) = underlying(source, at) else { return json!({}) };
    let value = source.get(&base).unwrap_or(&Value::Null);
    let component = base.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'));
    let word = |key: &str| value.get(key).and_then(Value::as_str);
    match (word("type"), component) {
        (Some("string"), Some(name)) if value.get("enum").is_some() => {
            marker(format!("crate::wire::Open<crate::generated::types::{name}>"), marked)
        }
        (Some("string"), _) if word("format") == Some("date-time") => {
            marker("::jiff::Timestamp".to_owned(), marked)
        }
        (Some("integer"), _) => json!({ "type": "integer", "format": "int64" }),
        (Some("array"), _) => {
            json!({ "type": "array", "items": tolerant(source, &pointer(&base, "items"), marked) })
        }
        (Some("object"), Some(name)) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        (Some(name), _) => json!({ "type": name }),
        (None, _) => json!({}),
    }
}

fn keys(source: &Source, at: &str) -> Vec<String> {
    source.get(at).and_then(Value::as_object).map(|map| map.keys().cloned().collect()).unwrap_or_default()
}

/// `gc_task` as `GcTask`.
pub fn pascal(name: &str) -> String {
    name.split(['_', '-'])
        .flat_map(|word| {
            let (head, tail) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            [head.to_uppercase(), tail.to_owned()]
        })
        .collect()
}
