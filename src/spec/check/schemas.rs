//! Each schema agrees with itself.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;

use super::super::grammar::{self, Kind, Node};
use super::super::model::underlying;
use super::nearest;
use crate::yaml::{Problem, Source, pointer};

const FORMATS: [&str; 3] = ["int32", "int64", "date-time"];

pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    grammar::walk(source, &mut |node| {
        if node.kind == Kind::Schema {
            schema(source, node, &mut problems);
        }
        if matches!(node.kind, Kind::Root | Kind::Operation) {
            security(source, node, &mut problems);
        }
    });
    problems
}

fn schema(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let at = |key: &str| pointer(&node.pointer, key);
    let get = |key: &str| node.value.get(key);
    let kind = get("type").and_then(Value::as_str);
    if let Some(format) = get("format").and_then(Value::as_str)
        && !FORMATS.contains(&format)
    {
        let remedy = match nearest(format, FORMATS) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("use one of {}", FORMATS.join(", ")),
        };
        problems.push(source.problem(&at("format"), format!("the format `{format}` is not known"), remedy));
    }
    for key in ["minimum", "maximum"] {
        if kind == Some("integer")
            && let Some(bound) = get(key).filter(|bound| !bound.is_i64())
        {
            let message = format!("`{key}` of an integer is {bound}");
            problems.push(source.problem(&at(key), message, "write a whole number of at most 64 bits"));
        }
    }
    for (low, high) in [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")] {
        let number = |key: &str| get(key).and_then(Value::as_f64);
        if let (Some(least), Some(most)) = (number(low), number(high))
            && least > most
        {
            let message = format!("`{low}` {least} is above `{high}` {most}");
            problems.push(source.problem(&at(low), message, "exchange or correct the two"));
        }
    }
    let words = get("enum").and_then(Value::as_array).into_iter().flatten().enumerate();
    let words = words.filter_map(|(index, word)| Some((format!("{}/{index}", at("enum")), word.as_str()?)));
    for (again, word, before) in doubled(words) {
        let message = format!("`{word}` and `{before}` become one name");
        problems.push(source.problem(&again, message, "keep one of the two words"));
    }
    let names = get("properties").and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys);
    let names = names.map(|name| (pointer(&at("properties"), name), name.as_str()));
    for (again, name, before) in doubled(names) {
        let message = format!("the properties `{name}` and `{before}` become one name");
        let remedy = "keep one of the two; other names of one value are `x-swr-aliases`";
        problems.push(source.key_problem(&again, message, remedy));
    }
    if let Some(default) = get("default")
        && let Some(reason) = unfit(node.value, default)
    {
        problems.push(source.problem(
            &at("default"),
            format!("the default {default} {reason}"),
            "correct one of them",
        ));
    }
    let properties = get("properties").and_then(Value::as_object);
    let component = node.pointer.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'));
    if let Some(name) = component
        && !is_pascal(name)
    {
        let message = format!("the schema name `{name}` is not written in PascalCase");
        problems.push(source.key_problem(&node.pointer, message, "write it as `GcTask` is written"));
    }
    if properties.is_some() && component.is_none() {
        let message = "an object is described in place".to_owned();
        let remedy = "describe it under components/schemas and refer to it: types need names";
        problems.push(source.problem(&node.pointer, message, remedy));
    }
    if kind == Some("object") && properties.is_none() {
        let message = "an object schema has no `properties`".to_owned();
        problems.push(source.key_problem(&node.pointer, message, "describe what the object holds"));
    }
    for (index, name) in get("required").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let wrapped = || underlying(source, &node.pointer).and_then(|at| source.get(&at)?.get("properties"));
        let known = properties.or_else(|| wrapped()?.as_object());
        let known = name.as_str().zip(known).is_some_and(|(name, known)| known.contains_key(name));
        if !known {
            let message = format!("`required` names {name}, which is no property");
            let remedy = "add the property, or take the name out";
            problems.push(source.problem(&format!("{}/{index}", at("required")), message, remedy));
        }
    }
}

/// Whether a name can be the name of a type as it is.
pub(super) fn is_pascal(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// What Rust could not tell apart: the place of each further one, and both.
fn doubled<'a>(names: impl Iterator<Item = (String, &'a str)>) -> Vec<(String, &'a str, &'a str)> {
    let letters = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let (mut known, mut doubled) = (BTreeMap::new(), Vec::new());
    for (at, name) in names {
        match known.entry(letters(name)) {
            Entry::Vacant(entry) => drop(entry.insert(name)),
            Entry::Occupied(before) => doubled.push((at, name, *before.get())),
        }
    }
    doubled
}

/// Why a default does not fit its schema.
fn unfit(schema: &Value, default: &Value) -> Option<String> {
    let kind = schema.get("type").and_then(Value::as_str)?;
    let fits = match kind {
        "string" => default.is_string(),
        "integer" => default.is_i64(),
        "number" => default.is_number(),
        "boolean" => default.is_boolean(),
        _ => true,
    };
    if !fits {
        return Some(format!("is no {kind}"));
    }
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let number = default.as_f64();
    let outside = number.is_some_and(|number| {
        bound("minimum").is_some_and(|low| number < low) || bound("maximum").is_some_and(|high| number > high)
    });
    let words = schema.get("enum").and_then(Value::as_array);
    if outside || words.is_some_and(|words| !words.contains(default)) {
        return Some("is outside of what the schema allows".to_owned());
    }
    None
}

/// Every security requirement names a scheme.
fn security(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let list = pointer(&node.pointer, "security");
    for (index, entry) in source.get(&list).and_then(Value::as_array).into_iter().flatten().enumerate() {
        for (name, _) in entry.as_object().into_iter().flatten() {
            let scheme = pointer("/components/securitySchemes", name);
            if source.get(&scheme).is_none() {
                let at = pointer(&format!("{list}/{index}"), name);
                let message = format!("there is no security scheme `{name}`");
                let remedy = "describe it under components/securitySchemes";
                problems.push(source.key_problem(&at, message, remedy));
            }
        }
    }
}
