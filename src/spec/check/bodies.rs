//! What is sent as a body can be made into types that cannot hold a wrong value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::grammar::{self, Kind, Node};
use super::super::model::{descend, received, underlying};
use super::super::request::{component, request_body};
use crate::yaml::{Problem, Source, pointer};

pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let received = received(source);
    grammar::walk(source, &mut |node| {
        if node.kind == Kind::RequestBody {
            media_types(source, node, &mut problems);
        }
        if node.kind == Kind::Operation
            && let Some(body) = request_body(source, &node.pointer)
        {
            object(source, &body.schema, &received, &mut problems);
            cases(source, &body.schema, &mut problems);
        }
    });
    problems
}

fn media_types(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let content = pointer(&node.pointer, "content");
    for (name, _) in source.get(&content).and_then(Value::as_object).into_iter().flatten() {
        if name != "application/json" {
            let message = format!("the media type `{name}` is not supported");
            problems.push(source.key_problem(&pointer(&content, name), message, "write `application/json`"));
        }
    }
    if node.value.get("content").is_some() && node.value.get("required") != Some(&Value::Bool(true)) {
        let message = "the body of a request is not `required: true`".to_owned();
        problems.push(source.key_problem(&node.pointer, message, "add `required: true`"));
    }
}

/// An object that is sent has a name that no answer has, and properties whose bounds are kept.
fn object(source: &Source, schema: &str, received: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let Some(at) = underlying(source, schema) else { return };
    let properties = pointer(&at, "properties");
    let Some(object) = source.get(&properties).and_then(Value::as_object) else {
        let message = "the body of a request is not an object with properties".to_owned();
        problems.push(source.problem(schema, message, "describe it as an object with `properties`"));
        return;
    };
    if let Some(name) = component(source, schema).filter(|name| received.contains(name)) {
        let message = format!("`{name}` is both sent and received");
        let remedy = "answers are read tolerantly, requests are strict: give what is sent a name of its own, \
                      with `allOf` and this one in it";
        problems.push(source.problem(schema, message, remedy));
    }
    for (name, _) in object {
        let property = pointer(&properties, name);
        let Some(base) = underlying(source, &property) else { continue };
        let value = source.get(&base).unwrap_or(&Value::Null);
        match value.get("type").and_then(Value::as_str) {
            Some("object") => self::object(source, &property, received, problems),
            Some("array") => {
                let message = "a list in what is sent is not supported".to_owned();
                problems.push(source.problem(
                    &property,
                    message,
                    "teach build/polish/bodies.rs to send lists",
                ));
            }
            _ => {}
        }
        for key in ["exclusiveMinimum", "exclusiveMaximum", "multipleOf", "nullable"] {
            if value.get(key).is_some() {
                let message = format!("`{key}` is not checked in what is sent");
                let remedy = "say it by type, enum, minimum, maximum, length or pattern";
                problems.push(source.key_problem(&pointer(&base, key), message, remedy));
            }
        }
        if value.get("format").is_some_and(|format| format == "date-time") {
            let message = "a time in what is sent is not supported".to_owned();
            problems.push(source.problem(&pointer(&base, "format"), message, "leave the format out"));
        }
    }
}

/// The cases name each word of the property that decides, and every other property that is not a matter of course.
fn cases(source: &Source, schema: &str, problems: &mut Vec<Problem>) {
    let Some(body) = underlying(source, schema) else { return };
    let at = pointer(&body, "x-swr-cases");
    let Some(cases) = source.get(&at) else { return };
    let by = cases.get("by").and_then(Value::as_str).unwrap_or_default();
    let words = descend(source, &body, by).and_then(|at| source.get(&at)?.get("enum")?.as_array());
    let Some(words) = words else {
        let message = format!("the body has no `{by}` that is one of some words");
        let remedy = "write a JSON pointer to a property with an `enum`";
        problems.push(source.problem(&pointer(&at, "by"), message, remedy));
        return;
    };
    let needs = pointer(&at, "needs");
    let named = source.get(&needs).and_then(Value::as_object);
    for word in words.iter().filter_map(Value::as_str) {
        if named.is_none_or(|named| !named.contains_key(word)) {
            let message = format!("the word `{word}` is missing");
            let remedy = format!("say what belongs to it, `{word}: []` if nothing does");
            problems.push(source.problem(&needs, message, remedy));
        }
    }
    let mut mentioned = BTreeSet::from([by.to_owned()]);
    for (word, list) in named.into_iter().flatten() {
        let here = pointer(&needs, word);
        if !words.iter().any(|known| known == word.as_str()) {
            let message = format!("`{word}` is no word of `{by}`");
            problems.push(source.key_problem(&here, message, "correct the word"));
        }
        for (index, path) in list.as_array().into_iter().flatten().filter_map(Value::as_str).enumerate() {
            mentioned.insert(path.to_owned());
            if descend(source, &body, path).is_none() {
                let message = format!("the body has no `{path}`");
                let remedy = "write a JSON pointer into the body";
                problems.push(source.problem(&pointer(&here, &index.to_string()), message, remedy));
            }
        }
    }
    for path in loose(source, &body, "", &mentioned) {
        let message = format!("it is not said to which word `{path}` belongs");
        problems.push(source.key_problem(&needs, message, "list it under each word that needs it"));
    }
}

/// Pointers of properties that are not mentioned, and of which no part is.
fn loose(source: &Source, body: &str, path: &str, mentioned: &BTreeSet<String>) -> Vec<String> {
    let properties = pointer(body, "properties");
    let mut found = Vec::new();
    for (name, _) in source.get(&properties).and_then(Value::as_object).into_iter().flatten() {
        let below = pointer(path, name);
        let within = format!("{below}/");
        if mentioned.contains(&below) {
            continue;
        }
        match underlying(source, &pointer(&properties, name)) {
            Some(at) if mentioned.iter().any(|known| known.starts_with(&within)) => {
                found.extend(loose(source, &at, &below, mentioned));
            }
            _ => found.push(below),
        }
    }
    found
}
