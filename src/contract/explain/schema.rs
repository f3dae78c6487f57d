//! Whether a text is what an operation answers.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use jsonschema::Validator;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::contract::described::described;
use crate::spec::{Source, json_schema, pointer};

/// How much memory the values of a text may take that the schema has something to say of.
const MEMORY: usize = 32 * 1024 * 1024;
/// Schemas within each other are followed so far; nothing in the API is deeper.
const DEPTH: usize = 32;

/// The schema of an operation's answer.
pub(crate) struct Schema {
    validator: Validator,
    shape: Shape,
}

/// What a schema says of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fulfilled,
    /// The first violation.
    Broken(String),
    /// The values take too much memory to be judged.
    TooLarge,
}

impl Schema {
    /// The schema of what an operation answers with a status; what there is, if there is no such answer.
    pub(crate) fn of(operation: &str, status: u16) -> Result<Self, String> {
        let described = described().map_err(|error| error.to_string())?;
        let (_, at) = described.answer(operation, status).map_err(|(_, why)| why)?;
        let contract = &described.contract;
        let schema = json_schema(&contract.source, at);
        let validator = jsonschema::options().should_validate_formats(true).build(&schema);
        let validator = validator.map_err(|error| error.to_string())?;
        Ok(Self { validator, shape: Shape::of(&contract.source, at, 0) })
    }

    /// What is to be said of a text that is JSON.
    pub(crate) fn judge(&self, text: &str) -> Verdict {
        let left = Cell::new(MEMORY);
        let mut reader = serde_json::Deserializer::from_str(text);
        let Ok(value) = (Read { shape: &self.shape, left: &left }).deserialize(&mut reader) else {
            return Verdict::TooLarge;
        };
        match self.validator.validate(&value) {
            Ok(()) => Verdict::Fulfilled,
            Err(error) => {
                let place = error.instance_path().to_string();
                let place = if place.is_empty() { "at the top".to_owned() } else { format!("at {place}") };
                Verdict::Broken(format!("{place}: {}", error.masked_with("the value")))
            }
        }
    }
}

/// What a schema looks at.
#[derive(Debug, Default)]
struct Shape {
    properties: BTreeMap<String, Shape>,
    /// Properties of any other name, where something is said of them.
    others: Option<Box<Shape>>,
    items: Option<Box<Shape>>,
    /// The items that are read: one more than there may be is enough to see.
    most: Option<usize>,
    /// Whether an object may come as a text that holds its JSON.
    embedded: bool,
}

impl Shape {
    fn of(source: &Source, schema: &str, depth: usize) -> Self {
        let embedded = source.get(&pointer(schema, "x-swr-embedded")).is_some();
        let inside = |at: &str| Self::of(source, at, depth + 1);
        let resolved = source.resolve(schema).filter(|_| depth < DEPTH);
        let Some((at, value)) = resolved else { return Self::default() };
        let properties = pointer(&at, "properties");
        let names = value.get("properties").and_then(Value::as_object).into_iter().flatten();
        let items = value.get("items").map(|_| Box::new(inside(&pointer(&at, "items"))));
        let others = ["additionalProperties", "minProperties", "maxProperties"];
        let others = others.iter().any(|keyword| value.get(keyword).is_some());
        let most = value.get("maxItems").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
        let mut shape = Self {
            properties: names.map(|(name, _)| (name.clone(), inside(&pointer(&properties, name)))).collect(),
            others: others.then(|| Box::new(inside(&pointer(&at, "additionalProperties")))),
            items,
            most: most.map(|most| most + 1),
            embedded,
        };
        let parts = value.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for part in 0..parts {
            shape.add(inside(&pointer(&pointer(&at, "allOf"), &part.to_string())));
        }
        shape
    }

    /// Looks at what another schema looks at, too.
    fn add(&mut self, other: Self) {
        for (name, shape) in other.properties {
            self.properties.entry(name).or_default().add(shape);
        }
        for (mine, its) in [(&mut self.others, other.others), (&mut self.items, other.items)] {
            if let Some(its) = its {
                mine.get_or_insert_default().add(*its);
            }
        }
        self.most = self.most.into_iter().chain(other.most).max();
        self.embedded |= other.embedded;
    }
}

