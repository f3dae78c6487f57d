//! The request builders: owned instead of borrowed, precise about what is wrong, sent by our own transport.

use quote::{format_ident, quote};
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Stmt, Type, parse_quote};

use super::{docs, ident, snake};
use crate::build::prose;
use crate::spec::{Contract, Operation, Pagination, Parameter, Source, body_schema, pointer, underlying};

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
                structure(&mut builder);
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
                requests.builder.extend(listing(contract, operation)?);
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

fn structure(builder: &mut ItemStruct) {
    Owned.visit_item_struct_mut(builder);
    for field in &mut builder.fields {
        if field.ident.as_ref().is_some_and(|name| name == "client") {
            field.ty = parse_quote!(crate::client::Client);
        }
    }
    let method = snake(&builder.ident.to_string());
    let text = format!("A request made by [`Client::{method}`](crate::Client::{method}).");
    docs::set(&mut builder.attrs, &text);
    builder.attrs.push(parse_quote!(#[must_use = "a request does nothing until it is sent"]));
}

/// The method of the client that starts a request.
fn method(source: &Source, operation: &Operation) -> ImplItem {
    let (name, builder) = (ident(&snake(&operation.id)), ident(&operation.id));
    let mut calls = String::new();
    for parameter in &operation.parameters {
        if parameter.required && !parameter.client_scope {
            calls.push_str(&format!(".{}({})", parameter.name, sample(source, parameter)));
        }
    }
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
        "{}\n\n```no_run\n# async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {{\n\
         let response = client.{name}(){calls}.send().await?;\n# Ok(()) }}\n```{more}\n\n{}",
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

/// A value for a parameter in an example.
fn sample(source: &Source, parameter: &Parameter) -> String {
    let schema = source.resolve(&parameter.schema).map(|(_, schema)| schema);
    let schema = schema.unwrap_or(&Value::Null);
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => schema.get("minimum").map_or_else(|| "1".to_owned(), Value::to_string),
        Some("boolean") => "true".to_owned(),
        _ => schema.pointer("/enum/0").map_or_else(|| "\"…\"".to_owned(), Value::to_string),
    }
}

fn sentence(source: &Source, operation: &Operation, key: &str) -> String {
    let text = source.get(&pointer(&operation.pointer, key)).and_then(Value::as_str);
    let text = prose::doc(text.unwrap_or(&operation.id));
    if text.ends_with('.') { text } else { text + "." }
}

fn explanation(source: &Source, operation: &Operation) -> String {
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
            let (sending, preparing) = send(source, operation, &method)?;
            request = preparing;
            method = sending;
        } else {
            setter(source, operation, &name, &mut method)?;
        }
        block.items.push(ImplItem::Fn(method));
    }
    Ok(request)
}

/// `new` clones the client and takes from it what was said once for all calls.
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
            let name = ident(&parameter.name);
            field.expr = parse_quote!(client.#name().try_into().map_err(|error: crate::wire::InvalidText| error.to_string()));
        } else if parameter.is_some_and(|parameter| parameter.required) {
            let text = format!("is missing: set it by `.{name}(…)`");
            field.expr = parse_quote!(Err(#text.to_owned()));
        }
    }
    Ok(())
}

/// A setter is documented, and keeps the reason why a value is refused.
fn setter(source: &Source, operation: &Operation, name: &str, method: &mut ImplItemFn) -> Result<(), String> {
    let parameter = operation.parameters.iter().find(|parameter| parameter.name == name);
    let parameter = parameter.ok_or(format!("{}: the setter `{name}` is of no parameter", operation.id))?;
    docs::set(&mut method.attrs, &described(source, parameter));
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
    let schema = docs::describe(source, &parameter.schema);
    let text = prose::doc(own);
    let facts = schema
        .split("\n\n")
        .last()
        .filter(|facts| facts.starts_with("Documented") || facts.starts_with("Opaque"));
    match facts {
        Some(facts) => format!("{text}\n\n{facts}"),
        None => text,
    }
}

