//! Macros of the crate's own, expanded: what they write is part of the surface too.
//!
//! Only the forms that the crate has: one argument, or a list of them behind commas.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Item;

/// The macros of the crate by name: parameter, and what is written for it.
#[derive(Default)]
pub struct Macros(BTreeMap<String, (String, TokenStream)>);

impl Macros {
    /// Learns the definition `name` with `rules`, which must be a single one.
    pub fn learn(&mut self, name: &str, rules: TokenStream) {
        let rules: Vec<_> = rules.into_iter().collect();
        let [TokenTree::Group(pattern), _, _, TokenTree::Group(body), ..] = rules.as_slice() else {
            panic!("`{name}` is no macro of one rule");
        };
        let parameter = parameter(pattern.stream()).unwrap_or_else(|| panic!("`{name}` has no parameter"));
        self.0.insert(name.to_owned(), (parameter, body.stream()));
    }

    /// The items that the macro `name` writes for `arguments`; none if it is not known.
    pub fn expand(&self, name: &str, arguments: TokenStream) -> Option<Vec<Item>> {
        let (parameter, body) = self.0.get(name)?;
        let written = fill(body.clone(), parameter, &split(arguments));
        let file: syn::File = syn::parse2(written).unwrap_or_else(|error| panic!("`{name}!`: {error}"));
        Some(file.items)
    }
}

/// The first name behind a dollar sign.
fn parameter(pattern: TokenStream) -> Option<String> {
    let mut tokens = pattern.into_iter();
    while let Some(token) = tokens.next() {
        if is_dollar(&token) {
            return match tokens.next()? {
                TokenTree::Ident(name) => Some(name.to_string()),
                TokenTree::Group(repeated) => parameter(repeated.stream()),
                _ => None,
            };
        }
    }
    None
}

fn is_dollar(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == '$')
}

/// Arguments at their commas.
fn split(arguments: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in arguments {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().expect("never empty").extend([token]),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// `body` with the arguments in place: `$name` is the only one, `$( … )*` is written for each.
fn fill(body: TokenStream, parameter: &str, arguments: &[TokenStream]) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            token if is_dollar(&token) => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == "crate" => out.extend([TokenTree::Ident(name)]),
                Some(TokenTree::Ident(name)) => {
                    assert_eq!(name.to_string(), parameter, "a second parameter");
                    let [argument] = arguments else { panic!("`${name}` outside of a repetition") };
                    out.extend(argument.clone());
                }
                Some(TokenTree::Group(repeated)) if repeated.delimiter() == Delimiter::Parenthesis => {
                    for argument in arguments {
                        out.extend(fill(repeated.stream(), parameter, std::slice::from_ref(argument)));
                    }
                    while tokens.next_if(|token| matches!(token, TokenTree::Punct(_))).is_some() {}
                }
                other => panic!("a dollar sign before {}", other.to_token_stream()),
            },
            TokenTree::Group(group) => {
                let inside = fill(group.stream(), parameter, arguments);
                out.extend([TokenTree::Group(Group::new(group.delimiter(), inside))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

#[test]
fn a_macro_of_one_argument_and_one_of_many_are_expanded() {
    let mut macros = Macros::default();
    macros
        .learn("one", quote::quote!(($name:ident) => { impl $crate::A for $name { type B = Vec<$name>; } };));
    macros.learn("many", quote::quote!(($($t:ty),*) => {$( const A: $t = 0; )*};));
    let text = |name: &str, arguments| {
        let items = macros.expand(name, arguments).expect("it is known");
        items.iter().map(|item| item.to_token_stream().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(text("one", quote::quote!(X)), ["impl crate :: A for X { type B = Vec < X > ; }"]);
    assert_eq!(
        text("many", quote::quote!(u8, &'a [u8])),
        ["const A : u8 = 0 ;", "const A : & 'a [u8] = 0 ;"]
    );
    assert!(macros.expand("other", TokenStream::new()).is_none());
}
