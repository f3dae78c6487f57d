//! Parameters, and headers of answers: names with a schema.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::{Document, Node, Target};
use super::operations::Operation;
use super::rule::Rule;
use super::table;
use super::view::View;

/// Headers that OpenAPI describes elsewhere.
const ELSEWHERE: &[&str] = &["accept", "content-type", "authorization"];

/// A parameter or a header, and where it is used.
struct Named<'d> {
    /// How it is called.
    name: String,
    site: Node<'d>,
    node: Node<'d>,
    required: bool,
    /// How a value is spelt where nothing is said.
    style: &'static str,
}

/// What can become of one.
struct Rules {
    what: &'static str,
    added: &'static Rule,
    removed: &'static Rule,
    required_added: &'static Rule,
    required_removed: &'static Rule,
    made_required: &'static Rule,
    made_optional: &'static Rule,
    style: &'static Rule,
}

static PARAMETERS: Rules = Rules {
    what: "parameter",
    added: &table::PARAMETER_ADDED,
    removed: &table::PARAMETER_REMOVED,
    required_added: &table::REQUIRED_PARAMETER_ADDED,
    required_removed: &table::REQUIRED_PARAMETER_REMOVED,
    made_required: &table::PARAMETER_MADE_REQUIRED,
    made_optional: &table::PARAMETER_MADE_OPTIONAL,
    style: &table::PARAMETER_STYLE_CHANGED,
};

static HEADERS: Rules = Rules {
    what: "header",
    added: &table::HEADER_ADDED,
    removed: &table::HEADER_REMOVED,
    required_added: &table::REQUIRED_HEADER_ADDED,
    required_removed: &table::REQUIRED_HEADER_REMOVED,
    made_required: &table::HEADER_MADE_REQUIRED,
    made_optional: &table::HEADER_MADE_OPTIONAL,
    style: &table::HEADER_STYLE_CHANGED,
};

/// All of one object, by what tells them apart, and the references that lead nowhere.
type All<'d> = (BTreeMap<(String, String), Named<'d>>, BTreeMap<&'d str, Node<'d>>);

impl<'d> Compare<'d> {
    /// Compares the parameters of an operation, with those of its path.
    pub(super) fn parameters(&mut self, one: &Operation<'d>, other: &Operation<'d>, direction: Direction) {
        let (old, new) = (parameters(self.old, one), parameters(self.new, other));
        self.named(&PARAMETERS, old, new, direction);
    }

    /// Compares the headers of an answer.
    pub(super) fn headers(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        let (old, new) = (headers(self.old, was), headers(self.new, is));
        self.named(&HEADERS, old, new, direction);
    }

    fn named(&mut self, rules: &Rules, old: All<'d>, new: All<'d>, direction: Direction) {
        let ((old, unknown), (mut new, others)) = (old, new);
        for (reference, site) in &others {
            if !unknown.contains_key(reference) {
                let at = At::New(site.at.to_string());
                self.tell(&table::REFERENCE_CHANGED, direction, at, format!("`{reference}` leads nowhere"));
            }
        }
        for (reference, site) in &unknown {
            if !others.contains_key(reference) {
                let at = At::Old(site.at.to_string());
                self.tell(&table::REFERENCE_CHANGED, direction, at, format!("`{reference}` led nowhere"));
            }
        }
        for (key, one) in old {
            let Some(other) = new.remove(&key) else {
                let rule = if one.required { rules.required_removed } else { rules.removed };
                let reason = format!("the {} `{}` is gone", rules.what, one.name);
                self.tell(rule, direction, At::Old(one.site.at.to_string()), reason);
                continue;
            };
            let (was, is) = (&one.node, &other.node);
            self.notes(std::slice::from_ref(was), std::slice::from_ref(is), direction);
            match (one.required, other.required) {
                (false, true) => {
                    let reason = format!("the {} `{}` is required", rules.what, other.name);
                    self.tell(rules.made_required, direction, At::New(is.below("required")), reason);
                }
                (true, false) => {
                    let reason = format!("the {} `{}` is no longer required", rules.what, other.name);
                    let at = is.get("required").map(|node| At::New(node.at.to_string()));
                    self.tell(
                        rules.made_optional,
                        direction,
                        at.unwrap_or(At::New(is.at.to_string())),
                        reason,
                    );
                }
                _ => {}
            }
            self.empty_values(was, is, direction);
            let ((medium, before), (other_medium, now)) = (content(was), content(is));
            let (old, new) = (View::new(self.old, &before), View::new(self.new, &now));
            let is_one_value =
                |view: &View<'_>| !["array", "object"].iter().any(|kind| view.kinds().contains(kind));
            let one_value = is_one_value(&old) && is_one_value(&new);
            if medium != other_medium
                || medium.is_none()
                    && spelling(was, one.style, one_value) != spelling(is, other.style, one_value)
            {
                let reason = format!("the value of the {} `{}` is spelt otherwise", rules.what, other.name);
                self.tell(rules.style, direction, At::New(is.at.to_string()), reason);
            }
            self.later(before, now, direction);
        }
        for (_, other) in new {
            let rule = if other.required { rules.required_added } else { rules.added };
            let reason = format!("the {} `{}` is new", rules.what, other.name);
            self.tell(rule, direction, At::New(other.site.at.to_string()), reason);
        }
    }

