//! Who is asking: secrets and credentials.

mod credentials;
mod secret;
// The half that verifies waits for the simulator to need it.
#[allow(dead_code)]
mod signer;

pub(crate) use credentials::{AccessKey, Credentials};
pub use secret::Secret;
