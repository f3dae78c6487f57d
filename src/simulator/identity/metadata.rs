//! The metadata service that a cloud server (ECS) finds on its link: temporary keys of its agency.

use std::time::Duration;

use serde_json::json;

use super::TemporaryKey;
use super::stamp;
use crate::simulator::asked::Asked;
use crate::simulator::gate::Gate;
use crate::simulator::reply::Reply;

/// Where a token for the service itself is made.
pub(in crate::simulator) const TOKEN: &str = "/meta-data/latest/api/token";
/// Where temporary keys are.
pub(in crate::simulator) const SECURITY_KEY: &str = "/openstack/latest/securitykey";

const TTL_HEADER: &str = "X-Metadata-Token-Ttl-Seconds";
const TOKEN_HEADER: &str = "X-Metadata-Token";

/// The longest life of a token, in seconds.
const LONGEST: u64 = 21600;

/// Makes a token that lives as long as was asked for.
pub(in crate::simulator) fn token(gate: &Gate, asked: &Asked<'_>) -> Reply {
    let seconds = asked.header(TTL_HEADER).and_then(|seconds| seconds.parse().ok());
    let Some(seconds) = seconds.filter(|seconds| (1..=LONGEST).contains(seconds)) else {
        return Reply::text(400, format!("{TTL_HEADER}: a number of seconds from 1 to {LONGEST} is missing"));
    };
    let token = format!("simulator-metadata-token-{:032x}", fastrand::u128(..));
    gate.identity.sessions.add(token.clone(), (), asked.now + Duration::from_secs(seconds));
    Reply::text(200, token)
}

/// Gives out a new temporary key.
pub(in crate::simulator) fn security_key(gate: &Gate, asked: &Asked<'_>) -> Reply {
    let identity = &gate.identity;
    let session = asked.header(TOKEN_HEADER).and_then(|token| identity.sessions.get(token));
    if session.is_none_or(|((), expires)| expires <= asked.now) {
        return Reply::text(401, format!("{TOKEN_HEADER}: missing, unknown or expired"));
    }
    // As long as real ones are.
    let id = format!("SIMULATORTMP{:08X}", fastrand::u32(..));
    let secret = format!("MadeUpTemporarySecretKey{:016x}", fastrand::u64(..));
    let security_token = format!("simulator-security-token-{:032x}", fastrand::u128(..));
    let expires = asked.now + identity.account.temporary_key_lifetime;
    let credential = json!({
        "access": id,
        "secret": secret,
        "securitytoken": security_token,
        "expires_at": stamp(expires),
    });
    identity.keys.add(id, TemporaryKey { secret, security_token }, expires);
    Reply::json(200, &json!({ "credential": credential }))
}
