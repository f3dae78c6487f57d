//! Where the proof of who is asking comes from.

mod caller;
mod chain;
mod context;
pub(crate) mod denial;
mod keeper;
mod login;
pub(crate) mod projects;
mod question;
mod sign_in;
#[cfg(test)]
pub(crate) mod testing;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;

pub(crate) use caller::Caller;
pub(crate) use chain::Beside;
pub use chain::Source;
pub(crate) use context::Context;
pub use denial::Denial;
pub(crate) use keeper::Keeper;
pub use sign_in::SignIn;

use crate::auth::{AccessKey, Identity, Proof, Secret};
use crate::environment::Environment;
use login::Login;

/// Who is asking, or where to find out.
///
/// ```
/// use swr_gc::{Credentials, CredentialSource};
///
/// let key = Credentials::access_key("AK", "the secret key");
/// let temporary = Credentials::access_key("AK", "the secret key").with_security_token("its token");
/// let profile = Credentials::source(CredentialSource::Profile);
/// let in_an_hour = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
/// let lent = Credentials::token("a token of IAM").with_expiry(in_an_hour);
/// let user = Credentials::password("operator", "the-account", "the password");
/// let default = Credentials::chain(); // what a client uses that is given none
/// assert!(!format!("{key:?}").contains("the secret key"));
/// ```
///
/// Given to [`ClientBuilder::credentials`](crate::ClientBuilder::credentials). Nothing is read and nothing is
/// sent before a request needs it; then the answer is kept, renewed before it expires and once after a 401. One
/// renewal serves all requests that wait for it, and one that fails does no harm as long as the old proof is good.
#[derive(Clone)]
pub struct Credentials(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Known(Box<Identity>),
    Login(Login),
    Sources(Vec<Source>),
    Provider(Arc<dyn Erased>),
}

impl Credentials {
    /// A token of IAM, scoped to the project.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::known(Proof::Token(token.into()))
    }

    /// An access key (AK) with its secret key (SK), which signs each request (`SDK-HMAC-SHA256`).
    pub fn access_key(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let (id, secret) = (id.into(), secret.into());
        Self::known(Proof::AccessKey(AccessKey { id, secret, security_token: None }))
    }

    /// A user with a password, who gets tokens from IAM; `domain` is the name of the account.
    ///
    /// The token is scoped to the client's project, or else to the project that has the region's name. It is
    /// renewed before it expires.
    pub fn password(user: impl Into<String>, domain: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Kind::Login(Login { user: user.into(), domain: domain.into(), password: password.into() }))
    }

    /// Every source of [`CredentialSource::ALL`](Source::ALL) in that order; the first that has something wins.
    ///
    /// When none has, the error lists each and why it does not apply.
    pub fn chain() -> Self {
        Self(Kind::Sources(chain::Source::ALL.to_vec()))
    }

    /// One source alone.
    pub fn source(source: Source) -> Self {
        Self(Kind::Sources(vec![source]))
    }

    /// The sources of access keys, for a service that takes no token.
    #[cfg(feature = "cli")]
    pub(crate) fn signing() -> Self {
        let signs = |source: &&Source| !matches!(source, Source::Token | Source::Iam);
        Self(Kind::Sources(Source::ALL.iter().filter(signs).copied().collect()))
    }

    /// A source of your own.
    ///
    /// ```
    /// # struct Vault;
    /// # impl swr_gc::CredentialProvider for Vault {
    /// #     async fn credentials(
    /// #         &self,
    /// #     ) -> Result<swr_gc::Credentials, Box<dyn std::error::Error + Send + Sync>> {
    /// #         Err("sealed".into())
    /// #     }
    /// # }
    /// let credentials = swr_gc::Credentials::provider(Vault);
    /// ```
    ///
    /// What a `Vault` has to be able to do is told by [`CredentialProvider`].
    pub fn provider(provider: impl CredentialProvider) -> Self {
        Self(Kind::Provider(Arc::new(provider)))
    }

    /// The security token that belongs to a temporary access key; it changes nothing of other credentials.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<Secret>) -> Self {
        if let Kind::Known(identity) = &mut self.0
            && let Proof::AccessKey(key) = &mut identity.proof
        {
            key.security_token = Some(token.into());
        }
        self
    }

    /// When a token or a key expires, so that its provider is asked again before; it changes nothing of others.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: Timestamp) -> Self {
        if let Kind::Known(identity) = &mut self.0 {
            identity.expires_at = Some(expires_at);
        }
        self
    }

    /// What goes with them; `None` if there are none, as far as that is known without asking anybody.
    pub(crate) fn beside(&self, environment: &Environment) -> Option<Beside> {
        match &self.0 {
            Kind::Sources(sources) => chain::beside(sources, environment),
            Kind::Known(_) | Kind::Login(_) | Kind::Provider(_) => Some(Beside::default()),
        }
    }

    fn known(proof: Proof) -> Self {
        Self(Kind::Known(Box::new(proof.into())))
    }
}

/// Shows what kind of credentials these are, and no secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("Credentials");
        match &self.0 {
            Kind::Known(identity) => shown.field(&identity.proof),
            Kind::Login(login) => shown.field(login),
            Kind::Sources(sources) => shown.field(sources),
            Kind::Provider(_) => shown.field(&"a provider"),
        };
        shown.finish()
    }
}

/// A source of credentials of your own: a vault, a file of another form, a service that lends keys.
///
/// ```
/// use swr_gc::{CredentialProvider, Credentials};
///
/// struct Vault;
///
/// impl CredentialProvider for Vault {
///     async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
///         let (id, secret) = ("AK", "what the vault says");
///         let in_an_hour = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
///         Ok(Credentials::access_key(id, secret).with_expiry(in_an_hour))
///     }
/// }
///
/// let credentials = Credentials::provider(Vault);
/// ```
///
/// It is asked when a request needs a proof and there is none, when the one there is nears the expiry that
/// [`Credentials::with_expiry`] gave it, and once after the service has refused it with a 401. It may answer with
/// any kind of credentials, such as another source.
pub trait CredentialProvider: Send + Sync + 'static {
    /// Credentials that are good now.
    fn credentials(
        &self,
    ) -> impl Future<Output = Result<Credentials, Box<dyn StdError + Send + Sync>>> + Send;
}

/// A future whose type is not named.
pub(super) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A provider whose type is not named.
pub(super) trait Erased: Send + Sync {
    fn ask(&self) -> Boxed<'_, Result<Credentials, Box<dyn StdError + Send + Sync>>>;
}

impl<P: CredentialProvider> Erased for P {
    fn ask(&self) -> Boxed<'_, Result<Credentials, Box<dyn StdError + Send + Sync>>> {
        Box::pin(self.credentials())
    }
}
