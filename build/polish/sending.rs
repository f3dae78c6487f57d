//! How a request leaves: by our own transport instead of progenitor's client.

use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ImplItemFn, Item, Stmt, Type, parse_quote};

use super::requests::explanation;
use super::{docs, ident, snake};
use crate::spec::{Operation, Pagination, Source, body_schema, pointer, underlying};

/// Splits progenitor's `send` where the request is built: what comes before becomes `prepare`, what comes
/// after is our transport's business.
pub(super) fn send(
    source: &Source,
    operation: &Operation,
    method: &ImplItemFn,
) -> Result<(ImplItemFn, Vec<Item>), String> {
    let builder = ident(&operation.id);
    let constant = ident(&snake(&operation.id).to_uppercase());
    let body = success_type(method).ok_or("`send` returns something unexpected")?;
    let mut statements = Vec::new();
    let mut last = Vec::new();
    let mut scope = quote!(None);
    let mut finished = false;
    for statement in &method.block.stmts {
        let mut statement = statement.clone();
        let text = quote!(#statement).to_string();
        if text.contains("\"api-version\"") {
            continue;
        }
        if let Some(parameter) = invalid(&statement) {
            let name = ident(&parameter);
            let scoped =
                operation.parameters.iter().any(|known| known.name == parameter && known.client_scope);
            let value =
                if scoped { quote!(crate::client::scoped(#name, client.#name())) } else { quote!(#name) };
            statement = parse_quote! {
                let #name = #value.map_err(|reason| {
                    crate::error::Error::invalid(&operations::#constant, #parameter, reason)
                })?;
            };
            // What the client may have to look up comes last: before that, everything else is in order.
            if scoped {
                last.push(statement);
                last.push(parse_quote! {
                    let Some(#name) = #name else {
                        return Err(crate::error::Error::unknown_yet(&operations::#constant, #parameter));
                    };
                });
                scope = quote!(Some(#name.to_string()));
                continue;
            }
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
    let at = statements.iter().position(|statement| quote!(#statement).to_string().contains("format !"));
    let at = at.unwrap_or(0);
    statements.splice(at..at, guard.into_iter().chain(last));
    let properties = properties(source, operation);
    let has_body = body_schema(source, &operation.pointer).is_some();
    let block: Block = parse_quote!({
        #(#statements)*
        crate::client::Prepared::new(client, &operations::#constant, request, #scope)
    });
    let preparing: syn::File = parse_quote! {
        impl crate::wire::Sealed for #builder {}

        impl crate::client::Request for #builder {
            type Body = #body;
            const PROPERTIES: &'static [&'static str] = &[#(#properties),*];
            const HAS_BODY: bool = #has_body;
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
