//! What may be told about credentials that have been found.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::chain::Found;
use super::chain::Source;
use crate::auth::Proof;

/// With what a client signs in, and nothing secret of it.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// client.ready().await?;
/// if let Some(sign_in) = client.sign_in() {
///     println!("{:?}, expires {:?}", sign_in.source(), sign_in.expires_at());
///     if let Some(id) = sign_in.access_key() {
///         println!("key {id}, {}", if sign_in.is_temporary() { "lent" } else { "to keep" });
///     }
///     for (source, why) in sign_in.tried() {
///         println!("{} does not apply: {why}", source.name());
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct SignIn(pub(crate) Arc<Found>);

impl SignIn {
    /// Where the credentials were found; `None` where they were given to the client.
    pub fn source(&self) -> Option<Source> {
        self.0.source
    }

    /// The id of the access key (AK); `None` for a token.
    pub fn access_key(&self) -> Option<&str> {
        match &self.0.identity.proof {
            Proof::Token(_) => None,
            Proof::AccessKey(key) => Some(&key.id),
        }
    }

    /// Whether it is an access key that goes with a security token.
    pub fn is_temporary(&self) -> bool {
        matches!(&self.0.identity.proof, Proof::AccessKey(key) if key.security_token.is_some())
    }

    /// When it expires; `None` where the source did not tell.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.0.identity.expires_at
    }

    /// The sources that were asked before, each with the reason why it does not apply.
    pub fn tried(&self) -> impl Iterator<Item = (Source, &str)> {
        self.0.tried.iter().map(|tried| (tried.source, tried.reason.as_str()))
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("source", &self.source())
            .field("access_key", &self.access_key())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
