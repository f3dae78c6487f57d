//! What a test asks of the simulator itself, below a prefix of its own. It takes no credentials: there are none to
//! guard, and only this machine can ask.

mod body;
mod defects;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::asked::Asked;
use super::cloud::Cloud;
use super::registry::FURTHEST;
use super::reply::Reply;
use body::{given, needed, only};

/// What the paths of the simulator's own begin with.
const PREFIX: &str = "/simulator/";

/// What is answered; the reason if the request is wrong.
type Act = fn(&Cloud, &Value) -> Result<Value, String>;

/// Method and rest of the path of each request that there is.
const ROUTES: [(&str, &str, Act); 6] = [
    ("POST", "reset", reset),
    ("POST", "seed", seed),
    ("POST", "advance", advance),
    ("GET", "journal", journal),
    ("GET", "defects", defects::show),
    ("PUT", "defects", defects::switch),
];

/// Whether a request is one to the simulator itself.
pub(super) fn is_meant(asked: &Asked<'_>) -> bool {
    asked.path.starts_with(PREFIX)
}

/// Answers such a request.
pub(super) fn answer(cloud: &Cloud, asked: &Asked<'_>) -> Reply {
    let name = asked.path.strip_prefix(PREFIX).unwrap_or_default();
    let here: Vec<_> = ROUTES.iter().filter(|(_, known, _)| *known == name).collect();
    let Some((.., act)) = here.iter().find(|(method, ..)| *method == asked.method) else {
        let known = ROUTES.map(|(method, name, _)| format!("{method} {PREFIX}{name}")).join(", ");
        let reason = format!("there is no {} {}; there are {known}", asked.method, asked.path);
        let allowed: Vec<_> = here.iter().map(|(method, ..)| *method).collect();
        return match allowed.is_empty() {
            true => refused(404, &reason),
            false => refused(405, &reason).with_header("allow", allowed.join(", ")),
        };
    };
    let body = match asked.body {
        [] => Ok(json!({})),
        body => serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}")),
    };
    let answer = match body.and_then(|body| act(cloud, &body)) {
        Ok(answer) => answer,
        // A place that is no place in the body is the body itself.
        Err(reason) if reason.starts_with(':') => return refused(400, &format!("the body{reason}")),
        Err(reason) => return refused(400, &reason),
    };
    // What is posted changes the registry.
    let saved = if asked.method == "POST" { cloud.registry().save() } else { Ok(()) };
    saved.map_or_else(|reason| refused(500, &reason), |()| Reply::json(200, &answer))
}

/// The answer to a request that is not done.
pub(super) fn refused(status: u16, reason: &str) -> Reply {
    Reply::json(status, &json!({ "error": reason }))
}

/// What time it is in the registry.
fn now(cloud: &Cloud) -> Value {
    json!({ "now": cloud.registry().now().to_string() })
}

/// Everything begins anew, with the defects that the simulator was started with.
fn reset(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &[])?;
    cloud.registry().reset(cloud.clock.now())?;
    cloud.layer.reset();
    cloud.journal.clear();
    Ok(now(cloud))
}

/// Other tasks, or another schedule, or both.
fn seed(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &["tasks", "schedule"])?;
    let tasks = given(body, "tasks", "a list", Value::as_array)?;
    let schedule = body.get("schedule");
    if tasks.is_none() && schedule.is_none() {
        return Err(": it has neither tasks nor schedule".to_owned());
    }
    cloud.registry().seed(tasks.map(Vec::as_slice), schedule)?;
    Ok(now(cloud))
}

/// Time passes.
fn advance(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &["seconds"])?;
    let wanted = format!("a number from 0 to {} (a hundred years)", FURTHEST.as_secs());
    let duration = |told: &Value| {
        let seconds = told.as_f64().filter(|seconds| (0.0..=FURTHEST.as_secs_f64()).contains(seconds))?;
        SignedDuration::try_from_secs_f64(seconds).ok()
    };
    cloud.registry().advance(needed(body, "seconds", &wanted, duration)?);
    Ok(now(cloud))
}

/// What was asked.
fn journal(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &[])?;
    Ok(cloud.journal.show())
}
