//! The API description, and what is made of it: once for all simulators of a process.

use std::sync::LazyLock;

use super::refusal::Refusals;
use super::service::Route;
use crate::generated::files;
use crate::spec::{Contract, Source};

/// What answers follow from, whoever is asked.
pub(super) struct Description {
    pub(super) contract: Contract,
    pub(super) routes: Vec<Route>,
    pub(super) refusals: Refusals,
}

static BUILT_IN: LazyLock<Result<Description, String>> = LazyLock::new(Description::read);

/// The description that this crate is made of; the reason if it cannot be served.
pub(super) fn description() -> Result<&'static Description, String> {
    BUILT_IN.as_ref().map_err(Clone::clone)
}

impl Description {
    /// Reads what the build has checked.
    fn read() -> Result<Self, String> {
        let source = Source::parse(files::NAME, files::YAML).map_err(|problem| problem.to_string())?;
        let contract = Contract::new(source);
        let routes = contract.operations.iter().map(|operation| Route::new(&contract, operation));
        let (routes, refusals) = (routes.collect::<Result<_, _>>()?, Refusals::new(&contract)?);
        Ok(Self { contract, routes, refusals })
    }
}
