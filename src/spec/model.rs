//! The typed view of a checked document: what generator, simulator and contract engine ask for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::effect::Effect;
use super::grammar::{self, Kind};
use super::request::{RequestBody, request_body};
use crate::yaml::{Source, pointer};

/// The HTTP methods that an operation can stand under, as the document spells them.
pub const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];

/// The whole API.
#[derive(Clone, Debug)]
pub struct Contract {
    pub source: Source,
    pub operations: Vec<Operation>,
    /// URL of the service by region name.
    pub regions: BTreeMap<String, String>,
}

/// One operation, its references followed.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    /// In capitals, as on the wire.
    pub method: String,
    /// With `{placeholders}`.
    pub path: String,
    pub pointer: String,
    pub parameters: Vec<Parameter>,
    pub body: Option<RequestBody>,
    pub responses: BTreeMap<u16, Response>,
    pub pagination: Option<Pagination>,
    /// Query parameter → property of the item that it must equal.
    pub filters: BTreeMap<String, String>,
    /// What it does to what other operations show.
    pub effect: Option<Effect>,
    pub permission: Option<Permission>,
    /// How a tenant gets access at all, where that is not a matter of permissions.
    pub availability: Option<String>,
}

impl Operation {
    /// Whether it only reads.
    pub fn is_read(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// The status that is described for a condition, by the example of that name.
    pub fn status_of(&self, condition: &str) -> Option<u16> {
        let named = |(_, response): &(&u16, &Response)| {
            response.examples.iter().any(|example| example.name == condition)
        };
        self.responses.iter().find(named).map(|(status, _)| *status)
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Path,
    Query,
    Header,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub place: Place,
    pub required: bool,
    /// Pointer of the schema, references not followed.
    pub schema: String,
    pub default: Option<Value>,
    /// Whether a client is given the value once, for all its calls.
    pub client_scope: bool,
}

#[derive(Clone, Debug)]
pub struct Response {
    pub pointer: String,
    /// Pointer of the schema of the JSON body, references not followed.
    pub schema: Option<String>,
    pub examples: Vec<Example>,
    pub remedy: Option<String>,
}

/// An example of an answer; those of error answers are named after the condition that causes them.
#[derive(Clone, Debug)]
pub struct Example {
    pub name: String,
    /// Path beside the YAML file.
    pub file: String,
}

/// How a listing goes on: the words of `x-swr-pagination`.
#[derive(Clone, Debug)]
pub struct Pagination {
    pub marker: String,
    pub limit: String,
    pub marker_needs_limit: bool,
    /// JSON pointers into the body.
    pub items: String,
    pub next: String,
    /// Property that tells one item from another.
    pub identity: String,
    /// Whether an empty marker ends the listing, as an absent one does.
    pub empty_ends: bool,
    /// Name of the component schema of one item.
    pub item_schema: String,
    /// Bounds and default of the page size.
    pub limit_minimum: i64,
    pub limit_maximum: i64,
    pub limit_default: i64,
}

#[derive(Clone, Debug)]
pub struct Permission {
    pub action: String,
}

impl Contract {
    /// The typed view of a document in which [`check`](super::check) found nothing.
    pub fn new(source: Source) -> Self {
        let mut operations = Vec::new();
        for (path, _) in source.get("/paths").and_then(Value::as_object).into_iter().flatten() {
            let item = pointer("/paths", path);
            for method in METHODS {
                let at = pointer(&item, method);
                if source.get(&at).is_some() {
                    operations.push(operation(&source, path, &item, method, &at));
                }
            }
        }
        operations.sort_by_key(|operation| source.position(&operation.pointer));
        let regions = regions(&source);
        Self { source, operations, regions }
    }
}

fn operation(source: &Source, path: &str, item: &str, method: &str, at: &str) -> Operation {
    let value = source.get(at).unwrap_or(&Value::Null);
    let parameters: Vec<Parameter> =
        parameters(source, item, at).into_iter().map(|(at, ..)| parameter(source, &at)).collect();
    let responses = answers(source, at)
        .into_iter()
        .filter_map(|(status, pointer, schema)| {
            Some((status.parse().ok()?, response(source, pointer, schema)))
        })
        .collect();
    let pagination =
        value.get("x-swr-pagination").and_then(|pagination| paginated(source, at, pagination, &parameters));
    Operation {
        id: text(value, "operationId"),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        pointer: at.to_owned(),
        parameters,
        body: request_body(source, at),
        responses,
        pagination,
        effect: Effect::of(source, at),
        filters: value
            .get("x-swr-filters")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(name, property)| Some((name.clone(), property.as_str()?.to_owned())))
            .collect(),
        permission: value
            .get("x-swr-permission")
            .map(|permission| Permission { action: text(permission, "action") }),
        availability: value.get("x-swr-availability").map(|availability| text(availability, "how")),
    }
}

fn parameter(source: &Source, at: &str) -> Parameter {
    let value = source.get(at).unwrap_or(&Value::Null);
    let schema = pointer(at, "schema");
    let place = match text(value, "in").as_str() {
        "path" => Place::Path,
        "header" => Place::Header,
        _ => Place::Query,
    };
    Parameter {
        name: text(value, "name"),
        place,
        required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
        default: source.resolve(&schema).and_then(|(_, schema)| schema.get("default").cloned()),
        schema,
        client_scope: text(value, "x-swr-scope") == "client",
    }
}

fn response(source: &Source, at: String, schema: Option<String>) -> Response {
    let examples = pointer(&pointer(&pointer(&at, "content"), "application/json"), "examples");
    let mut examples: Vec<_> = source
        .get(&examples)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(name, _)| {
            let at = pointer(&examples, name);
            let (_, example) = source.resolve(&at)?;
            let file = example.get("externalValue")?.as_str()?.to_owned();
            Some((source.position(&at), Example { name: name.clone(), file }))
        })
        .collect();
    examples.sort_by_key(|(position, _)| *position);
    let remedy = source.get(&pointer(&at, "x-swr-remedy")).and_then(Value::as_str).map(unfold);
    let examples = examples.into_iter().map(|(_, example)| example).collect();
    Response { pointer: at, schema, examples, remedy }
}

