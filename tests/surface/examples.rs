//! Every function that a program can call is called in an example: in its own, or in one of its type.

use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, TraitItem};

use crate::attributes;
use crate::exports::Exports;
use crate::listing::{belongs, seen};
use crate::modules::Modules;
use crate::names::defines;
use crate::snapshots::{YAML, code};

/// What belongs together: the functions, and all examples of theirs.
#[derive(Default)]
struct Family {
    names: Vec<String>,
    examples: String,
}

impl Family {
    fn learn(&mut self, name: Option<String>, attributes: &[Attribute]) {
        self.names.extend(name);
        self.examples.push_str(&examples(attributes));
    }

    /// The functions that no example calls.
    fn lacking(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|name| !calls(&self.examples, name))
    }
}

/// What a reader sees of the Rust in a documentation; hidden lines are for the compiler alone.
fn examples(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    let mut inside = None;
    let documentation: Vec<String> = attributes.iter().filter_map(line_of_documentation).collect();
    for line in documentation.iter().flat_map(|text| text.lines()).map(str::trim) {
        match (line.strip_prefix("```"), inside) {
            (Some(language), None) => {
                inside = Some(["", "no_run", "rust", "should_panic"].contains(&language))
            }
            (Some(_), Some(_)) => inside = None,
            (None, Some(true)) if line != "#" && !line.starts_with("# ") => text.push_str(line),
            _ => {}
        }
    }
    text
}

fn line_of_documentation(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        Expr::Lit(value) if pair.path.is_ident("doc") => match &value.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the name stands there as that of something called, or handed on to be called.
fn calls(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let called = before.ends_with(['.', ':']) || after.starts_with('(');
        called && !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

fn family(modules: &Modules, module: &str, item: &Item) -> Family {
    let mut family = Family::default();
    family.learn(None, attributes::of(item));
    match item {
        Item::Fn(item) => family.names.push(item.sig.ident.to_string()),
        Item::Trait(item) => {
            for part in &item.items {
                if let TraitItem::Fn(part) = part {
                    family.learn(Some(part.sig.ident.to_string()), &part.attrs);
                }
            }
        }
        _ => {
            let Some(name) = defines(item) else { return family };
            let at = format!("{module}::{name}");
            for (module, items) in modules.all() {
                for block in items {
                    let Item::Impl(block) = block else { continue };
                    if block.trait_.is_some() || !belongs(modules, module, block, &at) {
                        continue;
                    }
                    family.learn(None, &block.attrs);
                    for part in &block.items {
                        if let ImplItem::Fn(part) = part
                            && seen(&part.vis, &part.attrs)
                        {
                            family.learn(Some(part.sig.ident.to_string()), &part.attrs);
                        }
                    }
                }
            }
        }
    }
    family
}

#[test]
fn every_function_is_called_in_an_example() {
    let generated = code(YAML);
    let modules = Modules::read(&generated);
    let mut exports = Exports::default();
    exports.module(&modules, "crate", "crate");
    let (mut functions, mut lacking) = (0, Vec::new());
    for (module, public, item) in &exports.items {
        let family = family(&modules, module, item);
        functions += family.names.len();
        lacking.extend(family.lacking().map(|name| format!("{public}: {name}")));
    }
    assert!(functions > 200, "{functions}");
    assert!(lacking.is_empty(), "no example at the type or the function calls\n{}", lacking.join("\n"));
}

#[test]
fn what_no_example_calls_is_named() {
    let item: syn::ItemStruct = syn::parse_quote! {
        /// A thing.
        ///
        /// ```
        /// thing.seen();
        /// # thing.hidden();
        /// ```
        ///
        /// ```text
        /// thing.told();
        /// ```
        struct Thing;
    };
    let names = ["seen", "hidden", "told", "see"].map(str::to_owned);
    let family = Family { names: names.into(), examples: examples(&item.attrs) };
    assert_eq!(family.lacking().collect::<Vec<_>>(), ["hidden", "told", "see"]);
}
