//! What a request proves its sender with: secrets, signatures, identities.

mod identity;
mod secret;
// The half that verifies is the simulator's; what else the vendor's SDK does is there for the tests.
#[allow(dead_code)]
pub(crate) mod signer;

pub(crate) use identity::{AccessKey, Identity, Proof};
pub use secret::Secret;
