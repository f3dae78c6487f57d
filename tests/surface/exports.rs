//! Which items a program can reach, and where.

use syn::{Item, Visibility};

use crate::attributes::{self, is_hidden};
use crate::canonical::Public;
use crate::modules::Modules;
use crate::names::{Name, defines, imports, resolve};

/// What can be reached from the root of the crate.
#[derive(Default)]
pub struct Exports<'a> {
    pub public: Public,
    /// Module of the definition, public path, definition.
    pub items: Vec<(&'a str, String, &'a Item)>,
}

impl<'a> Exports<'a> {
    pub fn module(&mut self, modules: &'a Modules, at: &str, public: &str) {
        self.public.entry(at.to_owned()).or_insert_with(|| public.to_owned());
        for item in modules.items(at) {
            if defines(item).is_some_and(|_| is_public(item)) && !is_hidden(attributes::of(item)) {
                let name = defines(item).expect("it has one").to_string();
                self.export(modules, &format!("{at}::{name}"), format!("{public}::{name}"));
            }
            for import in imports(item).into_iter().filter(|import| import.public) {
                assert_ne!(import.name, "*", "{at} re-exports everything of a module");
                match resolve(modules, at, &import.path) {
                    Some((Name::Own(target), 0)) => {
                        self.export(modules, &target, format!("{public}::{}", import.name));
                    }
                    other => panic!("{at} re-exports {}: {other:?}", import.path.join("::")),
                }
            }
        }
    }

    fn export(&mut self, modules: &'a Modules, at: &str, public: String) {
        let (module, name) = at.rsplit_once("::").expect("nobody exports the root");
        let module = modules.all().map(|(path, _)| path).find(|path| *path == module).expect("a module");
        let item = modules.items(module).iter().find(|item| defines(item).is_some_and(|known| known == name));
        self.items.push((module, public.clone(), item.expect("a definition")));
        if modules.has(at) {
            self.module(modules, at, &public);
        } else {
            let twice = self.public.insert(at.to_owned(), public);
            assert_eq!(twice, None, "{at} can be reached in two ways");
        }
    }
}

fn is_public(item: &Item) -> bool {
    let visibility = match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Mod(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        _ => return false,
    };
    matches!(visibility, Visibility::Public(_))
}
