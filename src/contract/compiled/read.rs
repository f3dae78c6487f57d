//! The pass over a body.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::node::{Kinds, Node};
use super::time::{Instant, instant};
use super::{Compiled, Look};

/// So many names that are not looked for are compared with each other, of one object.
const MOST_STRANGERS: usize = 1 << 16;

/// What was seen so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    broken: bool,
    remarked: bool,
    doubted: bool,
}

impl Seen {
    pub(super) fn look(self) -> Look {
        match self {
            Self { doubted: true, .. } => Look::Unsure,
            Self { broken: true, .. } => Look::Broken,
            Self { remarked: true, .. } => Look::Fulfilled,
            _ => Look::Clean,
        }
    }
}

/// A pass that is under way.
#[derive(Debug)]
pub(super) struct Run<'p> {
    compiled: &'p Compiled,
    pub(super) seen: Seen,
    /// Times that are compared, each with the property whose it is, of all objects around.
    times: Vec<(usize, Instant)>,
}

impl<'p> Run<'p> {
    pub(super) fn new(compiled: &'p Compiled) -> Self {
        Self { compiled, seen: Seen::default(), times: Vec::new() }
    }

    fn require(&mut self, fulfilled: bool) {
        self.seen.broken |= !fulfilled;
    }

    fn remark(&mut self, remarked: bool) {
        self.seen.remarked |= remarked;
    }

    #[cold]
    fn ask(&mut self, node: &Node, value: &Value) {
        match node.asked.allow(&self.compiled.document, value) {
            Some(allowed) => self.require(allowed),
            None => self.seen.doubted = true,
        }
    }

    fn text(&mut self, node: &'p Node, text: &str) -> Option<Instant> {
        if node.is_embedded && text.trim_ascii_start().starts_with('{') && self.unpack(node, text) {
            return None;
        }
        self.require(node.kinds.has(Kinds::STRING));
        if let Some(words) = &node.words {
            self.require(words.iter().any(|word| word == text));
        }
        if node.shortest > 0 || node.longest < usize::MAX {
            let length = text.chars().count();
            self.require((node.shortest..=node.longest).contains(&length));
        }
        let time = if node.time { instant(text) } else { None };
        if node.asks_texts || node.time && time.is_none() {
            self.ask(node, &Value::from(text));
        }
        time
    }

    /// Reads a text as the object that it may hold; whether it does.
    fn unpack(&mut self, node: &'p Node, text: &str) -> bool {
        let mut inside = Run::new(self.compiled);
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = Read { run: &mut inside, node }.deserialize(&mut reader);
        let is_object = read.and_then(|_| reader.end()).is_ok();
        if is_object {
            self.seen.broken |= inside.seen.broken;
            self.seen.doubted |= inside.seen.doubted;
            self.seen.remarked = true;
        }
        is_object
    }
}

/// Reads one value.
pub(super) struct Read<'r, 'p> {
    pub(super) run: &'r mut Run<'p>,
    pub(super) node: &'p Node,
}

impl<'p> Read<'_, 'p> {
    fn whole(self, value: i128) {
        let Self { run, node } = self;
        if node.asks_numbers {
            run.ask(node, &i64::try_from(value).map_or_else(|_| (value as u64).into(), Value::from));
        } else {
            run.require(node.kinds.has(Kinds::INTEGER) && (node.least..=node.most).contains(&value));
        }
    }

    fn compiled(&self) -> &'p Compiled {
        self.run.compiled
    }
}

impl<'de> DeserializeSeed<'de> for Read<'_, '_> {
    type Value = Option<Instant>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Read<'_, '_> {
    /// Of a text that is one.
    type Value = Option<Instant>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        self.run.require(self.node.kinds.has(Kinds::NULL));
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        self.run.require(self.node.kinds.has(Kinds::BOOLEAN));
        Ok(None)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        self.whole(value.into());
        Ok(None)
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        self.whole(value.into());
        Ok(None)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        self.run.remark(self.node.is_whole);
        self.run.ask(self.node, &Value::from(value));
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.run.text(self.node, text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let node = self.node;
        let item = &self.compiled().nodes[node.item];
        let mut count = 0;
        while items.next_element_seed(Read { run: self.run, node: item })?.is_some() {
            count += 1;
        }
        let fits = (node.fewest_items..=node.most_items).contains(&count);
        self.run.require(node.kinds.has(Kinds::ARRAY) && fits);
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let (run, node) = (self.run, self.node);
        let base = run.times.len();
        let (mut count, mut known, mut strangers) = (0, 0_u64, HashSet::new());
        while let Some(name) = entries.next_key_seed(Find(node))? {
            count += 1;
            match name {
                Name::Known(index) => {
                    let property = node.names.get(index);
                    let bit = 1 << index;
                    run.seen.doubted |= known & bit != 0;
                    known |= bit;
                    run.remark(property.is_strange);
                    let inside = &run.compiled.nodes[property.node];
                    let time = entries.next_value_seed(Read { run, node: inside })?;
                    if property.is_compared {
                        run.remark(time.is_none());
                        run.times.extend(time.map(|time| (index, time)));
                    }
                }
                Name::Stranger(name) => {
                    run.remark(node.is_closed);
                    run.seen.doubted |= strangers.len() == MOST_STRANGERS || !strangers.insert(name);
                    let inside = &run.compiled.nodes[node.other];
                    entries.next_value_seed(Read { run, node: inside })?;
                }
            }
        }
        let fits = (node.fewest_properties..=node.most_properties).contains(&count);
        run.require(node.kinds.has(Kinds::OBJECT) && fits && known & node.required == node.required);
        for (later, earlier) in &node.orders {
            let time = |index| run.times[base..].iter().find(|(of, _)| *of == index).map(|(_, time)| *time);
            let is_early = time(*later).zip(time(*earlier)).is_some_and(|(later, earlier)| later < earlier);
            run.remark(is_early);
        }
        run.times.truncate(base);
        Ok(None)
    }
}

/// The name of a property.
enum Name<'de> {
    Known(usize),
    Stranger(Cow<'de, str>),
}

/// Finds a name among those that are looked for.
struct Find<'p>(&'p Node);

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Name<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(self.0.names.find(name).map_or(Name::Stranger(Cow::Borrowed(name)), Name::Known))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(self.0.names.find(name).map_or_else(|| Name::Stranger(Cow::Owned(name.to_owned())), Name::Known))
    }
}
