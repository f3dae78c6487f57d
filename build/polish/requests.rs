//! The request builders: owned instead of borrowed, precise about what is wrong, sent by our own transport.

use quote::quote;
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Stmt, parse_quote};

use super::{docs, examples, ident, listing, sending, snake};
use crate::build::prose;
use crate::spec::{Contract, Operation, Parameter, Source, pointer};

/// The finished builders and the methods of the client that start them.
pub struct Requests {
    pub builder: Vec<Item>,
    pub methods: Vec<ImplItem>,
}

pub fn polish(contract: &Contract, items: Vec<Item>) -> Result<Requests, String> {
    let mut requests = Requests { builder: Vec::new(), methods: Vec::new() };
    for item in items {
        match item {
            Item::Struct(mut builder) => {
                let operation = operation(contract, &builder.ident.to_string())?;
                structure(&contract.source, operation, &mut builder);
                requests.methods.push(method(&contract.source, operation));
                requests.builder.push(Item::Struct(builder));
            }
            Item::Impl(mut block) => {
                Owned.visit_item_impl_mut(&mut block);
                let name = block.self_ty.clone();
                let operation = operation(contract, &quote!(#name).to_string())?;
                let request = implementation(&contract.source, operation, &mut block)?;
                requests.builder.push(Item::Impl(block));
                requests.builder.extend(request);
                requests.builder.extend(listing::listing(contract, operation)?);
            }
            _ => {}
        }
    }
    Ok(requests)
}

fn operation<'a>(contract: &'a Contract, builder: &str) -> Result<&'a Operation, String> {
    let found = contract.operations.iter().find(|operation| operation.id == builder);
    found.ok_or(format!("the builder `{builder}` belongs to no operationId; write ids in PascalCase"))
}

/// Takes the lifetime out: a builder holds a client of its own, which is cheap to clone.
struct Owned;

impl VisitMut for Owned {
    fn visit_generics_mut(&mut self, generics: &mut syn::Generics) {
        generics.params = std::mem::take(&mut generics.params)
            .into_iter()
            .filter(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
            .collect();
        if generics.params.is_empty() {
            generics.lt_token = None;
            generics.gt_token = None;
        }
        visit_mut::visit_generics_mut(self, generics);
    }

    fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
        if let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments
            && arguments.args.iter().all(|argument| matches!(argument, syn::GenericArgument::Lifetime(_)))
        {
            segment.arguments = syn::PathArguments::None;
        }
        visit_mut::visit_path_segment_mut(self, segment);
    }
}

