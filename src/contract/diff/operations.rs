//! Operations: which was which, and what belongs to one.

use std::collections::BTreeMap;

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::{Document, Node, Target};
use super::table;

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation, and the path on which it is.
#[derive(Clone)]
pub(super) struct Operation<'d> {
    /// The names in the path, in their order.
    pub(super) names: Vec<&'d str>,
    path: Node<'d>,
    pub(super) item: Node<'d>,
    pub(super) node: Node<'d>,
}

/// Operations by path, where names stand for nothing, and method.
type Operations<'d> = BTreeMap<(String, &'static str), Operation<'d>>;

impl<'d> Compare<'d> {
    /// Compares all operations of the documents.
    pub(super) fn operations(&mut self) {
        let (was, is) = (self.old.root().get("paths"), self.new.root().get("paths"));
        let nodes = |node: &Option<Node<'d>>| node.iter().cloned().collect::<Vec<_>>();
        self.notes(&nodes(&was), &nodes(&is), Direction::Sent);
        let (old, mut new) = (operations(self.old, was), operations(self.new, is));
        self.unresolved_paths();
        let mut gone = Vec::new();
        for (key, one) in old {
            match new.remove(&key) {
                Some(other) => {
                    if one.names != other.names {
                        let names = |names: &[&str]| names.join("`, `");
                        let reason = format!(
                            "a parameter in the path is called otherwise: was `{}`, is `{}`; the same travels",
                            names(&one.names),
                            names(&other.names)
                        );
                        let at = At::New(other.path.at.to_string());
                        self.tell(&table::PATH_PARAMETER_RENAMED, Direction::Sent, at, reason);
                    }
                    self.notes(
                        std::slice::from_ref(&one.item),
                        std::slice::from_ref(&other.item),
                        Direction::Sent,
                    );
                    self.operation(&one, &other, Direction::Sent);
                }
                None => gone.push((key, one)),
            }
        }
        for ((path, method), one) in gone {
            let id = one.node.text("operationId");
            let moved = new.iter().find(|(_, other)| id.is_some() && other.node.text("operationId") == id);
            let Some((key, other)) = moved.map(|(key, other)| (key.clone(), other.clone())) else {
                let reason = format!("the operation {} {path} is gone", method.to_uppercase());
                self.tell(
                    &table::OPERATION_REMOVED,
                    Direction::Sent,
                    At::Old(one.node.at.to_string()),
                    reason,
                );
                continue;
            };
            new.remove(&key);
            let (old, new) = (method.to_uppercase(), key.1.to_uppercase());
            let reason = format!("the operation was {old} {path}, is {new} {}", key.0);
            self.tell(&table::OPERATION_MOVED, Direction::Sent, At::New(other.node.at.to_string()), reason);
            self.operation(&one, &other, Direction::Sent);
        }
        for ((path, method), other) in new {
            let reason = format!("the operation {} {path} is new", method.to_uppercase());
            self.tell(&table::OPERATION_ADDED, Direction::Sent, At::New(other.node.at.to_string()), reason);
        }
    }

