//! Facts of one operation as lines `subject = fact`: from the tables of the published page and from the YAML.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::published::{
    ERROR, JOB_PARAMETERS, METHOD, MOVED, PARAMETERS, PATH, Property, STATUSES, TASK, TOGETHER,
};
use crate::spec::{Contract, Operation, Place, Source, pointer};

/// What the page says, with the tables of the answer where the contract puts them.
pub fn of_the_page() -> BTreeSet<String> {
    let mut facts = BTreeSet::from([format!("operation = {METHOD} {PATH}")]);
    facts.insert(format!("pagination = {} needs {}", TOGETHER.0, TOGETHER.1));
    for (place, name, mandatory, kind, more) in PARAMETERS {
        let use_of = if *mandatory { "mandatory" } else { "optional" };
        facts.insert(format!("{place} {name} = {use_of}"));
        facts.insert(format!("{place} {name} = type {kind}"));
        facts.extend(more.iter().map(|fact| format!("{place} {name} = {fact}")));
    }
    for status in STATUSES {
        facts.insert(format!("answer {status} = documented"));
        if *status == 200 {
            table(&mut facts, "answer 200 /", TASK);
            table(&mut facts, "answer 200 /job_parameters/", JOB_PARAMETERS);
        } else {
            table(&mut facts, &format!("answer {status} /"), ERROR);
        }
    }
    let (_, from, to) = MOVED;
    facts
        .into_iter()
        .map(|fact| fact.strip_prefix(from).map_or(fact.clone(), |rest| format!("{to}{rest}")))
        .collect()
}

fn table(facts: &mut BTreeSet<String>, at: &str, rows: &[Property]) {
    for (name, kind, more) in rows {
        facts.insert(format!("{at}{name} = type {kind}"));
        facts.extend(more.iter().map(|fact| format!("{at}{name} = {fact}")));
    }
}

/// What the YAML says of an operation, each fact with the word for where it comes from.
pub fn of_the_contract(contract: &Contract, operation: &Operation) -> BTreeMap<String, String> {
    let source = &contract.source;
    let mut facts = Facts { source, found: BTreeMap::new() };
    let own = facts.origin(&operation.pointer, "document");
    facts.put(format!("operation = {} {}", operation.method, operation.path), &own);
    facts.parameters(operation, &own);
    for (status, response) in &operation.responses {
        let subject = format!("answer {status}");
        let origin = facts.origin(&response.pointer, &own);
        facts.put(format!("{subject} = documented"), &origin);
        facts.headers(&subject, &response.pointer, &origin);
        let content = pointer(&response.pointer, "content");
        for media_type in keys(source, &content) {
            facts.put(format!("{subject} = body {media_type}"), "none");
            let schema = pointer(&pointer(&content, &media_type), "schema");
            facts.schema(&format!("{subject} "), "", &schema, &origin);
        }
    }
    facts.rest(operation);
    facts.found
}

struct Facts<'a> {
    source: &'a Source,
    found: BTreeMap<String, String>,
}

