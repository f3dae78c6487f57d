//! The run of progenitor: refined document in, syntax tree out.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use schemars08::schema::{InstanceType, SchemaObject};

use super::refine::{MARK, Refined};

/// What progenitor generates for the refined document, or what it could not do.
///
/// progenitor reports some mistakes by a panic; here each becomes a message.
pub fn run(refined: &Refined) -> Result<syn::File, String> {
    let document = serde_json::from_value(refined.document.clone())
        .map_err(|error| format!("the refined document is not OpenAPI 3.0: {error}"))?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged).with_derive("PartialEq");
    for rust_type in &refined.marked {
        let mut schema =
            SchemaObject { instance_type: Some(InstanceType::String.into()), ..SchemaObject::default() };
        schema.extensions.insert(MARK.to_owned(), rust_type.as_str().into());
        settings.with_conversion(schema, rust_type, [TypeImpl::Display, TypeImpl::FromStr].into_iter());
    }
    // The hook belongs to the process: two runs at once could leave it silent.
    static HOOK: Mutex<()> = Mutex::new(());
    let turn = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome =
        panic::catch_unwind(AssertUnwindSafe(|| Generator::new(&settings).generate_tokens(&document)));
    panic::set_hook(hook);
    drop(turn);
    let tokens = match outcome {
        Ok(result) => result.map_err(|error| format!("progenitor: {error}"))?,
        Err(payload) => {
            let text = payload
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| payload.downcast_ref::<&str>().copied());
            return Err(format!("progenitor gave up: {}", text.unwrap_or("without a word")));
        }
    };
    syn::parse2(tokens).map_err(|error| format!("progenitor wrote code that does not parse: {error}"))
}
