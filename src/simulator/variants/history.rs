//! Other tasks, or the same ones in another order.

use serde_json::{Value, json};

use crate::simulator::asked::Asked;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::spec::Effect;

/// After so many requests something happens.
const PATIENCE: u32 = 25;

pub(super) fn ids_beyond_53_bits(scene: &Scene<'_>) -> Reply {
    const MORE: i64 = 1 << 60;
    let operations = &scene.home.contract.operations;
    let mut identities =
        operations.iter().filter_map(|operation| Some(&operation.pagination.as_ref()?.identity));
    let identity = identities.next().map_or("", String::as_str);
    // What names a task in a path is one of those ids as well.
    let mut path = scene.operation.path.clone();
    for (name, given) in &scene.path {
        let id = given.parse::<i64>().ok().filter(|id| *id >= MORE).map(|id| (id - MORE).to_string());
        path = path.replace(&format!("{{{name}}}"), id.as_ref().unwrap_or(given));
    }
    let reply = scene.ask_as(&Asked { path: &path, ..scene.asked });
    scene.edit_fields_of(reply, |field, value| {
        if let (true, Some(id)) = (field.name == identity, value.as_i64()) {
            *value = json!(MORE + id);
        }
    })
}

pub(super) fn odd_names(scene: &Scene<'_>) -> Reply {
    let names = [
        "\"quoted\" \\ and/or",
        "🧹🗑️ clean",
        "two\nlines\tand a tab",
        "ניקוי يومي",
        "",
        "\u{200b}\u{202e}x",
    ];
    let shows_tasks =
        scene.pagination().is_some() || matches!(scene.operation.effect, Some(Effect::Show { .. }));
    if !shows_tasks {
        return scene.ask();
    }
    scene.edit_fields(|field, value| {
        if field.is_free() && value.is_string() {
            // The same name for the same task, wherever it is shown.
            let sum: usize = value.as_str().unwrap_or_default().bytes().map(usize::from).sum();
            *value = json!(names[sum % names.len()]);
        }
    })
}

pub(super) fn oldest_first(scene: &Scene<'_>) -> Reply {
    let mut items = scene.everything();
    items.reverse();
    scene.serve(items)
}

pub(super) fn shuffled(scene: &Scene<'_>) -> Reply {
    let mut items = scene.everything();
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    // A number without a visible pattern for each, the same in every run: Knuth's multiplicative hash.
    items.sort_by_key(|item| {
        let id = item.get(&pagination.identity).and_then(Value::as_u64).unwrap_or_default();
        id.wrapping_mul(2_654_435_761) & 0xffff_ffff
    });
    scene.serve(items)
}

pub(super) fn partial_parameters(scene: &Scene<'_>) -> Reply {
    scene.edit_fields(|field, value| {
        // The same one is missing of the same task, wherever it is shown.
        let sum: usize = value.to_string().bytes().map(usize::from).sum();
        if let (true, Value::Object(parameters)) = (field.is_embedded(), value) {
            let name = parameters.keys().nth(sum % parameters.len().max(1)).cloned();
            name.map(|name| parameters.remove(&name));
        }
    })
}

pub(super) fn no_parameters(scene: &Scene<'_>) -> Reply {
    scene.edit_fields(|field, value| {
        if field.is_embedded() {
            *value = json!({});
        }
    })
}

pub(super) fn task_ends(scene: &Scene<'_>) -> Reply {
    const STEPS: [&str; 3] = ["Pending", "Running", "Success"];
    const WENT_ON: &str = "2026-06-15T12:00:00Z";
    let steps = scene.memory.times("") / PATIENCE;
    let go_on = |item: &mut Value| {
        let is_at = |step: &&str| item.get("job_status").and_then(Value::as_str) == Some(step);
        let Some(place) = STEPS.iter().position(is_at) else { return };
        let now = STEPS.len().min(place + 1 + steps as usize) - 1;
        if now > place {
            item["job_status"] = json!(STEPS[now]);
            // What a run has started itself is younger.
            if item["creation_time"].as_str().is_some_and(|created| created < WENT_ON) {
                item["update_time"] = json!(WENT_ON);
            }
        }
    };
    if matches!(scene.operation.effect, Some(Effect::Show { .. })) {
        return scene.on_success(|reply| reply.edit(go_on));
    }
    let mut items = scene.everything();
    items.iter_mut().for_each(go_on);
    scene.serve(items)
}

pub(super) fn task_arrives(scene: &Scene<'_>) -> Reply {
    let arrived = (scene.memory.times("") / PATIENCE).min(3);
    let mut items = scene.everything();
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    // The oldest one stays what it is, also where a run starts something itself.
    let oldest = items.last().cloned().unwrap_or_default();
    for number in 1..=arrived {
        let mut task = oldest.clone();
        if let Some(id) = task.get_mut(&pagination.identity) {
            *id = json!(id.as_i64().unwrap_or_default() + 1_000_000 + i64::from(number));
            items.insert(0, task);
        }
    }
    scene.serve(items)
}
