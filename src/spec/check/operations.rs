//! Operations can be told apart, their paths can be filled in, and their answers have one shape each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::grammar::{self, Kind};
use super::super::model::{METHODS, answers, parameters, placeholders, underlying};
use super::schemas::is_pascal;
use crate::yaml::{Position, Problem, Source, pointer};

pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids: BTreeMap<String, Position> = BTreeMap::new();
    let mut error_schema: Option<(String, Position)> = None;
    grammar::walk(source, &mut |node| {
        if node.kind == Kind::PathItem {
            for method in METHODS {
                let at = pointer(&node.pointer, method);
                if source.get(&at).is_some() {
                    path_parameters(source, &node.pointer, &at, &mut problems);
                    status_codes(source, &at, &mut error_schema, &mut problems);
                }
            }
        }
        if node.kind == Kind::Operation
            && let Some(id) = node.value.get("operationId").and_then(Value::as_str)
        {
            let at = pointer(&node.pointer, "operationId");
            let here = source.position(&at);
            if !is_pascal(id) {
                let message = format!("operationId `{id}` is not written in PascalCase");
                problems.push(source.problem(&at, message, "write it as `ListGcTasks` is written"));
            }
            // The walk is in the order of the keys; the report names the one that comes first in the text.
            if let Some(other) = ids.insert(id.to_owned(), here) {
                let message = format!("operationId `{id}` stands twice, first at line {}", other.line);
                problems.push(source.problem(&at, message, "give each operation a name of its own"));
            }
        }
    });
    problems
}

fn path_parameters(source: &Source, item: &str, operation: &str, problems: &mut Vec<Problem>) {
    let path = item.trim_start_matches("/paths/").replace("~1", "/").replace("~0", "~");
    let declared = parameters(source, item, operation);
    let names: BTreeSet<_> = placeholders(&path).collect();
    for name in &names {
        if !declared.iter().any(|(_, place, declared)| *place == "path" && declared == name) {
            let message = format!("the path has `{{{name}}}`, but no parameter of that name");
            let remedy = format!("add a parameter `{name}` with `in: path` to the operation");
            problems.push(source.key_problem(item, message, remedy));
        }
    }
    let mut seen = BTreeSet::new();
    for (at, place, name) in &declared {
        if !matches!(*place, "path" | "query") {
            let message = format!("parameter `{name}` is `in: {place}`");
            problems.push(source.problem(at, message, "use path or query; credentials are security schemes"));
        }
        if !is_snake(name) {
            let message = format!("the parameter name `{name}` cannot be the name of a method");
            let remedy =
                "requests have a method of that name: write it in snake_case, and not as a name in use";
            problems.push(source.problem(&pointer(at, "name"), message, remedy));
        }
        unread_bounds(source, at, problems);
        if *place == "path" && !names.contains(name) {
            let message = format!("the path has no `{{{name}}}` for this parameter");
            problems.push(source.problem(at, message, "add it to the path, or use `in: query`"));
        }
        if *place == "path" && source.get(at).and_then(|p| p.get("required")) != Some(&Value::Bool(true)) {
            let message = format!("path parameter `{name}` is not `required: true`");
            problems.push(source.problem(at, message, "add `required: true`"));
        }
        if !seen.insert((*place, *name)) {
            let message = format!("parameter `{name}` stands twice in one operation");
            problems.push(source.problem(at, message, "keep one of the two"));
        }
    }
}

/// Names that a request uses for itself, or that Rust does.
const TAKEN: [&str; 19] = [
    "body", "client", "clone", "new", "send", "pages", "prepare", "start", "stop", "tasks", "wait", "watch",
    "type", "ref", "self", "use", "match", "move", "where",
];

fn is_snake(name: &str) -> bool {
    !TAKEN.contains(&name)
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

/// What a schema may say of an answer, and nothing checks in what is sent.
fn unread_bounds(source: &Source, parameter: &str, problems: &mut Vec<Problem>) {
    let Some((schema, value)) = source.resolve(&pointer(parameter, "schema")) else { return };
    for key in ["exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "properties", "allOf"] {
        if value.get(key).is_some() {
            let message = format!("`{key}` is not checked in what is sent");
            let remedy = "say it by type, enum, minimum, maximum, length or pattern";
            problems.push(source.key_problem(&pointer(&schema, key), message, remedy));
        }
    }
    if value.get("format").is_some_and(|format| format == "date-time") {
        let message = "a time as a parameter is not supported".to_owned();
        problems.push(source.problem(&pointer(&schema, "format"), message, "leave the format out"));
    }
}

fn status_codes(
    source: &Source,
    operation: &str,
    error_schema: &mut Option<(String, Position)>,
    problems: &mut Vec<Problem>,
) {
    let mut success: Option<String> = None;
    for (status, at, schema) in answers(source, operation) {
        media_types(source, &at, problems);
        let Some(code) = status.parse::<u16>().ok().filter(|code| (100..600).contains(code)) else {
            let message = format!("`{status}` is no status code");
            let at = pointer(&pointer(operation, "responses"), &status);
            problems.push(source.key_problem(&at, message, "list each status code by number"));
            continue;
        };
        let Some(schema) = schema else { continue };
        let place = pointer(&schema, "$ref");
        let here = source.position(&place);
        let schema = named(source, &schema);
        if (200..300).contains(&code) {
            let first = success.get_or_insert_with(|| schema.clone());
            if *first != schema {
                let message = format!("a second success body, `{schema}` beside `{first}`");
                problems.push(source.problem(&place, message, "one operation answers with one type"));
            }
        } else if code >= 400 {
            let (first, seen) = error_schema.get_or_insert_with(|| (schema.clone(), here));
            if *first != schema {
                let message =
                    format!("a second error schema, `{schema}` beside `{first}` of line {}", seen.line);
                let remedy = "describe every error with one schema; the client has one error type";
                problems.push(source.problem(&place, message, remedy));
            }
        }
    }
    if answers(source, operation).iter().all(|(status, ..)| !status.starts_with('2')) {
        let at = pointer(operation, "responses");
        let message = "no success status is described".to_owned();
        problems.push(source.key_problem(&at, message, "add the 2xx answer"));
    }
}

/// Bodies are JSON objects with described properties: the reader makes a type of nothing else.
fn media_types(source: &Source, response: &str, problems: &mut Vec<Problem>) {
    let content = pointer(response, "content");
    for (name, _) in source.get(&content).and_then(Value::as_object).into_iter().flatten() {
        let at = pointer(&content, name);
        if name != "application/json" {
            let message = format!("the media type `{name}` is not supported");
            problems.push(source.key_problem(&at, message, "write `application/json`"));
            continue;
        }
        let schema = pointer(&at, "schema");
        let body = underlying(source, &schema).map(|body| pointer(&body, "properties"));
        if body.is_none_or(|properties| source.get(&properties).is_none()) {
            let message = "the body of an answer is not an object with properties".to_owned();
            problems.push(source.problem(&schema, message, "describe it as an object with `properties`"));
        }
    }
}

/// The name of a component schema, or the pointer of one that stands in place.
fn named(source: &Source, schema: &str) -> String {
    match source.get(&pointer(schema, "$ref")).and_then(Value::as_str) {
        Some(target) => target.rsplit('/').next().unwrap_or(target).to_owned(),
        None => schema.to_owned(),
    }
}
