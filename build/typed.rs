//! The document as `openapiv3` reads it, so that the generator is never handed what it would trip over.

use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, Response, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::spec::{Kind, Problem, Source, pointer, walk};

/// The generator's view of the document is sound, and every pattern can be compiled.
pub fn check(source: &Source) -> Result<(), Problem> {
    document(source)?;
    let mut broken = None;
    walk(source, &mut |node| {
        let at = pointer(&node.pointer, "pattern");
        if node.kind == Kind::Schema
            && let Some(pattern) = source.get(&at).and_then(Value::as_str)
            && let Err(error) = regex_lite::Regex::new(pattern)
        {
            let message = format!("`{pattern}` cannot be used as a pattern: {error}");
            let remedy = "write it in the common part of regular expressions";
            broken.get_or_insert(source.problem(&at, message, remedy));
        }
    });
    broken.map_or(Ok(()), Err)
}

/// Reads the whole document; where that fails, reads it part by part to name the smallest one at fault.
fn document(source: &Source) -> Result<(), Problem> {
    let Err(whole) = serde_json::from_value::<OpenAPI>(source.root().clone()) else { return Ok(()) };
    for (parent, depth, read) in PARTS {
        for pointer in children(source, parent, *depth) {
            if let Some(Err(message)) = source.get(&pointer).map(read) {
                return Err(problem(source, &pointer, &message));
            }
        }
    }
    Err(problem(source, "", &whole.to_string()))
}

type Reader = fn(&Value) -> Result<(), String>;

const PARTS: &[(&str, usize, Reader)] = &[
    ("/components/schemas", 1, read::<ReferenceOr<Schema>>),
    ("/components/parameters", 1, read::<ReferenceOr<Parameter>>),
    ("/components/responses", 1, read::<ReferenceOr<Response>>),
    ("/paths", 2, read::<Operation>),
];

fn read<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    serde_json::from_value::<T>(value.clone()).map(|_| ()).map_err(|error| error.to_string())
}

fn children(source: &Source, parent: &str, depth: usize) -> Vec<String> {
    let names = source.get(parent).and_then(Value::as_object).into_iter().flatten();
    let below = names
        .filter(|(name, _)| depth != 1 || !matches!(name.as_str(), "parameters" | "summary" | "description"))
        .map(|(name, _)| pointer(parent, name));
    match depth {
        1 => below.collect(),
        _ => below.flat_map(|below| children(source, &below, depth - 1)).collect(),
    }
}

fn problem(source: &Source, pointer: &str, message: &str) -> Problem {
    let message = format!("this is not OpenAPI 3.0 as the generator reads it: {message}");
    source.problem(pointer, message, "compare it with the OpenAPI 3.0 specification")
}