fn paginated(
    source: &Source,
    operation: &str,
    pagination: &Value,
    parameters: &[Parameter],
) -> Option<Pagination> {
    let items = text(pagination, "items");
    let body = body_schema(source, operation)?;
    let schema = descend(source, &body, &items)?;
    let (item, _) = source.resolve(&pointer(&schema, "items"))?;
    let limit = text(pagination, "limit");
    let limit_schema = parameters.iter().find(|parameter| parameter.name == limit)?;
    let (_, bounds) = source.resolve(&limit_schema.schema)?;
    let bound = |key: &str, otherwise| bounds.get(key).and_then(Value::as_i64).unwrap_or(otherwise);
    Some(Pagination {
        marker: text(pagination, "marker"),
        limit,
        marker_needs_limit: pagination.get("marker-needs-limit") == Some(&Value::Bool(true)),
        items,
        next: text(pagination, "next"),
        identity: text(pagination, "identity"),
        empty_ends: pagination
            .get("end")
            .and_then(Value::as_array)
            .is_some_and(|ends| ends.iter().any(|end| end == "empty")),
        item_schema: item.rsplit('/').next()?.to_owned(),
        limit_minimum: bound("minimum", 1),
        limit_maximum: bound("maximum", i64::from(i32::MAX)),
        limit_default: bound("default", bound("maximum", 1)),
    })
}

