//! Other operations than the list, done in another way or not there at all.

use serde_json::{Value, json};

use crate::simulator::asked::Asked;
use crate::simulator::registry::task::{PENDING, RUNNING};
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::spec::Effect;

const ID: &str = "id";
const STATUS: &str = "job_status";

/// What is kept of the task that was started, stopped, or both.
const STARTED: &str = "started";
const STOPPED: &str = "stopped";

fn is_list(scene: &Scene<'_>) -> bool {
    scene.operation.pagination.is_some()
}

fn is_start(scene: &Scene<'_>) -> bool {
    matches!(scene.operation.effect, Some(Effect::Start { .. }))
}

fn is_stop(scene: &Scene<'_>) -> bool {
    matches!(scene.operation.effect, Some(Effect::Stop { .. }))
}

fn is_schedule(scene: &Scene<'_>) -> bool {
    scene.operation.is_read() && !is_list(scene) && scene.operation.effect.is_none()
}

fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or_default()
}

/// Keeps in mind which task was started first.
fn start(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| {
        if scene.memory.recall(STARTED).is_none() {
            scene.memory.keep(STARTED, &json(&reply)[ID].to_string());
        }
        reply
    })
}

/// Changes one task wherever it is shown.
fn change(scene: &Scene<'_>, id: &str, change: impl FnOnce(&mut Value)) -> Reply {
    let is_it = |task: &Value| task[ID].as_i64().is_some_and(|known| known.to_string() == id);
    if is_list(scene) {
        scene.edit(|page| {
            if let Some(task) = page.items.iter_mut().find(|task| is_it(task)) {
                change(task);
            }
        })
    } else {
        scene.on_success(|reply| {
            reply.edit(|task| {
                if is_it(task) {
                    change(task);
                }
            })
        })
    }
}

/// Another answer in place of every one that is not a list's.
fn others(scene: &Scene<'_>, instead: impl FnOnce() -> Reply) -> Reply {
    if is_list(scene) { scene.ask() } else { instead() }
}

pub(super) fn list_only_404(scene: &Scene<'_>) -> Reply {
    others(scene, || Reply::text(404, "404 page not found\n".to_owned()))
}

pub(super) fn list_only_405(scene: &Scene<'_>) -> Reply {
    others(scene, || Reply::json(405, &json!({})))
}

pub(super) fn list_only_501(scene: &Scene<'_>) -> Reply {
    others(scene, || Reply::text(501, "<html><body>Not implemented</body></html>".to_owned()))
}

pub(super) fn list_wherever(scene: &Scene<'_>) -> Reply {
    others(scene, || {
        let operations = &scene.home.contract.operations;
        let list = operations.iter().find(|operation| operation.pagination.is_some());
        let mut path = list.map(|list| list.path.clone()).unwrap_or_default();
        for (name, value) in &scene.path {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        scene.ask_as(&Asked { method: "GET", path: &path, ..scene.asked })
    })
}

pub(super) fn bodiless_as_object(scene: &Scene<'_>) -> Reply {
    let described = scene.operation.responses.values().next().is_some_and(|first| first.schema.is_some());
    scene.on_success(|reply| if described { reply } else { Reply::json(reply.status, &json!({})) })
}

pub(super) fn start_while_busy(scene: &Scene<'_>) -> Reply {
    if is_start(scene) { scene.on_success(|_| scene.described(409)) } else { scene.ask() }
}

pub(super) fn start_listed_late(scene: &Scene<'_>) -> Reply {
    if is_start(scene) {
        return start(scene);
    }
    let Some(id) = scene.memory.recall(STARTED).filter(|_| is_list(scene)) else { return scene.ask() };
    let is_it = |task: &Value| task[ID].as_i64().is_some_and(|known| known.to_string() == id);
    let mut tasks = scene.everything();
    if tasks.iter().any(is_it) && scene.memory.times(STARTED) == 1 {
        tasks.retain(|task| !is_it(task));
        return scene.serve(tasks);
    }
    scene.ask()
}

pub(super) fn start_ends_at_once(scene: &Scene<'_>) -> Reply {
    if is_start(scene) {
        return start(scene);
    }
    match scene.memory.recall(STARTED) {
        Some(id) => change(scene, &id, |task| {
            if scene.memory.times(STARTED) > 1 {
                task[STATUS] = json!("Success");
            }
        }),
        None => scene.ask(),
    }
}

pub(super) fn stop_takes_a_while(scene: &Scene<'_>) -> Reply {
    const LOOKS: u32 = 2;
    if is_stop(scene) {
        let before = scene.ask_as(&Asked { method: "GET", ..scene.asked });
        if before.is_success() && scene.memory.recall(STOPPED).is_none() {
            scene.memory.keep(STARTED, &json(&before)[ID].to_string());
            scene.memory.keep(STOPPED, &json(&before).to_string());
        }
        return scene.ask();
    }
    match scene.memory.recall(STARTED).zip(scene.memory.recall(STOPPED)) {
        Some((id, before)) => change(scene, &id, |task| {
            if scene.memory.times(STOPPED) <= LOOKS {
                *task = serde_json::from_str(&before).unwrap_or_default();
            }
        }),
        None => scene.ask(),
    }
}

pub(super) fn stop_of_ended_task_refused(scene: &Scene<'_>) -> Reply {
    if !is_stop(scene) {
        return scene.ask();
    }
    let before = json(&scene.ask_as(&Asked { method: "GET", ..scene.asked }));
    let is_over = before[STATUS].as_str().is_some_and(|word| ![PENDING, RUNNING].contains(&word));
    scene.on_success(|reply| if is_over { scene.described(409) } else { reply })
}

pub(super) fn no_schedule(scene: &Scene<'_>) -> Reply {
    if matches!(scene.operation.effect, Some(Effect::Write { .. })) {
        return scene.on_success(|reply| {
            scene.memory.keep(STARTED, "");
            reply
        });
    }
    let none = is_schedule(scene) && scene.memory.recall(STARTED).is_none();
    scene.on_success(|reply| {
        if none { reply.edit(|body| *body = json!({ "schedule": { "type": "None" } })) } else { reply }
    })
}

pub(super) fn defaults_left_out(scene: &Scene<'_>) -> Reply {
    if !is_schedule(scene) {
        return scene.ask();
    }
    scene.on_success(|reply| {
        reply.edit(|body| {
            if let Some(parameters) = body.get_mut("parameters").and_then(Value::as_object_mut) {
                parameters.retain(|_, value| *value != json!(false));
            }
        })
    })
}