    fn empty_values(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        match (was.flag("allowEmptyValue"), is.flag("allowEmptyValue")) {
            (true, false) => {
                let at = At::Old(was.below("allowEmptyValue"));
                let reason = "the value must not be empty any more".to_owned();
                self.tell(&table::PARAMETER_EMPTY_FORBIDDEN, direction, at, reason);
            }
            (false, true) => {
                let at = At::New(is.below("allowEmptyValue"));
                self.tell(
                    &table::PARAMETER_EMPTY_ALLOWED,
                    direction,
                    at,
                    "the value may be empty".to_owned(),
                );
            }
            _ => {}
        }
    }
}

/// The parameters of an operation; its own go before those of the path.
fn parameters<'d>(document: &'d Document, operation: &Operation<'d>) -> All<'d> {
    let (mut all, mut unknown) = (BTreeMap::new(), BTreeMap::new());
    for owner in [&operation.item, &operation.node] {
        for site in owner.items_of("parameters") {
            let node = match document.resolve(&site) {
                Target::Here(node) => node,
                Target::Unknown(reference) => {
                    unknown.insert(reference, site);
                    continue;
                }
            };
            let (Some(name), Some(place)) = (node.text("name"), node.text("in")) else { continue };
            let lower = name.to_ascii_lowercase();
            // A name in the path does not travel: its place does. Names of headers have no case.
            let key = match (place, operation.names.iter().position(|known| *known == name)) {
                ("path", Some(index)) => index.to_string(),
                ("header", _) if ELSEWHERE.contains(&&*lower) => continue,
                ("header", _) => lower,
                _ => name.to_owned(),
            };
            let style = if matches!(place, "query" | "cookie") { "form" } else { "simple" };
            let required = place == "path" || node.flag("required");
            let named = Named { name: name.to_owned(), site, node, required, style };
            all.insert((place.to_owned(), key), named);
        }
    }
    (all, unknown)
}

fn headers<'d>(document: &'d Document, answer: &Node<'d>) -> All<'d> {
    let (mut all, mut unknown) = (BTreeMap::new(), BTreeMap::new());
    for (name, site) in answer.entries_of("headers") {
        let lower = name.to_ascii_lowercase();
        match document.resolve(&site) {
            _ if lower == "content-type" => {}
            Target::Here(node) => {
                let required = node.flag("required");
                let named = Named { name: name.to_owned(), site, node, required, style: "simple" };
                all.insert(("header".to_owned(), lower), named);
            }
            Target::Unknown(reference) => {
                unknown.insert(reference, site);
            }
        }
    }
    (all, unknown)
}

/// The media type of a value that is no plain one, and its schema.
fn content<'d>(named: &Node<'d>) -> (Option<BTreeSet<String>>, Vec<Node<'d>>) {
    match named.get("content") {
        Some(content) if content.value.is_object() => {
            let entries = content.entries();
            let media = entries.iter().map(|(medium, _)| super::bodies::normal(medium)).collect();
            (Some(media), entries.iter().filter_map(|(_, medium)| medium.get("schema")).take(1).collect())
        }
        _ => (None, named.get("schema").into_iter().collect()),
    }
}

/// How a value is written into a request; what makes no difference for one value is left out.
fn spelling<'d>(named: &Node<'d>, style: &'d str, one_value: bool) -> (&'d str, bool, bool) {
    let style = named.text("style").unwrap_or(style);
    let explode = named.value.get("explode").and_then(serde_json::Value::as_bool).unwrap_or(style == "form");
    (style, explode && !one_value, named.flag("allowReserved"))
}
