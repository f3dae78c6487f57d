//! The made-up account: its users with their keys, its projects.

use std::iter::once;
use std::time::Duration;

use serde_json::{Value, json};

use crate::generated::DEFAULT_REGION;

/// The account's name; IAM calls an account a domain.
pub(in crate::simulator) const DOMAIN: &str = "simulator-domain";
const DOMAIN_ID: &str = "d0000000000000000000000000000001";

/// What IAM gives the user with permission a token for.
pub(in crate::simulator) const PASSWORD: &str = "simulator-password";

/// One of the two users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum User {
    /// May do everything.
    Permitted,
    /// May do nothing but have a refusal decoded.
    Forbidden,
}

impl User {
    pub(in crate::simulator) const ALL: [Self; 2] = [Self::Permitted, Self::Forbidden];

    pub(in crate::simulator) fn name(self) -> &'static str {
        match self {
            Self::Permitted => "simulator-user",
            Self::Forbidden => "simulator-user-without-permission",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Permitted => "a0000000000000000000000000000001",
            Self::Forbidden => "a0000000000000000000000000000002",
        }
    }

    pub(in crate::simulator) fn access_key(self) -> &'static str {
        match self {
            Self::Permitted => "SIMULATORACCESSKEY01",
            Self::Forbidden => "SIMULATORACCESSKEY02",
        }
    }

    pub(in crate::simulator) fn secret_key(self) -> &'static str {
        match self {
            Self::Permitted => "MadeUpSecretKeyOfTheSimulator00000000001",
            Self::Forbidden => "MadeUpSecretKeyOfTheSimulator00000000002",
        }
    }

    /// The user with name, id and domain, as IAM tells it.
    pub(super) fn profile(self) -> Value {
        json!({ "id": self.id(), "name": self.name(), "domain": domain() })
    }
}

/// The domain with name and id, as IAM tells it.
pub(super) fn domain() -> Value {
    json!({ "id": DOMAIN_ID, "name": DOMAIN })
}

/// A project of the account.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Project {
    pub(in crate::simulator) id: String,
    pub(in crate::simulator) name: String,
}

/// What is settled when a simulator starts.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Account {
    /// The project that has the registry instance.
    pub(in crate::simulator) project: Project,
    pub(in crate::simulator) further_projects: Vec<Project>,
    pub(in crate::simulator) instance_id: String,
    pub(in crate::simulator) token: String,
    pub(in crate::simulator) forbidden_token: String,
    pub(in crate::simulator) token_lifetime: Duration,
    pub(in crate::simulator) temporary_key_lifetime: Duration,
}

impl Default for Account {
    fn default() -> Self {
        let day = Duration::from_secs(24 * 60 * 60);
        Self {
            project: Project {
                id: "51310e2d7a0f4f6f9a1c5d5c0a3b9e77".to_owned(),
                name: DEFAULT_REGION.to_owned(),
            },
            further_projects: Vec::new(),
            instance_id: "9c2f4b1e-6d38-4c55-b0a7-3f1e2d4c5b6a".to_owned(),
            token: "simulator-token".to_owned(),
            forbidden_token: "simulator-token-without-permission".to_owned(),
            token_lifetime: day,
            temporary_key_lifetime: day,
        }
    }
}

impl Account {
    pub(super) fn projects(&self) -> impl Iterator<Item = &Project> {
        once(&self.project).chain(&self.further_projects)
    }

    /// Whose token it is that is good for ever.
    pub(super) fn bearer(&self, token: &str) -> Option<User> {
        let users = [(&self.token, User::Permitted), (&self.forbidden_token, User::Forbidden)];
        users.into_iter().find(|(known, _)| *known == token).map(|(_, user)| user)
    }

    /// The name of a resource of the registry service, in a form that is inferred.
    pub(in crate::simulator) fn resource(&self, instance: &str) -> String {
        format!("swr:{}:{DOMAIN_ID}:instance:{instance}", self.project.name)
    }
}
