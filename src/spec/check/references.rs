//! Every `$ref` leads to something of the kind that its place asks for.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::grammar::{self, Kind};
use super::{article, nearest};
use crate::yaml::{Problem, Source, pointer};

pub fn check(source: &Source) -> Vec<Problem> {
    let mut kinds = BTreeMap::new();
    grammar::walk(source, &mut |node| {
        kinds.insert(node.pointer.clone(), node.kind);
    });
    let mut problems = Vec::new();
    grammar::walk(source, &mut |node| {
        let Some(target) = node.value.get("$ref").and_then(Value::as_str) else { return };
        let at = pointer(&node.pointer, "$ref");
        let mut refuse = |message: String, remedy: String| {
            problems.push(source.problem(&at, message, remedy));
        };
        let Some(path) = target.strip_prefix('#') else {
            return refuse(
                format!("`{target}` does not point into this file"),
                "references start with '#/components/'".to_owned(),
            );
        };
        match kinds.get(path) {
            None => refuse(format!("`{target}` points at nothing"), suggestion(path, node.kind, &kinds)),
            Some(kind) if *kind != node.kind => refuse(
                format!("`{target}` is {} object, {} object is expected", article(*kind), article(node.kind)),
                suggestion(path, node.kind, &kinds),
            ),
            Some(_) if source.resolve(path).is_none() => {
                refuse(format!("`{target}` leads back to itself"), "break the circle".to_owned());
            }
            Some(_) => {}
        }
    });
    problems
}

fn suggestion(path: &str, kind: Kind, kinds: &BTreeMap<String, Kind>) -> String {
    let candidates: Vec<&str> = kinds
        .iter()
        .filter(|(path, found)| **found == kind && path.starts_with("/components/"))
        .map(|(path, _)| path.as_str())
        .filter(|path| path.matches('/').count() == 3)
        .collect();
    match nearest(path, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean '#{candidate}'?"),
        None => {
            let names: Vec<_> = candidates.iter().filter_map(|path| path.rsplit('/').next()).collect();
            format!("known there: {}", names.join(", "))
        }
    }
}
