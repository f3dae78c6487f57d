//! The places where credentials are looked for: one file a source.

mod document;
mod environment;
mod file;
mod iam;
mod koocli;
mod metadata;
mod profile;
mod terraform;
mod token;
mod unsupported;

use std::fmt;

use super::Boxed;
use super::context::Context;
use crate::auth::Identity;
use crate::environment::Environment;
use crate::error::Error;
use crate::wire::UnknownWord;

/// A place where credentials are looked for.
///
/// ```
/// use swr_gc::CredentialSource;
///
/// assert_eq!(CredentialSource::ALL[0].name(), "token");
/// assert_eq!("profile".parse(), Ok(CredentialSource::Profile));
/// assert!(CredentialSource::Token.place().contains("SWR_GC_TOKEN"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// A token in `SWR_GC_TOKEN`.
    Token,
    /// `SWR_GC_IAM_USER`, `SWR_GC_IAM_DOMAIN` and `SWR_GC_IAM_PASSWORD`, exchanged at IAM for a token.
    Iam,
    /// `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, as the official SDKs read them.
    Environment,
    /// `CLOUD_SDK_AK` and `CLOUD_SDK_SK`, the names in the API reference's own samples.
    Document,
    /// `HW_ACCESS_KEY` and `HW_SECRET_KEY`, as Terraform reads them.
    Terraform,
    /// The file `~/.huaweicloud/credentials`, or the one that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names.
    Profile,
    /// The current profile of KooCLI in `~/.hcloud/config.json`.
    KooCli,
    /// Temporary keys of an ECS instance's agency, from its metadata service.
    Metadata,
}

impl Source {
    /// Every source, in the order in which they are asked.
    pub const ALL: &'static [Self] = &[
        Self::Token,
        Self::Iam,
        Self::Environment,
        Self::Document,
        Self::Terraform,
        Self::Profile,
        Self::KooCli,
        Self::Metadata,
    ];

    /// The name by which the command takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Iam => "iam",
            Self::Environment => "environment",
            Self::Document => "document",
            Self::Terraform => "terraform",
            Self::Profile => "profile",
            Self::KooCli => "koocli",
            Self::Metadata => "metadata",
        }
    }

    /// Where it looks, in words.
    pub fn place(self) -> &'static str {
        match self {
            Self::Token => token::PLACE,
            Self::Iam => iam::PLACE,
            Self::Environment => environment::PLACE,
            Self::Document => document::PLACE,
            Self::Terraform => terraform::PLACE,
            Self::Profile => profile::PLACE,
            Self::KooCli => koocli::PLACE,
            Self::Metadata => metadata::PLACE,
        }
    }

    /// Whether it has the same as long as the process lives: variables are given to it when it starts.
    pub(super) fn is_fixed(self) -> bool {
        matches!(self, Self::Token | Self::Environment | Self::Document | Self::Terraform)
    }

    fn look<'a>(self, context: &'a Context<'_>) -> Boxed<'a, Result<Identity, Absent>> {
        Box::pin(async move {
            match self {
                Self::Iam => iam::look(context).await,
                Self::Metadata => metadata::look(context).await,
                _ => self.look_here(context.environment),
            }
        })
    }

    /// What it has without asking anybody beyond this machine.
    fn look_here(self, environment: &Environment) -> Result<Identity, Absent> {
        match self {
            Self::Token => token::look(environment),
            Self::Environment => environment::look(environment),
            Self::Document => document::look(environment),
            Self::Terraform => terraform::look(environment),
            Self::Profile => profile::look(environment),
            Self::KooCli => koocli::look(environment),
            Self::Iam | Self::Metadata => Err(Absent::because("it is elsewhere")),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Source {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<Self, UnknownWord> {
        let all = Self::ALL.iter().copied();
        let found = all.clone().find(|source| source.name().eq_ignore_ascii_case(name));
        found.ok_or_else(|| UnknownWord::among(name, "source of credentials", all.map(Self::name)))
    }
}

/// Why a source has nothing.
#[derive(Debug)]
pub(crate) enum Absent {
    /// It does not apply here; the next one is asked.
    Reason(String),
    /// It applies, and failed on the way: whoever is asking must not become somebody else for that.
    Failed(Error),
}

impl Absent {
    fn because(reason: impl Into<String>) -> Self {
        Self::Reason(reason.into())
    }
}

impl From<String> for Absent {
    fn from(reason: String) -> Self {
        Self::Reason(reason)
    }
}

/// A proof with the way that led to it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) identity: Identity,
    /// `None` where it was given to the client.
    pub(crate) source: Option<Source>,
    /// The sources before it, and why they do not apply.
    pub(crate) tried: Vec<Tried>,
}

/// A source that does not apply, and why.
#[derive(Clone, Debug)]
pub(crate) struct Tried {
    pub(crate) source: Source,
    pub(crate) reason: String,
}

/// What the first source that has something says beside it, as far as that is known without asking anybody.
pub(super) fn beside(sources: &[Source], environment: &Environment) -> Option<Beside> {
    sources.iter().copied().find_map(|source| match source.look_here(environment) {
        Ok(Identity { region, project_id, .. }) => Some(Beside { region, project_id }),
        Err(_) => (source == Source::Iam && iam::applies(environment)).then(Beside::default),
    })
}

/// What a source of credentials says beside them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    pub(crate) region: Option<String>,
    pub(crate) project_id: Option<String>,
}

