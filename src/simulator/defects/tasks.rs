//! Tasks that are another thing when they are shown alone.

use serde_json::{Value, json};

use super::auth::{is_anonymous, refused};
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::spec::Effect;

/// Whether one item of a list is shown.
fn is_show(scene: &Scene<'_>) -> bool {
    matches!(scene.operation.effect, Some(Effect::Show { .. }))
}

/// Changes a task that is shown.
fn shown(scene: &Scene<'_>, change: impl FnOnce(&mut Value)) -> Reply {
    if is_show(scene) { scene.on_success(|reply| reply.edit(change)) } else { scene.ask() }
}

/// Sets a property of a task that is shown.
fn set(scene: &Scene<'_>, name: &str, make: impl FnOnce(&Value) -> Value) -> Reply {
    shown(scene, |task| {
        if let Some(known) = task.get_mut(name) {
            *known = make(known);
        }
    })
}

/// A refusal with one status is made into another answer.
fn instead(scene: &Scene<'_>, status: u16, make: impl FnOnce() -> Reply) -> Reply {
    refused(scene, status, is_show(scene), make)
}

pub(super) fn task_shown_with_other_time(scene: &Scene<'_>) -> Reply {
    set(scene, "update_time", |_| json!("2026-01-01T00:00:00Z"))
}

pub(super) fn task_shown_with_other_status(scene: &Scene<'_>) -> Reply {
    set(scene, "job_status", |word| if word == "Success" { json!("Error") } else { word.clone() })
}

pub(super) fn task_shown_is_another(scene: &Scene<'_>) -> Reply {
    set(scene, "id", |id| json!(id.as_i64().unwrap_or_default() - 1))
}

pub(super) fn task_shown_waits_again(scene: &Scene<'_>) -> Reply {
    set(scene, "job_status", |word| if word == "Running" { json!("Pending") } else { word.clone() })
}

pub(super) fn task_shown_with_text_id(scene: &Scene<'_>) -> Reply {
    set(scene, "id", |id| json!(id.to_string()))
}

pub(super) fn task_shown_in_envelope(scene: &Scene<'_>) -> Reply {
    shown(scene, |task| *task = json!({ "task": task }))
}

pub(super) fn task_shown_in_list(scene: &Scene<'_>) -> Reply {
    shown(scene, |task| *task = json!([task]))
}

pub(super) fn task_shown_with_undescribed_property(scene: &Scene<'_>) -> Reply {
    shown(scene, |task| task["worker_host"] = json!("10.0.0.7"))
}

pub(super) fn task_shown_to_anybody(scene: &Scene<'_>) -> Reply {
    instead(scene, 401, || if is_anonymous(scene) { scene.ask_for(&scene.query) } else { scene.ask() })
}

pub(super) fn task_shown_without_permission(scene: &Scene<'_>) -> Reply {
    instead(scene, 403, || scene.ask_for(&scene.query))
}

pub(super) fn unknown_task_empty(scene: &Scene<'_>) -> Reply {
    instead(scene, 404, || Reply::json(200, &json!({})))
}

pub(super) fn unknown_task_with_400(scene: &Scene<'_>) -> Reply {
    instead(scene, 404, || scene.described(400))
}

pub(super) fn unknown_task_with_500(scene: &Scene<'_>) -> Reply {
    instead(scene, 404, || scene.described(500))
}

pub(super) fn malformed_task_id_accepted(scene: &Scene<'_>) -> Reply {
    instead(scene, 400, || Reply::json(200, &json!({})))
}

pub(super) fn malformed_task_id_with_500(scene: &Scene<'_>) -> Reply {
    instead(scene, 400, || scene.described(500))
}
