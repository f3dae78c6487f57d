//! The `x-swr-` extensions speak of things that exist.

use serde_json::Value;

use super::super::grammar::{self, Kind, Node};
use super::super::model::{answers, body_schema, descend, parameters, underlying};
use crate::yaml::{Problem, Source, pointer};

const SCOPES: [&str; 1] = ["client"];

/// The parameter that a client has a setting for.
const CLIENT_SETTING: &str = "project_id";
const EMBEDDINGS: [&str; 1] = ["json-text"];
const ENDS: [&str; 3] = ["absent", "null", "empty"];

pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    grammar::walk(source, &mut |node| match node.kind {
        Kind::Operation => operation(source, node, &mut problems),
        Kind::Schema => schema(source, node, &mut problems),
        Kind::Parameter => parameter(source, node, &mut problems),
        _ => {}
    });
    problems
}

fn parameter(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    word(source, node, "x-swr-scope", &SCOPES, problems);
    let name = node.value.get("name").and_then(Value::as_str).unwrap_or_default();
    if node.value.get("x-swr-scope").is_some() && name != CLIENT_SETTING {
        let message = format!("a client has no setting for `{name}`");
        let remedy = format!("only `{CLIENT_SETTING}` has one; add it to the client's builder first");
        problems.push(source.key_problem(&pointer(&node.pointer, "x-swr-scope"), message, remedy));
    }
}

fn operation(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    let at = pointer(&node.pointer, "x-swr-pagination");
    let item = match node.value.get("x-swr-pagination") {
        Some(pagination) => paginated(source, &node.pointer, &at, pagination, problems),
        None => None,
    };
    let filters = pointer(&node.pointer, "x-swr-filters");
    for (name, property) in source.get(&filters).and_then(Value::as_object).into_iter().flatten() {
        let at = pointer(&filters, name);
        query_parameter(source, &node.pointer, &at, name, problems);
        let Some(item) = &item else {
            // A pagination that is wrong itself has been reported already.
            if node.value.get("x-swr-pagination").is_some() {
                return;
            }
            let message = "filters are described without `x-swr-pagination`".to_owned();
            problems.push(source.key_problem(&filters, message, "say which items are filtered"));
            return;
        };
        let property = property.as_str().unwrap_or_default();
        has_property(source, item, property, &at, problems);
    }
}

/// Checks one pagination and returns the pointer of the schema of its items.
fn paginated(
    source: &Source,
    operation: &str,
    at: &str,
    pagination: &Value,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let text = |key: &str| pagination.get(key).and_then(Value::as_str).unwrap_or_default();
    for key in ["marker", "limit"] {
        query_parameter(source, operation, &pointer(at, key), text(key), problems);
    }
    for (index, end) in pagination.get("end").and_then(Value::as_array).into_iter().flatten().enumerate() {
        if !end.as_str().is_some_and(|end| ENDS.contains(&end)) {
            let message = format!("{end} is no way for a listing to end");
            let remedy = format!("use some of {}", ENDS.join(", "));
            problems.push(source.problem(&format!("{at}/end/{index}"), message, remedy));
        }
    }
    let ends = pagination.get("end").and_then(Value::as_array);
    for end in ["absent", "null"] {
        if ends.is_some_and(|ends| ends.iter().all(|known| known != end)) {
            let message = format!("`end` does not list `{end}`");
            let remedy = "list both absent and null: a reader of types cannot tell them apart";
            problems.push(source.problem(&pointer(at, "end"), message, remedy));
        }
    }
    let marker = parameter_schema(source, operation, text("marker"));
    if let Some((place, schema)) = marker
        && let Some(key) = ["minLength", "maxLength", "pattern", "enum", "format"]
            .iter()
            .find(|key| schema.get(*key).is_some())
    {
        let message = format!("the marker has `{key}`");
        problems.push(source.problem(&place, message, "a marker is opaque: any text the service gave"));
    }
    let body = body_schema(source, operation)?;
    let mut found = |key: &str| {
        let found = descend(source, &body, text(key));
        if found.is_none() {
            let message = format!("the answer has no `{}`", text(key));
            let remedy = "write a JSON pointer into the body of the success answer";
            problems.push(source.problem(&pointer(at, key), message, remedy));
        }
        found
    };
    found("next");
    let list = found("items")?;
    let Some((item, _)) = source.resolve(&pointer(&list, "items")) else {
        let message = format!("`{}` is not a list", text("items"));
        problems.push(source.problem(&pointer(at, "items"), message, "name the list of the page"));
        return None;
    };
    has_property(source, &item, text("identity"), &pointer(at, "identity"), problems);
    Some(item)
}

/// The schema of a query parameter, its references followed.
fn parameter_schema<'a>(source: &'a Source, operation: &str, name: &str) -> Option<(String, &'a Value)> {
    let item = operation.rsplit_once('/').map_or("", |(item, _)| item);
    let declared = parameters(source, item, operation);
    let (at, ..) = declared.iter().find(|(_, place, declared)| *place == "query" && *declared == name)?;
    source.resolve(&pointer(at, "schema"))
}