/// Splits progenitor's `send` where the request is built: what comes before becomes `prepare`, what comes
/// after is our transport's business.
fn send(
    source: &Source,
    operation: &Operation,
    method: &ImplItemFn,
) -> Result<(ImplItemFn, Vec<Item>), String> {
    let builder = ident(&operation.id);
    let constant = ident(&snake(&operation.id).to_uppercase());
    let body = success_type(method).ok_or("`send` returns something unexpected")?;
    let mut statements = Vec::new();
    let mut finished = false;
    for statement in &method.block.stmts {
        let mut statement = statement.clone();
        let text = quote!(#statement).to_string();
        if text.contains("\"api-version\"") {
            continue;
        }
        if let Some(parameter) = invalid(&statement) {
            let name = ident(&parameter);
            statement = parse_quote! {
                let #name = #name.map_err(|reason| {
                    crate::error::Error::invalid(&operations::#constant, #parameter, reason)
                })?;
            };
        } else if let Stmt::Local(local) = &statement
            && let Some(init) = &local.init
            && let Expr::Try(built) = &*init.expr
            && text.contains(". build ()")
        {
            let built = &built.expr;
            statements.push(parse_quote!(let request = #built;));
            finished = true;
            break;
        }
        Client.visit_stmt_mut(&mut statement);
        statements.push(statement);
    }
    if !finished {
        return Err("`send` builds no request where it used to".to_owned());
    }
    if let Some(Stmt::Local(local)) = statements.last_mut() {
        Client.visit_local_mut(local);
    }
    let guard = operation.pagination.as_ref().and_then(|pagination| companion(pagination, &constant));
    if let Some(guard) = guard {
        let at = statements.iter().position(|statement| quote!(#statement).to_string().contains("format !"));
        statements.insert(at.unwrap_or(0), guard);
    }
    let properties = properties(source, operation);
    let block: Block = parse_quote!({
        #(#statements)*
        crate::client::Prepared::new(client, &operations::#constant, request)
    });
    let preparing: syn::File = parse_quote! {
        impl crate::wire::Sealed for #builder {}

        impl crate::client::Request for #builder {
            type Body = #body;
            const PROPERTIES: &'static [&'static str] = &[#(#properties),*];
            const OPERATION: &'static crate::wire::Operation = &operations::#constant;
            fn client(&self) -> &crate::client::Client {
                &self.client
            }
            fn prepare(self) -> ::std::result::Result<crate::client::Prepared, crate::error::Error> #block
        }
    };
    let mut sending: ImplItemFn = parse_quote! {
        pub async fn send(self) -> ::std::result::Result<crate::client::Response<#body>, crate::error::Error> {
            crate::client::send(self).await
        }
    };
    let text = format!(
        "Sends the request and reads the answer.\n\n{}\n\n# Errors\n\nA parameter that is missing or not \
         allowed is refused before anything is sent. Then whatever can go wrong on the way, an answer with \
         an error status, and an answer that cannot be read: see [`Error`](crate::Error).",
        explanation(source, operation)
    );
    docs::set(&mut sending.attrs, &text);
    Ok((sending, preparing.items))
}

/// The properties of an operation's success body, at its top.
fn properties(source: &Source, operation: &Operation) -> Vec<String> {
    let body = body_schema(source, &operation.pointer).and_then(|body| underlying(source, &body));
    let properties = body.and_then(|body| source.get(&pointer(&body, "properties"))?.as_object());
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// The name of the parameter that a statement `let x = x.map_err(Error::InvalidRequest)?;` is about.
fn invalid(statement: &Stmt) -> Option<String> {
    let Stmt::Local(local) = statement else { return None };
    let syn::Pat::Ident(pattern) = &local.pat else { return None };
    quote!(#statement).to_string().contains("Error :: InvalidRequest").then(|| pattern.ident.to_string())
}

/// Reads the client's parts by its methods instead of its fields.
struct Client;

impl VisitMut for Client {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Field(field) = expression
            && let Expr::Path(base) = &*field.base
            && base.path.is_ident("client")
            && let syn::Member::Named(name) = &field.member
        {
            let accessor = if name == "client" { format_ident!("http") } else { format_ident!("base") };
            *expression = parse_quote!(client.#accessor());
            return;
        }
        if let Expr::Path(path) = expression
            && path.path.segments.len() == 2
            && path.path.segments[0].ident == "progenitor_client"
        {
            let name = &path.path.segments[1].ident;
            *expression = parse_quote!(#name);
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    // `format!` is opaque to a visitor of expressions: its arguments are rewritten as tokens.
    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        if call.path.is_ident("format")
            && let Ok(mut arguments) =
                call.parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated)
        {
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            call.tokens = quote!(#arguments);
        }
    }
}

/// `T` of progenitor's `Result<ResponseValue<T>, …>`.
fn success_type(method: &ImplItemFn) -> Option<Type> {
    let syn::ReturnType::Type(_, result) = &method.sig.output else { return None };
    first_argument(&first_argument(result)?)
}

fn first_argument(of: &Type) -> Option<Type> {
    let Type::Path(path) = of else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner.clone()),
        _ => None,
    }
}

/// The check that a marker does not travel without a page size.
fn companion(pagination: &Pagination, constant: &syn::Ident) -> Option<Stmt> {
    if !pagination.marker_needs_limit {
        return None;
    }
    let (marker, limit) = (ident(&pagination.marker), ident(&pagination.limit));
    let reason = format!(
        "is to be used together with `{limit}`: set `.{limit}(…)` too, from {} to {}",
        pagination.limit_minimum, pagination.limit_maximum
    );
    let name = &pagination.marker;
    Some(parse_quote! {
        if #marker.is_some() && #limit.is_none() {
            return Err(crate::error::Error::invalid(&operations::#constant, #name, #reason.to_owned()));
        }
    })
}

/// What makes a request the start of a walk through pages.
fn listing(contract: &Contract, operation: &Operation) -> Result<Vec<Item>, String> {
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
    let pages = docs_for_pages(&summary, maximum);
    let each = format!("{summary}\n\nEvery item of every page, one by one: see [`Self::pages`].");
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

fn docs_for_pages(summary: &str, maximum: i64) -> String {
    format!(
        "{summary}\n\nEvery page from here to the end, the next one fetched while you work on one. Without a \
         page size of its own the walk asks for pages of {maximum}. It does not go round in circles: see \
         [`Pages`](crate::Pages)."
    )
}
