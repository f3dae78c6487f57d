//! Who may come in.

use http::HeaderMap;

use super::Identity;
use super::refusal::Condition;
use crate::generated::headers;

/// The beginning of a signature, which is accepted unread.
const SIGNATURE: &str = "SDK-HMAC-SHA256 ";

/// Lets a request in, or names the condition under which it is refused.
pub(super) fn admit(identity: &Identity, request: &HeaderMap) -> Result<(), Condition> {
    let header = |name| request.get(name).and_then(|value| value.to_str().ok());
    match header(headers::X_AUTH_TOKEN) {
        Some(token) if token == identity.token => return Ok(()),
        Some(token) if token == identity.forbidden_token => return Err(Condition::NoPermission),
        Some(_) => return Err(Condition::BadToken),
        None => {}
    }
    match header(headers::AK_SK) {
        Some(signature) if signature.starts_with(SIGNATURE) => Ok(()),
        _ => Err(Condition::BadToken),
    }
}
