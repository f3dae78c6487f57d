//! Each object has the keys that its kind allows, each with a value of the right shape.

use serde_json::Value;

use super::super::grammar::{self, Kind, Node, ORIGINS, Shape};
use super::{article, nearest};
use crate::yaml::{Problem, Source, pointer};

/// `number` is not among them: nothing reads fractions.
const TYPES: [&str; 5] = ["string", "integer", "boolean", "object", "array"];

pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = objects(source, Kind::Root);
    if let Some(version) = source.get("/openapi").and_then(Value::as_str)
        && !version.starts_with("3.0.")
    {
        let message = format!("OpenAPI `{version}` is not supported");
        problems.push(source.problem("/openapi", message, "write `3.0.3`"));
    }
    problems
}

/// What is wrong with the objects of a document whose outermost is of this kind.
pub fn objects(source: &Source, root: Kind) -> Vec<Problem> {
    let mut problems = Vec::new();
    grammar::walk_from(root, source, &mut |node| object(source, node, &mut problems));
    problems
}

fn object(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let Some(entries) = node.value.as_object() else {
        let message = format!("{} object is expected, this is {}", article(node.kind), kind_of(node.value));
        problems.push(source.problem(&node.pointer, message, "write a mapping here"));
        return;
    };
    if let Some(target) = entries.get("$ref") {
        if !target.is_string() {
            let message = format!("`$ref` is {}", kind_of(target));
            problems.push(source.problem(
                &pointer(&node.pointer, "$ref"),
                message,
                "write a text such as '#/components/schemas/Name'",
            ));
        }
        if let Some(other) = entries.keys().find(|key| *key != "$ref") {
            problems.push(source.key_problem(
                &pointer(&node.pointer, other),
                format!("`{other}` stands beside `$ref`, where OpenAPI 3.0 ignores it"),
                "wrap the reference in `allOf`",
            ));
        }
        return;
    }
    let allowed = grammar::fields(node.kind);
    for (key, value) in entries {
        let at = pointer(&node.pointer, key);
        match allowed.iter().find(|(name, _)| name == key) {
            Some((_, shape)) => {
                if let Some((inside, message)) = mismatch(*shape, value) {
                    let remedy = format!("correct the value of `{key}`");
                    problems.push(source.problem(&(at + &inside), format!("`{key}` {message}"), remedy));
                }
            }
            None => {
                let (what, remedy) = unknown(node.kind, key);
                problems.push(source.key_problem(&at, what, remedy));
            }
        }
    }
    for key in grammar::required(node.kind) {
        if !entries.contains_key(*key) {
            let message = format!("{} object has no `{key}`", article(node.kind));
            problems.push(source.key_problem(&node.pointer, message, format!("add `{key}`")));
        }
    }
    if node.kind == Kind::Schema {
        schema_type(source, node, problems);
    }
}

fn unknown(kind: Kind, key: &str) -> (String, String) {
    let names = grammar::fields(kind).iter().map(|(name, _)| *name);
    let noun = if key.starts_with("x-swr-") { "extension" } else { "key" };
    let message = format!("unknown {noun} `{key}` in {} object", article(kind));
    let remedy = match nearest(key, names) {
        Some(name) => format!("did you mean `{name}`?"),
        None if key.starts_with("x-") => {
            "use an extension that the head of the file explains, where it says".to_owned()
        }
        None => "remove it, or teach src/spec/grammar.rs what it means".to_owned(),
    };
    (message, remedy)
}

fn schema_type(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let at = pointer(&node.pointer, "type");
    match node.value.get("type").and_then(Value::as_str) {
        Some(name) if !TYPES.contains(&name) => {
            let remedy = match nearest(name, TYPES) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("use one of {}", TYPES.join(", ")),
            };
            problems.push(source.problem(
                &at,
                format!("the type `{name}` does not exist, or nothing reads it"),
                remedy,
            ));
        }
        Some("array") if node.value.get("items").is_none() => {
            let message = "an array schema has no `items`".to_owned();
            problems.push(source.key_problem(&node.pointer, message, "say what the array holds"));
        }
        None if node.value.get("type").is_none() && node.value.get("allOf").is_none() => {
            let message = "a schema has neither `type`, `allOf` nor `$ref`".to_owned();
            problems.push(source.key_problem(&node.pointer, message, "say what it describes"));
        }
        _ => {}
    }
}

/// What is wrong with a value, and the pointer of the part at fault inside it.
fn mismatch(shape: Shape, value: &Value) -> Option<(String, String)> {
    let entry = match shape {
        Shape::Texts => value.as_array().and_then(|list| {
            let index = list.iter().position(|entry| !entry.is_string())?;
            Some((format!("/{index}"), list.get(index)?))
        }),
        Shape::TextMap => value.as_object().and_then(|map| {
            let (key, entry) = map.iter().find(|(_, entry)| !entry.is_string())?;
            Some((pointer("", key), entry))
        }),
        Shape::TextsMap => value.as_object().and_then(|map| {
            let (key, entry) = map
                .iter()
                .find(|(_, entry)| entry.as_array().is_none_or(|list| !list.iter().all(Value::is_string)))?;
            Some((pointer("", key), entry))
        }),
        _ => None,
    };
    if let (Shape::TextsMap, Some((inside, entry))) = (shape, &entry) {
        return Some((inside.clone(), format!("holds {}, expected lists of texts", kind_of(entry))));
    }
    if let Some((inside, entry)) = entry {
        return Some((inside, format!("holds {}, expected texts only", kind_of(entry))));
    }
    let fits = match shape {
        Shape::Text => value.is_string(),
        Shape::Flag => value.is_boolean(),
        Shape::Whole => value.is_u64(),
        Shape::Number => value.is_number(),
        Shape::Any | Shape::Object(_) => true,
        Shape::Texts | Shape::Objects(_) => value.is_array(),
        Shape::TextMap | Shape::TextsMap | Shape::ObjectMap(_) => value.is_object(),
        Shape::Origin => return origin(value),
    };
    let wanted = match shape {
        Shape::Text => "text",
        Shape::Flag => "true or false",
        Shape::Whole => "a whole number that is not negative",
        Shape::Number => "a number",
        Shape::Texts => "a list of texts",
        Shape::TextMap => "a mapping to texts",
        Shape::TextsMap => "a mapping to lists of texts",
        Shape::Objects(_) => "a list",
        _ => "a mapping",
    };
    (!fits).then(|| (String::new(), format!("is {}, expected {wanted}", kind_of(value))))
}

fn origin(value: &Value) -> Option<(String, String)> {
    let (inside, wrong) = match value {
        Value::Object(map) => {
            let (key, word) = map.iter().find(|(_, word)| !is_origin(word))?;
            (pointer("", key), word)
        }
        other => Some((String::new(), other)).filter(|(_, word)| !is_origin(word))?,
    };
    Some((inside, format!("says {wrong}, which is none of {}", ORIGINS.join(", "))))
}

fn is_origin(word: &Value) -> bool {
    word.as_str().is_some_and(|word| ORIGINS.contains(&word))
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) => format!("the text {text:?}"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}
