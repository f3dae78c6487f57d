//! What a name in a module stands for, through imports and re-exports.

use syn::{Ident, Item, UseTree, Visibility};

use crate::modules::Modules;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An item of the crate, by the place of its definition.
    Own(String),
    /// An item of another crate.
    Foreign(String),
    /// A type that every program has.
    Primitive,
}

/// Names that need no import, with the paths behind them.
const PRELUDE: &[(&str, &str)] = &[
    ("AsMut", "std::convert::AsMut"),
    ("AsRef", "std::convert::AsRef"),
    ("Box", "std::boxed::Box"),
    ("Clone", "std::clone::Clone"),
    ("Copy", "std::marker::Copy"),
    ("Default", "std::default::Default"),
    ("DoubleEndedIterator", "std::iter::DoubleEndedIterator"),
    ("Drop", "std::ops::Drop"),
    ("Eq", "std::cmp::Eq"),
    ("ExactSizeIterator", "std::iter::ExactSizeIterator"),
    ("Extend", "std::iter::Extend"),
    ("Fn", "std::ops::Fn"),
    ("FnMut", "std::ops::FnMut"),
    ("FnOnce", "std::ops::FnOnce"),
    ("From", "std::convert::From"),
    ("FromIterator", "std::iter::FromIterator"),
    ("Future", "std::future::Future"),
    ("Into", "std::convert::Into"),
    ("IntoFuture", "std::future::IntoFuture"),
    ("IntoIterator", "std::iter::IntoIterator"),
    ("Iterator", "std::iter::Iterator"),
    ("Option", "std::option::Option"),
    ("Ord", "std::cmp::Ord"),
    ("PartialEq", "std::cmp::PartialEq"),
    ("PartialOrd", "std::cmp::PartialOrd"),
    ("Result", "std::result::Result"),
    ("Send", "std::marker::Send"),
    ("Sized", "std::marker::Sized"),
    ("String", "std::string::String"),
    ("Sync", "std::marker::Sync"),
    ("ToOwned", "std::borrow::ToOwned"),
    ("ToString", "std::string::ToString"),
    ("TryFrom", "std::convert::TryFrom"),
    ("TryInto", "std::convert::TryInto"),
    ("Unpin", "std::marker::Unpin"),
    ("Vec", "std::vec::Vec"),
    // Derives of these names need no import either.
    ("Debug", "std::fmt::Debug"),
    ("Hash", "std::hash::Hash"),
];

const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

/// A name of the prelude as it is mostly written; any other path as it is.
pub fn short(foreign: &str) -> &str {
    PRELUDE.iter().find(|(_, path)| *path == foreign).map_or(foreign, |(name, _)| name)
}

/// Follows `path` from `module`: what it leads to, and how many of its parts are behind that.
pub fn resolve(modules: &Modules, module: &str, path: &[String]) -> Option<(Name, usize)> {
    let (first, rest) = path.split_first()?;
    let mut name = match first.as_str() {
        "crate" => Name::Own("crate".to_owned()),
        "self" => Name::Own(module.to_owned()),
        "super" => Name::Own(module.rsplit_once("::")?.0.to_owned()),
        first => lookup(modules, module, first).or_else(|| outside(first))?,
    };
    for (index, part) in rest.iter().enumerate() {
        name = match name {
            Name::Own(at) if modules.has(&at) && part == "super" => {
                Name::Own(at.rsplit_once("::")?.0.to_owned())
            }
            Name::Own(at) if modules.has(&at) => lookup(modules, &at, part)?,
            Name::Foreign(at) if is_module(&at) => Name::Foreign(format!("{at}::{part}")),
            // A variant, or what a type or a trait is associated with.
            name => return Some((name, rest.len() - index)),
        };
    }
    Some((name, 0))
}

/// Modules and crates are written in small letters, types and traits are not.
fn is_module(path: &str) -> bool {
    path.rsplit("::").next().is_some_and(|last| last.starts_with(char::is_lowercase))
}

fn outside(name: &str) -> Option<Name> {
    if PRIMITIVES.contains(&name) {
        return Some(Name::Primitive);
    }
    let known = PRELUDE.iter().find(|(known, _)| *known == name).map(|(_, path)| (*path).to_owned());
    let dependency = || is_dependency(name).then(|| name.to_owned());
    known.or_else(dependency).map(Name::Foreign)
}

fn is_dependency(name: &str) -> bool {
    let manifest = include_str!("../../Cargo.toml");
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]");
    let mut dependencies = lines.take_while(|line| *line != "[build-dependencies]");
    matches!(name, "std" | "core" | "alloc")
        || dependencies
            .any(|line| line.split_once(" = ").is_some_and(|(known, _)| known.replace('-', "_") == name))
}

/// What `name` is in `module`: an item of it, or what it imports under this name.
fn lookup(modules: &Modules, module: &str, name: &str) -> Option<Name> {
    let items = modules.items(module);
    if items.iter().any(|item| defines(item).is_some_and(|known| known == name)) {
        return Some(Name::Own(format!("{module}::{name}")));
    }
    let imports: Vec<_> = items.iter().flat_map(imports).collect();
    let found = imports.iter().find(|import| import.name == name).map(|import| import.path.clone());
    match found {
        // An import of a crate under its own name would lead here again.
        Some(path) if path == [name] => outside(name),
        Some(path) => resolve(modules, module, &path).map(|(name, _)| name),
        None => {
            let all = imports.iter().filter(|import| import.name == "*");
            all.filter_map(|import| resolve(modules, module, &import.path)).find_map(|(from, _)| match from {
                Name::Own(from) if from != module => lookup(modules, &from, name),
                _ => None,
            })
        }
    }
}

/// The name that an item defines.
pub fn defines(item: &Item) -> Option<&Ident> {
    match item {
        Item::Const(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Mod(item) => Some(&item.ident),
        Item::Static(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        _ => None,
    }
}

/// One name that a `use` brings in; `*` for all.
pub struct Import {
    pub name: String,
    pub path: Vec<String>,
    pub public: bool,
}

pub fn imports(item: &Item) -> Vec<Import> {
    let mut found = Vec::new();
    if let Item::Use(item) = item {
        let public = matches!(item.vis, Visibility::Public(_));
        leaves(&item.tree, &[], public, &mut found);
    }
    found
}

fn leaves(tree: &UseTree, before: &[String], public: bool, found: &mut Vec<Import>) {
    let with = |name: &Ident| [before, &[name.to_string()]].concat();
    let mut put = |name: String, path: Vec<String>| found.push(Import { name, path, public });
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &with(&path.ident), public, found),
        UseTree::Name(name) if name.ident == "self" => {
            put(before.last().cloned().unwrap_or_default(), before.to_vec());
        }
        UseTree::Name(name) => put(name.ident.to_string(), with(&name.ident)),
        UseTree::Rename(rename) => put(rename.rename.to_string(), with(&rename.ident)),
        UseTree::Glob(_) => put("*".to_owned(), before.to_vec()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, public, found)),
    }
}
