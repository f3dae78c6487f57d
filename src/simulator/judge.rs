//! Values from outside, judged by the schemas of the API description.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::Value;

use super::parameters::reason;
use crate::spec::{Source, json_schema, pointer, underlying};

/// No value lies deeper: a schema may lead back to itself.
const DEEPEST: usize = 16;

/// What judges values by one schema.
pub(super) struct Judge {
    validator: Validator,
    shape: Shape,
}

impl Judge {
    /// Judges by the schema at `at`; the reason if it is none.
    pub(super) fn new(source: &Source, at: &str) -> Result<Self, String> {
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&json_schema(source, at)).map_err(|error| format!("{at}: {error}"))?;
        Ok(Self { validator, shape: Shape::new(source, at, 0) })
    }

    /// The reason, with its place in front, if a value is not as described; more than described is allowed.
    pub(super) fn check(&self, value: &Value) -> Result<(), String> {
        let judged = self.validator.validate(value);
        judged.map_err(|error| format!("{}: {}", error.instance_path(), reason(&error)))?;
        self.shape.wrong(value, true).map_or(Ok(()), Err)
    }

    /// The same where more than described is not allowed: a slip of the pen would go unnoticed.
    pub(super) fn check_all(&self, value: &Value) -> Result<(), String> {
        self.check(value)?;
        self.shape.wrong(value, false).map_or(Ok(()), Err)
    }
}

/// What is described, as far as JSON Schema says nothing of it.
#[derive(Default)]
struct Shape {
    is_whole: bool,
    properties: BTreeMap<String, Shape>,
    items: Option<Box<Shape>>,
}

impl Shape {
    fn new(source: &Source, at: &str, depth: usize) -> Self {
        let Some(at) = underlying(source, at).filter(|_| depth < DEEPEST) else { return Self::default() };
        let Some(schema) = source.get(&at) else { return Self::default() };
        let below = |at: &str| Self::new(source, at, depth + 1);
        let names = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let properties = pointer(&at, "properties");
        Self {
            is_whole: schema.get("type").is_some_and(|kind| kind == "integer"),
            properties: names.map(|(name, _)| (name.clone(), below(&pointer(&properties, name)))).collect(),
            items: schema.get("items").map(|_| Box::new(below(&pointer(&at, "items")))),
        }
    }

    /// What is wrong with a value or in it, with the place in front.
    fn wrong(&self, value: &Value, more_is_allowed: bool) -> Option<String> {
        match value {
            Value::Object(entries) => entries.iter().find_map(|(name, entry)| {
                let wrong = match self.properties.get(name) {
                    Some(shape) => shape.wrong(entry, more_is_allowed),
                    None => (!more_is_allowed).then(|| format!(": no {name} is described")),
                };
                wrong.map(|rest| format!("/{name}{rest}"))
            }),
            Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
                let wrong = self.items.as_ref()?.wrong(item, more_is_allowed);
                wrong.map(|rest| format!("/{index}{rest}"))
            }),
            // JSON Schema takes 5.0 for a whole number; the description does not.
            _ => (self.is_whole && value.is_f64()).then(|| format!(": {value} is written with a fraction")),
        }
    }
}
