//! Security: what proves the sender of a request.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::{Document, Node};
use super::table;
use super::value::{canonical, equal};

/// What is sent together: the scopes of each scheme.
type Demand = BTreeMap<String, BTreeSet<String>>;

impl<'d> Compare<'d> {
    /// Compares what an operation demands: what satisfied the old text has to satisfy the new one.
    pub(super) fn security(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        if direction == Direction::Received && was.get("security").is_none() && is.get("security").is_none() {
            return;
        }
        let (old, new) = (demands(self.old, was), demands(self.new, is));
        let names: BTreeSet<_> = old.1.iter().flat_map(|demand| demand.keys().cloned()).collect();
        let mut renamed = BTreeMap::new();
        for name in names {
            let (one, other) = (scheme(self.old, &name), scheme(self.new, &name));
            match (one, other) {
                (Some(one), Some(other)) if new.1.iter().any(|demand| demand.contains_key(&name)) => {
                    self.scheme(&one, &other);
                }
                // A scheme of the same kind under another name is the same to a client.
                (Some(one), None) => {
                    let kind = said(&one);
                    let same = schemes(self.new).into_iter().find(|(_, other)| said(other) == kind);
                    renamed.extend(same.map(|(other, _)| (name, other)));
                }
                _ => {}
            }
        }
        let name = |name: String| renamed.get(&name).cloned().unwrap_or(name);
        let before: Vec<Demand> = old
            .1
            .into_iter()
            .map(|demand| demand.into_iter().map(|(key, scopes)| (name(key), scopes)).collect())
            .collect();
        let now = new.1;
        if let Some(demand) = before.iter().find(|old| !now.iter().any(|new| is_met(new, old))) {
            let reason = format!("{} is not enough any more", told(demand));
            self.tell(&table::SECURITY_TIGHTENED, Direction::Sent, At::New(new.0.clone()), reason);
        }
        if let Some(demand) = now.iter().find(|new| !before.iter().any(|old| is_met(old, new))) {
            let reason = format!("{} is enough now", told(demand));
            self.tell(&table::SECURITY_LOOSENED, Direction::Sent, At::New(new.0), reason);
        }
    }

    fn scheme(&mut self, one: &Node<'d>, other: &Node<'d>) {
        self.notes(std::slice::from_ref(one), std::slice::from_ref(other), Direction::Sent);
        if said(one) != said(other) {
            let at = At::New(other.at.to_string());
            let reason = "the proof is another, or travels otherwise".to_owned();
            return self.tell(&table::SECURITY_SCHEME_CHANGED, Direction::Sent, at, reason);
        }
        let (old, new) = (flows(one), flows(other));
        for (name, flow) in &old {
            match new.get(name) {
                None => {
                    self.flow(&table::SECURITY_FLOW_NARROWED, At::Old(flow.at.to_string()), name, "is gone")
                }
                Some(now) => {
                    for url in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
                        if !equal(flow.value.get(url), now.value.get(url)) {
                            let at = At::New(now.at.to_string());
                            let reason = format!("`{url}` of the flow `{name}` is another");
                            self.tell(&table::SECURITY_SCHEME_CHANGED, Direction::Sent, at, reason);
                        }
                    }
                    let scopes = |node: &Node<'d>| -> BTreeSet<&'d str> {
                        node.entries_of("scopes").into_iter().map(|(scope, _)| scope).collect()
                    };
                    let (before, after) = (scopes(flow), scopes(now));
                    if before.difference(&after).next().is_some() {
                        let at = At::New(now.at.to_string());
                        self.flow(&table::SECURITY_FLOW_NARROWED, at, name, "has a scope less");
                    }
                    if after.difference(&before).next().is_some() {
                        let at = At::New(now.at.to_string());
                        self.flow(&table::SECURITY_FLOW_WIDENED, at, name, "has a scope more");
                    }
                }
            }
        }
        for (name, flow) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            self.flow(&table::SECURITY_FLOW_WIDENED, At::New(flow.at.to_string()), name, "is new");
        }
    }

    fn flow(&mut self, rule: &'static super::rule::Rule, at: At, name: &str, what: &str) {
        self.tell(rule, Direction::Sent, at, format!("the flow `{name}` {what}"));
    }
}

/// Whether whoever satisfies `given` satisfies `demand` too.
fn is_met(demand: &Demand, given: &Demand) -> bool {
    demand.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|given| scopes.is_subset(given)))
}

fn told(demand: &Demand) -> String {
    let schemes: Vec<_> = demand
        .iter()
        .map(|(scheme, scopes)| match scopes.iter().map(String::as_str).collect::<Vec<_>>().join(", ") {
            scopes if scopes.is_empty() => format!("`{scheme}`"),
            scopes => format!("`{scheme}` with {scopes}"),
        })
        .collect();
    if schemes.is_empty() { "no proof at all".to_owned() } else { schemes.join(" with ") }
}

/// Where the demands of an operation stand, and what they are; each is enough.
fn demands(document: &Document, operation: &Node<'_>) -> (String, Vec<Demand>) {
    let root = document.root();
    let own = operation.get("security").or_else(|| root.get("security"));
    let Some(own) = own else { return (operation.at.to_string(), vec![Demand::new()]) };
    let scopes = |node: &Node<'_>| -> BTreeSet<String> {
        node.items().iter().filter_map(|scope| scope.value.as_str()).map(str::to_owned).collect()
    };
    let all: Vec<Demand> = own
        .items()
        .iter()
        .map(|demand| {
            demand.entries().iter().map(|(name, node)| ((*name).to_owned(), scopes(node))).collect()
        })
        .collect();
    (own.at.to_string(), if all.is_empty() { vec![Demand::new()] } else { all })
}

fn schemes(document: &Document) -> Vec<(String, Node<'_>)> {
    let components = document.root().get("components");
    let all = components.map(|components| components.entries_of("securitySchemes")).unwrap_or_default();
    let resolved =
        all.into_iter().filter_map(|(name, node)| Some((name.to_owned(), document.resolved(&node)?)));
    resolved.collect()
}

fn scheme<'d>(document: &'d Document, name: &str) -> Option<Node<'d>> {
    document.component("securitySchemes", name)
}

/// What a scheme says of the proof, flows aside; schemes of HTTP and names of headers have no case.
fn said(scheme: &Node<'_>) -> BTreeMap<&'static str, String> {
    let is_header = scheme.text("in") == Some("header");
    let keys: &[&str] = match scheme.text("type") {
        Some("apiKey") => &["type", "in", "name"],
        Some("http") => &["type", "scheme"],
        Some("openIdConnect") => &["type", "openIdConnectUrl"],
        _ => &["type"],
    };
    let value = |key: &&'static str| {
        let value = scheme.value.get(*key).map_or_else(|| canonical(&Value::Null), canonical);
        (
            *key,
            if *key == "scheme" || *key == "name" && is_header { value.to_ascii_lowercase() } else { value },
        )
    };
    keys.iter().map(value).collect()
}

fn flows<'d>(scheme: &Node<'d>) -> BTreeMap<&'d str, Node<'d>> {
    scheme.entries_of("flows").into_iter().filter(|(name, _)| !name.starts_with("x-")).collect()
}
