//! Error answers: the example bodies of the API description, by the condition they are named after.

use std::collections::BTreeMap;

use serde_json::Value;

use super::reply::Reply;
use crate::generated::files;
use crate::spec::Contract;

/// Why a request is refused. The names are the keys of `examples` in the API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    BadParameter,
    BadToken,
    NoPermission,
    UnknownResource,
    NoSuchApi,
}

impl Condition {
    const ALL: [Self; 5] =
        [Self::BadParameter, Self::BadToken, Self::NoPermission, Self::UnknownResource, Self::NoSuchApi];

    fn name(self) -> &'static str {
        match self {
            Self::BadParameter => "bad-parameter",
            Self::BadToken => "bad-token",
            Self::NoPermission => "no-permission",
            Self::UnknownResource => "unknown-resource",
            Self::NoSuchApi => "no-such-api",
        }
    }
}

/// Every refusal that the API description has an example of.
pub(super) struct Refusals(BTreeMap<Condition, (u16, Value)>);

impl Refusals {
    /// Collects the examples; the reason if one is missing.
    pub(super) fn new(contract: &Contract) -> Result<Self, String> {
        let mut found = BTreeMap::new();
        for condition in Condition::ALL {
            let responses = contract.operations.iter().flat_map(|operation| &operation.responses);
            let example = responses
                .flat_map(|(status, response)| {
                    response.examples.iter().map(move |example| (*status, example))
                })
                .find(|(_, example)| example.name == condition.name());
            let Some((status, example)) = example else {
                return Err(format!("no error answer has an example named `{}`", condition.name()));
            };
            let text = files::EXAMPLES.iter().find(|(file, _)| *file == example.file).map(|(_, text)| *text);
            let body = text.and_then(|text| serde_json::from_str(text).ok());
            found.insert(condition, (status, body.ok_or(format!("{} is no JSON file", example.file))?));
        }
        Ok(Self(found))
    }

    /// The answer for `condition`; `message`, if given, stands in place of the example's, and so does
    /// `request_id` where the example has one.
    pub(super) fn reply(&self, condition: Condition, message: Option<&str>, request_id: &str) -> Reply {
        let Some((status, example)) = self.0.get(&condition) else {
            return Reply::json(500, &Value::Null);
        };
        let mut body = example.clone();
        if let Some(message) = message
            && let Some(told) = example.get("error_msg").and_then(Value::as_str)
        {
            replace(&mut body, told, message);
        }
        if let Some(told) = body.get_mut("request_id") {
            *told = request_id.into();
        }
        Reply::json(*status, &body)
    }
}

/// Replaces a text wherever it stands: one body tells the same in an old and a new form.
fn replace(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::String(text) if text == old => new.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, old, new)),
        Value::Object(entries) => entries.values_mut().for_each(|entry| replace(entry, old, new)),
        _ => {}
    }
}
