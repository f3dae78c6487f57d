//! Who there is and what proves it, and the services that proofs come from.

mod account;
pub(super) mod iam;
mod issued;
pub(super) mod metadata;
pub(super) mod sts;

use jiff::Timestamp;

use crate::auth::signer::Key;

pub(super) use account::{Account, DOMAIN, PASSWORD, Project, User};

use issued::Issued;

/// The account with everything that was given out in its name.
pub(super) struct Identity {
    pub(super) account: Account,
    /// Tokens of IAM, each for a project.
    tokens: Issued<String>,
    /// Access keys that the metadata service gave out.
    keys: Issued<TemporaryKey>,
    /// Tokens for the metadata service itself.
    sessions: Issued<()>,
}

/// Who is asking.
pub(super) struct Caller {
    pub(super) user: User,
    /// The only project that the proof is good for, if it is not good for all.
    pub(super) project: Option<String>,
}

/// What belongs to the id of a temporary access key.
#[derive(Clone)]
struct TemporaryKey {
    secret: String,
    security_token: String,
}

/// An access key and whose it is.
pub(super) struct KnownKey {
    pub(super) user: User,
    secret: String,
    /// The token without which a temporary key is worth nothing, and when it ends.
    pub(super) temporary: Option<(String, Timestamp)>,
}

impl KnownKey {
    pub(super) fn key<'a>(&'a self, id: &'a str) -> Key<'a> {
        Key { id, secret: &self.secret }
    }
}

impl Identity {
    pub(super) fn new(account: Account) -> Self {
        Self { account, tokens: Issued::default(), keys: Issued::default(), sessions: Issued::default() }
    }

    /// Who sends a token, if it is one and its time is not over.
    pub(super) fn bearer(&self, token: &str, now: Timestamp) -> Option<Caller> {
        if let Some(user) = self.account.bearer(token) {
            return Some(Caller { user, project: None });
        }
        let (project, expires) = self.tokens.get(token)?;
        (now < expires).then_some(Caller { user: User::Permitted, project: Some(project) })
    }

    /// The access key with this id; a temporary one also when its time is over.
    pub(super) fn key(&self, id: &str) -> Option<KnownKey> {
        if let Some(user) = User::ALL.into_iter().find(|user| user.access_key() == id) {
            return Some(KnownKey { user, secret: user.secret_key().to_owned(), temporary: None });
        }
        let (TemporaryKey { secret, security_token }, expires) = self.keys.get(id)?;
        let temporary = Some((security_token, expires));
        Some(KnownKey { user: User::Permitted, secret, temporary })
    }
}

/// A time with its fraction, as IAM and ECS write it.
fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
