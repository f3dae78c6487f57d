//! From schemas to nodes: a node for each set of schemas that hold at one place together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::Compiled;
use super::node::{Asked, Kinds, MOST_NAMES, Names, Node, Property};
use crate::spec::{Source, json_schema, pointer, underlying};

/// What allows everything, and remarks nothing.
const FREE: usize = 0;
/// A description with more places than that is not compiled.
const MOST_NODES: usize = 4096;

/// A place in a body: pointers of the schemas that hold there, in the document of the compiled schema, and the pointer
/// of the one in the API description that says what else is to be remarked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Place {
    schemas: BTreeSet<String>,
    described: Option<String>,
}

pub(super) fn compile(source: &Source, pointer: &str) -> Option<Compiled> {
    let mut root = json_schema(source, pointer);
    let components = root.as_object_mut()?.remove("components")?;
    let standard = root.as_object_mut()?.remove("$schema")?;
    let document = json!({ "$schema": standard, "components": components, "root": root });
    let mut compiler = Compiler { source, document: &document, places: Vec::new(), known: HashMap::new() };
    compiler.node(Place::default());
    let schemas = BTreeSet::from(["/root".to_owned()]);
    let top = compiler.node(Place { schemas, described: Some(pointer.to_owned()) });
    let mut nodes = Vec::new();
    while let Some(place) = compiler.places.get(nodes.len()).cloned() {
        if nodes.len() == MOST_NODES {
            return None;
        }
        nodes.push(compiler.compile(&place)?);
    }
    Some(Compiled { nodes, top, document })
}

struct Compiler<'a> {
    source: &'a Source,
    document: &'a Value,
    /// The places that are or will be compiled, each a node.
    places: Vec<Place>,
    known: HashMap<Place, usize>,
}

impl<'a> Compiler<'a> {
    /// The node of a place.
    fn node(&mut self, place: Place) -> usize {
        let next = self.places.len();
        let index = *self.known.entry(place.clone()).or_insert(next);
        if index == next {
            self.places.push(place);
        }
        index
    }

    fn compile(&mut self, place: &Place) -> Option<Node> {
        let mut node = Node::new(FREE, Asked::new(place.schemas.iter().cloned().collect()));
        let mut inside = Inside::default();
        for (at, schema) in self.all(&place.schemas)? {
            match schema {
                Value::Bool(true) => {}
                Value::Bool(false) => node.kinds = Kinds::NONE,
                Value::Object(keywords) => {
                    for (keyword, value) in keywords {
                        apply(&mut node, keyword, value)?;
                    }
                    inside.add(&at, keywords)?;
                }
                _ => return None,
            }
        }
        let described = place.described.as_deref().and_then(|at| Some((at, underlying(self.source, at)?)));
        let described =
            described.map(|(at, target)| self.describe(&mut node, at, &target)).unwrap_or_default();
        self.inside(&mut node, &inside, described)?;
        Some(node)
    }

    /// Schemas with all that they refer to, or are made of.
    fn all(&self, schemas: &BTreeSet<String>) -> Option<BTreeMap<String, &'a Value>> {
        let mut found = BTreeMap::new();
        let mut open: Vec<_> = schemas.iter().cloned().collect();
        while let Some(at) = open.pop() {
            if found.contains_key(&at) {
                continue;
            }
            let schema = self.document.pointer(&at)?;
            if let Some(target) = schema.get("$ref") {
                open.push(target.as_str()?.strip_prefix('#')?.to_owned());
            }
            let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
            open.extend((0..parts).map(|part| pointer(&pointer(&at, "allOf"), &part.to_string())));
            found.insert(at, schema);
        }
        Some(found)
    }

    /// What the API description says beyond JSON Schema.
    fn describe(&self, node: &mut Node, at: &str, target: &str) -> Described {
        let source = self.source;
        node.is_embedded = source.get(&pointer(at, "x-swr-embedded")).is_some();
        node.is_whole = source.get(&pointer(target, "type")).is_some_and(|name| name == "integer");
        let item = pointer(target, "items");
        let mut described = Described { item: source.get(&item).map(|_| item), ..Described::default() };
        let properties = pointer(target, "properties");
        let Some(known) = source.get(&properties).and_then(Value::as_object) else { return described };
        node.is_closed = true;
        for (name, property) in known {
            described.properties.insert(name.clone(), Some(pointer(&properties, name)));
            let aliases = property.get("x-swr-aliases").and_then(Value::as_array).into_iter().flatten();
            for alias in aliases.filter_map(Value::as_str) {
                described.properties.entry(alias.to_owned()).or_default();
            }
            if let Some(earlier) = property.get("x-swr-not-before").and_then(Value::as_str) {
                described.orders.push((name.clone(), earlier.to_owned()));
            }
        }
        described
    }

    /// What lies inside a value.
    fn inside(&mut self, node: &mut Node, inside: &Inside<'_>, described: Described) -> Option<()> {
        node.item = self.node(Place { schemas: inside.items.clone(), described: described.item });
        let others = inside.objects.iter().filter_map(Object::other).collect();
        node.other = self.node(Place { schemas: others, described: None });
        let names = inside.objects.iter().flat_map(Object::names).chain(inside.required.iter().copied());
        let names: BTreeSet<&str> = names.chain(described.properties.keys().map(String::as_str)).collect();
        if names.len() > MOST_NAMES {
            return None;
        }
        let property = |name: &str| {
            let schemas = inside.objects.iter().filter_map(|object| object.inside(name)).collect();
            let known = described.properties.get(name);
            let node_of_it = self.node(Place { schemas, described: known.cloned().flatten() });
            let is_strange = node.is_closed && known.is_none();
            Property { name: name.to_owned(), node: node_of_it, is_strange, is_compared: false }
        };
        node.names = Names::new(names.into_iter().map(property).collect());
        for name in &inside.required {
            node.required |= 1 << node.names.find(name)?;
        }
        for (later, earlier) in &described.orders {
            // What cannot be there has no time.
            let (Some(later), Some(earlier)) = (node.names.find(later), node.names.find(earlier)) else {
                continue;
            };
            node.orders.push((node.names.compare(later), node.names.compare(earlier)));
        }
        Some(())
    }
}

