//! Servers: where a client may send its requests.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::Node;
use super::operations::Operation;
use super::table;

impl<'d> Compare<'d> {
    /// Compares the servers that count for an operation: its own, else those of its path, else those of the document.
    pub(super) fn servers(&mut self, one: &Operation<'d>, other: &Operation<'d>) {
        let (before, was) = servers(&[&one.node, &one.item, &self.old.root()]);
        let (now, is) = servers(&[&other.node, &other.item, &self.new.root()]);
        if !self.is_first(&listed(&was), &listed(&is), Direction::Sent) {
            return;
        }
        for (url, old) in &was {
            let Some(new) = is.get(url) else {
                let at = old.as_ref().map_or(&before, |node| &node.at).to_string();
                let reason = format!("the server `{url}` is gone");
                self.tell(&table::SERVER_REMOVED, Direction::Sent, At::Old(at), reason);
                continue;
            };
            if let (Some(old), Some(new)) = (old, new) {
                self.notes(std::slice::from_ref(old), std::slice::from_ref(new), Direction::Sent);
                self.variables(old, new);
            }
        }
        for (url, new) in is.iter().filter(|(url, _)| !was.contains_key(*url)) {
            let at = new.as_ref().map_or(&now, |node| &node.at).to_string();
            self.tell(
                &table::SERVER_ADDED,
                Direction::Sent,
                At::New(at),
                format!("the server `{url}` is new"),
            );
        }
    }

    /// Compares variables by their place in the address; a name does not travel.
    fn variables(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let at = |node: &Node<'d>| -> Vec<Option<Node<'d>>> {
            let names = names(node.text("url").unwrap_or_default());
            let variables = node.get("variables");
            names.iter().map(|name| variables.as_ref().and_then(|all| all.get(name))).collect()
        };
        for (old, new) in at(old).iter().zip(at(new)) {
            let (Some(old), Some(new)) = (old, new) else { continue };
            self.notes(std::slice::from_ref(old), std::slice::from_ref(&new), Direction::Sent);
            let words = |node: &Node<'d>| -> Option<BTreeSet<&'d str>> {
                let words = node.get("enum")?;
                words
                    .value
                    .is_array()
                    .then(|| words.items().iter().filter_map(|word| word.value.as_str()).collect())
            };
            let (before, now) = (words(old), words(&new));
            let less = match (&before, &now) {
                (Some(before), Some(now)) => before.difference(now).next().is_some(),
                (before, now) => before.is_none() && now.is_some(),
            };
            let more = match (&before, &now) {
                (Some(before), Some(now)) => now.difference(before).next().is_some(),
                (before, now) => before.is_some() && now.is_none(),
            };
            let place = || At::New(new.at.to_string());
            if less {
                let reason = "a value of the variable is no longer allowed".to_owned();
                self.tell(&table::SERVER_VARIABLE_NARROWED, Direction::Sent, place(), reason);
            }
            if more {
                let reason = "a further value of the variable is allowed".to_owned();
                self.tell(&table::SERVER_VARIABLE_WIDENED, Direction::Sent, place(), reason);
            }
            if old.text("default") != new.text("default") {
                let reason = "the default of the variable is another".to_owned();
                self.tell(&table::SERVER_DEFAULT_CHANGED, Direction::Sent, place(), reason);
            }
        }
    }
}

/// The first servers that are given, by address; without any, requests go to where the document is.
fn servers<'d>(owners: &[&Node<'d>]) -> (std::rc::Rc<str>, BTreeMap<String, Option<Node<'d>>>) {
    for owner in owners {
        let servers = owner.items_of("servers");
        if !servers.is_empty() {
            let by_url =
                servers.into_iter().map(|node| (plain(node.text("url").unwrap_or_default()), Some(node)));
            return (owner.at.clone(), by_url.collect());
        }
    }
    let root = owners.last().map_or_else(|| "".into(), |root| root.at.clone());
    (root, BTreeMap::from([(plain("/"), None)]))
}

/// The servers that are written down.
fn listed<'d>(servers: &BTreeMap<String, Option<Node<'d>>>) -> Vec<Node<'d>> {
    servers.values().flatten().cloned().collect()
}

/// An address in which every variable is left out, without a slash at the end.
fn plain(url: &str) -> String {
    let mut plain = url.to_owned();
    for name in names(url) {
        plain = plain.replacen(&format!("{{{name}}}"), "{}", 1);
    }
    plain.trim_end_matches('/').to_owned()
}

fn names(url: &str) -> Vec<&str> {
    url.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}
