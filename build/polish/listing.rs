//! What lets a request walk through pages, made from `x-swr-pagination`.

use syn::{Item, parse_quote};

use super::requests::sentence;
use super::{docs, examples, ident, snake};
use crate::spec::{Contract, Operation};

/// What makes a request the start of a walk through pages.
pub(super) fn listing(contract: &Contract, operation: &Operation) -> Result<Vec<Item>, String> {
    let Some(pagination) = &operation.pagination else { return Ok(Vec::new()) };
    let builder = ident(&operation.id);
    let item = ident(&pagination.item_schema);
    let (marker, limit) = (ident(&pagination.marker), ident(&pagination.limit));
    let items = pagination.items.trim_start_matches('/');
    if items.contains('/') {
        return Err(format!("{}: items below the top level are not supported", operation.id));
    }
    let items = ident(items);
    let identity = ident(&pagination.identity);
    let next: Vec<_> = pagination.next.split('/').skip(1).map(ident).collect();
    let Some((last, parents)) = next.split_last() else {
        return Err(format!("{}: `next` names no property", operation.id));
    };
    let (next, empty_ends) = (&pagination.next, pagination.empty_ends);
    let (minimum, maximum) = (pagination.limit_minimum, pagination.limit_maximum);
    let items_pointer = &pagination.items;
    let fields = ident(&snake(&pagination.item_schema).to_uppercase());
    let summary = sentence(&contract.source, operation, "summary");
    let request = examples::request(&contract.source, operation, false);
    let walk = |stream: &str, print: &str| {
        examples::with_client(&format!(
            "let mut {stream} = {request}.{stream}();\nwhile let Some(next) = {stream}.next().await {{\n    {print}\n}}"
        ))
    };
    let pages = docs_for_pages(
        &summary,
        &walk("pages", &format!("println!(\"{{}}\", next?.{items}.len());")),
        maximum,
    );
    let each = format!(
        "{summary}\n\n{}\n\nEvery item of every page, one by one: see [`Self::pages`].",
        walk(&items.to_string(), &format!("println!(\"{{:?}}\", next?.{identity});"))
    );
    let each = each.lines().map(docs::line);
    let pages = pages.lines().map(docs::line);
    Ok(vec![
        parse_quote! {
            impl crate::client::Listing for #builder {
                type Item = types::#item;
                const PAGE_MINIMUM: i64 = #minimum;
                const PAGE_MAXIMUM: i64 = #maximum;
                const FIELDS: &'static [crate::wire::Field] = super::fields::#fields;
                const ITEMS: &'static str = #items_pointer;
                const NEXT: &'static str = #next;
                const EMPTY_MARKER_ENDS: bool = #empty_ends;
                fn page_size(&self) -> ::std::option::Option<i64> {
                    self.#limit.as_ref().ok().copied().flatten().map(crate::wire::Bounded::get)
                }
                fn marker(&self) -> ::std::option::Option<&str> {
                    self.#marker.as_ref().ok().and_then(::std::option::Option::as_deref)
                }
                fn with_page(self, size: i64, marker: ::std::option::Option<&str>) -> Self {
                    let page = if self.#limit.is_ok() { self.#limit(size) } else { self };
                    match marker {
                        ::std::option::Option::Some(marker) => page.#marker(marker),
                        ::std::option::Option::None => page,
                    }
                }
                fn next_marker(body: &Self::Body) -> ::std::option::Option<&str> {
                    ::std::option::Option::Some(body)
                        #(.and_then(|body| body.#parents.as_ref()))*
                        .and_then(|body| body.#last.as_deref())
                }
                fn items(body: &Self::Body) -> &[Self::Item] {
                    &body.#items
                }
                fn items_mut(body: &mut Self::Body) -> &mut ::std::vec::Vec<Self::Item> {
                    &mut body.#items
                }
                fn identify<H: ::std::hash::Hasher>(item: &Self::Item, hasher: &mut H) -> bool {
                    ::std::hash::Hash::hash(&item.#identity, hasher);
                    item.#identity.is_some()
                }
            }
        },
        parse_quote! {
            impl #builder {
                #(#pages)*
                pub fn pages(self) -> crate::pages::Pages<Self> {
                    crate::pages::Pages::new(self)
                }

                #(#each)*
                pub fn #items(self) -> crate::pages::Items<Self> {
                    crate::pages::Items::new(self.pages())
                }
            }
        },
    ])
}

fn docs_for_pages(summary: &str, example: &str, maximum: i64) -> String {
    format!(
        "{summary}\n\n{example}\n\nEvery page from here to the end, the next one fetched while you work on one. Without a \
         page size of its own the walk asks for pages of {maximum}. It does not go round in circles: see \
         [`Pages`](crate::Pages)."
    )
}