/// Reads what the schema looks at, and passes over everything else.
#[derive(Clone, Copy)]
struct Read<'a> {
    shape: &'a Shape,
    left: &'a Cell<usize>,
}

impl Read<'_> {
    fn spend<E: Error>(&self, memory: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(memory).ok_or_else(|| E::custom("too large"))?;
        self.left.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        if self.shape.embedded && text.trim_start().starts_with('{') {
            let mut reader = serde_json::Deserializer::from_str(text);
            let inner = self.deserialize(&mut reader);
            if let Ok(inner) = inner.and_then(|inner| reader.end().map(|()| inner)) {
                return Ok(inner);
            }
        }
        self.spend(text.len())?;
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        if let Some(shape) = self.shape.items.as_deref() {
            while self.shape.most.is_none_or(|most| list.len() < most) {
                // A list that grows takes its memory twice.
                self.spend(3 * size_of::<Value>())?;
                let Some(item) = items.next_element_seed(Self { shape, ..self })? else { break };
                list.push(item);
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let known = self.shape.properties.get(&name).or(self.shape.others.as_deref());
            let Some(shape) = known else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            // The first entry of an object makes room for eleven.
            let room = if map.is_empty() { 11 } else { 2 };
            self.spend(room * (size_of::<Value>() + size_of::<String>()) + name.len())?;
            let value = entries.next_value_seed(Self { shape, ..self })?;
            map.insert(name, value);
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Schema, Verdict};

    fn judged(text: &str) -> Verdict {
        Schema::of("ListGcTasks", 200).expect("it is described").judge(text)
    }

    #[test]
    fn a_text_is_judged_by_the_schema_of_its_answer() {
        let example = include_str!("../../../openapi/examples/list-gc-tasks.json");
        assert_eq!(judged(example), Verdict::Fulfilled);
        let Verdict::Broken(why) = judged(r#"{"tasks":[{"id":1},{"id":"1"}]}"#) else {
            panic!("an id is a number")
        };
        assert!(why.starts_with("at /tasks/1/id: "), "{why}");
        let Verdict::Broken(why) = judged("[]") else { panic!("an answer is an object") };
        assert!(why.starts_with("at the top: "), "{why}");
        assert!(matches!(judged(r#"{"tasks":[{"creation_time":"today"}]}"#), Verdict::Broken(_)), "a format");
    }

    #[test]
    fn an_object_may_come_as_a_text_where_the_description_says_so() {
        assert_eq!(judged(r#"{"tasks":[{"job_parameters":"{\"workers\":3}"}]}"#), Verdict::Fulfilled);
        for wrong in [r#""{\"workers\":9}""#, r#""text""#, r#""{""#, r#""[]""#] {
            let text = format!(r#"{{"tasks":[{{"job_parameters":{wrong}}}]}}"#);
            assert!(matches!(judged(&text), Verdict::Broken(_)), "{text}");
        }
    }

    #[test]
    fn what_nothing_is_said_of_takes_no_memory() {
        let further = "{\"\":1},".repeat(300_000);
        assert_eq!(judged(&format!(r#"{{"further":[{further}0]}}"#)), Verdict::Fulfilled);
        let tasks = "{},".repeat(300_000);
        assert!(matches!(judged(&format!(r#"{{"tasks":[{tasks}{{}}]}}"#)), Verdict::Broken(_)));
        let errors = Schema::of("ListGcTasks", 404).expect("it is described");
        let many = r#"{"errorCode":""},"#.repeat(300_000);
        assert_eq!(errors.judge(&format!(r#"{{"errors":[{many}{{}}]}}"#)), Verdict::TooLarge);
    }

    #[test]
    fn an_answer_that_is_not_described_is_told_with_those_that_are() {
        let why = Schema::of("ListTasks", 200).err().expect("there is no such operation");
        assert!(why.contains("`ListTasks`") && why.contains("ListGcTasks"), "{why}");
        let why = Schema::of("ListGcTasks", 302).err().expect("there is no such answer");
        assert!(why.contains("302") && why.contains("200, 400"), "{why}");
    }
}
