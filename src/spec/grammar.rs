//! The part of OpenAPI 3.0 that this project uses, and the file of regions, as one table: which keys an object
//! may have and what stands behind each. Every check that walks a document walks it by this table.

use serde_json::Value;

use crate::yaml::{Source, pointer};

/// The kinds of object in an OpenAPI document, and in the file of regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Root,
    Info,
    Contact,
    License,
    ExternalDocs,
    Tag,
    Server,
    ServerVariable,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Header,
    Example,
    Schema,
    SecurityScheme,
    Components,
    Pagination,
    Effect,
    Cases,
    Permission,
    Availability,
    Erratum,
    Regions,
    Service,
    Host,
}

/// What may stand behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    Flag,
    Whole,
    Number,
    Any,
    Texts,
    TextMap,
    TextsMap,
    /// One word from where a fact can come, or a mapping keyword → such a word.
    Origin,
    Object(Kind),
    Objects(Kind),
    ObjectMap(Kind),
}

use Kind as K;
use Shape as S;

/// Keys that are allowed on an object, with the shape of their value.
pub fn fields(kind: Kind) -> &'static [(&'static str, Shape)] {
    match kind {
        K::Root => &[
            ("openapi", S::Text),
            ("info", S::Object(K::Info)),
            ("externalDocs", S::Object(K::ExternalDocs)),
            ("servers", S::Objects(K::Server)),
            ("security", S::Any),
            ("tags", S::Objects(K::Tag)),
            ("paths", S::ObjectMap(K::PathItem)),
            ("components", S::Object(K::Components)),
            ("x-swr-errata", S::Objects(K::Erratum)),
        ],
        K::Info => &[
            ("title", S::Text),
            ("version", S::Text),
            ("description", S::Text),
            ("termsOfService", S::Text),
            ("contact", S::Object(K::Contact)),
            ("license", S::Object(K::License)),
        ],
        K::Contact => &[("name", S::Text), ("url", S::Text), ("email", S::Text)],
        K::License => &[("name", S::Text), ("url", S::Text)],
        K::ExternalDocs => &[("url", S::Text), ("description", S::Text)],
        K::Tag => {
            &[("name", S::Text), ("description", S::Text), ("externalDocs", S::Object(K::ExternalDocs))]
        }
        K::Server => &[
            ("url", S::Text),
            ("description", S::Text),
            ("variables", S::ObjectMap(K::ServerVariable)),
            ("x-swr-source", S::Origin),
        ],
        K::ServerVariable => {
            &[("enum", S::Texts), ("default", S::Text), ("description", S::Text), ("x-swr-source", S::Origin)]
        }
        K::PathItem => &[
            ("summary", S::Text),
            ("description", S::Text),
            ("parameters", S::Objects(K::Parameter)),
            ("get", S::Object(K::Operation)),
            ("put", S::Object(K::Operation)),
            ("post", S::Object(K::Operation)),
            ("delete", S::Object(K::Operation)),
            ("patch", S::Object(K::Operation)),
            ("head", S::Object(K::Operation)),
        ],
        K::Operation => &[
            ("tags", S::Texts),
            ("summary", S::Text),
            ("description", S::Text),
            ("externalDocs", S::Object(K::ExternalDocs)),
            ("operationId", S::Text),
            ("parameters", S::Objects(K::Parameter)),
            ("requestBody", S::Object(K::RequestBody)),
            ("responses", S::ObjectMap(K::Response)),
            ("deprecated", S::Flag),
            ("x-swr-source", S::Origin),
            ("x-swr-pagination", S::Object(K::Pagination)),
            ("x-swr-filters", S::TextMap),
            ("x-swr-effect", S::Object(K::Effect)),
            ("x-swr-permission", S::Object(K::Permission)),
            ("x-swr-availability", S::Object(K::Availability)),
        ],
        K::Parameter => &[
            ("name", S::Text),
            ("in", S::Text),
            ("description", S::Text),
            ("required", S::Flag),
            ("deprecated", S::Flag),
            ("allowEmptyValue", S::Flag),
            ("style", S::Text),
            ("explode", S::Flag),
            ("schema", S::Object(K::Schema)),
            ("example", S::Any),
            ("examples", S::ObjectMap(K::Example)),
            ("x-swr-source", S::Origin),
            ("x-swr-scope", S::Text),
        ],
        K::RequestBody => &[
            ("description", S::Text),
            ("required", S::Flag),
            ("content", S::ObjectMap(K::MediaType)),
            ("x-swr-source", S::Origin),
        ],
        K::Response => &[
            ("description", S::Text),
            ("headers", S::ObjectMap(K::Header)),
            ("content", S::ObjectMap(K::MediaType)),
            ("x-swr-source", S::Origin),
            ("x-swr-remedy", S::Text),
        ],
        K::MediaType => {
            &[("schema", S::Object(K::Schema)), ("example", S::Any), ("examples", S::ObjectMap(K::Example))]
        }
        K::Header => &[
            ("description", S::Text),
            ("required", S::Flag),
            ("deprecated", S::Flag),
            ("schema", S::Object(K::Schema)),
            ("example", S::Any),
            ("x-swr-source", S::Origin),
        ],
        K::Example => &[
            ("summary", S::Text),
            ("description", S::Text),
            ("value", S::Any),
            ("externalValue", S::Text),
            ("x-swr-source", S::Origin),
        ],
        K::Schema => &[
            ("title", S::Text),
            ("description", S::Text),
            ("type", S::Text),
            ("format", S::Text),
            ("enum", S::Texts),
            ("default", S::Any),
            ("example", S::Any),
            ("nullable", S::Flag),
            ("readOnly", S::Flag),
            ("writeOnly", S::Flag),
            ("deprecated", S::Flag),
            ("minimum", S::Number),
            ("maximum", S::Number),
            ("exclusiveMinimum", S::Flag),
            ("exclusiveMaximum", S::Flag),
            ("multipleOf", S::Number),
            ("minLength", S::Whole),
            ("maxLength", S::Whole),
            ("pattern", S::Text),
            ("minItems", S::Whole),
            ("maxItems", S::Whole),
            ("uniqueItems", S::Flag),
            ("minProperties", S::Whole),
            ("maxProperties", S::Whole),
            ("required", S::Texts),
            ("properties", S::ObjectMap(K::Schema)),
            ("additionalProperties", S::Any),
            ("items", S::Object(K::Schema)),
            ("allOf", S::Objects(K::Schema)),
            ("x-swr-source", S::Origin),
            ("x-swr-opaque", S::Flag),
            ("x-swr-embedded", S::Text),
            ("x-swr-words", S::TextMap),
            ("x-swr-final", S::Texts),
            ("x-swr-stages", S::Texts),
            ("x-swr-cases", S::Object(K::Cases)),
            ("x-swr-not-before", S::Text),
            ("x-swr-aliases", S::Texts),
            ("x-swr-unit", S::Text),
        ],
        K::SecurityScheme => &[
            ("type", S::Text),
            ("description", S::Text),
            ("name", S::Text),
            ("in", S::Text),
            ("scheme", S::Text),
            ("x-swr-source", S::Origin),
        ],
        K::Components => &[
            ("schemas", S::ObjectMap(K::Schema)),
            ("responses", S::ObjectMap(K::Response)),
            ("parameters", S::ObjectMap(K::Parameter)),
            ("examples", S::ObjectMap(K::Example)),
            ("requestBodies", S::ObjectMap(K::RequestBody)),
            ("headers", S::ObjectMap(K::Header)),
            ("securitySchemes", S::ObjectMap(K::SecurityScheme)),
        ],
        K::Pagination => &[
            ("marker", S::Text),
            ("limit", S::Text),
            ("marker-needs-limit", S::Flag),
            ("items", S::Text),
            ("next", S::Text),
            ("identity", S::Text),
            ("end", S::Texts),
            ("x-swr-source", S::Origin),
        ],
        K::Effect => &[
            ("does", S::Text),
            ("of", S::Text),
            ("by", S::Text),
            ("id", S::Text),
            ("state", S::Text),
            ("leads-to", S::Text),
            ("trial", S::Text),
            ("shown-in", S::Text),
            ("x-swr-source", S::Origin),
        ],
        K::Cases => &[("by", S::Text), ("needs", S::TextsMap), ("x-swr-source", S::Origin)],
        K::Permission => &[
            ("action", S::Text),
            ("access", S::Text),
            ("resource", S::Text),
            ("condition-keys", S::Texts),
            ("subjects", S::Texts),
        ],
        K::Availability => &[("tenants", S::Text), ("how", S::Text)],
        K::Erratum => &[("id", S::Text), ("document", S::Text), ("here", S::Text), ("why", S::Text)],
        K::Regions => &[("iam", S::Object(K::Service)), ("sts", S::Object(K::Service))],
        K::Service => &[
            ("url", S::Text),
            ("global", S::Text),
            ("regions", S::Texts),
            ("exceptions", S::ObjectMap(K::Host)),
            ("x-swr-source", S::Origin),
        ],
        K::Host => &[("url", S::Text), ("x-swr-source", S::Origin)],
    }
}

