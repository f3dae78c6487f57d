//! What attributes say of an item.

use syn::punctuated::Punctuated;
use syn::{Attribute, Item, Meta, Path, Token};

/// Whether the compiler sees it on a Unix system outside of tests, with every feature on.
pub fn is_active(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .all(|attribute| holds(&attribute.parse_args().expect("a condition")))
}

fn holds(condition: &Meta) -> bool {
    match condition {
        Meta::NameValue(feature) if feature.path.is_ident("feature") => true,
        Meta::Path(name) if name.is_ident("unix") => true,
        Meta::Path(name) if ["doctest", "test", "windows"].iter().any(|off| name.is_ident(off)) => false,
        Meta::List(any) if any.path.is_ident("any") => {
            let list = Punctuated::<Meta, Token![,]>::parse_terminated;
            any.parse_args_with(list).expect("conditions").iter().any(holds)
        }
        Meta::List(not) if not.path.is_ident("not") => !holds(&not.parse_args().expect("a condition")),
        other => panic!("a condition that nobody expects: {}", quote::quote!(#other)),
    }
}

/// Whether the documentation leaves it out.
pub fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .any(|attribute| attribute.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "hidden"))
}

/// The attributes of an item.
pub fn of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        other => panic!("an item that nobody expects: {}", quote::quote!(#other)),
    }
}

/// Attributes on which a program depends.
pub fn marks(attributes: &[Attribute]) -> String {
    let known = ["non_exhaustive", "must_use", "deprecated"];
    let found = known.iter().filter(|name| attributes.iter().any(|mark| mark.path().is_ident(name)));
    found.map(|name| format!(" #[{name}]")).collect()
}

/// Traits that the compiler writes, also those of a feature.
pub fn derived(attributes: &[Attribute]) -> Vec<Path> {
    let mut found = Vec::new();
    for attribute in attributes {
        let list = Punctuated::<Meta, Token![,]>::parse_terminated;
        let derives = match &attribute.meta {
            Meta::List(meta) if meta.path.is_ident("cfg_attr") => {
                meta.parse_args_with(list).expect("attributes").into_iter().skip(1).collect()
            }
            meta => vec![meta.clone()],
        };
        for meta in derives {
            if let Meta::List(meta) = meta
                && meta.path.is_ident("derive")
            {
                let paths = Punctuated::<Path, Token![,]>::parse_terminated;
                found.extend(meta.parse_args_with(paths).expect("names of traits"));
            }
        }
    }
    found
}
