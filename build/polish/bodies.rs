//! What requests send: types that cannot hold what the API description does not allow.
//!
//! An object is a struct with a constructor that takes what is required, and a method for each other property. One
//! whose content depends on a word (`x-swr-cases`) is an enum of those words, so that nothing is sent with a word
//! that does not belong to it.

use std::collections::BTreeSet;

use quote::{format_ident, quote};
use syn::{Ident, Item, Type, parse_quote};

use super::{docs, examples, ident, snake};
use crate::build::refine::{Refined, sent_type};
use crate::spec::{Cases, Contract, Source, component, descend, pointer, property, required, underlying};

/// The types of everything that requests send.
pub fn bodies(contract: &Contract, refined: &Refined) -> Result<Vec<Item>, String> {
    let source = &contract.source;
    let mut items = Vec::new();
    let mut structs: BTreeSet<&str> = refined.sent.keys().map(String::as_str).collect();
    for body in contract.operations.iter().filter_map(|operation| operation.body.as_ref()) {
        let Some(cases) = &body.cases else { continue };
        let at = underlying(source, &body.schema).ok_or("the body of a request leads nowhere")?;
        let name = at.rsplit('/').next().unwrap_or_default();
        // What is sent in pieces, by the words, needs no type of its own.
        let pieces = refined.sent.keys().filter(|known| is_piece(source, &at, known, cases));
        pieces.for_each(|piece| {
            structs.remove(piece.as_str());
        });
        if structs.remove(name) {
            items.extend(words(source, &at, name, cases)?);
        }
    }
    for name in structs {
        items.extend(structure(source, &refined.sent[name], name)?);
    }
    Ok(items)
}

/// Whether a word decides on the inside of the object, so that its properties are listed one by one.
fn is_piece(source: &Source, body: &str, name: &str, cases: &Cases) -> bool {
    let paths = cases.needs.iter().flat_map(|(_, paths)| paths).chain([&cases.by]);
    paths.filter_map(|path| path.rsplit_once('/')).any(|(parent, _)| {
        !parent.is_empty()
            && property(source, body, parent)
                .and_then(|at| component(source, &at))
                .is_some_and(|component| component == name)
    })
}

/// A value that a constructor or a method takes.
struct Argument {
    name: Ident,
    /// Its name in what is said about it.
    label: String,
    told: String,
    kept: Type,
    /// Whether the type keeps a bound, so that a value may be refused.
    strict: bool,
    /// What it can be in an example.
    sample: String,
}

fn argument(source: &Source, at: &str, label: &str) -> Result<Argument, String> {
    let name = label.rsplit('/').next().unwrap_or_default();
    let kept = sent_type(source, at, name).ok_or(format!("{at}: nothing of this type can be sent"))?;
    Ok(Argument {
        name: ident(name),
        label: name.to_owned(),
        told: docs::describe(source, at),
        sample: examples::of_body(source, at),
        strict: kept.starts_with("crate::wire::"),
        kept: syn::parse_str(&kept).map_err(|error| error.to_string())?,
    })
}

