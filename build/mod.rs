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

use crate::spec::{Contract, Problem, Source, check};

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
