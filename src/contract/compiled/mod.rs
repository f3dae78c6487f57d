//! Schemas, compiled into what judges bytes in one pass: no tree of values, and no word about what is wrong.
//!
//! What a scalar is worth that is not of the plain kind (a float, a time in an unusual form, a text with a pattern) is
//! asked of the validator that explains; a schema with a keyword that is not compiled is not compiled at all.

mod compile;
mod node;
mod read;
mod time;

use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::spec::Source;
use node::Node;
use read::{Read, Run};

/// What one pass over a body shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The schema is fulfilled, and there is nothing else to remark.
    Clean,
    /// The schema is fulfilled; something else may be remarked.
    Fulfilled,
    /// The schema is not fulfilled.
    Broken,
    /// No JSON in UTF-8, or a key that stands twice: which verdict is right, a closer look tells.
    Unsure,
}

/// A schema of the API description, with the schemas that it refers to.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The JSON Schema, whose root is below `/root`.
    document: Value,
    nodes: Vec<Node>,
    top: usize,
}

impl Compiled {
    /// Compiles the schema at a pointer; nothing, if it says something that is not compiled.
    pub(crate) fn new(source: &Source, pointer: &str) -> Option<Self> {
        compile::compile(source, pointer)
    }

    /// Judges a body.
    pub(crate) fn look(&self, body: &[u8]) -> Look {
        let Ok(text) = std::str::from_utf8(body) else { return Look::Unsure };
        let mut run = Run::new(self);
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = Read { run: &mut run, node: &self.nodes[self.top] }.deserialize(&mut reader);
        match read.and_then(|_| reader.end()) {
            Ok(()) => run.seen.look(),
            Err(_) => Look::Unsure,
        }
    }
}