fn regions(source: &Source) -> BTreeMap<String, String> {
    let mut regions = BTreeMap::new();
    for server in source.get("/servers").and_then(Value::as_array).into_iter().flatten() {
        let url = text(server, "url");
        let words = server.pointer("/variables/region/enum").and_then(Value::as_array);
        for region in words.into_iter().flatten().filter_map(Value::as_str) {
            regions.insert(region.to_owned(), url.replace("{region}", region));
        }
        if words.is_none()
            && let Some(region) = url.split('.').nth(1)
        {
            regions.insert(region.to_owned(), url.clone());
        }
    }
    regions
}

/// The `{names}` in a path, in order.
pub fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Parameters of an operation and of its path: pointer (references followed), place, name.
pub fn parameters<'a>(source: &'a Source, item: &str, operation: &str) -> Vec<(String, &'a str, &'a str)> {
    let mut found = Vec::new();
    for base in [item, operation] {
        let list = pointer(base, "parameters");
        let count = source.get(&list).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            let Some((at, value)) = source.resolve(&pointer(&list, &index.to_string())) else { continue };
            let word = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
            found.push((at, word("in"), word("name")));
        }
    }
    found
}

/// Answers of an operation: status, pointer of the response (followed), pointer of its JSON schema.
pub fn answers(source: &Source, operation: &str) -> Vec<(String, String, Option<String>)> {
    let list = pointer(operation, "responses");
    let mut found = Vec::new();
    for (status, _) in source.get(&list).and_then(Value::as_object).into_iter().flatten() {
        let Some((at, _)) = source.resolve(&pointer(&list, status)) else { continue };
        let schema = format!("{at}/content/application~1json/schema");
        let schema = source.get(&schema).map(|_| schema);
        found.push((status.clone(), at, schema));
    }
    found
}

/// Pointer of the schema of an operation's success body.
pub fn body_schema(source: &Source, operation: &str) -> Option<String> {
    answers(source, operation)
        .into_iter()
        .find(|(status, ..)| status.starts_with('2'))
        .and_then(|(.., schema)| schema)
}

/// The schema itself behind references and behind an `allOf` that only adds a description to one.
pub fn underlying(source: &Source, schema: &str) -> Option<String> {
    let (at, value) = source.resolve(schema)?;
    match value.get("allOf").and_then(Value::as_array).map(Vec::len) {
        Some(1) => underlying(source, &pointer(&pointer(&at, "allOf"), "0")),
        _ => Some(at),
    }
}

/// The pointer of a property in a body, as its object describes it.
pub fn property(source: &Source, body: &str, path: &str) -> Option<String> {
    let mut at = body.to_owned();
    for name in path.strip_prefix('/')?.split('/') {
        at = pointer(&pointer(&underlying(source, &at)?, "properties"), name);
        source.get(&at)?;
    }
    Some(at)
}

/// The schema itself of a property in a body.
pub fn descend(source: &Source, body: &str, path: &str) -> Option<String> {
    underlying(source, &property(source, body, path)?)
}

/// Names of the component schemas that describe objects of answers.
pub fn received(source: &Source) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    grammar::walk(source, &mut |node| {
        if node.kind == Kind::Operation {
            for schema in answers(source, &node.pointer).iter().filter_map(|(.., schema)| schema.as_ref()) {
                reach(source, schema, &mut names);
            }
        }
    });
    names
}

fn reach(source: &Source, schema: &str, names: &mut BTreeSet<String>) {
    let Some(at) = underlying(source, schema) else { return };
    let properties = pointer(&at, "properties");
    let object = source.get(&properties).and_then(Value::as_object);
    let name = at.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'));
    if let (Some(name), Some(_)) = (name, object)
        && !names.insert(name.to_owned())
    {
        return;
    }
    for (name, _) in object.into_iter().flatten() {
        reach(source, &pointer(&properties, name), names);
    }
    if source.get(&pointer(&at, "items")).is_some() {
        reach(source, &pointer(&at, "items"), names);
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).map(unfold).unwrap_or_default()
}

/// A text of several lines as one.
fn unfold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