/// The signature's generics, parameters and bounds, and what turns the arguments into what is kept.
fn signature(arguments: &[Argument]) -> [Vec<proc_macro2::TokenStream>; 4] {
    let [mut generics, mut parameters, mut bounds, mut conversions] = [const { Vec::new() }; 4];
    for (index, Argument { name, label, kept, strict, .. }) in arguments.iter().enumerate() {
        if *strict {
            let generic = format_ident!("V{index}");
            parameters.push(quote!(#name: #generic));
            bounds.push(quote!(#generic: ::std::convert::TryInto<#kept>));
            bounds.push(quote!(#generic::Error: ::std::fmt::Display));
            conversions.push(quote! {
                let #name = #name.try_into().map_err(|error| crate::error::Error::configuration(#label, error))?;
            });
            generics.push(quote!(#generic));
        } else {
            parameters.push(quote!(#name: #kept));
        }
    }
    [generics, parameters, bounds, conversions]
}

/// What may be said of a function that refuses values.
const REFUSES: &str = "# Errors\n\nA value is not allowed; the error names it and its bounds.";

/// What may be said of a type that serde reads.
const READ: &str = "Reading by serde is as strict: a value that is not allowed is refused, and so is one that does not belong there.";

fn documented(text: &str, arguments: &[Argument]) -> String {
    let mut told = text.to_owned();
    for argument in arguments {
        let words = argument.told.split_whitespace().collect::<Vec<_>>().join(" ");
        told.push_str(&format!("\n\n`{}`: {words}", argument.label));
    }
    if arguments.iter().any(|argument| argument.strict) {
        told.push_str(&format!("\n\n{REFUSES}"));
    }
    told
}

/// A function that makes something out of its arguments.
fn constructor(
    name: &Ident,
    text: &str,
    arguments: &[Argument],
    made: &proc_macro2::TokenStream,
) -> syn::ImplItemFn {
    let [generics, parameters, bounds, conversions] = signature(arguments);
    let mut function: syn::ImplItemFn = if generics.is_empty() {
        parse_quote!(pub fn #name(#(#parameters),*) -> Self { #made })
    } else {
        parse_quote! {
            pub fn #name<#(#generics),*>(
                #(#parameters),*
            ) -> ::std::result::Result<Self, crate::error::Error>
            where
                #(#bounds),*
            {
                #(#conversions)*
                ::std::result::Result::Ok(#made)
            }
        }
    };
    docs::set(&mut function.attrs, &documented(text, arguments));
    function
}

/// A call in an example, with the question mark that it needs.
fn call(name: &str, arguments: &[Argument]) -> String {
    let samples: Vec<_> = arguments.iter().map(|argument| argument.sample.as_str()).collect();
    let question = if arguments.iter().any(|argument| argument.strict) { "?" } else { "" };
    format!("{name}({}){question}", samples.join(", "))
}

/// An object that is sent as a whole.
fn structure(source: &Source, at: &str, name: &str) -> Result<Vec<Item>, String> {
    let base = underlying(source, at).ok_or(format!("{name} leads nowhere"))?;
    let properties = pointer(&base, "properties");
    let needed = required(source, at);
    let mut names: Vec<&String> = source
        .get(&properties)
        .and_then(serde_json::Value::as_object)
        .map(|object| object.keys().collect())
        .unwrap_or_default();
    names.sort_by_key(|name| source.key_position(&pointer(&properties, name)));
    let (mut fields, mut first, mut setters, mut absent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut calls = String::new();
    for property in names {
        let argument = argument(source, &pointer(&properties, property), property)?;
        let (field, kept) = (&argument.name, &argument.kept);
        let told = argument.told.lines().map(docs::line);
        if needed.contains(property) {
            fields.push(quote!(#(#told)* #[serde(rename = #property)] pub #field: #kept));
            first.push(argument);
            continue;
        }
        fields.push(quote! {
            #(#told)*
            #[serde(rename = #property, skip_serializing_if = "::std::option::Option::is_none")]
            pub #field: ::std::option::Option<#kept>
        });
        absent.push(quote!(#field: ::std::option::Option::None));
        setters.push(setter(&argument));
        calls.push_str(&call(&format!(".{}", argument.label), &[argument]));
    }
    let taken = first.iter().map(|argument| &argument.name);
    let made = quote!(Self { #(#taken,)* #(#absent,)* });
    let new = constructor(&ident("new"), "With what is required.", &first, &made);
    let ident = ident(name);
    let made = format!("let made = {}{calls};", call(&format!("swr_gc::types::{name}::new"), &first));
    let told = format!("{}\n\n{}\n\n{READ}", docs::describe(source, at), examples::making(&made));
    let told = told.lines().map(docs::line);
    Ok(vec![
        parse_quote! {
            #(#told)*
            #[derive(Clone, Debug, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            #[non_exhaustive]
            pub struct #ident { #(#fields),* }
        },
        parse_quote!(impl #ident { #new #(#setters)* }),
    ])
}

fn setter(argument: &Argument) -> syn::ImplItemFn {
    let Argument { name, label, told, kept, strict, .. } = argument;
    let mut method: syn::ImplItemFn = if *strict {
        parse_quote! {
            pub fn #name<V>(mut self, #name: V) -> ::std::result::Result<Self, crate::error::Error>
            where
                V: ::std::convert::TryInto<#kept>,
                V::Error: ::std::fmt::Display,
            {
                let value = #name.try_into().map_err(|error| crate::error::Error::configuration(#label, error))?;
                self.#name = ::std::option::Option::Some(value);
                ::std::result::Result::Ok(self)
            }
        }
    } else {
        parse_quote! {
            pub fn #name(mut self, #name: #kept) -> Self {
                self.#name = ::std::option::Option::Some(#name);
                self
            }
        }
    };
    let text = if *strict { format!("{told}\n\n{REFUSES}") } else { told.clone() };
    docs::set(&mut method.attrs, &text);
    method
}

/// A body whose content depends on a word.
fn words(source: &Source, at: &str, name: &str, cases: &Cases) -> Result<Vec<Item>, String> {
    let ident = ident(name);
    let decides = descend(source, at, &cases.by).ok_or(format!("{name}: `{}` leads nowhere", cases.by))?;
    let by = &cases.by;
    let (mut variants, mut constructors, mut calls) = (Vec::new(), Vec::new(), Vec::new());
    let (mut written, mut read, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for (word, paths) in &cases.needs {
        let variant = super::ident(word);
        let meaning =
            source.get(&format!("{decides}/x-swr-words/{word}")).and_then(serde_json::Value::as_str);
        let meaning = crate::build::prose::doc(meaning.unwrap_or(word));
        let arguments = paths.iter().map(|path| {
            let at = property(source, at, path).ok_or(format!("{name}: `{path}` leads nowhere"))?;
            argument(source, &at, path)
        });
        let arguments = arguments.collect::<Result<Vec<_>, String>>()?;
        let fields: Vec<_> = arguments.iter().map(|argument| &argument.name).collect();
        let kinds = arguments.iter().map(|argument| &argument.kept);
        let told = arguments.iter().map(|argument| docs::line(&argument.told.replace('\n', " ")));
        let line = docs::line(&meaning);
        variants.push(if fields.is_empty() {
            quote!(#line #[non_exhaustive] #variant)
        } else {
            quote!(#line #[non_exhaustive] #variant { #(#told #fields: #kinds),* })
        });
        let made =
            if fields.is_empty() { quote!(Self::#variant) } else { quote!(Self::#variant { #(#fields),* }) };
        constructors.push(constructor(&super::ident(&snake(word)), &meaning, &arguments, &made));
        let call = call(&format!("swr_gc::types::{name}::{}", snake(word)), &arguments);
        calls.push(format!("let {} = {call};", snake(word)));
        written.push(quote!(Self::#variant { #(#fields),* } => crate::wire::nested(
            serializer,
            [(#by, ::serde_json::to_value(#word)), #((#paths, ::serde_json::to_value(#fields))),*],
        )));
        read.push(quote!(#word => Self::#variant { #(#fields: body.value(#paths)?),* }));
        words.push(word);
    }
    let told = format!("{}\n\n{}\n\n{READ}", docs::describe(source, at), examples::making(&calls.join("\n")));
    let told = told.lines().map(docs::line);
    Ok(vec![
        parse_quote! {
            #(#told)*
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum #ident { #(#variants),* }
        },
        parse_quote!(impl #ident { #(#constructors)* }),
        parse_quote! {
            impl ::serde::Serialize for #ident {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    match self { #(#written),* }
                }
            }
        },
        parse_quote! {
            impl<'de> ::serde::Deserialize<'de> for #ident {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    let body = crate::wire::Nested::read(deserializer)?;
                    let word: ::std::string::String = body.value(#by)?;
                    let made = match word.as_str() {
                        #(#read,)*
                        word => return ::std::result::Result::Err(
                            crate::wire::Nested::unknown(#by, word, &[#(#words),*]),
                        ),
                    };
                    body.whole(made)
                }
            }
        },
    ])
}