/// The first of `sources` that has something.
pub(crate) async fn ask(sources: &[Source], context: &Context<'_>) -> Result<Found, Error> {
    let mut tried = Vec::new();
    for source in sources.iter().copied() {
        match source.look(context).await {
            Ok(identity) => {
                tracing::debug!(%source, "credentials found");
                return Ok(Found { identity, source: Some(source), tried });
            }
            Err(Absent::Reason(reason)) => {
                tracing::debug!(%source, reason, "no credentials here");
                tried.push(Tried { source, reason });
            }
            Err(Absent::Failed(error)) => return Err(error),
        }
    }
    let list = tried.iter().map(|tried| format!("\n  {}: {}", tried.source, tried.reason));
    let more = unsupported::found(context.environment).into_iter().map(|found| format!("\n  {found}"));
    let lines: String = list.chain(more).collect();
    let none = Error::configuration("credentials", format!("no source has any; these were asked:{lines}"));
    Err(none
        .advising("Set one of them up, such as an access key in HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK."))
}

/// An access key in two variables and maybe a third for its token; the pattern of several sources.
struct Variables {
    id: &'static str,
    secret: &'static str,
    security_token: Option<&'static str>,
    project_id: Option<&'static str>,
    region: Option<&'static str>,
}

impl Variables {
    fn look(&self, environment: &Environment) -> Result<Identity, Absent> {
        use crate::auth::{AccessKey, Proof};
        let text = |name: Option<&str>| name.map_or(Ok(None), |name| environment.text(name));
        let (id, secret) = (self.id, self.secret);
        let (id, secret) = match (environment.text(id)?, environment.text(secret)?) {
            (Some(id), Some(found)) => (id, found),
            (None, None) => return Err(Absent::because(format!("{id} and {secret} are not set"))),
            (Some(_), None) => return Err(Absent::because(format!("{id} is set, but {secret} is not"))),
            (None, Some(_)) => return Err(Absent::because(format!("{secret} is set, but {id} is not"))),
        };
        let security_token = text(self.security_token)?.map(Into::into);
        let mut identity =
            Identity::from(Proof::AccessKey(AccessKey { id, secret: secret.into(), security_token }));
        identity.project_id = text(self.project_id)?;
        identity.region = text(self.region)?;
        Ok(identity)
    }
}

#[cfg(test)]
mod tests;
