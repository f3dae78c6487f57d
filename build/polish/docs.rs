//! Documentation of generated items, taken from the API description.

use quote::quote;
use serde_json::Value;
use syn::{Attribute, parse_quote};

use crate::build::prose;
use crate::spec::Origin::{self, Document};
use crate::spec::{Source, origin, pointer, underlying};

/// Replaces the documentation of an item by `text`, one attribute a line.
pub fn set(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    let docs: Vec<Attribute> = lines.map(|line| parse_quote!(#[doc = #line])).collect();
    attributes.splice(0..0, docs);
}

/// What the description says at `at`, or of the component behind it, with its bounds.
pub fn describe(source: &Source, at: &str) -> String {
    let base = underlying(source, at).unwrap_or_else(|| at.to_owned());
    let told = |at: &str| source.get(&pointer(at, "description")).and_then(Value::as_str);
    with_facts(source, at, prose::doc(told(at).or_else(|| told(&base)).unwrap_or_default()))
}

/// A text about the schema at `at`, with its bounds behind it.
pub fn with_facts(source: &Source, at: &str, text: String) -> String {
    let base = underlying(source, at).unwrap_or_else(|| at.to_owned());
    let facts = facts(source, &base);
    if facts.is_empty() { text } else { format!("{text}\n\n{facts}.") }
}

/// Bounds, default and unit of a schema in one line; who says so, where that is not the document.
fn facts(source: &Source, schema: &str) -> String {
    let value = source.get(schema).unwrap_or(&Value::Null);
    let mut facts = Vec::new();
    let bound = |key: &str| value.get(key).map(|bound| (bound, origin(source, schema, Some(key))));
    match (bound("minimum"), bound("maximum")) {
        (Some((low, Document)), Some((high, Document))) => {
            facts.push(format!("Documented range: {low} to {high}"));
        }
        (Some((low, of)), Some((high, by))) => {
            facts.push(format!("Range: {low} ({}) to {high} ({})", said(of), said(by)));
        }
        (Some((low, of)), None) => facts.push(format!("Minimum: {low} ({})", said(of))),
        (None, Some((high, of))) => facts.push(format!("Maximum: {high} ({})", said(of))),
        (None, None) => {}
    }
    match bound("default") {
        Some((default, Document)) => facts.push(format!("Documented default: {default}")),
        Some((default, of)) => facts.push(format!("Default: {default} ({})", said(of))),
        None => {}
    }
    if value.get("x-swr-opaque") == Some(&Value::Bool(true)) {
        facts.push("Opaque: to be handed back as it came".to_owned());
    }
    if let Some(unit) = value.get("x-swr-unit").and_then(Value::as_str) {
        facts.push(format!("Unit: {unit}"));
    }
    facts.join(". ")
}

/// Who says something, in words.
fn said(origin: Origin) -> &'static str {
    match origin {
        Document => "documented",
        Origin::Example => "as in the published example",
        Origin::ErrorCodePage => "as on the page of error codes",
        Origin::Sdk => "as the SDKs have it",
        Origin::Inferred => "inferred",
    }
}

/// The documentation attribute of a one-line text.
pub fn line(text: &str) -> proc_macro2::TokenStream {
    let text = format!(" {text}");
    quote!(#[doc = #text])
}
