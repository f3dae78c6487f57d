//! The facts of the API that hand-written code looks up: operations, text rules, regions, error names.

use quote::{format_ident, quote};
use serde_json::Value;
use syn::Item;

use super::{docs, ident, snake};
use crate::build::refine::{Refined, TextRule};
use crate::spec::{Contract, Operation, pointer, underlying};

pub fn tables(contract: &Contract, refined: &Refined) -> Vec<Item> {
    let operations = contract.operations.iter().map(operation);
    let all = contract.operations.iter().map(|operation| constant(&operation.id));
    let rules = refined.rules.iter().map(rule);
    let regions = contract.regions.iter().map(|(name, url)| quote!((#name, #url)));
    let region = contract.source.get("/servers/0/variables/region/default").and_then(Value::as_str);
    let region = region.or(contract.regions.keys().next().map(String::as_str)).unwrap_or_default();
    let aliases = aliases(contract);
    let headers = headers(contract);
    let fields = fields(contract);
    let yaml = format!("/{}", contract.source.file());
    let name = contract.source.file();
    let folder = contract.source.file().rsplit_once('/').map_or("", |(folder, _)| folder);
    let examples = examples(contract).into_iter().map(|file| {
        let path = format!("/{folder}/{file}");
        quote!((#file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), #path))))
    });
    let file: syn::File = syn::parse_quote! {
        /// The operations of the API.
        pub mod operations {
            use crate::wire::Operation;
            #(#operations)*
            /// All of them, in the order of the API description.
            pub const ALL: &[&Operation] = &[#(&#all),*];
        }

        /// The properties of the items that can be listed, in the order of the API description.
        pub mod fields {
            use crate::wire::{Field, Form};
            #(#fields)*
        }

        /// The rules that texts in requests follow.
        pub mod rules { #(#rules)* }

        /// Region names and the URL of the service there.
        pub const REGIONS: &[(&str, &str)] = &[#(#regions),*];

        /// The region that the API description has as its default.
        pub(crate) const DEFAULT_REGION: &str = #region;

        /// The API description itself and the example bodies that it refers to.
        #[cfg(any(feature = "contract", feature = "simulator"))]
        pub(crate) mod files {
            pub const NAME: &str = #name;
            pub const YAML: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), #yaml));
            pub const EXAMPLES: &[(&str, &str)] = &[#(#examples),*];
        }

        /// Names of headers: of credentials by security scheme, of answers by header component.
        pub(crate) mod headers { #(#headers)* }

        /// Property of an error body, and the other names under which it may arrive.
        pub(crate) const ERROR_NAMES: &[(&str, &[&str])] = &[#(#aliases),*];
    };
    file.items
}

fn constant(id: &str) -> syn::Ident {
    ident(&snake(id).to_uppercase())
}

fn operation(operation: &Operation) -> proc_macro2::TokenStream {
    let (id, method, path) = (&operation.id, &operation.method, &operation.path);
    let name = constant(id);
    let text = docs::line(&format!("`{method} {path}`"));
    let success = operation.responses.keys().filter(|status| (200..300).contains(*status));
    let option = |value: Option<&str>| match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    };
    let permission = option(operation.permission.as_ref().map(|permission| permission.action.as_str()));
    let availability = option(operation.availability.as_deref());
    let idempotent = matches!(operation.method.as_str(), "GET" | "HEAD" | "PUT" | "DELETE");
    let remedies = operation
        .responses
        .iter()
        .filter_map(|(status, response)| response.remedy.as_ref().map(|remedy| quote!((#status, #remedy))));
    quote! {
        #text
        pub const #name: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            success: &[#(#success),*],
            permission: #permission,
            availability: #availability,
            idempotent: #idempotent,
            remedies: &[#(#remedies),*],
        };
    }
}

fn rule(rule: &TextRule) -> proc_macro2::TokenStream {
    let TextRule { name, min_length, max_length, pattern, description } = rule;
    let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let ident = format_ident!("{name}");
    let text = docs::line(&format!("Rule of [`{name}`](super::types::{name})."));
    let pattern = match pattern {
        Some(pattern) => quote!(::std::option::Option::Some(#pattern)),
        None => quote!(::std::option::Option::None),
    };
    quote! {
        #text
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident {}
        impl crate::wire::Sealed for #ident {}
        impl crate::wire::TextRule for #ident {
            const NAME: &'static str = #name;
            const DESCRIPTION: &'static str = #description;
            const MIN_LENGTH: u64 = #min_length;
            const MAX_LENGTH: u64 = #max_length;
            const PATTERN: ::std::option::Option<&'static str> = #pattern;
        }
    }
}

/// The schema of error bodies is the one that a 4xx answer refers to; the check has seen to its being one.
fn aliases(contract: &Contract) -> Vec<proc_macro2::TokenStream> {
    let source = &contract.source;
    let schema = contract
        .operations
        .iter()
        .flat_map(|operation| operation.responses.iter())
        .find(|(status, _)| **status >= 400)
        .and_then(|(_, response)| source.resolve(response.schema.as_ref()?));
    let properties = schema.and_then(|(_, schema)| schema.get("properties")?.as_object());
    let mut aliases = Vec::new();
    for (name, property) in properties.into_iter().flatten() {
        let list = property.get("x-swr-aliases").and_then(Value::as_array);
        let words: Vec<_> = list.into_iter().flatten().filter_map(Value::as_str).collect();
        aliases.push(quote!((#name, &[#(#words),*])));
    }
    aliases
}

fn headers(contract: &Contract) -> Vec<proc_macro2::TokenStream> {
    let source = &contract.source;
    let object = |at: &str| source.get(at).and_then(Value::as_object).into_iter().flatten();
    let mut names = std::collections::BTreeMap::new();
    for (scheme, description) in object("/components/securitySchemes") {
        if description.get("in").is_some_and(|place| place == "header")
            && let Some(header) = description.get("name").and_then(Value::as_str)
        {
            names.insert(scheme.clone(), header.to_owned());
        }
    }
    let responses = contract.operations.iter().flat_map(|operation| operation.responses.values());
    for response in responses {
        for (header, reference) in object(&pointer(&response.pointer, "headers")) {
            let component =
                reference.get("$ref").and_then(Value::as_str).and_then(|at| at.rsplit('/').next());
            names.insert(component.unwrap_or(header).to_owned(), header.to_ascii_lowercase());
        }
    }
    names
        .iter()
        .map(|(name, header)| {
            let constant = format_ident!("{}", snake(name).replace('-', "").to_uppercase());
            let header = header.to_ascii_lowercase();
            quote!(pub const #constant: &str = #header;)
        })
        .collect()
}

/// One table of properties for each schema that is listed page by page.
fn fields(contract: &Contract) -> Vec<proc_macro2::TokenStream> {
    let schemas: std::collections::BTreeSet<&str> = contract
        .operations
        .iter()
        .filter_map(|operation| operation.pagination.as_ref())
        .map(|pagination| pagination.item_schema.as_str())
        .collect();
    schemas
        .into_iter()
        .map(|schema| {
            let mut rows = Vec::new();
            leaves(contract, &pointer("/components/schemas", schema), "", &mut rows);
            let constant = constant(schema);
            let text = docs::line(&format!("Properties of [`{schema}`](super::types::{schema})."));
            quote!(#text pub const #constant: &[Field] = &[#(#rows),*];)
        })
        .collect()
}

fn leaves(contract: &Contract, schema: &str, path: &str, rows: &mut Vec<proc_macro2::TokenStream>) {
    let source = &contract.source;
    let properties = pointer(schema, "properties");
    let object = source.get(&properties).and_then(Value::as_object);
    let mut names: Vec<_> = object.into_iter().flatten().map(|(name, _)| name).collect();
    names.sort_by_key(|name| source.key_position(&pointer(&properties, name)));
    for name in names {
        let Some(at) = underlying(source, &pointer(&properties, name)) else { continue };
        let below = pointer(path, name);
        let value = source.get(&at).unwrap_or(&Value::Null);
        let word = |key: &str| value.get(key).and_then(Value::as_str);
        let form = match (word("type"), word("format"), word("x-swr-unit")) {
            (Some("object"), ..) => {
                leaves(contract, &at, &below, rows);
                continue;
            }
            (Some("array"), ..) => continue,
            (Some("integer"), _, Some("bytes")) => quote!(Form::Bytes),
            (Some("integer"), ..) => quote!(Form::Number),
            (Some("boolean"), ..) => quote!(Form::Flag),
            (Some("string"), Some("date-time"), _) => quote!(Form::Time),
            _ => quote!(Form::Text),
        };
        rows.push(quote!(Field { name: #name, pointer: #below, form: #form }));
    }
}

/// The files that answers have as examples, each once.
fn examples(contract: &Contract) -> std::collections::BTreeSet<&str> {
    let responses = contract.operations.iter().flat_map(|operation| operation.responses.values());
    responses.flat_map(|response| response.examples.iter().map(|example| example.file.as_str())).collect()
}
