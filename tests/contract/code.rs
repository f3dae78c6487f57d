//! Generated code taken apart: every item that can change by itself, with its text.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Field, Fields, ImplItem, Item};

/// Generated code by item: fields, variants, methods and constants one by one.
#[derive(Default)]
pub struct Code {
    items: BTreeMap<String, TokenStream>,
    fields: BTreeMap<String, Vec<Field>>,
}

/// What an edit did to the items.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub added: BTreeSet<String>,
    pub removed: BTreeSet<String>,
    pub changed: BTreeSet<String>,
}

impl Code {
    pub fn parse(code: &str) -> Self {
        let file = syn::parse_file(code).expect("what is generated parses");
        let mut parsed = Self::default();
        file.items.into_iter().for_each(|item| parsed.item("", item));
        parsed
    }

    /// The text of an item; what is asked for must exist.
    pub fn tokens(&self, item: &str) -> TokenStream {
        self.items.get(item).cloned().unwrap_or_else(|| panic!("nothing is generated as `{item}`"))
    }

    pub fn text(&self, item: &str) -> String {
        self.tokens(item).to_string()
    }

    /// Names of the fields of a struct, in order.
    pub fn fields(&self, structure: &str) -> Vec<String> {
        let fields = self.fields.get(structure).unwrap_or_else(|| panic!("there is no struct `{structure}`"));
        fields.iter().filter_map(|field| field.ident.as_ref().map(ToString::to_string)).collect()
    }

    pub fn field(&self, structure: &str, name: &str) -> &Field {
        let fields = self.fields.get(structure).into_iter().flatten();
        let mut found = fields.filter(|field| field.ident.as_ref().is_some_and(|ident| ident == name));
        found.next().unwrap_or_else(|| panic!("`{structure}` has no field `{name}`"))
    }

    /// What is in `edited` and not in this code, the other way round, and what reads differently.
    pub fn difference(&self, edited: &Self) -> Difference {
        let names = |code: &Self| code.items.keys().cloned().collect::<BTreeSet<_>>();
        let (before, after) = (names(self), names(edited));
        Difference {
            added: after.difference(&before).cloned().collect(),
            removed: before.difference(&after).cloned().collect(),
            changed: before
                .intersection(&after)
                .filter(|n| self.text(n) != edited.text(n))
                .cloned()
                .collect(),
        }
    }

    fn put(&mut self, name: String, item: impl ToTokens) {
        let item = item.to_token_stream();
        if let Some(other) = self.items.insert(name.clone(), item) {
            panic!("`{name}` is generated twice, first as {other}");
        }
    }

    fn item(&mut self, at: &str, item: Item) {
        match item {
            Item::Mod(module) => {
                let at = format!("{at}{}::", module.ident);
                for item in module.content.map(|(_, items)| items).unwrap_or_default() {
                    self.item(&at, item);
                }
            }
            Item::Struct(mut structure) => {
                let name = format!("{at}{}", structure.ident);
                let fields = std::mem::replace(&mut structure.fields, Fields::Unit);
                for field in &fields {
                    self.put(format!("{name}.{}", field.ident.to_token_stream()), field);
                }
                self.fields.insert(name.clone(), fields.into_iter().collect());
                self.put(name, structure);
            }
            Item::Enum(mut words) => {
                let name = format!("{at}{}", words.ident);
                for variant in std::mem::take(&mut words.variants) {
                    self.put(format!("{name}::{}", variant.ident), variant);
                }
                self.put(name, words);
            }
            Item::Impl(block) => {
                let of = block.self_ty.to_token_stream().to_string().replace(' ', "");
                let of = of.rsplit("::").next().unwrap_or_default().to_owned();
                let name = match block.trait_.as_ref().and_then(|(name, _)| name.segments.last()) {
                    Some(segment) => format!("{at}{of} as {}", segment.ident),
                    None => format!("{at}{of}"),
                };
                for item in block.items {
                    let item_name = match &item {
                        ImplItem::Fn(method) => format!("{}()", method.sig.ident),
                        ImplItem::Const(constant) => constant.ident.to_string(),
                        ImplItem::Type(alias) => alias.ident.to_string(),
                        other => panic!("an item that nobody expects: {}", quote!(#other)),
                    };
                    self.put(format!("{name}::{item_name}"), item);
                }
            }
            Item::Fn(function) => self.put(format!("{at}{}()", function.sig.ident), function),
            Item::Const(constant) => self.put(format!("{at}{}", constant.ident), constant),
            Item::Type(alias) => self.put(format!("{at}{}", alias.ident), alias),
            Item::Macro(call) => self.put(format!("{at}{}", call.to_token_stream()), call),
            Item::Use(import) => self.put(format!("{at}{}", import.to_token_stream()), import),
            other => panic!("an item that nobody expects: {}", quote!(#other)),
        }
    }
}

/// Every text and number literal in a piece of code, as it stands there.
pub fn literals(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(literals(group.stream())),
            TokenTree::Literal(literal) => found.push(literal.to_string()),
            _ => {}
        }
    }
    found
}