/// What lies inside a value, as its schemas say it.
#[derive(Default)]
struct Inside<'a> {
    items: BTreeSet<String>,
    objects: Vec<Object<'a>>,
    required: BTreeSet<&'a str>,
}

impl<'a> Inside<'a> {
    fn add(&mut self, at: &str, keywords: &'a Map<String, Value>) -> Option<()> {
        if keywords.contains_key("items") {
            self.items.insert(pointer(at, "items"));
        }
        for name in keywords.get("required").and_then(Value::as_array).into_iter().flatten() {
            self.required.insert(name.as_str()?);
        }
        self.objects.push(Object { at: at.to_owned(), keywords });
        Some(())
    }
}

/// A schema, as far as it is about properties.
struct Object<'a> {
    at: String,
    keywords: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let properties = self.keywords.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// The schema of properties that it does not name.
    fn other(&self) -> Option<String> {
        self.keywords.contains_key("additionalProperties").then(|| pointer(&self.at, "additionalProperties"))
    }

    /// The schema of a property.
    fn inside(&self, name: &str) -> Option<String> {
        let named = self.keywords.get("properties").is_some_and(|properties| properties.get(name).is_some());
        if named { Some(pointer(&pointer(&self.at, "properties"), name)) } else { self.other() }
    }
}

/// What the API description says of what lies inside a value: pointers of schemas in it.
#[derive(Default)]
struct Described {
    item: Option<String>,
    /// Other names of a property have no schema.
    properties: BTreeMap<String, Option<String>>,
    /// Properties, and those that they are not before.
    orders: Vec<(String, String)>,
}

/// Adds a keyword that is about the value itself; nothing, if it is not compiled.
fn apply(node: &mut Node, keyword: &str, value: &Value) -> Option<()> {
    let count = || usize::try_from(value.as_u64()?).ok();
    match keyword {
        "title" | "description" | "default" | "deprecated" => {}
        "type" => node.kinds = node.kinds.and(kinds(value)?),
        "enum" => words(node, value.as_array()?)?,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => bound(node, keyword, value),
        "multipleOf" => node.asks_numbers = true,
        "minLength" => node.shortest = node.shortest.max(count()?),
        "maxLength" => node.longest = node.longest.min(count()?),
        "pattern" => node.asks_texts = true,
        "format" if value == "date-time" => node.time = true,
        "format" => node.asks_texts = true,
        "minItems" => node.fewest_items = node.fewest_items.max(count()?),
        "maxItems" => node.most_items = node.most_items.min(count()?),
        "uniqueItems" if value == &Value::Bool(false) => {}
        "minProperties" => node.fewest_properties = node.fewest_properties.max(count()?),
        "maxProperties" => node.most_properties = node.most_properties.min(count()?),
        "$ref" | "allOf" | "items" | "properties" | "additionalProperties" | "required" => {}
        _ => return None,
    }
    Some(())
}

fn kinds(value: &Value) -> Option<Kinds> {
    let kind = |name: &Value| {
        Some(match name.as_str()? {
            "null" => Kinds::NULL,
            "boolean" => Kinds::BOOLEAN,
            "integer" => Kinds::INTEGER,
            "number" => Kinds::NUMBER,
            "string" => Kinds::STRING,
            "array" => Kinds::ARRAY,
            "object" => Kinds::OBJECT,
            _ => return None,
        })
    };
    match value {
        Value::Array(names) => names.iter().try_fold(Kinds::NONE, |kinds, name| Some(kinds.or(kind(name)?))),
        name => kind(name),
    }
}

/// The values of an enum, if they are texts and null.
fn words(node: &mut Node, values: &[Value]) -> Option<()> {
    let mut kinds = Kinds::NONE;
    let mut words = Vec::new();
    for value in values {
        match value {
            Value::Null => kinds = kinds.or(Kinds::NULL),
            Value::String(word) => {
                kinds = kinds.or(Kinds::STRING);
                words.push(word.clone());
            }
            _ => return None,
        }
    }
    node.kinds = node.kinds.and(kinds);
    match &mut node.words {
        Some(known) => known.retain(|word| words.contains(word)),
        None => node.words = Some(words),
    }
    Some(())
}

fn bound(node: &mut Node, keyword: &str, value: &Value) {
    let whole = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    match (keyword, whole) {
        ("minimum", Some(limit)) => node.least = node.least.max(limit),
        ("maximum", Some(limit)) => node.most = node.most.min(limit),
        ("exclusiveMinimum", Some(limit)) => node.least = node.least.max(limit + 1),
        ("exclusiveMaximum", Some(limit)) => node.most = node.most.min(limit - 1),
        _ => node.asks_numbers = true,
    }
}
