//! From progenitor's code to ours.
//!
//! progenitor contributes the types and the request builders. Its client, its error type and its way of
//! sending are replaced by the hand-written ones, so that there is one path to the network and no trace of
//! progenitor-client in the public interface.

mod bodies;
mod docs;
mod examples;
mod hosts;
mod listing;
mod models;
mod requests;
mod sending;
mod tables;

use syn::{File, Ident, Item, ItemMod, parse_quote};

use super::refine::Refined;
use crate::spec::{Contract, Service};

/// The finished file.
pub fn polish(
    contract: &Contract,
    services: &[Service],
    refined: &Refined,
    generated: File,
) -> Result<File, String> {
    let mut types = None;
    let mut builder = None;
    for item in generated.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types = Some(module),
            Item::Mod(module) if module.ident == "builder" => builder = Some(module),
            _ => {}
        }
    }
    let types = content(types.ok_or("progenitor wrote no module `types`")?)?;
    let builder = content(builder.ok_or("progenitor wrote no module `builder`")?)?;

    let models = models::polish(contract, refined, types)?;
    let bodies = bodies::bodies(contract, refined)?;
    let requests = requests::polish(contract, builder)?;
    let tables = tables::tables(contract, refined);
    let hosts = hosts::directories(services);
    let (types, read) = (models.types, models.read);
    let (builder, methods) = (requests.builder, requests.methods);
    Ok(parse_quote! {
        /// The objects that travel: what answers and requests are made of, and the words of the API.
        pub mod types { #(#types)* #(#bodies)* }

        /// Requests in the making, one type an operation.
        pub mod builder {
            use progenitor_client::{QueryParam, encode_path};
            use super::{operations, types};
            #(#builder)*
        }

        impl crate::client::Client { #(#methods)* }

        /// How each property of an answer is read: tolerantly, and with a name for what was odd about it.
        mod read {
            use super::types::*;
            #(#read)*
        }

        #(#tables)*

        #hosts
    })
}

fn content(module: ItemMod) -> Result<Vec<Item>, String> {
    let name = module.ident.to_string();
    module.content.map(|(_, items)| items).ok_or(format!("module `{name}` is empty"))
}

/// `ListGcTasks` as `list_gc_tasks`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| quote::format_ident!("r#{name}"))
}
