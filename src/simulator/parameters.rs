//! The parameters of a request, judged by the schemas of the API description.

use std::collections::BTreeMap;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;
use url::form_urlencoded;

use crate::spec::{Contract, Operation, Parameter, Place, json_schema};

/// Parameters of one operation with what judges them.
pub(super) struct Parameters {
    declared: Vec<(Parameter, bool, Validator)>,
}

/// Values by parameter name, defaults filled in.
pub(super) type Values = BTreeMap<String, Value>;

impl Parameters {
    pub(super) fn new(contract: &Contract, operation: &Operation) -> Result<Self, String> {
        let mut declared = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.place != Place::Header) {
            let schema = json_schema(&contract.source, &parameter.schema);
            let validator =
                jsonschema::validator_for(&schema).map_err(|error| format!("{}: {error}", parameter.name))?;
            let resolved = contract.source.resolve(&parameter.schema).map(|(_, schema)| schema);
            let is_number =
                resolved.and_then(|schema| schema.get("type")).is_some_and(|name| name == "integer");
            declared.push((parameter.clone(), is_number, validator));
        }
        Ok(Self { declared })
    }

    /// Reads a query string and the values of a path; the reason if a value is not allowed. Parameters that are not
    /// described are passed over.
    pub(super) fn read(&self, query: &str, path: &[(String, String)]) -> Result<Values, String> {
        let mut given: BTreeMap<(Place, String), String> = BTreeMap::new();
        for (name, value) in path {
            given.insert((Place::Path, name.clone()), value.clone());
        }
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let key = (Place::Query, name.to_string());
            let declared =
                self.declared.iter().any(|(known, ..)| (known.place, &known.name) == (key.0, &key.1));
            if declared && given.insert(key, value.into_owned()).is_some() {
                return Err(format!("{name}: the parameter stands twice"));
            }
        }
        let mut values = Values::new();
        for (parameter, is_number, validator) in &self.declared {
            let name = &parameter.name;
            let Some(text) = given.remove(&(parameter.place, name.clone())) else {
                match &parameter.default {
                    Some(default) => values.insert(name.clone(), default.clone()),
                    None if parameter.required => return Err(format!("{name}: the parameter is missing")),
                    None => None,
                };
                continue;
            };
            // JSON's own form of a number: no `+5`, no `007`, and no blanks around it.
            let value = match serde_json::from_str::<i64>(&text) {
                Ok(number) if *is_number && text.trim() == text => Value::from(number),
                _ => Value::from(text),
            };
            if let Err(error) = validator.validate(&value) {
                return Err(format!("{name}: {}", reason(&error)));
            }
            values.insert(name.clone(), value);
        }
        Ok(values)
    }
}

/// What is wrong, with every word of an enum where the validator would name only a few.
pub(super) fn reason(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Enum { options } => format!("{} is not one of {options}", error.instance()),
        _ => error.to_string(),
    }
}