fn query_parameter(source: &Source, operation: &str, at: &str, name: &str, problems: &mut Vec<Problem>) {
    let item = operation.rsplit_once('/').map_or("", |(item, _)| item);
    let declared = parameters(source, item, operation);
    if !declared.iter().any(|(_, place, declared)| *place == "query" && *declared == name) {
        let names: Vec<_> =
            declared.iter().filter(|(_, place, _)| *place == "query").map(|(.., name)| *name).collect();
        let message = format!("the operation has no query parameter `{name}`");
        // In a filter the name is the key; in a pagination it is the value.
        let key_is_name = at.ends_with(&pointer("", name));
        let remedy = format!("it has {}", names.join(", "));
        problems.push(match key_is_name {
            true => source.key_problem(at, message, remedy),
            false => source.problem(at, message, remedy),
        });
    }
}

fn has_property(source: &Source, schema: &str, property: &str, at: &str, problems: &mut Vec<Problem>) {
    let properties = source.get(&pointer(schema, "properties")).and_then(Value::as_object);
    if !properties.is_some_and(|properties| properties.contains_key(property)) {
        let names: Vec<_> = properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let message = format!("an item has no property `{property}`");
        problems.push(source.problem(at, message, format!("it has {}", names.join(", "))));
    }
}

fn schema(source: &Source, node: &Node<'_>, problems: &mut Vec<Problem>) {
    word(source, node, "x-swr-embedded", &EMBEDDINGS, problems);
    let object = underlying(source, &node.pointer).map(|base| pointer(&base, "properties"));
    if node.value.get("x-swr-embedded").is_some() && object.is_none_or(|object| source.get(&object).is_none())
    {
        let at = pointer(&node.pointer, "x-swr-embedded");
        let message = "only an object can be embedded as text".to_owned();
        problems.push(source.key_problem(&at, message, "move it to a property that is an object"));
    }
    if node.value.get("x-swr-aliases").is_some() && !is_of_errors(source, &node.pointer) {
        let at = pointer(&node.pointer, "x-swr-aliases");
        let message = "aliases are read for the properties of the error schema only".to_owned();
        problems.push(source.key_problem(&at, message, "remove them"));
    }
    if let Some(earlier) = node.value.get("x-swr-not-before").and_then(Value::as_str) {
        not_before(source, &node.pointer, earlier, problems);
    }
    let words = node.value.get("x-swr-words").and_then(Value::as_object);
    let values = node.value.get("enum").and_then(Value::as_array);
    let at = pointer(&node.pointer, "x-swr-words");
    if words.is_some() && values.is_none() {
        let message = "words are explained where there is no `enum`".to_owned();
        problems.push(source.key_problem(&at, message, "move it beside the enum"));
    }
    for (index, word) in
        node.value.get("x-swr-final").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        if values.is_none_or(|values| !values.contains(word)) {
            let at = format!("{}/{index}", pointer(&node.pointer, "x-swr-final"));
            problems.push(source.problem(&at, format!("{word} is no word of the enum"), "correct the word"));
        }
    }
    for word in words.into_iter().flatten().map(|(word, _)| word) {
        if values.is_some_and(|values| !values.iter().any(|value| value == word.as_str())) {
            let message = format!("`{word}` is explained, but is no word of the enum");
            problems.push(source.key_problem(&pointer(&at, word), message, "add it to `enum`, or remove it"));
        }
    }
}

/// A time may name a time beside it, and nothing else.
fn not_before(source: &Source, later: &str, earlier: &str, problems: &mut Vec<Problem>) {
    let at = pointer(later, "x-swr-not-before");
    let (properties, name) = later.rsplit_once('/').unwrap_or_default();
    let is_time = |schema: &str| {
        let format = source.resolve(schema).and_then(|(_, schema)| schema.get("format"));
        format.is_some_and(|format| format == "date-time")
    };
    if !properties.ends_with("/properties") || !is_time(later) {
        let message = "only a property that is a time can be never before another".to_owned();
        problems.push(source.key_problem(&at, message, "move it to a property with the format date-time"));
    } else if earlier == name || !is_time(&pointer(properties, earlier)) {
        let times = source.get(properties).and_then(Value::as_object).into_iter().flatten();
        let times = times.map(|(name, _)| name.as_str());
        let times: Vec<_> =
            times.filter(|time| *time != name && is_time(&pointer(properties, time))).collect();
        let message = format!("there is no other time `{earlier}` beside it");
        let remedy = match times.as_slice() {
            [] => "remove it: no other property is a time".to_owned(),
            times => format!("name one of {}", times.join(", ")),
        };
        problems.push(source.problem(&at, message, remedy));
    }
}

fn word(source: &Source, node: &Node<'_>, key: &str, allowed: &[&str], problems: &mut Vec<Problem>) {
    if let Some(word) = node.value.get(key).and_then(Value::as_str)
        && !allowed.contains(&word)
    {
        let message = format!("`{key}` says `{word}`");
        let remedy = format!("the only known word is {}", allowed.join(", "));
        problems.push(source.problem(&pointer(&node.pointer, key), message, remedy));
    }
}

/// Whether a schema is a property of the schema that error answers have.
fn is_of_errors(source: &Source, at: &str) -> bool {
    let mut errors = Vec::new();
    grammar::walk(source, &mut |node| {
        if node.kind == Kind::Operation {
            let refusals = answers(source, &node.pointer)
                .into_iter()
                .filter(|(status, ..)| status.starts_with(['4', '5']));
            errors.extend(refusals.filter_map(|(.., schema)| schema));
        }
    });
    let mut schemas = errors.iter().filter_map(|schema| underlying(source, schema));
    schemas.any(|schema| at.starts_with(&(schema + "/properties/")))
}
