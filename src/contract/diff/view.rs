//! A schema with all that `allOf` and references add to it, as one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::direction::Direction;
use super::document::{Document, MOST_WORK, Node, Target};
use super::value::canonical;

/// The types of JSON; a whole number is a number.
const KINDS: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// What restricts a value, bounds aside; the rest is for people.
const RESTRICTIONS: &[&str] =
    &["type", "enum", "format", "pattern", "properties", "required", "items", "not"];

/// Bounds, whether they are lower ones, and the type that they are about.
pub(super) const BOUNDS: &[(&str, bool, &str)] = &[
    ("minimum", true, "number"),
    ("maximum", false, "number"),
    ("minLength", true, "string"),
    ("maxLength", false, "string"),
    ("minItems", true, "array"),
    ("maxItems", false, "array"),
    ("minProperties", true, "object"),
    ("maxProperties", false, "object"),
];

/// The keywords that bound a value by a number or, in the last case, by a flag.
pub(super) fn bounding() -> impl Iterator<Item = &'static str> {
    BOUNDS.iter().map(|(keyword, ..)| *keyword).chain(["multipleOf", "uniqueItems"])
}

/// Schemas that hold at the same time.
pub(super) struct View<'d> {
    /// As they were given, references not followed.
    pub(super) given: Vec<Node<'d>>,
    /// From the outside in, each once.
    pub(super) parts: Vec<Node<'d>>,
    /// References that lead nowhere in the document.
    pub(super) unknown: BTreeSet<&'d str>,
}

/// What an object may hold beside its properties.
pub(super) enum Additional<'d> {
    Open,
    Closed,
    Fitting(Vec<Node<'d>>),
}

/// Schemas of which one, or at least one, has to hold.
#[derive(Clone)]
pub(super) struct Group<'d> {
    pub(super) keyword: &'static str,
    pub(super) at: String,
    pub(super) alternatives: Vec<Node<'d>>,
}

/// What is said of one property.
#[derive(Default)]
pub(super) struct Property<'d> {
    pub(super) schemas: Vec<Node<'d>>,
    /// Where it is said to be required.
    pub(super) required: Option<String>,
    /// Whether it is there and travels in the other direction only.
    pub(super) hidden: bool,
}

