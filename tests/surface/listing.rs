//! The surface, line by line.

use std::collections::BTreeSet;

use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Fields, GenericParam, Generics, ImplItem, Item, ItemImpl, TraitItem, Visibility};

use crate::attributes::{self, derived, is_active, is_hidden, marks};
use crate::canonical::{Canonical, Public};
use crate::exports::Exports;
use crate::modules::Modules;
use crate::names::{Name, defines, resolve};
use crate::text;

/// One thing that a program can use.
pub struct Line {
    pub text: String,
    /// Whether the build wrote it.
    pub generated: bool,
    /// Whether it says that a type has a trait.
    pub is_trait: bool,
    /// What it names, by full path.
    pub named: BTreeSet<String>,
}

/// Everything that a program can use, types in the order in which they are found, each with all that it has.
pub fn surface(generated: &str) -> Vec<Line> {
    let modules = Modules::read(generated);
    let mut exports = Exports::default();
    exports.module(&modules, "crate", "crate");
    let mut lister = Lister { modules: &modules, public: &exports.public, lines: Vec::new() };
    for (module, public, item) in &exports.items {
        lister.item(module, public, item);
    }
    lister.lines
}

struct Lister<'a> {
    modules: &'a Modules,
    public: &'a Public,
    lines: Vec<Line>,
}

