//! Values from outside, judged by the schemas of the API description.

use jsonschema::Validator;
use serde_json::Value;

use super::parameters::reason;
use crate::spec::{Source, json_schema, pointer, underlying};

/// What judges values by one schema.
pub(super) struct Judge {
    at: String,
    validator: Validator,
}

impl Judge {
    /// Judges by the schema at `at`; the reason if it is none.
    pub(super) fn new(source: &Source, at: &str) -> Result<Self, String> {
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&json_schema(source, at)).map_err(|error| format!("{at}: {error}"))?;
        Ok(Self { at: at.to_owned(), validator })
    }

    /// The reason, with its place in front, if a value is not as described; more than described is allowed.
    pub(super) fn check(&self, source: &Source, value: &Value) -> Result<(), String> {
        self.validator
            .validate(value)
            .map_err(|error| format!("{}: {}", error.instance_path(), reason(&error)))?;
        // JSON Schema takes 5.0 for a whole number; the description does not.
        let fraction = |_: &str, schema: Option<&Value>, value: &Value| {
            let is_whole =
                schema.is_some_and(|schema| schema.get("type").is_some_and(|kind| kind == "integer"));
            (is_whole && value.is_f64()).then(|| format!("{value} is written with a fraction"))
        };
        find(source, &self.at, value, &fraction).map_or(Ok(()), Err)
    }

    /// The same where more than described is not allowed: a slip of the pen would go unnoticed.
    pub(super) fn check_all(&self, source: &Source, value: &Value) -> Result<(), String> {
        self.check(source, value)?;
        let strange = |name: &str, schema: Option<&Value>, _: &Value| {
            schema.is_none().then(|| format!("no {name} is described"))
        };
        find(source, &self.at, value, &strange).map_or(Ok(()), Err)
    }
}

/// Tells what is wrong with a value of this name, whose schema is the one given, if it is described.
type Wrong<'a> = &'a dyn Fn(&str, Option<&Value>, &Value) -> Option<String>;

/// What is wrong with a value or in it, with the place in front.
fn find(source: &Source, at: &str, value: &Value, wrong: Wrong<'_>) -> Option<String> {
    let behind = underlying(source, at)?;
    let inside = |name: &str, at: &str, value: &Value| {
        let schema = underlying(source, at).and_then(|at| source.get(&at));
        let here = wrong(name, schema, value).map(|reason| format!(": {reason}"));
        here.or_else(|| find(source, at, value, wrong)).map(|rest| format!("/{name}{rest}"))
    };
    match value {
        Value::Object(entries) => {
            let properties = pointer(&behind, "properties");
            entries.iter().find_map(|(name, entry)| inside(name, &pointer(&properties, name), entry))
        }
        Value::Array(items) => {
            let at = pointer(&behind, "items");
            items.iter().enumerate().find_map(|(index, item)| inside(&index.to_string(), &at, item))
        }
        _ => None,
    }
}
