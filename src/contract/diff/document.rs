//! An OpenAPI document as it is compared: its objects with their pointers, and what references lead to.

use std::rc::Rc;

use serde_json::Value;

use crate::spec::{Problem, Source, pointer};

/// How many schemas are looked at: far beyond what documents of many megabytes have.
pub(super) const MOST_WORK: usize = 3_000_000;

/// An object of a document, and the pointer to it.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub(super) at: Rc<str>,
    pub(super) value: &'d Value,
}

/// What stands at a place where a reference may stand.
#[derive(Clone, Debug)]
pub(super) enum Target<'d> {
    Here(Node<'d>),
    /// A reference to elsewhere, to nothing, or in a circle.
    Unknown(&'d str),
}

impl<'d> Node<'d> {
    /// The value behind a key.
    pub(super) fn get(&self, key: &str) -> Option<Node<'d>> {
        let value = self.value.get(key)?;
        Some(Node { at: pointer(&self.at, key).into(), value })
    }

    /// Where the value behind a key would stand.
    pub(super) fn below(&self, key: &str) -> String {
        pointer(&self.at, key)
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key).and_then(Value::as_str)
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Vec<Node<'d>> {
        let items = self.value.as_array().map(Vec::as_slice).unwrap_or_default();
        let node = |(index, value)| Node { at: pointer(&self.at, &format!("{index}")).into(), value };
        items.iter().enumerate().map(node).collect()
    }

    /// The entries of a mapping, extensions among them.
    pub(super) fn entries(&self) -> Vec<(&'d str, Node<'d>)> {
        let entries = self.value.as_object().into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), Node { at: self.below(key).into(), value })).collect()
    }

    /// The entries of a mapping at a key.
    pub(super) fn entries_of(&self, key: &str) -> Vec<(&'d str, Node<'d>)> {
        self.get(key).map(|node| node.entries()).unwrap_or_default()
    }

    /// The items of a list at a key.
    pub(super) fn items_of(&self, key: &str) -> Vec<Node<'d>> {
        self.get(key).map(|node| node.items()).unwrap_or_default()
    }
}

/// One of the two documents.
#[derive(Debug)]
pub(super) struct Document {
    source: Source,
}

impl Document {
    /// Reads a document of OpenAPI 3.0; the name is for messages.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, Problem> {
        let source = Source::parse(name, text)?;
        let version = source.get("/openapi").map(|version| match version {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let remedy = "give documents of OpenAPI 3.0";
        match version {
            Some(version) if version == "3.0" || version.starts_with("3.0.") => Ok(Self { source }),
            Some(version) => {
                Err(source.problem("/openapi", format!("OpenAPI `{version}` is not supported"), remedy))
            }
            None if source.get("/swagger").is_some() => {
                Err(source.key_problem("/swagger", "Swagger is not supported".to_owned(), remedy))
            }
            None => {
                Err(source.problem("", "this is no OpenAPI document: it has no `openapi`".to_owned(), remedy))
            }
        }
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { at: "".into(), value: self.source.root() }
    }

    /// Follows references to the end.
    pub(super) fn resolve<'d>(&'d self, node: &Node<'d>) -> Target<'d> {
        let mut node = node.clone();
        let mut seen = Vec::new();
        loop {
            let Some(target) = node.text("$ref") else { return Target::Here(node) };
            match self.node(target) {
                Some(next) if !seen.contains(&next.at) => {
                    seen.push(next.at.clone());
                    node = next;
                }
                _ => return Target::Unknown(target),
            }
        }
    }

    /// The object that a reference inside of the document leads to.
    fn node(&self, reference: &str) -> Option<Node<'_>> {
        let fragment = reference.strip_prefix('#')?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return None;
        }
        let plain = percent_encoding::percent_decode_str(fragment).decode_utf8().ok();
        let plain = plain.filter(|plain| self.source.get(plain).is_some());
        let at: Rc<str> = plain.map_or_else(|| Rc::from(fragment), |plain| Rc::from(&*plain));
        let value = self.source.get(&at)?;
        Some(Node { at, value })
    }

    /// What an object at a key stands for, if it is there and can be found.
    pub(super) fn resolved<'d>(&'d self, node: &Node<'d>) -> Option<Node<'d>> {
        match self.resolve(node) {
            Target::Here(node) => Some(node),
            Target::Unknown(_) => None,
        }
    }

    /// Components by kind and name.
    pub(super) fn component<'d>(&'d self, kind: &str, name: &str) -> Option<Node<'d>> {
        let node = self.root().get("components")?.get(kind)?.get(name)?;
        self.resolved(&node)
    }
}
