//! The AK/SK signer against what the vendor's own SDKs make of the same requests.

// The signer knows nothing of the crate, so it is compiled here as it stands.
#[path = "../../src/auth/signer.rs"]
#[allow(dead_code)]
mod signer;

mod authorization;
mod changes;
mod dates;
mod odd;
mod support;
mod vectors;
