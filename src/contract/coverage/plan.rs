//! All that is described of an operation, as a list and as the trees by which values find their items.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{Aspect, Item};
use crate::spec::{Contract, Operation, Place, Source, pointer, underlying};

/// Schemas within each other are followed so far.
const DEPTH: usize = 32;

/// What is described of one operation.
pub(super) struct Plan {
    pub(super) items: Vec<Item>,
    pub(super) statuses: BTreeMap<u16, usize>,
    /// By place and name.
    pub(super) parameters: BTreeMap<(Place, String), Node>,
    pub(super) request: Option<Node>,
    pub(super) responses: BTreeMap<u16, Node>,
}

/// A value: the items that it ticks off, and the values inside.
#[derive(Default)]
pub(super) struct Node {
    pub(super) itself: Option<usize>,
    pub(super) words: Vec<(String, usize)>,
    pub(super) bounds: Vec<Bound>,
    pub(super) properties: BTreeMap<String, Node>,
    pub(super) item: Option<Box<Node>>,
    /// Whether its text is a number.
    pub(super) is_number: bool,
}

/// A bound of a number, or of the length of a text or a list.
pub(super) struct Bound {
    pub(super) limit: f64,
    pub(super) measure: Measure,
    pub(super) is_least: bool,
    pub(super) at: usize,
    pub(super) beyond: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Number,
    Text,
    List,
}

/// Keywords that are bounds: what they measure, and whether it is the least.
const BOUNDS: [(&str, Measure, bool); 6] = [
    ("minimum", Measure::Number, true),
    ("maximum", Measure::Number, false),
    ("minLength", Measure::Text, true),
    ("maxLength", Measure::Text, false),
    ("minItems", Measure::List, true),
    ("maxItems", Measure::List, false),
];

impl Plan {
    pub(super) fn new(contract: &Contract, operation: &Operation) -> Self {
        let mut builder = Builder { source: &contract.source, items: Vec::new(), known: HashMap::new() };
        builder.item(Aspect::Operation, &operation.id, &operation.pointer);
        let responses = pointer(&operation.pointer, "responses");
        let statuses = operation.responses.keys().map(|status| {
            let name = status.to_string();
            (*status, builder.item(Aspect::Status, &name, &pointer(&responses, &name)))
        });
        let statuses = statuses.collect();
        let mut parameters = BTreeMap::new();
        for parameter in &operation.parameters {
            let at = parameter.schema.rsplit_once('/').map_or("", |(at, _)| at);
            let itself = builder.item(Aspect::Parameter, &parameter.name, at);
            let mut node =
                builder.node(Way::Parameter(parameter.place), &parameter.schema, &parameter.name, 0);
            node.itself = Some(itself);
            parameters.insert((parameter.place, parameter.name.clone()), node);
        }
        let body = operation.body.as_ref();
        let request = body.map(|body| builder.node(Way::Request, &body.schema, "", 0));
        let described = operation.responses.iter().filter_map(|(status, response)| {
            Some((*status, builder.node(Way::Response, response.schema.as_deref()?, "", 0)))
        });
        let responses = described.collect();
        Self { items: builder.items, statuses, parameters, request, responses }
    }
}

/// Where a value travels.
#[derive(Clone, Copy)]
enum Way {
    Parameter(Place),
    Request,
    Response,
}

impl Way {
    fn word(self) -> Aspect {
        match self {
            Self::Parameter(_) => Aspect::ParameterWord,
            Self::Request => Aspect::RequestWord,
            Self::Response => Aspect::ResponseWord,
        }
    }

    fn bound(self) -> Aspect {
        match self {
            Self::Parameter(_) => Aspect::ParameterBound,
            Self::Request => Aspect::RequestBound,
            Self::Response => Aspect::ResponseBound,
        }
    }

    fn field(self) -> Aspect {
        if matches!(self, Self::Response) { Aspect::ResponseField } else { Aspect::RequestField }
    }
}

struct Builder<'a> {
    source: &'a Source,
    items: Vec<Item>,
    /// What several answers of the operation share counts once.
    known: HashMap<(Aspect, String), usize>,
}

impl Builder<'_> {
    fn item(&mut self, aspect: Aspect, name: &str, pointer: &str) -> usize {
        self.told(aspect, name, pointer, "")
    }

    /// An item; of several at one place, each has a detail of its own.
    fn told(&mut self, aspect: Aspect, name: &str, pointer: &str, detail: &str) -> usize {
        let key = (aspect, format!("{pointer} {detail}"));
        if let Some(index) = self.known.get(&key) {
            return *index;
        }
        let line = self.source.key_position(pointer).line;
        let (name, pointer) = (name.to_owned(), pointer.to_owned());
        self.items.push(Item { aspect, name, pointer, line, exercised: false });
        self.known.insert(key, self.items.len() - 1);
        self.items.len() - 1
    }

    fn node(&mut self, way: Way, schema: &str, name: &str, depth: usize) -> Node {
        let mut node = Node::default();
        let source = self.source;
        let resolved = underlying(source, schema).filter(|_| depth < DEPTH);
        let Some((at, value)) = resolved.and_then(|at| Some((at.clone(), source.get(&at)?))) else {
            return node;
        };
        node.is_number = value.get("type").is_some_and(|kind| kind == "integer" || kind == "number");
        for (index, word) in value.get("enum").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let Some(word) = word.as_str() else { continue };
            let place = pointer(&pointer(&at, "enum"), &index.to_string());
            let item = self.item(way.word(), &format!("{name} {word}"), &place);
            node.words.push((word.to_owned(), item));
        }
        for (keyword, measure, is_least) in BOUNDS {
            let Some(limit) = value.get(keyword).and_then(Value::as_f64) else { continue };
            node.bounds.push(self.bound(
                way,
                &pointer(&at, keyword),
                name,
                (keyword, limit, measure, is_least),
            ));
        }
        let properties = pointer(&at, "properties");
        for (key, _) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let place = pointer(&properties, key);
            let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
            let itself = self.item(way.field(), &name, &place);
            let inside = self.node(way, &place, &name, depth + 1);
            node.properties.insert(key.clone(), Node { itself: Some(itself), ..inside });
        }
        if value.get("items").is_some() {
            let inside = self.node(way, &pointer(&at, "items"), &format!("{name}[]"), depth + 1);
            node.item = Some(Box::new(inside));
        }
        node
    }

    fn bound(
        &mut self,
        way: Way,
        pointer: &str,
        name: &str,
        (keyword, limit, measure, is_least): (&str, f64, Measure, bool),
    ) -> Bound {
        // What is sent may be tried on both sides of a bound; what is seen beyond it is a finding.
        let (at, beyond) = match way {
            Way::Response => {
                let at = self.item(way.bound(), &format!("{name} {keyword}"), pointer);
                (at, Some(at))
            }
            Way::Parameter(_) | Way::Request => {
                let at = self.told(way.bound(), &format!("{name} at {keyword}"), pointer, "at");
                // There is no text shorter than none, and no empty segment in a path.
                let shortest = if matches!(way, Way::Parameter(Place::Path)) { 1.0 } else { 0.0 };
                let none = measure != Measure::Number && is_least && limit <= shortest;
                let beyond =
                    || self.told(way.bound(), &format!("{name} beyond {keyword}"), pointer, "beyond");
                (at, (!none).then(beyond))
            }
        };
        Bound { limit, measure, is_least, at, beyond }
    }
}
