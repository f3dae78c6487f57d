//! Why a request was refused, decoded by the security token service (STS).

use serde::Deserialize;
use serde_json::{Value, json};

use super::caller::Caller;
use super::context::Context;
use super::keeper::Keeper;
use super::question::Question;
use crate::error::Error;
use crate::wire::Operation;

/// `POST /v5/decode-authorization-message`, which only reads.
const DECODE: Operation = Operation {
    id: "DecodeAuthorizationMessage",
    method: "POST",
    path: "/v5/decode-authorization-message",
    success: &[200],
    permission: Some("sts::decodeAuthorizationMessage"),
    availability: None,
    remedies: &[
        (400, "Copy the message anew and as a whole, from the answer of the same account."),
        (401, "STS wants an access key that signs; a token may not be enough."),
        (403, "Ask an administrator to decode the message, or for this permission."),
    ],
    idempotent: true,
};

/// The documented length of a message, in characters.
const LONGEST: usize = 10240;

/// Why a request was refused.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client, error: swr_gc::Error) -> Result<(), swr_gc::Error> {
/// if let Some(message) = error.encoded_authorization_message() {
///     let denial = client.explain_denied(message).await?;
///     println!("{:?} may not {:?}: {:?}", denial.who(), denial.action(), denial.why());
///     println!("to {:?}; all that STS says: {}", denial.resource(), denial.json());
/// }
/// # Ok(()) }
/// ```
///
/// Documented of its JSON are `context`, `user_profile` within that, and `failure`; where who, action and resource
/// stand in them is inferred, so each is looked for by several names, and [`json`](Self::json) has the whole.
#[derive(Clone, Debug)]
pub struct Denial {
    text: String,
    content: Value,
}

impl Denial {
    /// The decoded message as STS gave it, without our own secrets.
    pub fn json(&self) -> &str {
        &self.text
    }

    /// Who asked: the user's name, or else its id.
    pub fn who(&self) -> Option<String> {
        let profile = find(&self.content, &["user_profile"]).unwrap_or(&self.content);
        text(find(profile, &["user_name", "name", "principal_urn", "principal", "user_id", "id"])?)
    }

    /// What the user wanted to do.
    pub fn action(&self) -> Option<String> {
        text(find(&self.content, &["action", "actions", "action_name"])?)
    }

    /// To which resource.
    pub fn resource(&self) -> Option<String> {
        text(find(&self.content, &["resource", "resources", "resource_urn", "urn"])?)
    }

    /// Why that was refused.
    pub fn why(&self) -> Option<String> {
        text(find(&self.content, &["failure", "reason"])?)
    }
}

#[derive(Deserialize)]
struct Answer {
    decoded_message: String,
}

/// Has STS decode a message.
pub(crate) async fn decode(keeper: &Keeper, context: &Context<'_>, message: &str) -> Result<Denial, Error> {
    let message = message.trim();
    let length = message.chars().count();
    if !(1..=LONGEST).contains(&length) {
        let why = format!("it has {length} characters; a message has 1 to {LONGEST}");
        return Err(Error::invalid(&DECODE, "encoded_message", why));
    }
    let body = json!({ "encoded_message": message });
    let question = Question { operation: &DECODE, query: &[], body: Some(&body) };
    let caller = Caller { keeper, context: *context, project_id: None };
    let exchange = question.ask_sts(context, &caller).await?;
    let unusable = |why: String| {
        let why = context.transport.cleaner.clean(&why);
        let why = format!("{}, but the body cannot be used: {why}", exchange.status);
        Error::unusable(context.transport.answered(&DECODE, exchange.clone()), why)
    };
    let answer: Answer =
        serde_json::from_slice(&exchange.body).map_err(|error| unusable(error.to_string()))?;
    // A message that is no JSON is shown all the same; then nothing is found in it.
    let text = context.transport.cleaner.clean(&answer.decoded_message);
    let content = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Denial { text, content })
}

/// The first value under one of these names; nearer ones first, and the names in this order.
fn find<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    let mut level = vec![value];
    while !level.is_empty() {
        for name in names {
            if let Some(found) =
                level.iter().find_map(|value| value.get(name).filter(|found| !found.is_null()))
            {
                return Some(found);
            }
        }
        level = level
            .into_iter()
            .flat_map(|value| match value {
                Value::Object(entries) => entries.values().collect::<Vec<_>>(),
                Value::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            })
            .collect();
    }
    None
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", "))
        }
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Denial;

    fn denial(content: Value) -> Denial {
        Denial { text: content.to_string(), content }
    }

    #[test]
    fn who_what_and_why_are_found_where_they_stand() {
        let flat = denial(json!({
            "context": { "user_profile": { "user_id": "u-1", "user_name": "ci" }, "action": "swr:a:b", "resource": "i-1" },
            "failure": "implicit deny",
        }));
        assert_eq!(flat.who().as_deref(), Some("ci"));
        assert_eq!(flat.action().as_deref(), Some("swr:a:b"));
        assert_eq!(flat.resource().as_deref(), Some("i-1"));
        assert_eq!(flat.why().as_deref(), Some("implicit deny"));
        let deep = denial(json!({
            "context": { "user_profile": { "id": 7 }, "request": { "actions": ["a", "b"] } },
            "failure": { "type": "explicit deny" },
        }));
        assert_eq!(deep.who().as_deref(), Some("7"));
        assert_eq!(deep.action().as_deref(), Some("a, b"));
        assert_eq!(deep.resource(), None);
        assert_eq!(deep.why().as_deref(), Some(r#"{"type":"explicit deny"}"#));
    }

    #[test]
    fn what_says_nothing_leads_to_nothing() {
        for content in [Value::Null, json!([]), json!({ "failure": null }), json!("text")] {
            let denial = denial(content);
            assert_eq!((denial.who(), denial.action(), denial.why()), (None, None, None));
        }
    }
}
