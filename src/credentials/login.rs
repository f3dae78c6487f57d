//! A user's password, exchanged at IAM for a token.

use std::fmt;

use serde::Deserialize;
use serde_json::json;

use super::context::Context;
use super::question::Question;
use crate::auth::{Identity, Proof, Secret};
use crate::error::Error;
use crate::transport::Nobody;
use crate::wire::Operation;

/// `POST /v3/auth/tokens`, which may be sent twice: an older token stays valid.
const TAKE_TOKEN: Operation = Operation {
    id: "KeystoneCreateUserTokenByPassword",
    method: "POST",
    path: "/v3/auth/tokens",
    success: &[201],
    permission: None,
    availability: None,
    remedies: &[
        (400, "Check the user's name, the account's name (domain) and the project."),
        (401, "Check the user's name, the account's name (domain) and the password."),
        (403, "The user may not sign in this way: look at its access mode in IAM."),
    ],
    idempotent: true,
};

/// The header that holds the token.
const SUBJECT_TOKEN: &str = "x-subject-token";

/// A user with a password.
#[derive(Clone)]
pub(crate) struct Login {
    pub(crate) user: String,
    /// The name of the account.
    pub(crate) domain: String,
    pub(crate) password: Secret,
}

impl Login {
    pub(super) fn check(&self) -> Result<(), Error> {
        let parts =
            [("user", self.user.as_str()), ("domain", &self.domain), ("password", self.password.expose())];
        match parts.iter().find(|(_, value)| value.trim().is_empty()) {
            Some((part, _)) => Err(Error::configuration("credentials", format!("the {part} is empty"))),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("user", &self.user)
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Answer {
    token: Token,
}

#[derive(Deserialize)]
struct Token {
    expires_at: Option<jiff::Timestamp>,
    project: Option<Project>,
}

#[derive(Deserialize)]
struct Project {
    id: Option<String>,
}

/// A token for the client's project, or else for the project that has the region's name.
pub(super) async fn exchange(login: &Login, context: &Context<'_>) -> Result<Identity, Error> {
    login.check()?;
    context.transport.cleaner.learn([login.password.clone()]);
    let project = match (context.project_id, context.region) {
        (Some(id), _) => json!({ "id": id }),
        (None, Some(region)) => json!({ "name": region }),
        (None, None) => {
            let why = "a token is for one project: set the project id or a region";
            return Err(Error::configuration("project_id", why));
        }
    };
    let Login { user, domain, password } = login;
    let body = json!({
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": { "user": { "name": user, "domain": { "name": domain }, "password": password.expose() } },
            },
            "scope": { "project": project },
        },
    });
    // The list of services would make the answer some 100 KiB larger, and nobody reads it.
    let query = [("nocatalog", "true")];
    let question = Question { operation: &TAKE_TOKEN, query: &query, body: Some(&body) };
    let exchange = question.ask_iam(None, context, &Nobody).await?;
    let token = exchange.header(SUBJECT_TOKEN).map(str::trim).filter(|token| !token.is_empty());
    let token = token.map(Secret::from);
    context.transport.cleaner.learn_passing(token.clone());
    let Some(token) = token else {
        let why = format!("{}, but the header {SUBJECT_TOKEN} with the token is missing", exchange.status);
        return Err(Error::unusable(context.transport.answered(&TAKE_TOKEN, exchange), why));
    };
    // A token whose body cannot be read is still a token: then it is renewed when it is refused.
    let answer = serde_json::from_slice::<Answer>(&exchange.body).ok().map(|answer| answer.token);
    let mut identity = Identity::from(Proof::Token(token));
    if let Some(token) = answer {
        identity.expires_at = token.expires_at;
        if let Some(project) = token.project {
            identity.project_id = project.id;
        }
    }
    Ok(identity)
}

#[cfg(test)]
mod tests;
