//! From the API description to one Rust file, pass by pass.
//!
//! | pass | in | out |
//! |---|---|---|
//! | [`spec`](crate::spec) | YAML text | values with positions, checked |
//! | [`typed`] | values | `openapiv3`, to be sure that the generator will understand |
//! | [`refine`] | values | values that ask for tolerant response types and strict request types |
//! | [`generator`] | refined values | what progenitor makes of them |
//! | [`polish`] | syntax tree | our client's types, requests and tables |

mod generator;
mod polish;
mod prose;
mod refine;
mod typed;

use crate::spec::{Contract, Kind, Problem, Source, check, pointer, walk};

/// The examples that the API description names and that `exists` does not know.
pub fn missing_examples(file: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<Problem> {
    let Ok(source) = Source::parse(file, text) else { return Vec::new() };
    let mut problems = Vec::new();
    walk(&source, &mut |node| {
        let at = pointer(&node.pointer, "externalValue");
        if node.kind == Kind::Example
            && let Some(name) = source.get(&at).and_then(serde_json::Value::as_str)
            && !exists(name)
        {
            let message = format!("there is no file `{name}` beside the API description");
            problems.push(source.problem(&at, message, "add the file, or correct the name"));
        }
    });
    problems
}

/// The Rust code of the client for the API description `text`, or every mistake found in it.
pub fn generate(file: &str, text: &str) -> Result<String, Vec<Problem>> {
    let source = Source::parse(file, text).map_err(|problem| vec![problem])?;
    let problems = check(&source);
    if !problems.is_empty() {
        return Err(problems);
    }
    typed::check(&source).map_err(|problem| vec![problem])?;
    let contract = Contract::new(source);
    let refined = refine::refine(&contract);
    let whole = |message: String| {
        let remedy = "the generator cannot use this part of OpenAPI; say it in another way";
        vec![contract.source.problem("", message, remedy)]
    };
    let generated = generator::run(&refined).map_err(whole)?;
    let polished = polish::polish(&contract, &refined, generated).map_err(whole)?;
    Ok(prettyplease::unparse(&polished))
}
