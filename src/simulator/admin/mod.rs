//! What a test asks of the simulator itself, below a prefix of its own. It takes no credentials: there are none to
//! guard, and only this machine can ask.

pub(super) mod journal;
pub(super) mod switch;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::asked::Asked;
use super::cloud::Cloud;
use super::reply::Reply;
use switch::Switch;

/// What the paths of the simulator's own begin with.
pub(super) const PREFIX: &str = "/simulator/";

/// What is answered; the reason if the request is wrong.
type Act = fn(&Cloud, &Value) -> Result<Value, String>;

/// Method and rest of the path of each request that there is.
const ROUTES: [(&str, &str, Act); 6] = [
    ("POST", "reset", reset),
    ("POST", "seed", seed),
    ("POST", "advance", advance),
    ("GET", "journal", journal),
    ("GET", "defects", defects),
    ("PUT", "defects", switch),
];

/// Answers a request whose path begins with [`PREFIX`].
pub(super) fn answer(cloud: &Cloud, asked: &Asked<'_>) -> Reply {
    let name = asked.path.strip_prefix(PREFIX).unwrap_or_default();
    let here = |(_, known, _): &&(&str, &str, Act)| *known == name;
    let Some((.., act)) = ROUTES.iter().filter(here).find(|(method, ..)| *method == asked.method) else {
        let known = ROUTES.map(|(method, name, _)| format!("{method} {PREFIX}{name}")).join(", ");
        let status = if ROUTES.iter().any(|route| here(&route)) { 405 } else { 404 };
        return refused(status, &format!("there is no {} {}; there are {known}", asked.method, asked.path));
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

fn refused(status: u16, reason: &str) -> Reply {
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
    cloud.registry().seed(body.get("tasks"), body.get("schedule"))?;
    Ok(now(cloud))
}

/// Time passes.
fn advance(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &["seconds"])?;
    let seconds = body.get("seconds").and_then(Value::as_f64).filter(|seconds| *seconds >= 0.0);
    let seconds = seconds.and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok());
    cloud.registry().advance(seconds.ok_or("/seconds: a number that is not below zero is missing")?);
    Ok(now(cloud))
}

/// What was asked.
fn journal(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &[])?;
    Ok(cloud.journal.show())
}

/// What is done wrong.
fn defects(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &[])?;
    Ok(json!({ "defects": cloud.layer.switched().iter().map(Switch::show).collect::<Vec<_>>() }))
}

/// What is done wrong from now on, and nothing else.
fn switch(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &["defects"])?;
    let list = body.get("defects").and_then(Value::as_array).ok_or("/defects: a list is missing")?;
    let read = |(index, entry)| {
        Switch::read(&cloud.layer.contract, entry).map_err(|reason| format!("/defects/{index}{reason}"))
    };
    let switches = list.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    cloud.layer.switch(switches);
    defects(cloud, &json!({}))
}

/// Refuses what is not an object with these properties alone: a slip of the pen would go unnoticed.
fn only(body: &Value, names: &[&str]) -> Result<(), String> {
    let object = body.as_object().ok_or(": it is no JSON object")?;
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) if names.is_empty() => Err(format!("/{name}: nothing is to be said here")),
        Some(name) => Err(format!("/{name}: there is only {}", names.join(", "))),
        None => Ok(()),
    }
}
