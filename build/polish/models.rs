//! The types of answers: documented, in the document's order, read field by field.

use std::collections::BTreeMap;

use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Field, Fields, Ident, Item, ItemEnum, ItemStruct, parse_quote};

use super::{docs, ident, snake};
use crate::build::refine::Refined;
use crate::spec::{Contract, Source, pointer, underlying};

/// The finished types and the functions that read their fields.
pub struct Models {
    pub types: Vec<Item>,
    pub read: Vec<Item>,
}

pub fn polish(contract: &Contract, refined: &Refined, items: Vec<Item>) -> Result<Models, String> {
    let source = &contract.source;
    let mut models = Models { types: Vec::new(), read: Vec::new() };
    for item in items {
        match item {
            Item::Struct(mut model) if refined.received.contains(&model.ident.to_string()) => {
                structure(source, &mut model, &mut models.read)?;
                let defaults = defaults(source, &model.ident.to_string());
                models.types.push(Item::Struct(model.clone()));
                models.types.extend(defaults.map(|defaults| {
                    let name = &model.ident;
                    parse_quote!(impl #name { #(#defaults)* })
                }));
            }
            Item::Enum(mut words) => {
                let word = enumeration(source, &mut words)?;
                models.types.push(Item::Enum(words));
                models.types.extend(word);
            }
            Item::Struct(_) | Item::Impl(_) | Item::Mod(_) | Item::Use(_) => {}
            other => return Err(format!("progenitor wrote an item that nobody expects: {}", quote!(#other))),
        }
    }
    for rule in &refined.rules {
        let name = ident(&rule.name);
        let at = pointer("/components/schemas", &rule.name);
        let mut alias: syn::ItemType = parse_quote!(pub type #name = crate::wire::Text<super::rules::#name>;);
        docs::set(&mut alias.attrs, &docs::describe(source, &at));
        models.types.push(Item::Type(alias));
    }
    Ok(models)
}

fn structure(source: &Source, model: &mut ItemStruct, read: &mut Vec<Item>) -> Result<(), String> {
    let name = model.ident.to_string();
    let schema = pointer("/components/schemas", &name);
    docs::set(&mut model.attrs, &docs::describe(source, &schema));
    model.attrs.push(parse_quote!(#[non_exhaustive]));
    model.attrs.push(parse_quote!(#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]));
    let Fields::Named(fields) = &mut model.fields else {
        return Err(format!("`{name}` has no named fields"));
    };
    let mut ordered = BTreeMap::new();
    for mut field in std::mem::take(&mut fields.named) {
        let property = wire_name(&field);
        let at = pointer(&pointer(&schema, "properties"), &property);
        docs::set(&mut field.attrs, &docs::describe(source, &at));
        let reader = format_ident!("{}_{}", snake(&name), field.ident.clone().ok_or("a field has no name")?);
        let path = format!("super::read::{reader}");
        let attribute: Attribute = parse_quote!(#[serde(default, deserialize_with = #path)]);
        field.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
        let skip =
            if is_list(source, &at) { "::std::vec::Vec::is_empty" } else { "::std::option::Option::is_none" };
        field.attrs.push(parse_quote!(#[serde(skip_serializing_if = #skip)]));
        if field.ident.as_ref().is_some_and(|ident| *ident != property) {
            field.attrs.push(parse_quote!(#[serde(rename = #property)]));
        }
        field.attrs.push(attribute);
        if is_time(source, &at) {
            let schema: Attribute = parse_quote!(#[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::schema::Time>"))]);
            field.attrs.push(schema);
        }
        read.push(reading(source, &at, &property, &reader, &field)?);
        ordered.insert(source.key_position(&at), field);
    }
    fields.named = ordered.into_values().collect();
    Ok(())
}

/// The function that reads one field.
fn reading(source: &Source, at: &str, property: &str, name: &Ident, field: &Field) -> Result<Item, String> {
    let base = underlying(source, at).ok_or(format!("{at} leads nowhere"))?;
    let value = source.get(&base).unwrap_or(&Value::Null);
    let embedded = source.get(at).is_some_and(|value| value.get("x-swr-embedded").is_some());
    let field_type = &field.ty;
    let call = match value.get("type").and_then(Value::as_str) {
        Some("integer") => {
            let bound = |key: &str, otherwise| value.get(key).and_then(Value::as_i64).unwrap_or(otherwise);
            let (low, high) = (bound("minimum", i64::MIN), bound("maximum", i64::MAX));
            quote!(integer(deserializer, #property, #low..=#high))
        }
        Some("object") if embedded => quote!(embedded(deserializer, #property)),
        Some("object") => quote!(object(deserializer, #property)),
        Some("array") => {
            let items = underlying(source, &pointer(&base, "items"));
            let objects = items.is_some_and(|items| source.get(&pointer(&items, "properties")).is_some());
            if objects {
                quote!(list(deserializer, #property))
            } else {
                quote!(values(deserializer, #property))
            }
        }
        _ => quote!(value(deserializer, #property)),
    };
    Ok(parse_quote! {
        pub(super) fn #name<'de, D>(deserializer: D) -> ::std::result::Result<#field_type, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            crate::wire::read::#call
        }
    })
}

/// Constants for the documented defaults of a type's properties.
fn defaults(source: &Source, name: &str) -> Option<Vec<syn::ImplItem>> {
    let properties = pointer(&pointer("/components/schemas", name), "properties");
    let constants: Vec<syn::ImplItem> = source
        .get(&properties)?
        .as_object()?
        .iter()
        .filter_map(|(property, schema)| {
            let default = schema.get("default")?.as_bool()?;
            let constant = format_ident!("DEFAULT_{}", property.to_uppercase());
            let text = docs::line(&format!("The documented default of `{property}`."));
            Some(parse_quote!(#text pub const #constant: bool = #default;))
        })
        .collect();
    (!constants.is_empty()).then_some(constants)
}

fn enumeration(source: &Source, words: &mut ItemEnum) -> Result<Vec<Item>, String> {
    let name = words.ident.clone();
    let schema = pointer("/components/schemas", &name.to_string());
    docs::set(&mut words.attrs, &docs::describe(source, &schema));
    words.attrs.push(parse_quote!(#[non_exhaustive]));
    words.attrs.push(parse_quote!(#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]));
    let meanings = source.get(&pointer(&schema, "x-swr-words"));
    let (mut table, mut told, mut variants) = (Vec::new(), Vec::new(), Vec::new());
    for variant in &mut words.variants {
        let word = rename(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
        let meaning = meanings.and_then(|meanings| meanings.get(&word)).and_then(Value::as_str);
        let text = match meaning {
            Some(meaning) => crate::build::prose::doc(meaning),
            None => format!("`{word}`, whose meaning the API description does not tell."),
        };
        docs::set(&mut variant.attrs, &text);
        told.push(meaning.unwrap_or_default().trim().to_owned());
        let ident = &variant.ident;
        table.push(quote!((#word, #name::#ident)));
        variants.push((word, ident.clone()));
    }
    let label = name.to_string();
    let lists = [
        ("x-swr-final", "FINAL", "The words after which nothing changes any more."),
        ("x-swr-stages", "STAGES", "The words before those, in their order."),
    ];
    let lists = lists.into_iter().filter_map(|(extension, constant, text)| {
        let words = source.get(&pointer(&schema, extension))?.as_array()?.iter().filter_map(Value::as_str);
        let words = words.filter_map(|word| variants.iter().find(|(known, _)| known == word));
        let words = words.map(|(_, variant)| quote!(Self::#variant));
        let (constant, text) = (super::ident(constant), docs::line(text));
        let list: Item = parse_quote! {
            impl #name {
                #text
                pub const #constant: &'static [Self] = &[#(#words),*];
            }
        };
        Some(list)
    });
    Ok(vec![
        parse_quote!(impl crate::wire::Sealed for #name {}),
        parse_quote! {
            impl crate::wire::Word for #name {
                const NAME: &'static str = #label;
                const WORDS: &'static [(&'static str, Self)] = &[#(#table),*];
                const MEANINGS: &'static [&'static str] = &[#(#told),*];
            }
        },
        parse_quote!(crate::wire::word_conversions!(#name);),
    ]
    .into_iter()
    .chain(lists)
    .collect())
}

/// The name of a field in JSON.
fn wire_name(field: &Field) -> String {
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    rename(&field.attrs).unwrap_or(name)
}

fn rename(attributes: &[Attribute]) -> Option<String> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other serde arguments are none of our business here, whatever their form.
        let _ = attribute.parse_nested_meta(|meta| {
            let value = meta.value()?.parse::<syn::LitStr>()?;
            if meta.path.is_ident("rename") {
                found = Some(value.value());
            }
            Ok(())
        });
    }
    found
}

fn is_time(source: &Source, at: &str) -> bool {
    underlying(source, at)
        .and_then(|base| source.get(&pointer(&base, "format")))
        .is_some_and(|format| format == "date-time")
}

fn is_list(source: &Source, at: &str) -> bool {
    underlying(source, at)
        .and_then(|base| source.get(&pointer(&base, "type")))
        .is_some_and(|name| name == "array")
}
