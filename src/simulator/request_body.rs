//! The body of a request, judged by its schema and by what its word needs.

use serde_json::Value;

use super::judge::Judge;
use crate::spec::{Cases, Contract, RequestBody};

/// What judges the body of an operation's requests.
pub(super) struct Described {
    judge: Judge,
    cases: Option<Cases>,
}

impl Described {
    pub(super) fn new(contract: &Contract, body: &RequestBody) -> Result<Self, String> {
        Ok(Self { judge: Judge::new(&contract.source, &body.schema)?, cases: body.cases.clone() })
    }

    /// Reads a body; the reason if it is not allowed. Properties that are not described are passed over.
    pub(super) fn read(&self, body: &[u8]) -> Result<Value, String> {
        let value: Value =
            serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
        self.judge.check(&value).map_err(|reason| match reason.starts_with(':') {
            true => format!("the body{reason}"),
            false => reason,
        })?;
        match self.cases.as_ref().and_then(|cases| cases.unfulfilled(&value)) {
            Some(reason) => Err(reason),
            None => Ok(value),
        }
    }
}
