//! What a value has to be at one place, as all schemas that hold there say it together.

use std::sync::OnceLock;

use jsonschema::Validator;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

/// What stands in a reference as it is not, beside control characters.
const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'`');

/// How many properties of an object have a name that is looked for: as many as there are bits to tick them off.
pub(super) const MOST_NAMES: usize = 64;

/// Kinds of values, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(2);
    pub(super) const INTEGER: Self = Self(4);
    /// Numbers with a fraction, beside the whole ones.
    pub(super) const NUMBER: Self = Self(4 | 8);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);
    pub(super) const ALL: Self = Self(127);

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a value has to be at one place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kinds: Kinds,
    /// The texts that are allowed, if not all are.
    pub(super) words: Option<Vec<String>>,
    /// Bounds of numbers that are written as whole ones.
    pub(super) least: i128,
    pub(super) most: i128,
    /// Bounds of the code points of a text.
    pub(super) shortest: usize,
    pub(super) longest: usize,
    /// Whether a text is a time.
    pub(super) time: bool,
    /// Whether the validator has to be asked about every number, about every text.
    pub(super) asks_numbers: bool,
    pub(super) asks_texts: bool,
    pub(super) fewest_items: usize,
    pub(super) most_items: usize,
    pub(super) item: usize,
    pub(super) fewest_properties: usize,
    pub(super) most_properties: usize,
    pub(super) names: Names,
    /// The properties that have to be there, each a bit.
    pub(super) required: u64,
    /// Properties of any other name.
    pub(super) other: usize,
    /// Properties with a time, each with the one that it is not before.
    pub(super) orders: Vec<(usize, usize)>,
    /// Whether a property of any other name is to be remarked.
    pub(super) is_closed: bool,
    /// Whether a number with a fraction is to be remarked.
    pub(super) is_whole: bool,
    /// Whether an object may come as a text that holds its JSON.
    pub(super) is_embedded: bool,
    pub(super) asked: Asked,
}

impl Node {
    /// Allows everything, as the node at `free` does for what lies inside.
    pub(super) fn new(free: usize, asked: Asked) -> Self {
        Self {
            kinds: Kinds::ALL,
            words: None,
            least: i128::MIN,
            most: i128::MAX,
            shortest: 0,
            longest: usize::MAX,
            time: false,
            asks_numbers: false,
            asks_texts: false,
            fewest_items: 0,
            most_items: usize::MAX,
            item: free,
            fewest_properties: 0,
            most_properties: usize::MAX,
            names: Names::default(),
            required: 0,
            other: free,
            orders: Vec::new(),
            is_closed: false,
            is_whole: false,
            is_embedded: false,
            asked,
        }
    }
}

/// A property that is looked for by its name.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) node: usize,
    /// Whether it is to be remarked that it is there.
    pub(super) is_strange: bool,
    /// Whether its time is compared with another one.
    pub(super) is_compared: bool,
}

/// The properties of an object, by the length of their names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Sorted by length.
    properties: Vec<Property>,
    /// Where the names of each length begin, and one more.
    begin: Vec<usize>,
}

impl Names {
    pub(super) fn new(mut properties: Vec<Property>) -> Self {
        properties.sort_by(|a, b| (a.name.len(), &a.name).cmp(&(b.name.len(), &b.name)));
        let longest = properties.last().map_or(0, |last| last.name.len());
        let begin = (0..=longest + 1).map(|length| properties.partition_point(|one| one.name.len() < length));
        Self { begin: begin.collect(), properties }
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let (begin, end) = (*self.begin.get(name.len())?, *self.begin.get(name.len() + 1)?);
        (begin..end).find(|index| self.properties[*index].name == name)
    }

    /// Notes that the time of a property is compared.
    pub(super) fn compare(&mut self, index: usize) -> usize {
        self.properties[index].is_compared = true;
        index
    }

    pub(super) fn get(&self, index: usize) -> &Property {
        &self.properties[index]
    }
}

/// The schemas of a node, for the validator that knows everything about a scalar.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) schemas: Vec<String>,
    validator: OnceLock<Option<Validator>>,
}

impl Asked {
    pub(super) fn new(schemas: Vec<String>) -> Self {
        Self { schemas, validator: OnceLock::new() }
    }

    /// Whether all schemas allow a value; nothing, if there is no validator that could tell.
    pub(super) fn allow(&self, document: &Value, value: &Value) -> Option<bool> {
        if self.schemas.is_empty() {
            return Some(true);
        }
        let validator = self.validator.get_or_init(|| validator(document, &self.schemas));
        validator.as_ref().map(|validator| validator.is_valid(value))
    }
}

fn validator(document: &Value, schemas: &[String]) -> Option<Validator> {
    let refer = |at: &String| json!({ "$ref": format!("#{}", utf8_percent_encode(at, FRAGMENT)) });
    let mut schema = document.as_object()?.clone();
    schema.insert("allOf".to_owned(), schemas.iter().map(refer).collect());
    jsonschema::options().should_validate_formats(true).build(&Value::Object(schema)).ok()
}
