//! From the API description and its regions to one Rust file, pass by pass.
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

use crate::spec::{Contract, Kind, Problem, Source, check, check_regions, pointer, services, walk};

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

/// A file: the name under which its mistakes are reported, and what it says.
#[derive(Clone, Copy)]
pub struct File<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// The Rust code of the client for an API description and its regions, or every mistake found in the first of
/// the two that has one.
pub fn generate(contract: File<'_>, regions: File<'_>) -> Result<String, Vec<Problem>> {
    let source = Source::parse(contract.name, contract.text).map_err(|problem| vec![problem])?;
    let problems = check(&source);
    if !problems.is_empty() {
        return Err(problems);
    }
    typed::check(&source).map_err(|problem| vec![problem])?;
    let contract = Contract::new(source);
    let regions = Source::parse(regions.name, regions.text).map_err(|problem| vec![problem])?;
    let problems = check_regions(&regions, &contract);
    if !problems.is_empty() {
        return Err(problems);
    }
    let refined = refine::refine(&contract);
    let whole = |message: String| {
        let remedy = "the generator cannot use this part of OpenAPI; say it in another way";
        vec![contract.source.problem("", message, remedy)]
    };
    let generated = generator::run(&refined).map_err(whole)?;
    let services = services(&regions, &contract);
    let polished = polish::polish(&contract, &services, &refined, generated).map_err(whole)?;
    Ok(prettyplease::unparse(&polished))
}
