//! Error answers: the example bodies of the API description, by the condition they are named after.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::reply::Reply;
use crate::generated::files;
use crate::spec::Contract;

/// Why a request is refused. The names are the keys of `examples` in the API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    BadParameter,
    BadToken,
    BadSignature,
    NoPermission,
    UnknownResource,
    NoSuchApi,
    Busy,
    Internal,
}

impl Condition {
    const ALL: [Self; 8] = [
        Self::BadParameter,
        Self::BadToken,
        Self::BadSignature,
        Self::NoPermission,
        Self::UnknownResource,
        Self::NoSuchApi,
        Self::Busy,
        Self::Internal,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::BadParameter => "bad-parameter",
            Self::BadToken => "bad-token",
            Self::BadSignature => "bad-signature",
            Self::NoPermission => "no-permission",
            Self::UnknownResource => "unknown-resource",
            Self::NoSuchApi => "no-such-api",
            Self::Busy => "busy",
            Self::Internal => "internal",
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

    /// The answer for `condition`; each of `texts` stands in place of the example's by that name, wherever the
    /// example repeats it, and so does `request_id` where the example has one.
    pub(super) fn reply(&self, condition: Condition, texts: &[(&str, &str)], request_id: &str) -> Reply {
        let Some((status, example)) = self.0.get(&condition) else {
            return Reply::json(500, &Value::Null);
        };
        let mut body = example.clone();
        for (name, text) in texts {
            if let Some(told) = example.get(name).and_then(Value::as_str) {
                replace(&mut body, told, text);
            }
        }
        if let Some(told) = body.get_mut("request_id") {
            *told = request_id.into();
        }
        Reply::json(*status, &body)
    }
}

/// The gateway's answer to a request whose body it could not take, with the code of its own list.
///
/// The API description has none for that.
pub(super) fn unacceptable(status: u16, message: &str, request_id: &str) -> Reply {
    let body = json!({ "error_msg": message, "error_code": "APIGW.0201", "request_id": request_id });
    Reply::json(status, &body)
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
