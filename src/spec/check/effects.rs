//! What operations are said to do to each other can be done.

use serde_json::Value;

use super::super::effect::DEEDS;
use super::super::grammar::{self, Kind, Node};
use super::super::model::{body_schema, descend, parameters};
use super::super::request::request_body;
use crate::yaml::{Problem, Source, pointer};

pub fn check(source: &Source) -> Vec<Problem> {
    let mut operations = Vec::new();
    grammar::walk(source, &mut |node| {
        if node.kind == Kind::Operation {
            operations.push((
                node.value.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned(),
                node.pointer.clone(),
            ));
        }
    });
    let mut problems = Vec::new();
    grammar::walk(source, &mut |node| match node.kind {
        Kind::Operation if node.value.get("x-swr-effect").is_some() => {
            effect(source, &node.pointer, &operations, &mut problems);
        }
        Kind::Schema => stages(source, node, &mut problems),
        _ => {}
    });
    problems
}

fn effect(source: &Source, operation: &str, operations: &[(String, String)], problems: &mut Vec<Problem>) {
    let at = pointer(operation, "x-swr-effect");
    let text = |key: &str| source.get(&pointer(&at, key)).and_then(Value::as_str).unwrap_or_default();
    let does = text("does");
    let Some((_, keys)) = DEEDS.iter().find(|(deed, _)| *deed == does) else {
        let words: Vec<_> = DEEDS.iter().map(|(deed, _)| *deed).collect();
        let message = format!("`does` says `{does}`");
        problems.push(source.problem(
            &pointer(&at, "does"),
            message,
            format!("use one of {}", words.join(", ")),
        ));
        return;
    };
    let given = source.get(&at).and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str());
    for key in given.filter(|key| !["does", "of", "x-swr-source"].contains(key) && !keys.contains(key)) {
        let message = format!("`{key}` does not belong to `{does}`");
        problems.push(source.key_problem(&pointer(&at, key), message, "remove it"));
    }
    for key in *keys {
        if source.get(&pointer(&at, key)).is_none() {
            let message = format!("`{does}` needs `{key}`");
            problems.push(source.key_problem(&at, message, format!("add `{key}`")));
            return;
        }
    }
    let Some((_, of)) = operations.iter().find(|(id, _)| id == text("of")) else {
        let message = format!("there is no operation `{}`", text("of"));
        problems.push(source.problem(&pointer(&at, "of"), message, "name an operationId"));
        return;
    };
    let mut wrong = |key: &str, message: String, remedy: &str| {
        problems.push(source.problem(&pointer(&at, key), message, remedy));
    };
    let item = operation.rsplit_once('/').map_or("", |(item, _)| item);
    if keys.contains(&"by")
        && !parameters(source, item, operation)
            .iter()
            .any(|(_, place, name)| *place == "path" && *name == text("by"))
    {
        wrong("by", format!("the operation has no path parameter `{}`", text("by")), "name one");
    }
    let is_listing = source.get(&pointer(of, "x-swr-pagination")).is_some();
    if matches!(does, "show" | "start") && !is_listing {
        wrong("of", format!("`{}` lists nothing", text("of")), "name an operation with `x-swr-pagination`");
    }
    let shown = |operation: &str, path: &str| descend(source, &body_schema(source, operation)?, path);
    if does == "start" && shown(operation, text("id")).is_none() {
        wrong("id", format!("the answer has no `{}`", text("id")), "write a JSON pointer into the answer");
    }
    if does == "start" && is_listing {
        let items = source.get(&pointer(&pointer(of, "x-swr-pagination"), "items")).and_then(Value::as_str);
        let item = items.and_then(|items| shown(of, items)).map(|list| pointer(&list, "items"));
        if item.and_then(|item| descend(source, &item, text("shown-in"))).is_none() {
            let message = format!("an item of `{}` has no `{}`", text("of"), text("shown-in"));
            wrong("shown-in", message, "write a JSON pointer into an item");
        }
    }
    if does == "stop" {
        let words =
            shown(of, &pointer("", text("state"))).and_then(|at| source.get(&at)?.get("enum")?.as_array());
        match words {
            None => wrong(
                "state",
                format!("`{}` shows no `{}` with words", text("of"), text("state")),
                "name a property",
            ),
            Some(words) if !words.iter().any(|word| word == text("leads-to")) => {
                wrong(
                    "leads-to",
                    format!("`{}` is no word of `{}`", text("leads-to"), text("state")),
                    "correct it",
                );
            }
            Some(_) => {}
        }
    }
    if keys.contains(&"trial") {
        let sent = request_body(source, operation);
        let flag = sent.and_then(|body| descend(source, &body.schema, text("trial")));
        let is_flag =
            flag.is_some_and(|at| source.get(&pointer(&at, "type")).is_some_and(|kind| kind == "boolean"));
        if !is_flag {
            let message = format!("the request has no flag `{}`", text("trial"));
            wrong("trial", message, "write a JSON pointer to a boolean of the request");
        }
    }
    if does == "write" && (request_body(source, operation).is_none() || body_schema(source, of).is_none()) {
        wrong("of", "what is written has no body, or what is read".to_owned(), "describe both bodies");
    }
}

fn stages(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let at = pointer(&node.pointer, "x-swr-stages");
    let list = |key: &str| node.value.get(key).and_then(Value::as_array);
    for (index, word) in list("x-swr-stages").into_iter().flatten().enumerate() {
        let here = pointer(&at, &index.to_string());
        if list("enum").is_none_or(|words| !words.contains(word)) {
            problems.push(source.problem(
                &here,
                format!("{word} is no word of the enum"),
                "correct the word",
            ));
        } else if list("x-swr-final").is_some_and(|words| words.contains(word)) {
            problems.push(source.problem(
                &here,
                format!("{word} is final, so it is no stage"),
                "take it out of one",
            ));
        }
    }
}
