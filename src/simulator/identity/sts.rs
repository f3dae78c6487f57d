//! STS: why a request was refused, sealed in the refusal and decoded on demand.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::{Value, json};

use super::account::User;
use crate::simulator::asked::Asked;
use crate::simulator::gate::Gate;
use crate::simulator::reply::Reply;

/// Where refusals are decoded.
pub(in crate::simulator) const DECODE: &str = "/v5/decode-authorization-message";

/// The longest message, sealed; in characters.
const LONGEST: usize = 10240;

/// It keeps nobody from reading a message, only from making one; every simulator has the same.
const SEAL: &[u8] = b"the seal of the simulator";

/// What a user was not allowed to do.
pub(in crate::simulator) struct Refused<'a> {
    pub(in crate::simulator) user: User,
    pub(in crate::simulator) action: Option<&'a str>,
    pub(in crate::simulator) resource: &'a str,
    pub(in crate::simulator) request_id: &'a str,
}

/// What stands in a refusal as `encoded_authorization_message`: base64 text, a dot, base64 text.
///
/// Documented of the content is that it is JSON with `context`, `user_profile` in that, and `failure`; what
/// stands in these is inferred.
pub(in crate::simulator) fn seal(refused: &Refused<'_>) -> String {
    let content = json!({
        "context": {
            "user_profile": refused.user.profile(),
            "action": refused.action,
            "resource": refused.resource,
            "request_id": refused.request_id,
        },
        "failure": "implicit deny: no identity-based policy allows the action",
    });
    let content = content.to_string();
    let mark = hmac::sign(&key(), content.as_bytes());
    format!("{}.{}", STANDARD.encode(content), STANDARD.encode(mark))
}

/// What was sealed here; nothing if it is of another make or was changed.
fn open(message: &str) -> Option<String> {
    let (content, mark) = message.split_once('.')?;
    let (content, mark) = (STANDARD.decode(content).ok()?, STANDARD.decode(mark).ok()?);
    hmac::verify(&key(), &content, &mark).ok()?;
    String::from_utf8(content).ok()
}

fn key() -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, SEAL)
}

/// Decodes a refusal. A signature has to prove the caller; that a token does not is inferred.
pub(in crate::simulator) fn decode(gate: &Gate, asked: &Asked<'_>) -> Reply {
    if let Err(denied) = gate.admit_signed(asked) {
        return gate.deny(&denied, asked);
    }
    let body: Result<Value, _> = serde_json::from_slice(asked.body);
    let message = body.as_ref().ok().and_then(|body| body.get("encoded_message")?.as_str());
    let Some(message) = message else { return malformed("encoded_message: a text is missing") };
    let length = message.chars().count();
    if !(1..=LONGEST).contains(&length) {
        return malformed(&format!("encoded_message: has {length} characters, not 1 to {LONGEST}"));
    }
    match open(message) {
        Some(content) => Reply::json(200, &json!({ "decoded_message": content })),
        None => malformed("encoded_message: cannot be decoded"),
    }
}

/// The form is documented, the code is made up.
fn malformed(reason: &str) -> Reply {
    Reply::json(400, &json!({ "error_code": "STS5.0400", "error_msg": reason }))
}
