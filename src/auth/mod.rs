//! Who is asking: secrets and credentials.

mod secret;

pub use secret::Secret;
