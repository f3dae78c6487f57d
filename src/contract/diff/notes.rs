//! What an object says to people, and extensions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::{Document, Node};
use super::rule::Rule;
use super::table;
use super::value::{canonical, equal, shown};

/// What is only words.
const WORDS: &[(&str, &Rule)] = &[
    ("title", &table::DESCRIPTION_CHANGED),
    ("summary", &table::DESCRIPTION_CHANGED),
    ("description", &table::DESCRIPTION_CHANGED),
    ("externalDocs", &table::DESCRIPTION_CHANGED),
    ("bearerFormat", &table::DESCRIPTION_CHANGED),
    ("example", &table::EXAMPLE_CHANGED),
    ("examples", &table::EXAMPLE_CHANGED),
    ("links", &table::LINK_CHANGED),
];

/// What an extension is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nature {
    /// More of it is more to rely on.
    Promise,
    /// More of it is more to heed.
    Demand,
    /// It shapes this crate and nothing on the wire.
    Setting,
    /// Words.
    Note,
}

/// The extensions of this project; all others are words.
const EXTENSIONS: &[(&str, Nature)] = &[
    ("x-swr-pagination", Nature::Promise),
    ("x-swr-filters", Nature::Promise),
    ("x-swr-effect", Nature::Promise),
    ("x-swr-final", Nature::Promise),
    ("x-swr-stages", Nature::Promise),
    ("x-swr-not-before", Nature::Promise),
    ("x-swr-unit", Nature::Promise),
    ("x-swr-permission", Nature::Demand),
    ("x-swr-availability", Nature::Demand),
    ("x-swr-cases", Nature::Demand),
    ("x-swr-opaque", Nature::Demand),
    ("x-swr-embedded", Nature::Demand),
    ("x-swr-aliases", Nature::Demand),
    ("x-swr-scope", Nature::Setting),
    ("x-swr-words", Nature::Note),
    ("x-swr-remedy", Nature::Note),
    ("x-swr-errata", Nature::Note),
    (SOURCE, Nature::Note),
];

/// Where a fact comes from changes nothing of the fact.
const SOURCE: &str = "x-swr-source";

impl<'d> Compare<'d> {
    /// Compares what objects that hold at the same time say beside what travels; the first that says something counts.
    pub(super) fn notes(&mut self, was: &[Node<'d>], is: &[Node<'d>], direction: Direction) {
        let (old, new) = (said(was), said(is));
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
        for key in keys {
            let (one, other) = (old.get(key), new.get(key));
            let at = match (one, other) {
                (_, Some(other)) => At::New(other.at.to_string()),
                (Some(one), None) => At::Old(one.at.to_string()),
                (None, None) => continue,
            };
            if let Some((_, rule)) = WORDS.iter().find(|(word, _)| *word == key) {
                let whole = |document, node: Option<&Node<'d>>| node.map(|node| entries(document, node));
                if !equal(whole(self.old, one).as_ref(), whole(self.new, other).as_ref()) {
                    self.tell(rule, direction, at, format!("`{key}` {}", how(one, other)));
                }
            } else {
                self.extension(key, one, other, at, direction);
            }
        }
        let deprecated = |nodes: &[Node<'d>]| nodes.iter().find(|node| node.flag("deprecated")).cloned();
        match (deprecated(was), deprecated(is)) {
            (None, Some(node)) => {
                let at = At::New(node.below("deprecated"));
                self.tell(&table::DEPRECATED, direction, at, "it is deprecated".to_owned());
            }
            (Some(node), None) => {
                let at = At::Old(node.below("deprecated"));
                self.tell(
                    &table::NO_LONGER_DEPRECATED,
                    direction,
                    at,
                    "it is no longer deprecated".to_owned(),
                );
            }
            _ => {}
        }
    }

    fn extension(
        &mut self,
        key: &str,
        one: Option<&Node<'d>>,
        other: Option<&Node<'d>>,
        at: At,
        direction: Direction,
    ) {
        let nature =
            EXTENSIONS.iter().find(|(name, _)| *name == key).map_or(Nature::Note, |(_, nature)| *nature);
        let plain = |node: Option<&Node<'d>>| {
            let value = node
                .map(|node| if nature == Nature::Note { node.value.clone() } else { sourceless(node.value) });
            value.filter(|value| *value != Value::Bool(false))
        };
        let (old, new) = (plain(one), plain(other));
        if equal(old.as_ref(), new.as_ref()) {
            return;
        }
        let (more, less) = match nature {
            Nature::Promise => (&table::EXTENSION_PROMISE_MADE, &table::EXTENSION_PROMISE_DROPPED),
            Nature::Demand => (&table::EXTENSION_DEMAND_MADE, &table::EXTENSION_DEMAND_DROPPED),
            Nature::Setting => (&table::EXTENSION_SETTING_CHANGED, &table::EXTENSION_SETTING_CHANGED),
            Nature::Note => (&table::EXTENSION_NOTE_CHANGED, &table::EXTENSION_NOTE_CHANGED),
        };
        let is_note = matches!(nature, Nature::Setting | Nature::Note);
        let rules = match (&old, &new) {
            _ if is_note => vec![more],
            (None, _) => vec![more],
            (_, None) => vec![less],
            (Some(Value::Array(old)), Some(Value::Array(new))) => {
                let beyond =
                    |some: &[Value], others: &[Value]| some.iter().any(|item| !others.contains(item));
                let rules = [(beyond(new, old), more), (beyond(old, new), less)];
                rules.into_iter().filter(|(holds, _)| *holds).map(|(_, rule)| rule).collect()
            }
            _ => vec![&table::EXTENSION_MEANING_CHANGED],
        };
        for rule in rules {
            self.tell(rule, direction, at.clone(), format!("`{key}` {}", how(one, other)));
        }
    }