impl Facts<'_> {
    fn put(&mut self, fact: String, origin: &str) {
        self.found.insert(fact, origin.to_owned());
    }

    /// Where an object's facts come from: what it says itself, else what the object around it said.
    fn origin(&self, at: &str, around: &str) -> String {
        let word = self.source.get(&pointer(at, "x-swr-source")).and_then(Value::as_str);
        word.unwrap_or(around).to_owned()
    }

    fn keyword_origin(&self, at: &str, keyword: &str, around: &str) -> String {
        let words = self.source.get(&pointer(at, "x-swr-source"));
        let word = words.and_then(|words| words.get(keyword)).and_then(Value::as_str);
        word.unwrap_or(around).to_owned()
    }

    fn parameters(&mut self, operation: &Operation, around: &str) {
        for parameter in &operation.parameters {
            let place = match parameter.place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
            };
            let subject = format!("{place} {}", parameter.name);
            let origin = self.origin(parameter.schema.trim_end_matches("/schema"), around);
            let use_of = if parameter.required { "mandatory" } else { "optional" };
            self.put(format!("{subject} = {use_of}"), &origin);
            self.schema(&subject, "", &parameter.schema, &origin);
        }
    }

    fn headers(&mut self, subject: &str, response: &str, around: &str) {
        let headers = pointer(response, "headers");
        for name in keys(self.source, &headers) {
            let Some((at, _)) = self.source.resolve(&pointer(&headers, &name)) else { continue };
            let origin = self.origin(&at, around);
            self.schema(&format!("{subject} header {name}"), "", &pointer(&at, "schema"), &origin);
        }
    }

    /// Every keyword of a schema is a fact, but for prose; its properties and items are facts of their own.
    fn schema(&mut self, subject: &str, place: &str, at: &str, around: &str) {
        let Some((at, value)) = self.source.resolve(at) else { panic!("{at} leads nowhere") };
        let origin = self.origin(&at, around);
        for (keyword, told) in value.as_object().into_iter().flatten() {
            let below = pointer(&at, keyword);
            match keyword.as_str() {
                "title" | "description" | "example" | "x-swr-source" | "x-swr-words" => {}
                "allOf" => {
                    for index in 0..told.as_array().map_or(0, Vec::len) {
                        self.schema(subject, place, &pointer(&below, &index.to_string()), &origin);
                    }
                }
                "items" => self.schema(subject, &format!("{place}/[]"), &below, &origin),
                "properties" => {
                    for name in keys(self.source, &below) {
                        self.schema(subject, &format!("{place}/{name}"), &pointer(&below, &name), &origin);
                    }
                }
                // That a body, or an item of a list, is an object follows from its having properties.
                "type" if told == "object" && (place.is_empty() || place.ends_with("[]")) => {}
                "enum" => {
                    let origin = self.keyword_origin(&at, keyword, &origin);
                    for word in told.as_array().into_iter().flatten() {
                        self.put(format!("{subject}{place} = word {}", plain(word)), &origin);
                    }
                }
                _ => {
                    let origin = self.keyword_origin(&at, keyword, &origin);
                    let keyword = keyword.trim_start_matches("x-swr-");
                    self.put(format!("{subject}{place} = {keyword} {}", plain(told)), &origin);
                }
            }
        }
    }

    /// What is said of the operation beyond parameters and answers; the grammar has no source for it.
    fn rest(&mut self, operation: &Operation) {
        if let Some(pagination) = &operation.pagination {
            if pagination.marker_needs_limit {
                self.put(format!("pagination = {} needs {}", pagination.marker, pagination.limit), "none");
            }
            let ends = self.source.get(&pointer(&pointer(&operation.pointer, "x-swr-pagination"), "end"));
            for end in ends.and_then(Value::as_array).into_iter().flatten() {
                self.put(format!("pagination = end {}", plain(end)), "none");
            }
        }
        if let Some(permission) = &operation.permission {
            self.put(format!("permission = {}", permission.action), "none");
        }
        for scheme in keys(self.source, "/components/securitySchemes") {
            let at = pointer("/components/securitySchemes", &scheme);
            let said = |key: &str| self.source.get(&pointer(&at, key)).map(plain).unwrap_or_default();
            self.put(format!("credential = {} {}", said("in"), said("name")), &self.origin(&at, "document"));
        }
        for (index, server) in
            self.source.get("/servers").and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            let origin = self.origin(&pointer("/servers", &index.to_string()), "document");
            self.put(format!("endpoint = {}", plain(&server["url"])), &origin);
        }
    }
}

fn keys(source: &Source, at: &str) -> Vec<String> {
    source.get(at).and_then(Value::as_object).map(|map| map.keys().cloned().collect()).unwrap_or_default()
}

/// A scalar without quotation marks, a list with commas.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