fn structure(source: &Source, operation: &Operation, builder: &mut ItemStruct) {
    Owned.visit_item_struct_mut(builder);
    for field in &mut builder.fields {
        // What one request leads to is asked for with the parts of it: see `src/operate`.
        field.vis = parse_quote!(pub(crate));
        if field.ident.as_ref().is_some_and(|name| name == "client") {
            field.ty = parse_quote!(crate::client::Client);
        }
    }
    let method = snake(&builder.ident.to_string());
    let request = examples::request(source, operation, true);
    let example =
        examples::with_client(&format!("let request = {request};\nlet response = request.send().await?;"));
    let text = format!("A request made by [`Client::{method}`](crate::Client::{method}).\n\n{example}");
    docs::set(&mut builder.attrs, &text);
    builder.attrs.push(parse_quote!(#[must_use = "a request does nothing until it is sent"]));
}

/// The method of the client that starts a request.
fn method(source: &Source, operation: &Operation) -> ImplItem {
    let (name, builder) = (ident(&snake(&operation.id)), ident(&operation.id));
    let request = examples::request(source, operation, false);
    let example = examples::with_client(&format!("let response = {request}.send().await?;"));
    let more = match &operation.pagination {
        Some(pagination) => format!(
            "\n\nOne page by `send()`; every page by [`pages()`](builder::{0}::pages), every item by \
             [`{1}()`](builder::{0}::{1}).",
            operation.id,
            pagination.items.trim_start_matches('/'),
        ),
        None => String::new(),
    };
    let text = format!(
        "{}\n\n{example}{more}\n\n{}",
        sentence(source, operation, "summary"),
        explanation(source, operation),
    );
    let mut method: ImplItemFn = parse_quote! {
        pub fn #name(&self) -> builder::#builder {
            builder::#builder::new(self)
        }
    };
    docs::set(&mut method.attrs, &text);
    ImplItem::Fn(method)
}

pub(super) fn sentence(source: &Source, operation: &Operation, key: &str) -> String {
    let text = source.get(&pointer(&operation.pointer, key)).and_then(Value::as_str);
    let text = prose::doc(text.unwrap_or(&operation.id));
    if text.ends_with('.') { text } else { text + "." }
}

pub(super) fn explanation(source: &Source, operation: &Operation) -> String {
    let mut text = sentence(source, operation, "description");
    text.push_str(&format!("\n\nSends `{} {}`.", operation.method, operation.path));
    if let Some(permission) = &operation.permission {
        text.push_str(&format!("\n\nNeeds the permission `{}`.", permission.action));
    }
    text
}

/// Rewrites the methods of a builder; returns how it becomes a request.
fn implementation(source: &Source, operation: &Operation, block: &mut ItemImpl) -> Result<Vec<Item>, String> {
    let mut request = Vec::new();
    let items = std::mem::take(&mut block.items);
    for item in items {
        let ImplItem::Fn(mut method) = item else { return Err("a builder has only methods".to_owned()) };
        let name = method.sig.ident.to_string();
        if name == "new" {
            start(operation, &mut method)?;
        } else if name == "send" {
            let (sending, preparing) = sending::send(source, operation, &method)?;
            request = preparing;
            method = sending;
        } else {
            setter(source, operation, &name, &mut method)?;
        }
        block.items.push(ImplItem::Fn(method));
    }
    Ok(request)
}

/// `new` clones the client, and says what is missing.
fn start(operation: &Operation, method: &mut ImplItemFn) -> Result<(), String> {
    method.vis = parse_quote!(pub(crate));
    for input in &mut method.sig.inputs {
        if let FnArg::Typed(argument) = input {
            *argument.ty = parse_quote!(&crate::client::Client);
        }
    }
    let Some(Stmt::Expr(Expr::Struct(literal), _)) = method.block.stmts.last_mut() else {
        return Err("`new` does not end in a struct".to_owned());
    };
    for field in &mut literal.fields {
        let syn::Member::Named(name) = &field.member else { continue };
        let parameter = operation.parameters.iter().find(|parameter| name == &parameter.name);
        if name == "client" {
            field.expr = parse_quote!(client.clone());
        } else if let Some(parameter) = parameter
            && parameter.client_scope
        {
            // Not set: the client's own value is looked up when the request is prepared.
            field.expr = parse_quote!(Err(String::new()));
        } else if parameter.is_some_and(|parameter| parameter.required) || name == "body" {
            let text = format!("is missing: set it by `.{name}(…)`");
            field.expr = parse_quote!(Err(#text.to_owned()));
        }
    }
    Ok(())
}

/// A setter is documented, and keeps the reason why a value is refused.
fn setter(source: &Source, operation: &Operation, name: &str, method: &mut ImplItemFn) -> Result<(), String> {
    let parameter = operation.parameters.iter().find(|parameter| parameter.name == name);
    let text = match (parameter, &operation.body) {
        (Some(parameter), _) => described(source, parameter),
        (None, Some(body)) if name == "body" => {
            let text = source.get(&pointer(&body.pointer, "description")).and_then(Value::as_str);
            prose::doc(text.unwrap_or("What is sent."))
        }
        _ => return Err(format!("{}: the setter `{name}` is of no parameter", operation.id)),
    };
    docs::set(&mut method.attrs, &text);
    struct Reason;
    impl VisitMut for Reason {
        fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
            if matches!(closure.inputs.first(), Some(syn::Pat::Wild(_))) {
                *closure = parse_quote!(|error| error.to_string());
            }
        }
    }
    Reason.visit_block_mut(&mut method.block);
    let bounds = method.sig.generics.make_where_clause();
    bounds.predicates.push(parse_quote!(V::Error: ::std::fmt::Display));
    Ok(())
}

fn described(source: &Source, parameter: &Parameter) -> String {
    let at = parameter.schema.trim_end_matches("/schema");
    let own = source.get(&pointer(at, "description")).and_then(Value::as_str).unwrap_or_default();
    docs::with_facts(source, &parameter.schema, prose::doc(own))
}
