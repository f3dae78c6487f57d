//! Examples in the documentation of what is generated, made of the API description.

use serde_json::Value;

use super::snake;
use crate::spec::{Operation, RequestBody, Source, component, property, required, underlying};

/// Lines that need a client.
pub fn with_client(lines: &str) -> String {
    format!(
        "```no_run\n# async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {{\n{lines}\n# Ok(()) }}\n```"
    )
}

/// Lines in which something is made that is sent.
pub fn making(lines: &str) -> String {
    format!("```\n{lines}\n# Ok::<(), swr_gc::Error>(())\n```")
}

/// A request with what it needs; or with all that it can be given.
pub fn request(source: &Source, operation: &Operation, everything: bool) -> String {
    let mut calls = format!("client.{}()", snake(&operation.id));
    for parameter in &operation.parameters {
        if everything || parameter.required && !parameter.client_scope {
            calls.push_str(&format!(".{}({})", parameter.name, value(source, &parameter.schema, "\"…\"")));
        }
    }
    if let Some(body) = operation.body.as_ref().and_then(|body| sent(source, body)) {
        calls.push_str(&format!(".body({body})"));
    }
    calls
}

/// A body: what belongs to the word of its cases that needs most.
fn sent(source: &Source, body: &RequestBody) -> Option<String> {
    let name = component(source, &body.schema)?;
    let (word, paths) = body.cases.as_ref()?.needs.iter().max_by_key(|(_, paths)| paths.len())?;
    let places = paths.iter().map(|path| property(source, &body.schema, path));
    let places = places.collect::<Option<Vec<_>>>()?;
    // A text or a number has a bound that it may miss; an object has been made before.
    let strict = places.iter().any(|at| !is_object(source, at));
    let values: Vec<_> = places.iter().map(|at| of_body(source, at)).collect();
    let question = if strict { "?" } else { "" };
    Some(format!("swr_gc::types::{name}::{}({}){question}", snake(word), values.join(", ")))
}

/// A value for a property of a body.
pub fn of_body(source: &Source, at: &str) -> String {
    match component(source, at).filter(|_| is_object(source, at)) {
        Some(name) => {
            let ones = vec!["1"; required(source, at).len()].join(", ");
            format!("swr_gc::types::{name}::new({ones})?")
        }
        None => value(source, at, "\"0 0 16 * * *\""),
    }
}

fn is_object(source: &Source, at: &str) -> bool {
    schema(source, at).is_some_and(|schema| schema.get("properties").is_some())
}

/// A value of the schema; `text` stands for any text.
fn value(source: &Source, at: &str, text: &str) -> String {
    let schema = schema(source, at).unwrap_or(&Value::Null);
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => schema.get("minimum").map_or_else(|| "1".to_owned(), Value::to_string),
        Some("boolean") => "true".to_owned(),
        _ => schema.pointer("/enum/0").map_or_else(|| text.to_owned(), Value::to_string),
    }
}

fn schema<'a>(source: &'a Source, at: &str) -> Option<&'a Value> {
    source.get(&underlying(source, at)?)
}
