//! The modules of the crate as the compiler sees them with every feature on: files, generated code, macros.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::Item;

use crate::attributes::{is_active, of};
use crate::expand::Macros;

/// Items by the path of their module, from `crate` on.
pub struct Modules {
    items: BTreeMap<String, Vec<Item>>,
    macros: Macros,
}

impl Modules {
    /// The crate with `generated` as what the build wrote.
    pub fn read(generated: &str) -> Self {
        let mut modules = Self { items: BTreeMap::new(), macros: Macros::default() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        modules.file("crate", &root.join("lib.rs"), &root, generated);
        modules.write_macros();
        modules
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &[Item])> {
        self.items.iter().map(|(path, items)| (path.as_str(), items.as_slice()))
    }

    pub fn items(&self, module: &str) -> &[Item] {
        self.items.get(module).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn has(&self, module: &str) -> bool {
        self.items.contains_key(module)
    }

    /// Reads a file whose own modules are in `folder`.
    fn file(&mut self, module: &str, file: &Path, folder: &Path, generated: &str) {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{module}: {error}"));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{module}: {error}"));
        self.module(module, parsed.items, folder, generated);
    }

    fn module(&mut self, module: &str, items: Vec<Item>, folder: &Path, generated: &str) {
        let mut kept = Vec::new();
        for item in items.into_iter().filter(|item| is_active(of(item))) {
            match item {
                Item::Mod(mut inner) => {
                    let name = inner.ident.to_string();
                    let path = format!("{module}::{name}");
                    match inner.content.take() {
                        Some((_, items)) => self.module(&path, items, &folder.join(&name), generated),
                        None => self.file(&path, &find(folder, &name), &folder.join(&name), generated),
                    }
                    kept.push(Item::Mod(inner));
                }
                Item::Macro(call) if call.mac.path.is_ident("include") => {
                    let file = syn::parse_file(generated).expect("what is generated parses");
                    self.module(module, file.items, folder, generated);
                    kept.append(self.items.get_mut(module).expect("it has just been put there"));
                }
                item => kept.push(item),
            }
        }
        self.items.insert(module.to_owned(), kept);
    }

    fn write_macros(&mut self) {
        for item in self.items.values().flatten() {
            if let Item::Macro(rules) = item
                && let Some(name) = &rules.ident
            {
                self.macros.learn(&name.to_string(), rules.mac.tokens.clone());
            }
        }
        for items in self.items.values_mut() {
            let mut written = Vec::new();
            for item in items.iter() {
                let Item::Macro(call) = item else { continue };
                let Some(name) = call.mac.path.segments.last().filter(|_| call.ident.is_none()) else {
                    continue;
                };
                written.extend(
                    self.macros
                        .expand(&name.ident.to_string(), call.mac.tokens.clone())
                        .into_iter()
                        .flatten(),
                );
            }
            items.extend(written);
        }
    }
}

fn find(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.exists() { file } else { folder.join(name).join("mod.rs") }
}
