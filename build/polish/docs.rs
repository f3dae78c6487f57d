//! Documentation of generated items, taken from the API description.

use quote::quote;
use serde_json::Value;
use syn::{Attribute, parse_quote};

use crate::build::prose;
use crate::spec::{Source, pointer, underlying};

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
    let mut text = prose::doc(told(at).or_else(|| told(&base)).unwrap_or_default());
    let facts = facts(source, &base);
    if !facts.is_empty() {
        text.push_str(&format!("\n\n{facts}."));
    }
    text
}

/// Bounds, default and unit of a schema in one line.
fn facts(source: &Source, schema: &str) -> String {
    let value = source.get(schema).unwrap_or(&Value::Null);
    let mut facts = Vec::new();
    match (value.get("minimum"), value.get("maximum")) {
        (Some(low), Some(high)) => facts.push(format!("Documented range: {low} to {high}")),
        (Some(low), None) => facts.push(format!("Documented minimum: {low}")),
        (None, Some(high)) => facts.push(format!("Documented maximum: {high}")),
        (None, None) => {}
    }
    if let Some(default) = value.get("default") {
        facts.push(format!("Documented default: {default}"));
    }
    if value.get("x-swr-opaque") == Some(&Value::Bool(true)) {
        facts.push("Opaque: to be handed back as it came".to_owned());
    }
    if let Some(unit) = value.get("x-swr-unit").and_then(Value::as_str) {
        facts.push(format!("Unit: {unit}"));
    }
    facts.join(". ")
}

/// The documentation attribute of a one-line text.
pub fn line(text: &str) -> proc_macro2::TokenStream {
    let text = format!(" {text}");
    quote!(#[doc = #text])
}
