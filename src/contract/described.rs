//! The API description, and what judges by it.

use std::sync::LazyLock;

use super::judge::Judge;
use crate::error::Error;
use crate::generated::files;
use crate::spec::{Contract, Problem, Source, check};
use crate::text::printable;

/// A description in which nothing is wrong.
pub(crate) struct Described {
    pub(crate) contract: Contract,
    pub(crate) judge: Judge,
}

static BUILT_IN: LazyLock<Result<Described, Box<Problem>>> =
    LazyLock::new(|| Described::read(files::NAME, files::YAML));

/// The description that this crate is made of.
pub(crate) fn described() -> Result<&'static Described, Error> {
    BUILT_IN.as_ref().map_err(|problem| Error::configuration("API description", problem))
}

impl Described {
    /// Reads a description; the first thing that is wrong with it.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Box<Problem>> {
        let source = Source::parse(file, text)?;
        if let Some(problem) = check(&source).into_iter().next() {
            return Err(problem.into());
        }
        let contract = Contract::new(source);
        let judge = Judge::new(&contract);
        Ok(Self { contract, judge })
    }

    /// The operation that is called so, and the schema of its answer with a status; else which of the two is wrong, and
    /// what there is.
    pub(crate) fn answer(
        &self,
        operation: &str,
        status: u16,
    ) -> Result<(usize, &str), (&'static str, String)> {
        let operations = &self.contract.operations;
        let index = operations.iter().position(|known| known.id == operation).ok_or_else(|| {
            let ids: Vec<_> = operations.iter().map(|known| known.id.as_str()).collect();
            let why =
                format!("there is no operation `{}`; there is: {}", printable(operation), ids.join(", "));
            ("operation", why)
        })?;
        let responses = &operations[index].responses;
        let schema = responses.get(&status).and_then(|response| response.schema.as_deref());
        let schema = schema.ok_or_else(|| {
            let described = responses.iter().filter(|(_, response)| response.schema.is_some());
            let statuses: Vec<_> = described.map(|(status, _)| status.to_string()).collect();
            let why = format!(
                "no answer of {operation} with status {status} is described; there is: {}",
                statuses.join(", ")
            );
            ("status", why)
        })?;
        Ok((index, schema))
    }
}