impl<'d> View<'d> {
    pub(super) fn new(document: &'d Document, schemas: &[Node<'d>]) -> Self {
        let mut view = Self { given: schemas.to_vec(), parts: Vec::new(), unknown: BTreeSet::new() };
        let mut seen = HashSet::new();
        let mut open: Vec<_> = schemas.iter().rev().cloned().collect();
        while let Some(node) = open.pop() {
            match document.resolve(&node) {
                Target::Unknown(reference) => {
                    view.unknown.insert(reference);
                }
                Target::Here(node) if seen.insert(node.at.clone()) => {
                    // One alternative is no choice.
                    for keyword in ["anyOf", "oneOf", "allOf"] {
                        let inner = node.items_of(keyword);
                        if keyword == "allOf" || inner.len() == 1 {
                            open.extend(inner.into_iter().rev());
                        }
                    }
                    view.parts.push(node);
                }
                Target::Here(_) => {}
            }
        }
        view
    }

    /// Where a keyword stands.
    pub(super) fn place(&self, keyword: &str) -> Option<String> {
        self.parts.iter().find(|part| part.value.get(keyword).is_some()).map(|part| part.below(keyword))
    }

    /// Where the whole stands.
    pub(super) fn at(&self) -> Option<String> {
        self.parts.first().map(|part| part.at.to_string())
    }

    /// What is said by a keyword, from the outside in.
    pub(super) fn values(&self, keyword: &str) -> impl Iterator<Item = &'d Value> {
        self.parts.iter().filter_map(move |part| part.value.get(keyword))
    }

    pub(super) fn first(&self, keyword: &str) -> Option<&'d Value> {
        self.values(keyword).next()
    }

    pub(super) fn texts(&self, keyword: &str) -> BTreeSet<&'d str> {
        self.values(keyword).filter_map(Value::as_str).collect()
    }

    pub(super) fn is(&self, flag: &str) -> bool {
        self.parts.iter().any(|part| part.flag(flag))
    }

    /// Whether every value fits.
    pub(super) fn is_any(&self) -> bool {
        self.unknown.is_empty() && self.is_bare() && self.groups().is_empty()
    }

    /// Whether nothing is said beside alternatives.
    pub(super) fn is_bare(&self) -> bool {
        let restricts = |part: &Node<'_>| {
            let mut keywords = RESTRICTIONS.iter().copied().chain(bounding());
            keywords.any(|keyword| part.value.get(keyword).is_some())
        };
        !self.parts.iter().any(restricts) && matches!(self.additional(), Additional::Open)
    }

    /// The types that fit; a schema that has properties is meant for objects, also where it does not say so.
    pub(super) fn kinds(&self) -> BTreeSet<&'d str> {
        self.parts.iter().fold(KINDS.into(), |kinds: BTreeSet<&'d str>, part| &kinds & &kinds_of(part.value))
    }

    /// Whether null fits.
    ///
    /// OpenAPI has the flag count beside a type only; around a reference it is meant all the same.
    pub(super) fn is_nullable(&self) -> bool {
        let (typed, untyped): (Vec<_>, Vec<_>) =
            self.parts.iter().partition(|part| part.value.get("type").is_some());
        if untyped.iter().any(|part| part.flag("nullable")) || self.is_any() {
            return true;
        }
        let null = |part: &&Node<'_>| {
            let is_listed = part.value.get("type").and_then(Value::as_array);
            part.flag("nullable") || is_listed.is_some_and(|kinds| kinds.contains(&Value::from("null")))
        };
        !typed.is_empty() && typed.iter().all(null)
    }

    /// The values that fit where they are counted, by their spelling, with their place.
    pub(super) fn words(&self) -> Option<BTreeMap<String, (&'d Value, String)>> {
        let lists =
            self.parts.iter().filter_map(|part| part.get("enum")).filter(|list| list.value.is_array());
        let lists = lists.map(|list| -> BTreeMap<_, _> {
            let words = list.items().into_iter();
            words.map(|word| (canonical(word.value), (word.value, word.at.to_string()))).collect()
        });
        lists.reduce(|words, list| words.into_iter().filter(|(word, _)| list.contains_key(word)).collect())
    }

    /// Each property as far as it travels in a direction; those that do not are hidden. The work is added up.
    pub(super) fn properties(
        &self,
        document: &'d Document,
        direction: Direction,
        work: &mut usize,
    ) -> BTreeMap<&'d str, Property<'d>> {
        let mut properties: BTreeMap<_, Property<'d>> = BTreeMap::new();
        for part in &self.parts {
            for (name, schema) in part.entries_of("properties") {
                properties.entry(name).or_default().schemas.push(schema);
            }
            for name in part.items_of("required") {
                if let Some(text) = name.value.as_str() {
                    properties.entry(text).or_default().required = Some(name.at.to_string());
                }
            }
        }
        let hidden = match direction {
            Direction::Sent => "readOnly",
            Direction::Received => "writeOnly",
        };
        for property in properties.values_mut() {
            if *work > MOST_WORK {
                break;
            }
            let view = View::new(document, &property.schemas);
            *work += view.parts.len();
            property.hidden = view.is(hidden);
        }
        properties
    }

    pub(super) fn additional(&self) -> Additional<'d> {
        let mut fitting = Vec::new();
        for node in self.parts.iter().filter_map(|part| part.get("additionalProperties")) {
            match node.value {
                Value::Bool(false) => return Additional::Closed,
                Value::Object(schema) if !schema.is_empty() => fitting.push(node),
                _ => {}
            }
        }
        if fitting.is_empty() { Additional::Open } else { Additional::Fitting(fitting) }
    }

    /// What holds for each item of a list.
    pub(super) fn items(&self) -> Vec<Node<'d>> {
        self.parts.iter().filter_map(|part| part.get("items")).collect()
    }

    /// What must not hold.
    pub(super) fn exclusions(&self) -> Vec<Node<'d>> {
        self.parts.iter().filter_map(|part| part.get("not")).collect()
    }

    pub(super) fn groups(&self) -> Vec<Group<'d>> {
        let mut groups = Vec::new();
        for part in &self.parts {
            for keyword in ["oneOf", "anyOf"] {
                let alternatives = part.items_of(keyword);
                if alternatives.len() > 1 {
                    groups.push(Group { keyword, at: part.below(keyword), alternatives });
                }
            }
        }
        groups
    }

    pub(super) fn discriminator(&self) -> Option<Node<'d>> {
        self.parts.iter().find_map(|part| part.get("discriminator")).filter(|node| node.value.is_object())
    }
}

/// The types that one schema lets through.
fn kinds_of<'d>(schema: &'d Value) -> BTreeSet<&'d str> {
    let with_integer = |kind: &'d str| if kind == "number" { vec!["number", "integer"] } else { vec![kind] };
    match schema.get("type") {
        Some(Value::String(kind)) => return with_integer(kind).into_iter().collect(),
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            return kinds.flat_map(with_integer).collect();
        }
        _ => {}
    }
    let kind = |word: &Value| match word {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(_) => Some("number"),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    };
    if let Some(words) = schema.get("enum").and_then(Value::as_array).filter(|words| !words.is_empty()) {
        return words.iter().filter_map(kind).flat_map(with_integer).collect();
    }
    if schema.get("properties").is_some()
        || schema.get("additionalProperties").is_some_and(|more| more != true)
    {
        return BTreeSet::from(["object"]);
    }
    if schema.get("items").is_some() {
        return BTreeSet::from(["array"]);
    }
    KINDS.into()
}
