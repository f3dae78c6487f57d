//! A schedule that is not what was written, and writes that should have been refused.

use serde_json::{Value, json};

use super::auth::{is_anonymous, refused};
use super::starts::{ask_with, done, sent};
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::spec::Effect;

const TYPE: &str = "/schedule/type";
const CRON: &str = "/schedule/cron";
const WORKERS: &str = "/parameters/workers";

/// Whether what there is once is shown.
fn is_read(scene: &Scene<'_>) -> bool {
    let Scene { operation, .. } = scene;
    operation.is_read() && operation.pagination.is_none() && operation.effect.is_none()
}

fn is_write(scene: &Scene<'_>) -> bool {
    matches!(scene.operation.effect, Some(Effect::Write { .. }))
}

/// Changes the schedule that is shown.
fn shown(scene: &Scene<'_>, change: impl FnOnce(&mut Value)) -> Reply {
    if is_read(scene) { scene.on_success(|reply| reply.edit(change)) } else { scene.ask() }
}

/// Changes what is written before anybody looks at it.
fn written(scene: &Scene<'_>, change: impl FnOnce(&mut Value)) -> Reply {
    let reply = scene.ask();
    if !is_write(scene) || !reply.is_success() {
        return reply;
    }
    let mut body = sent(scene);
    change(&mut body);
    ask_with(scene, &body)
}

fn put(body: &mut Value, at: &str, value: Value) {
    if let Some(known) = body.pointer_mut(at) {
        *known = value;
    }
}

/// Whether a word stands as type that is none.
fn is_unknown(body: &Value) -> bool {
    body.pointer(TYPE).is_some_and(|word| word != "Custom" && word != "None")
}

pub(super) fn schedule_of_unknown_type(scene: &Scene<'_>) -> Reply {
    shown(scene, |body| put(body, TYPE, json!("Hourly")))
}

pub(super) fn schedule_with_no_workers(scene: &Scene<'_>) -> Reply {
    shown(scene, |body| put(body, WORKERS, json!(0)))
}

pub(super) fn schedule_time_without_zone(scene: &Scene<'_>) -> Reply {
    shown(scene, |body| put(body, "/schedule/next_scheduled_time", json!("2026-12-05T02:30:00")))
}

pub(super) fn schedule_null(scene: &Scene<'_>) -> Reply {
    shown(scene, |body| body["schedule"] = Value::Null)
}

pub(super) fn schedule_with_undescribed_property(scene: &Scene<'_>) -> Reply {
    shown(scene, |body| body["policy_id"] = json!(7))
}

pub(super) fn schedule_shown_to_anybody(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, is_read(scene) && is_anonymous(scene), || scene.ask_for(&scene.query))
}

pub(super) fn schedule_shown_without_permission(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, is_read(scene), || scene.ask_for(&scene.query))
}

pub(super) fn schedule_never_kept(scene: &Scene<'_>) -> Reply {
    const BEFORE: &str = "before";
    if is_read(scene) && scene.memory.recall(BEFORE).is_none() {
        return scene.on_success(|reply| {
            scene.memory.keep(BEFORE, &String::from_utf8_lossy(&reply.body));
            reply
        });
    }
    match scene.memory.recall(BEFORE).filter(|_| is_read(scene)) {
        Some(before) => scene.on_success(|reply| reply.with_body(before)),
        None => scene.ask(),
    }
}

pub(super) fn schedule_cron_replaced(scene: &Scene<'_>) -> Reply {
    written(scene, |body| put(body, CRON, json!("0 0 0 * * *")))
}

pub(super) fn schedule_parameters_replaced(scene: &Scene<'_>) -> Reply {
    written(scene, |body| put(body, "/parameters", json!({ "workers": 3 })))
}

pub(super) fn schedule_workers_kept_as_before(scene: &Scene<'_>) -> Reply {
    written(scene, |body| put(body, WORKERS, json!(2)))
}

pub(super) fn schedule_cancelled_by_write(scene: &Scene<'_>) -> Reply {
    written(scene, |body| *body = json!({ "schedule": { "type": "None" } }))
}

pub(super) fn schedule_write_of_unknown_type(scene: &Scene<'_>) -> Reply {
    refused(scene, 400, is_write(scene) && is_unknown(&sent(scene)), || done(200))
}

pub(super) fn schedule_write_without_cron(scene: &Scene<'_>) -> Reply {
    refused(scene, 400, is_write(scene) && sent(scene).pointer(CRON).is_none(), || done(200))
}

pub(super) fn schedule_refused_and_kept(scene: &Scene<'_>) -> Reply {
    let reply = scene.ask();
    let mut body = sent(scene);
    if is_write(scene) && reply.status == 400 && is_unknown(&body) {
        put(&mut body, TYPE, json!("Custom"));
        ask_with(scene, &body);
    }
    reply
}

pub(super) fn schedule_forbidden_and_kept(scene: &Scene<'_>) -> Reply {
    let reply = scene.ask();
    if is_write(scene) && reply.status == 403 {
        ask_with(scene, &sent(scene));
    }
    reply
}

pub(super) fn schedule_write_without_permission(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, is_write(scene), || scene.ask_for(&scene.query))
}

pub(super) fn schedule_write_crashes_on_bad_body(scene: &Scene<'_>) -> Reply {
    refused(scene, 400, is_write(scene), || scene.described(500))
}

pub(super) fn schedule_write_with_204(scene: &Scene<'_>) -> Reply {
    if is_write(scene) { scene.on_success(|_| done(204)) } else { scene.ask() }
}

pub(super) fn schedule_write_refused(scene: &Scene<'_>) -> Reply {
    if is_write(scene) { scene.on_success(|_| scene.described(400)) } else { scene.ask() }
}