/// Keys that an object cannot do without, `$ref` objects aside.
pub fn required(kind: Kind) -> &'static [&'static str] {
    match kind {
        K::Root => &["openapi", "info", "paths"],
        K::Info => &["title", "version"],
        K::Server => &["url"],
        K::Operation => &["operationId", "responses"],
        K::Parameter => &["name", "in", "schema"],
        K::Response => &["description"],
        K::RequestBody => &["content"],
        K::SecurityScheme => &["type"],
        K::Pagination => &["marker", "limit", "items", "next", "identity", "end"],
        K::Effect => &["does", "of"],
        K::Cases => &["by", "needs"],
        K::Permission => &["action", "access", "resource"],
        K::Erratum => &["id", "document", "here", "why"],
        K::Regions => &["iam", "sts"],
        K::Service => &["url", "regions", "x-swr-source"],
        K::Host => &["url", "x-swr-source"],
        _ => &[],
    }
}

/// The words that say where a fact comes from.
pub const ORIGINS: [&str; 5] = ["document", "example", "error-code-page", "sdk", "inferred"];

/// One object of the document, with the kind that its place gives it.
pub struct Node<'a> {
    pub kind: Kind,
    pub pointer: String,
    pub value: &'a Value,
}

/// Visits every object of the API description once, parents first; `$ref` objects are visited, not followed.
pub fn walk<'a>(source: &'a Source, visit: &mut dyn FnMut(&Node<'a>)) {
    walk_from(K::Root, source, visit);
}

/// Visits every object of a document whose outermost is of this kind.
pub fn walk_from<'a>(kind: Kind, source: &'a Source, visit: &mut dyn FnMut(&Node<'a>)) {
    descend(Node { kind, pointer: String::new(), value: source.root() }, visit);
}

fn descend<'a>(node: Node<'a>, visit: &mut dyn FnMut(&Node<'a>)) {
    visit(&node);
    for (key, shape) in fields(node.kind) {
        let Some(value) = node.value.get(key) else { continue };
        let below = pointer(&node.pointer, key);
        match shape {
            S::Object(kind) => descend(Node { kind: *kind, pointer: below, value }, visit),
            S::Objects(kind) => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    let pointer = pointer(&below, &index.to_string());
                    descend(Node { kind: *kind, pointer, value }, visit);
                }
            }
            S::ObjectMap(kind) => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let pointer = pointer(&below, name);
                    descend(Node { kind: *kind, pointer, value }, visit);
                }
            }
            _ => {}
        }
    }
}
