//! Pieces of syntax on one line each.

use quote::{ToTokens, quote};
use syn::Signature;

/// An item as prettyplease writes it, on one line.
fn line(item: impl ToTokens) -> String {
    let file = syn::parse2(item.to_token_stream()).expect("an item");
    let text = prettyplease::unparse(&file);
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // What line breaks leave behind.
    for (broken, whole) in [("( ", "("), (", )", ")"), ("< ", "<"), (", >", ">"), ("[ ", "["), (", ]", "]")] {
        text = text.replace(broken, whole);
    }
    text
}

pub fn signature(signature: &Signature) -> String {
    let text = line(quote!(#signature {}));
    text.trim_end_matches("{}").trim_end().trim_end_matches(',').to_owned()
}

pub fn type_of(of: &impl ToTokens) -> String {
    let text = line(quote!(type X = #of;));
    text.trim_start_matches("type X = ").trim_end_matches(';').to_owned()
}

/// The head of an impl block: its generics, what stands behind them, and its conditions.
pub fn head(generics: &syn::Generics, of: &impl ToTokens) -> String {
    let (parameters, _, conditions) = generics.split_for_impl();
    let text = line(quote!(impl #parameters #of #conditions {}));
    text.trim_end_matches("{}").trim_end().trim_end_matches(',').to_owned()
}

/// The generics of an impl block where it stands behind what it is about, or nothing.
pub fn conditions(generics: &syn::Generics) -> String {
    if generics.params.is_empty() {
        return String::new();
    }
    format!(" for {}", head(generics, &quote!(X)).trim_start_matches("impl").replacen(" X", "", 1))
}

/// Bounds behind a colon, or nothing.
pub fn bounds(bounds: &impl ToTokens) -> String {
    let bounds = bounds.to_token_stream();
    if bounds.is_empty() {
        return String::new();
    }
    let text = line(quote!(trait X: #bounds {}));
    text.trim_start_matches("trait X").trim_end_matches("{}").trim_end().to_owned()
}

#[test]
fn what_is_too_long_for_a_line_becomes_one_all_the_same() {
    let text = "fn refine_the_request<V>(self, first_argument: Vec<std::time::Duration>, second_argument: V) -> \
                Result<Option<crate::wire::Bounded<1, 100>>, crate::Error> where V: TryInto<crate::wire::Text<\
                crate::rules::InstanceId>>, V::Error: std::fmt::Display";
    let signature_of_it: Signature = syn::parse_str(text).expect("a signature");
    assert_eq!(signature(&signature_of_it), text);
}
