//! The body of a request, judged by its schema and by what its word needs.

use jsonschema::Validator;
use serde_json::Value;

use super::parameters::reason;
use crate::spec::{Cases, Contract, RequestBody, json_schema};

/// What judges the body of an operation's requests.
pub(super) struct Described {
    validator: Validator,
    cases: Option<Cases>,
}

impl Described {
    pub(super) fn new(contract: &Contract, body: &RequestBody) -> Result<Self, String> {
        let schema = json_schema(&contract.source, &body.schema);
        let validator = jsonschema::validator_for(&schema).map_err(|error| format!("the body: {error}"))?;
        Ok(Self { validator, cases: body.cases.clone() })
    }

    /// Reads a body; the reason if it is not allowed. Properties that are not described are passed over.
    pub(super) fn read(&self, body: &[u8]) -> Result<Value, String> {
        let value: Value =
            serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
        if let Err(error) = self.validator.validate(&value) {
            let place = error.instance_path().to_string();
            let place = if place.is_empty() { "the body".to_owned() } else { place };
            return Err(format!("{place}: {}", reason(&error)));
        }
        match self.cases.as_ref().and_then(|cases| cases.unfulfilled(&value)) {
            Some(reason) => Err(reason),
            None => Ok(value),
        }
    }
}