    /// Compares the tags of an operation, which have no order.
    pub(super) fn tags(&mut self, was: &Node<'d>, is: &Node<'d>) {
        let tags = |node: &Node<'_>| -> BTreeSet<String> {
            node.items_of("tags").iter().map(|tag| canonical(tag.value)).collect()
        };
        if tags(was) != tags(is) {
            let at = is.get("tags").map(|tags| At::New(tags.at.to_string()));
            let at = at.unwrap_or_else(|| At::Old(was.below("tags")));
            self.tell(&table::TAG_CHANGED, Direction::Sent, at, "the tags are others".to_owned());
        }
    }

    /// Compares what a document says of itself.
    pub(super) fn document(&mut self) {
        let (was, is) = (self.old.root(), self.new.root());
        self.notes(std::slice::from_ref(&was), std::slice::from_ref(&is), Direction::Sent);
        for key in ["openapi", "info"] {
            let (one, other) = (was.get(key), is.get(key));
            if !equal(one.as_ref().map(|node| node.value), other.as_ref().map(|node| node.value)) {
                let at = if other.is_some() { At::New(is.below(key)) } else { At::Old(was.below(key)) };
                let reason = format!("`{key}` {}", how(one.as_ref(), other.as_ref()));
                self.tell(&table::DOCUMENT_CHANGED, Direction::Sent, at, reason);
            }
        }
        let tags = |node: &Node<'_>| -> BTreeSet<String> {
            node.items_of("tags").iter().map(|tag| canonical(tag.value)).collect()
        };
        if tags(&was) != tags(&is) {
            let at =
                if is.get("tags").is_some() { At::New(is.below("tags")) } else { At::Old(was.below("tags")) };
            self.tell(
                &table::TAG_CHANGED,
                Direction::Sent,
                at,
                "the descriptions of tags are others".to_owned(),
            );
        }
    }
}

/// What is said beside what travels, by key; the first object that says it counts.
fn said<'d>(nodes: &[Node<'d>]) -> BTreeMap<&'d str, Node<'d>> {
    let mut said = BTreeMap::new();
    for node in nodes {
        for (key, value) in node.entries() {
            let is_empty = value.value.as_object().is_some_and(Map::is_empty);
            if key.starts_with("x-") || !is_empty && WORDS.iter().any(|(word, _)| *word == key) {
                said.entry(key).or_insert(value);
            }
        }
    }
    said
}

/// A value in which the entries of a mapping stand in place of references to them.
fn entries<'d>(document: &'d Document, node: &Node<'d>) -> Value {
    if !node.value.is_object() {
        return node.value.clone();
    }
    let resolved = node.entries().into_iter().map(|(key, entry)| {
        let entry = document.resolved(&entry).map_or(entry.value, |entry| entry.value);
        (key.to_owned(), entry.clone())
    });
    Value::Object(resolved.collect())
}

/// A value without the sources of its facts.
fn sourceless(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter().filter(|(key, _)| *key != SOURCE);
            Value::Object(entries.map(|(key, value)| (key.clone(), sourceless(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sourceless).collect()),
        other => other.clone(),
    }
}

fn how(one: Option<&Node<'_>>, other: Option<&Node<'_>>) -> String {
    match (one, other) {
        (None, _) => "is new".to_owned(),
        (_, None) => "is gone".to_owned(),
        (Some(one), Some(other)) if one.value.is_object() || other.value.is_object() => {
            "is another".to_owned()
        }
        (Some(one), Some(other)) => format!("was {}, is {}", shown(one.value), shown(other.value)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::EXTENSIONS;
    use crate::generated::files;

    #[test]
    fn every_extension_of_the_description_has_its_meaning() {
        let known: BTreeSet<_> = EXTENSIONS.iter().map(|(name, _)| *name).collect();
        let table = files::YAML.lines().filter_map(|line| line.strip_prefix("#   x-swr-"));
        let listed: Vec<_> = table.filter_map(|line| line.split_whitespace().next()).collect();
        let listed: BTreeSet<_> = listed.iter().map(|name| format!("x-swr-{name}")).collect();
        assert_eq!(known, listed.iter().map(String::as_str).collect());
    }
}
