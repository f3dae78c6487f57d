//! IAM: tokens for a password, and the projects of the account.
//!
//! Errors have the form of Keystone, from which IAM descends; that form, and the status of each, are inferred.

use serde_json::{Value, json};
use url::form_urlencoded;

use super::account::{self, DOMAIN, PASSWORD, Project, User};
use super::stamp;
use crate::simulator::asked::Asked;
use crate::simulator::gate::{Denied, Gate};
use crate::simulator::reply::Reply;

/// Where tokens are made.
pub(in crate::simulator) const TOKENS: &str = "/v3/auth/tokens";
/// Where projects are listed.
pub(in crate::simulator) const PROJECTS: &str = "/v3/projects";

/// Answers a request for a token that is scoped to a project.
///
/// Of the methods it knows `password`, of the scopes `project`. The catalogue of a token is empty.
pub(in crate::simulator) fn token(gate: &Gate, asked: &Asked<'_>) -> Reply {
    traced(asked, create(gate, asked))
}

fn create(gate: &Gate, asked: &Asked<'_>) -> Result<Reply, Reply> {
    let account = &gate.identity.account;
    let body: Value =
        serde_json::from_slice(asked.body).map_err(|error| malformed(&format!("the body: {error}")))?;
    let text = |name: &str| {
        let text = body.pointer(name).and_then(Value::as_str);
        text.ok_or_else(|| malformed(&format!("{name}: a text is missing")))
    };
    if body.pointer("/auth/identity/methods") != Some(&json!(["password"])) {
        return Err(malformed("/auth/identity/methods: [\"password\"] is missing"));
    }
    let given = (
        text("/auth/identity/password/user/domain/name")?,
        text("/auth/identity/password/user/name")?,
        text("/auth/identity/password/user/password")?,
    );
    let scope = match text("/auth/scope/project/id") {
        Ok(id) => account.projects().find(|project| project.id == id),
        Err(_) => {
            let name = text("/auth/scope/project/name")?;
            account.projects().find(|project| project.name == name)
        }
    };
    let user = User::Permitted;
    if given != (DOMAIN, user.name(), PASSWORD) {
        return Err(error(401, "The username or password is wrong."));
    }
    let project = scope.ok_or_else(|| error(401, "The project of the scope could not be found."))?;
    let token = format!("simulator-token-{:032x}", fastrand::u128(..));
    let expires = asked.now + account.token_lifetime;
    gate.identity.tokens.add(token.clone(), project.id.clone(), expires);
    let body = json!({ "token": {
        "catalog": [],
        "expires_at": stamp(expires),
        "issued_at": stamp(asked.now),
        "methods": ["password"],
        "project": { "id": project.id, "name": project.name, "domain": account::domain() },
        "roles": [],
        "user": user.profile(),
    }});
    Ok(Reply::json(201, &body).with_header("x-subject-token", token))
}

/// Lists the projects of the account, all of them or those with the `name` that is asked for.
pub(in crate::simulator) fn projects(gate: &Gate, asked: &Asked<'_>) -> Reply {
    traced(asked, list(gate, asked))
}

fn list(gate: &Gate, asked: &Asked<'_>) -> Result<Reply, Reply> {
    let caller = gate.admit(asked).map_err(|denied| match denied {
        Denied::Token => error(401, "The request you have made requires authentication."),
        Denied::Signature(_) => gate.deny(&denied, asked),
    })?;
    if caller.user == User::Forbidden {
        let message = "You are not authorized to perform the requested action: iam:projects:listProjects.";
        return Err(error(403, message));
    }
    let mut query = form_urlencoded::parse(asked.query.as_bytes());
    let name = query.find(|(key, _)| key == "name").map(|(_, name)| name);
    let named = |project: &&Project| name.as_ref().is_none_or(|name| *name == project.name);
    let projects: Vec<_> = gate.identity.account.projects().filter(named).map(described).collect();
    let links = json!({ "self": asked.path, "next": null, "previous": null });
    Ok(Reply::json(200, &json!({ "projects": projects, "links": links })))
}

fn described(project: &Project) -> Value {
    let domain = account::domain();
    json!({
        "id": project.id,
        "name": project.name,
        "domain_id": domain["id"],
        "parent_id": domain["id"],
        "is_domain": false,
        "enabled": true,
        "description": "",
        "links": { "self": format!("{}/{}", PROJECTS, project.id) },
    })
}

fn malformed(reason: &str) -> Reply {
    error(400, reason)
}

fn error(status: u16, message: &str) -> Reply {
    let title = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        _ => "Forbidden",
    };
    Reply::json(status, &json!({ "error": { "code": status, "message": message, "title": title } }))
}

/// The answer with the id by which IAM traces it.
fn traced(asked: &Asked<'_>, answer: Result<Reply, Reply>) -> Reply {
    let (Ok(reply) | Err(reply)) = answer;
    reply.with_header("x-iam-trace-id", asked.request_id.to_owned())
}
