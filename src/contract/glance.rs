//! As much of a clean page as rules about pages look at.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::body::Json;
use super::changes::Finals;
use crate::spec::{Contract, Operation, Pagination};

/// What is read of a page.
#[derive(Clone, Debug)]
pub(super) struct Glance {
    shape: Shape,
    items: String,
}

/// What is read of a value; everything else is passed over.
#[derive(Clone, Debug)]
enum Shape {
    Whole,
    Object(BTreeMap<String, Shape>),
    List(Box<Shape>),
}

impl Glance {
    pub(super) fn new(contract: &Contract, operation: &Operation, pages: &Pagination) -> Self {
        let finals = Finals::new(contract, pages);
        let filtered = operation.filters.values().map(String::as_str);
        let names = filtered.chain(finals.properties()).chain([pages.identity.as_str()]);
        let item = Shape::Object(names.map(|name| (name.to_owned(), Shape::Whole)).collect());
        let mut shape = Shape::Object(BTreeMap::new());
        shape.put(&pages.next, Shape::Whole);
        shape.put(&pages.items, Shape::List(Box::new(item)));
        Self { shape, items: pages.items.clone() }
    }

    /// Reads a body that is JSON; nothing, if its items are not where they should be.
    pub(super) fn read(&self, bytes: &[u8]) -> Option<Json> {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let value = Read(&self.shape).deserialize(&mut reader).ok()?;
        value.pointer(&self.items)?.as_array()?;
        Some(Json { value, doubled: Vec::new(), is_whole: false })
    }
}

impl Shape {
    /// Adds what is at a pointer.
    fn put(&mut self, pointer: &str, shape: Shape) {
        let mut at = self;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let Self::Object(inside) = at else { return };
            at = inside.entry(step).or_insert_with(|| Self::Object(BTreeMap::new()));
        }
        *at = shape;
    }
}

struct Read<'a>(&'a Shape);

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0 {
            Shape::Whole => Value::deserialize(deserializer),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        if let Shape::List(item) = self.0 {
            while let Some(value) = items.next_element_seed(Read(item))? {
                list.push(value);
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = entries.next_key_seed(Name(self.0))? {
            match name {
                Some((name, shape)) => {
                    let value = entries.next_value_seed(Read(shape))?;
                    map.insert(name.to_owned(), value);
                }
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Value::Object(map))
    }
}

/// Finds a name among those that are read.
struct Name<'a>(&'a Shape);

impl<'de, 'a> DeserializeSeed<'de> for Name<'a> {
    type Value = Option<(&'a str, &'a Shape)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Name<'a> {
    type Value = Option<(&'a str, &'a Shape)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let Shape::Object(inside) = self.0 else { return Ok(None) };
        Ok(inside.get_key_value(name).map(|(name, shape)| (name.as_str(), shape)))
    }
}
