//! Clean-ups that start otherwise than they should, and that do not stop.

use bytes::Bytes;
use serde_json::{Value, json};

use super::auth::{is_anonymous, refused};
use crate::simulator::asked::Asked;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::spec::Effect;

/// Where the answer to a start has the identity of the new item, if this is one.
fn id<'a>(scene: &Scene<'a>) -> Option<&'a str> {
    match &scene.operation.effect {
        Some(Effect::Start { id, .. }) => Some(id),
        _ => None,
    }
}

fn is_start(scene: &Scene<'_>) -> bool {
    id(scene).is_some()
}

fn is_stop(scene: &Scene<'_>) -> bool {
    matches!(scene.operation.effect, Some(Effect::Stop { .. }))
}

/// Changes the identity that a start is answered with.
fn identity(scene: &Scene<'_>, make: impl FnOnce(i64) -> Value) -> Reply {
    let Some(id) = id(scene) else { return scene.ask() };
    scene.on_success(|reply| {
        reply.edit(|body| {
            if let Some(known) = body.pointer_mut(id) {
                *known = make(known.as_i64().unwrap_or_default());
            }
        })
    })
}

/// The body that was sent.
pub(super) fn sent(scene: &Scene<'_>) -> Value {
    serde_json::from_slice(scene.asked.body).unwrap_or_default()
}

/// What is answered beneath to another body of somebody who is let in.
pub(super) fn ask_with(scene: &Scene<'_>, body: &Value) -> Reply {
    let body = body.to_string();
    let headers = &scene.home.permitted;
    scene.ask_as(&Asked { body: body.as_bytes(), headers, ..scene.asked })
}

/// A start that is refused for one value is done with another one there.
fn accept(scene: &Scene<'_>, at: &str, wrong: impl Fn(&Value) -> bool, right: Value) -> Reply {
    refused(scene, 400, is_start(scene), || {
        let mut body = sent(scene);
        match body.pointer_mut(at).filter(|value| wrong(value)) {
            Some(value) => {
                *value = right;
                ask_with(scene, &body)
            }
            None => scene.ask(),
        }
    })
}

/// An answer without a body.
pub(super) fn done(status: u16) -> Reply {
    let mut reply = Reply::new(status, Bytes::new());
    reply.without.push("content-type");
    reply
}

pub(super) fn started_task_not_listed(scene: &Scene<'_>) -> Reply {
    const STARTED: &str = "started";
    if let Some(id) = id(scene) {
        return scene.on_success(|reply| {
            let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
            scene.memory.keep(STARTED, &body.pointer(id).unwrap_or(&Value::Null).to_string());
            reply
        });
    }
    let Some((pagination, started)) = scene.pagination().zip(scene.memory.recall(STARTED)) else {
        return scene.ask();
    };
    scene.edit(|page| {
        page.items
            .retain(|item| item[&pagination.identity].as_i64().is_none_or(|id| id.to_string() != started));
    })
}

pub(super) fn start_with_other_id(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(id + 1000))
}

pub(super) fn start_with_known_id(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(id - 1))
}

pub(super) fn start_with_first_id_again(scene: &Scene<'_>) -> Reply {
    const FIRST: &str = "first";
    identity(scene, |id| {
        let first = scene.memory.recall(FIRST).unwrap_or_else(|| id.to_string());
        scene.memory.keep(FIRST, &first);
        json!(first.parse::<i64>().unwrap_or(id))
    })
}

pub(super) fn start_for_real(scene: &Scene<'_>) -> Reply {
    let Some(Effect::Start { trial, .. }) = &scene.operation.effect else { return scene.ask() };
    let mut body = sent(scene);
    match body.pointer_mut(trial).filter(|flag| **flag == json!(true)) {
        Some(flag) => {
            *flag = json!(false);
            let body = body.to_string();
            scene.ask_as(&Asked { body: body.as_bytes(), ..scene.asked })
        }
        None => scene.ask(),
    }
}

pub(super) fn start_with_text_id(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(id.to_string()))
}

pub(super) fn start_without_id(scene: &Scene<'_>) -> Reply {
    if is_start(scene) { scene.on_success(|reply| reply.edit(|body| *body = json!({}))) } else { scene.ask() }
}

pub(super) fn start_with_200(scene: &Scene<'_>) -> Reply {
    let is_start = is_start(scene);
    scene.on_success(|reply| if is_start { Reply { status: 200, ..reply } } else { reply })
}

pub(super) fn start_refused(scene: &Scene<'_>) -> Reply {
    if is_start(scene) { scene.on_success(|_| scene.described(400)) } else { scene.ask() }
}

pub(super) fn start_without_token(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, is_start(scene) && is_anonymous(scene), || scene.ask_for(&scene.query))
}

pub(super) fn start_with_six_workers(scene: &Scene<'_>) -> Reply {
    accept(scene, "/parameters/workers", |workers| workers.as_i64().is_some_and(|count| count > 5), json!(5))
}

pub(super) fn start_with_no_workers(scene: &Scene<'_>) -> Reply {
    accept(scene, "/parameters/workers", |workers| workers.as_i64().is_some_and(|count| count < 1), json!(1))
}

pub(super) fn start_of_unknown_type(scene: &Scene<'_>) -> Reply {
    accept(scene, "/schedule/type", |word| word != "Manual", json!("Manual"))
}

pub(super) fn start_crashes_on_bad_body(scene: &Scene<'_>) -> Reply {
    refused(scene, 400, is_start(scene), || scene.described(500))
}

pub(super) fn start_with_bad_body_with_422(scene: &Scene<'_>) -> Reply {
    refused(scene, 400, is_start(scene), || Reply { status: 422, ..scene.described(400) })
}

pub(super) fn start_with_bad_body_with_404(scene: &Scene<'_>) -> Reply {
    refused(scene, 400, is_start(scene), || scene.described(404))
}

pub(super) fn stop_ignored(scene: &Scene<'_>) -> Reply {
    if !is_stop(scene) {
        return scene.ask();
    }
    // Whether there is such a task is looked at all the same.
    let shown = scene.ask_as(&Asked { method: "GET", ..scene.asked });
    if shown.is_success() { done(200) } else { shown }
}

pub(super) fn stop_with_202(scene: &Scene<'_>) -> Reply {
    if is_stop(scene) { scene.on_success(|_| done(202)) } else { scene.ask() }
}

pub(super) fn stop_with_204(scene: &Scene<'_>) -> Reply {
    if is_stop(scene) { scene.on_success(|_| done(204)) } else { scene.ask() }
}

pub(super) fn stop_refused(scene: &Scene<'_>) -> Reply {
    if is_stop(scene) { scene.on_success(|_| scene.described(400)) } else { scene.ask() }
}

pub(super) fn second_stop_crashes(scene: &Scene<'_>) -> Reply {
    let again = is_stop(scene) && scene.memory.times(scene.asked.path) > 1;
    scene.on_success(|reply| if again { scene.described(500) } else { reply })
}

pub(super) fn stop_of_unknown_task(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, is_stop(scene), || done(200))
}

pub(super) fn stop_of_unknown_task_crashes(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, is_stop(scene), || scene.described(500))
}
