//! JSON Schemas of the values that types are made of (feature `schema`).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Open, Word};

/// Stands for `jiff::Timestamp`, for which schemars has no schema.
pub(crate) struct Time;

impl JsonSchema for Time {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// An open enum is any text; the words that are known are examples of it.
impl<T: Word> JsonSchema for Open<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Open{}", T::NAME).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        json_schema!({ "type": "string", "examples": words })
    }
}