    /// Paths of which the text is elsewhere: the same reference is the same text.
    fn unresolved_paths(&mut self) {
        let paths = |document: &'d Document| -> BTreeMap<String, (Node<'d>, &'d str)> {
            let paths = document.root().entries_of("paths").into_iter();
            let unknown = paths.filter_map(|(path, node)| match document.resolve(&node) {
                Target::Unknown(reference) => Some((template(path).0, (node, reference))),
                Target::Here(_) => None,
            });
            unknown.collect()
        };
        let (old, mut new) = (paths(self.old), paths(self.new));
        for (path, (node, reference)) in old {
            match new.remove(&path) {
                Some((_, other)) if other == reference => {}
                Some((other, _)) => self.unresolved(At::New(other.at.to_string())),
                None => self.unresolved(At::Old(node.at.to_string())),
            }
        }
        for (_, (other, _)) in new {
            self.unresolved(At::New(other.at.to_string()));
        }
    }

    fn unresolved(&mut self, at: At) {
        let reason = "the reference leads nowhere in the document, and to another place than before";
        self.tell(&table::UNRESOLVED_CHANGED, Direction::Sent, at, reason.to_owned());
    }

    /// What two objects that may be references stand for, if both can be found; those that cannot are the same if they
    /// are spelt so.
    pub(super) fn targets(&mut self, one: &Node<'d>, other: &Node<'d>) -> Option<(Node<'d>, Node<'d>)> {
        match (self.old.resolve(one), self.new.resolve(other)) {
            (Target::Here(one), Target::Here(other)) => Some((one, other)),
            (Target::Unknown(old), Target::Unknown(new)) if old == new => None,
            _ => {
                self.unresolved(At::New(other.at.to_string()));
                None
            }
        }
    }

    /// Compares two operations, of which the client sends the request unless they are of a callback.
    fn operation(&mut self, one: &Operation<'d>, other: &Operation<'d>, direction: Direction) {
        let (was, is) = (&one.node, &other.node);
        self.notes(std::slice::from_ref(was), std::slice::from_ref(is), direction);
        self.tags(was, is);
        if direction == Direction::Sent {
            self.names(was, is);
        }
        self.parameters(one, other, direction);
        self.request_body(was, is, direction);
        self.answers(was, is, direction.turned());
        self.security(was, is, direction);
        if direction == Direction::Sent {
            self.servers(one, other);
            self.callbacks(was, is);
        }
    }

    /// Compares the names by which programs call an operation.
    fn names(&mut self, was: &Node<'d>, is: &Node<'d>) {
        let at = At::New(is.below("operationId"));
        let (rule, at, reason) = match (was.text("operationId"), is.text("operationId")) {
            (None, Some(new)) => (&table::OPERATION_ID_ADDED, at, format!("`operationId` is new: `{new}`")),
            (Some(old), None) => {
                let at = At::Old(was.below("operationId"));
                (&table::OPERATION_ID_REMOVED, at, format!("`operationId` is gone: `{old}`"))
            }
            (Some(old), Some(new)) if old != new => {
                (&table::OPERATION_ID_CHANGED, at, format!("`operationId` was `{old}`, is `{new}`"))
            }
            _ => return,
        };
        self.tell(rule, Direction::Sent, at, reason);
    }

    /// Compares what the service asks the client in turn: everything goes the other way.
    fn callbacks(&mut self, was: &Node<'d>, is: &Node<'d>) {
        let (old, mut new) = (callbacks(self.old, was), callbacks(self.new, is));
        for (key, one) in old {
            match new.remove(&key) {
                Some(other) => self.operation(&one, &other, Direction::Received),
                None => {
                    let at = At::Old(one.node.at.to_string());
                    let reason = format!("the callback {} {} is gone", key.2.to_uppercase(), key.1);
                    self.tell(&table::CALLBACK_REMOVED, Direction::Sent, at, reason);
                }
            }
        }
        for ((_, expression, method), other) in new {
            let at = At::New(other.node.at.to_string());
            let reason = format!("the callback {} {expression} is new", method.to_uppercase());
            self.tell(&table::CALLBACK_ADDED, Direction::Sent, at, reason);
        }
    }
}

/// A path in which every name is left out, and the names.
fn template(path: &str) -> (String, Vec<&str>) {
    let (mut plain, mut names, mut rest) = (String::new(), Vec::new(), path);
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        plain.push_str(before);
        plain.push_str("{}");
        names.push(name);
        rest = behind;
    }
    plain.push_str(rest);
    (plain, names)
}

fn operations<'d>(document: &'d Document, paths: Option<Node<'d>>) -> Operations<'d> {
    let mut operations = Operations::new();
    for (path, site) in paths.iter().flat_map(Node::entries).filter(|(path, _)| path.starts_with('/')) {
        let (plain, names) = template(path);
        for (method, item, node) in methods(document, &site) {
            let operation = Operation { names: names.clone(), path: site.clone(), item, node };
            operations.entry((plain.clone(), method)).or_insert(operation);
        }
    }
    operations
}

/// The operations of a path item, with what holds for all of them.
fn methods<'d>(document: &'d Document, site: &Node<'d>) -> Vec<(&'static str, Node<'d>, Node<'d>)> {
    let Some(item) = document.resolved(site) else { return Vec::new() };
    let operations = METHODS.iter().filter_map(|method| Some((*method, item.clone(), item.get(method)?)));
    operations.filter(|(_, _, node)| node.value.is_object()).collect()
}

/// The callbacks of an operation, by name, expression and method.
fn callbacks<'d>(
    document: &'d Document,
    operation: &Node<'d>,
) -> BTreeMap<(&'d str, &'d str, &'static str), Operation<'d>> {
    let mut callbacks = BTreeMap::new();
    for (name, site) in operation.entries_of("callbacks") {
        let Some(callback) = document.resolved(&site) else { continue };
        for (expression, path) in callback.entries().into_iter().filter(|(key, _)| !key.starts_with("x-")) {
            for (method, item, node) in methods(document, &path) {
                let operation = Operation { names: Vec::new(), path: path.clone(), item, node };
                callbacks.insert((name, expression, method), operation);
            }
        }
    }
    callbacks
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn names_in_a_path_are_told_apart_from_it() {
        assert_eq!(template("/a/{b}/c{d}.{e}"), ("/a/{}/c{}.{}".to_owned(), vec!["b", "d", "e"]));
        assert_eq!(template("/a/{b"), ("/a/{b".to_owned(), vec![]));
        assert_eq!(template("/"), ("/".to_owned(), vec![]));
    }
}
