//! Signatures with every name written the way a program outside of the crate would write it.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericParam, Generics, Pat, Path, Signature};

use crate::modules::Modules;
use crate::names::{Name, resolve, short};

/// Where a program finds the items of the crate: place of the definition to public path.
pub type Public = BTreeMap<String, String>;

/// Rewrites the names in pieces of syntax of one module, and remembers them.
pub struct Canonical<'a> {
    pub modules: &'a Modules,
    pub public: &'a Public,
    pub module: &'a str,
    /// Generic parameters in scope.
    pub scope: BTreeSet<String>,
    /// Full paths of all that was named; those that no program can name begin with `private `.
    pub named: BTreeSet<String>,
}

impl Canonical<'_> {
    pub fn enter(&mut self, generics: &Generics) {
        for parameter in &generics.params {
            match parameter {
                GenericParam::Type(parameter) => self.scope.insert(parameter.ident.to_string()),
                GenericParam::Const(parameter) => self.scope.insert(parameter.ident.to_string()),
                GenericParam::Lifetime(_) => continue,
            };
        }
    }

    /// A signature without what only its body has to do with.
    pub fn signature(&mut self, signature: &Signature) -> Signature {
        let outer = self.scope.clone();
        let mut signature = signature.clone();
        self.enter(&signature.generics);
        for argument in &mut signature.inputs {
            match argument {
                FnArg::Receiver(receiver) => receiver.mutability = None,
                FnArg::Typed(argument) => {
                    if let Pat::Ident(name) = &mut *argument.pat {
                        name.mutability = None;
                    }
                }
            }
        }
        self.visit_signature_mut(&mut signature);
        self.scope = outer;
        signature
    }

    /// What a path is written as.
    fn public_path(&mut self, parts: &[String], colon: bool) -> Option<(String, usize)> {
        let (name, behind) = if colon {
            (Name::Foreign(parts.join("::")), 0)
        } else {
            resolve(self.modules, self.module, parts)
                .unwrap_or_else(|| panic!("nobody knows `{}` in {}", parts.join("::"), self.module))
        };
        match name {
            Name::Primitive => None,
            Name::Foreign(path) => {
                let path = ["core::", "alloc::"]
                    .iter()
                    .find_map(|library| path.strip_prefix(library))
                    .map_or_else(|| path.clone(), |path| format!("std::{path}"));
                let written = short(&path).to_owned();
                self.named.insert(path);
                Some((written, behind))
            }
            Name::Own(at) => {
                let written = self.public.get(&at).cloned();
                self.named.insert(written.clone().unwrap_or_else(|| format!("private {at}")));
                Some((written.unwrap_or(at), behind))
            }
        }
    }
}

impl VisitMut for Canonical<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        // Arguments first, as long as they are in their place.
        visit_mut::visit_path_mut(self, path);
        let parts: Vec<_> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        let first = parts[0].as_str();
        if first == "Self" || self.scope.contains(first) {
            return;
        }
        let colon = path.leading_colon.is_some();
        let Some((written, behind)) = self.public_path(&parts, colon) else { return };
        let mut segments = path.segments.clone().into_iter().skip(parts.len() - behind - 1);
        let mut rewritten: Path = syn::parse_str(&written).expect("a path");
        if let Some(last) = segments.next() {
            rewritten.segments.last_mut().expect("a part").arguments = last.arguments;
        }
        rewritten.segments.extend(segments);
        *path = rewritten;
    }
}