impl<'a> Lister<'a> {
    fn names(&self, module: &'a str) -> Canonical<'a> {
        Canonical {
            modules: self.modules,
            public: self.public,
            module,
            scope: BTreeSet::new(),
            named: BTreeSet::new(),
        }
    }

    fn put(&mut self, names: Canonical<'_>, text: String) {
        let generated = names.module.starts_with("crate::generated");
        self.lines.push(Line { text, generated, is_trait: false, named: names.named });
    }

    /// A place with a type, such as a field or a constant.
    fn typed(&mut self, names: Canonical<'a>, place: &str, of: &syn::Type) {
        self.equal(names, &format!("{place}:"), of);
    }

    fn equal(&mut self, mut names: Canonical<'a>, place: &str, of: &syn::Type) {
        let mut of = of.clone();
        names.visit_type_mut(&mut of);
        let text = format!("{place} {}", text::type_of(&of));
        self.put(names, text);
    }

    fn item(&mut self, module: &'a str, public: &str, item: &Item) {
        let mut names = self.names(module);
        match item {
            Item::Const(item) => return self.typed(names, &format!("const {public}"), &item.ty),
            Item::Static(item) => return self.typed(names, &format!("static {public}"), &item.ty),
            Item::Fn(item) => {
                let signature = names.signature(&item.sig);
                return self.put(names, method(public.rsplit_once("::").expect("a path").0, &signature));
            }
            Item::Type(item) => {
                assert!(item.generics.params.is_empty(), "{public} is an alias with parameters");
                return self.equal(names, &format!("type {public} ="), &item.ty);
            }
            Item::Mod(_) => return self.put(names, format!("mod {public}")),
            Item::Struct(item) => {
                self.put(
                    names,
                    format!("struct {public}{}{}", parameters(&item.generics), marks(&item.attrs)),
                );
                self.fields(module, public, &item.generics, &item.fields, false);
            }
            Item::Enum(item) => {
                self.put(names, format!("enum {public}{}{}", parameters(&item.generics), marks(&item.attrs)));
                for variant in &item.variants {
                    let name = format!("{public}::{}", variant.ident);
                    let names = self.names(module);
                    self.put(names, format!("variant {name}{}", marks(&variant.attrs)));
                    self.fields(module, &name, &item.generics, &variant.fields, true);
                }
            }
            Item::Trait(item) => self.definition(module, public, item),
            other => panic!("an item that nobody expects: {}", quote!(#other)),
        }
        self.implementations(module, item);
    }

    fn fields(&mut self, module: &'a str, of: &str, generics: &Generics, fields: &Fields, all: bool) {
        for (index, field) in fields.iter().enumerate() {
            if !all && !matches!(field.vis, Visibility::Public(_)) || is_hidden(&field.attrs) {
                continue;
            }
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            let mut names = self.names(module);
            names.enter(generics);
            self.typed(names, &format!("field {of}.{name}"), &field.ty);
        }
    }

    fn definition(&mut self, module: &'a str, public: &str, item: &syn::ItemTrait) {
        let mut names = self.names(module);
        let mut above = item.supertraits.clone();
        above.iter_mut().for_each(|bound| names.visit_type_param_bound_mut(bound));
        self.put(names, format!("trait {public}{}{}", parameters(&item.generics), text::bounds(&above)));
        for part in &item.items {
            let mut names = self.names(module);
            names.enter(&item.generics);
            match part {
                TraitItem::Fn(part) => {
                    let signature = names.signature(&part.sig);
                    let provided = if part.default.is_some() { " {…}" } else { "" };
                    self.put(names, method(public, &signature) + provided);
                }
                TraitItem::Const(part) => {
                    self.typed(names, &format!("const {public}::{}", part.ident), &part.ty)
                }
                TraitItem::Type(part) => {
                    let mut bounds = part.bounds.clone();
                    bounds.iter_mut().for_each(|bound| names.visit_type_param_bound_mut(bound));
                    self.put(names, format!("type {public}::{}{}", part.ident, text::bounds(&bounds)));
                }
                other => panic!("a part of a trait that nobody expects: {}", quote!(#other)),
            }
        }
    }

    /// What a type has beside its definition: derived traits, methods, further traits.
    fn implementations(&mut self, module: &'a str, item: &Item) {
        let name = defines(item).expect("a type has a name");
        let at = format!("{module}::{name}");
        let generics = match item {
            Item::Struct(item) => &item.generics,
            Item::Enum(item) => &item.generics,
            _ => &Generics::default(),
        };
        for derived in derived(attributes::of(item)) {
            let mut names = self.names(module);
            let (mut derived, mut of) = (derived, syn::Path::from(name.clone()));
            names.visit_path_mut(&mut derived);
            names.visit_path_mut(&mut of);
            let (derived, of) = (text::type_of(&derived), text::type_of(&of));
            let text = format!("impl {derived} for {of}{}", parameters(generics));
            self.put(names, text);
            self.lines.last_mut().expect("it has just been put there").is_trait = true;
        }
        for (module, items) in self.modules.all() {
            for block in items {
                if let Item::Impl(block) = block
                    && belongs(self.modules, module, block, &at)
                {
                    self.implementation(module, block);
                }
            }
        }
    }

    fn implementation(&mut self, module: &'a str, block: &ItemImpl) {
        let mut names = self.names(module);
        names.enter(&block.generics);
        let mut generics = block.generics.clone();
        let mut of = (*block.self_ty).clone();
        names.visit_generics_mut(&mut generics);
        names.visit_type_mut(&mut of);
        let Some((path, _)) = &block.trait_ else { return self.methods(module, block, &generics, &of) };
        let mut path = path.clone();
        names.visit_path_mut(&mut path);
        // A trait that no program can name adds nothing that it could call.
        if names.named.iter().any(|name| name.starts_with("private ")) {
            return;
        }
        let mut text = text::head(&generics, &quote!(#path for #of));
        for part in &block.items {
            if let ImplItem::Type(part) = part {
                let mut of = part.ty.clone();
                names.visit_type_mut(&mut of);
                text.push_str(&format!(" {{ type {} = {} }}", part.ident, text::type_of(&of)));
            }
        }
        self.put(names, text);
        self.lines.last_mut().expect("it has just been put there").is_trait = true;
    }

    fn methods(&mut self, module: &'a str, block: &ItemImpl, generics: &Generics, of: &syn::Type) {
        let place = text::type_of(of);
        let conditions = text::conditions(generics);
        for part in &block.items {
            let mut names = self.names(module);
            names.enter(&block.generics);
            match part {
                ImplItem::Fn(part) if seen(&part.vis, &part.attrs) => {
                    let signature = names.signature(&part.sig);
                    self.put(names, method(&place, &signature) + &conditions + &marks(&part.attrs));
                }
                ImplItem::Const(part) if seen(&part.vis, &part.attrs) => {
                    self.typed(names, &format!("const {place}::{}", part.ident), &part.ty);
                }
                _ => {}
            }
        }
    }
}

/// Whether an impl block is of the type or trait at `at`: the type's own, or else the trait's.
pub fn belongs(modules: &Modules, module: &str, block: &ItemImpl, at: &str) -> bool {
    let own = |path: &syn::Path| {
        let parts: Vec<_> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        let generic = || block.generics.type_params().any(|parameter| parameter.ident == parts[0]);
        if path.leading_colon.is_some() || generic() {
            return None;
        }
        match resolve(modules, module, &parts) {
            Some((Name::Own(at), _)) => Some(at),
            Some(_) => None,
            None => panic!("nobody knows `{}` in {module}", parts.join("::")),
        }
    };
    let of = match &*block.self_ty {
        syn::Type::Path(of) => own(&of.path),
        _ => None,
    };
    let of_trait = block.trait_.as_ref().and_then(|(path, _)| own(path));
    of.or(of_trait).is_some_and(|of| of == at)
}

/// Whether a program sees something that is declared so.
pub fn seen(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_)) && is_active(attributes) && !is_hidden(attributes)
}

/// `fn next(&mut self)` of a type as `fn crate::Pages<R>::next(&mut self)`.
fn method(place: &str, signature: &syn::Signature) -> String {
    let text = text::signature(signature);
    let name = signature.ident.to_string();
    text.replacen(&format!("fn {name}"), &format!("fn {place}::{name}"), 1)
}

fn parameters(generics: &Generics) -> String {
    let names = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => {
            format!("const {}: {}", parameter.ident, text::type_of(&parameter.ty))
        }
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_string(),
    });
    let names: Vec<_> = names.collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}
