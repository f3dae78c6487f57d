//! Tasks whose story does not fit together.

use serde_json::{Value, json};

use crate::simulator::page::is_rare;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::spec::Pagination;

const CREATED: &str = "creation_time";
const UPDATED: &str = "update_time";

/// Whether this is every second time that somebody begins to list.
fn is_second_run(scene: &Scene<'_>) -> bool {
    const RUNS: &str = "runs";
    let begins = scene.marker().is_none() && scene.filter().is_none();
    if begins {
        let run = scene.memory.times(RUNS);
        scene.memory.keep(RUNS, if run.is_multiple_of(2) { "second" } else { "first" });
    }
    scene.memory.recall(RUNS).is_some_and(|run| run == "second")
}

/// Changes the items that are meant.
fn items(
    scene: &Scene<'_>,
    meant: impl Fn(&Pagination, &Value) -> bool,
    change: impl Fn(&Pagination, &mut Value),
) -> Reply {
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    scene.edit(|page| {
        page.items
            .iter_mut()
            .filter(|item| meant(pagination, item))
            .for_each(|item| change(pagination, item));
    })
}

fn set(item: &mut Value, name: &str, value: Value) {
    if let Some(known) = item.get_mut(name) {
        *known = value;
    }
}

pub(super) fn update_before_creation(scene: &Scene<'_>) -> Reply {
    items(scene, |_, _| true, |_, item| set(item, UPDATED, json!("2019-12-31T23:59:59Z")))
}

pub(super) fn update_rarely_before_creation(scene: &Scene<'_>) -> Reply {
    items(scene, is_rare, |_, item| {
        let (created, updated) = (item.get(CREATED).cloned(), item.get(UPDATED).cloned());
        if let (Some(created), Some(updated)) = (created, updated) {
            set(item, CREATED, updated);
            set(item, UPDATED, created);
        }
    })
}

pub(super) fn duplicate_ids(scene: &Scene<'_>) -> Reply {
    items(
        scene,
        |_, _| true,
        |pagination, item| {
            if let Some(id) = item.get(&pagination.identity).and_then(Value::as_i64) {
                set(item, &pagination.identity, json!(id | 1));
            }
        },
    )
}

pub(super) fn ids_change_between_runs(scene: &Scene<'_>) -> Reply {
    let second = is_second_run(scene);
    items(
        scene,
        |_, _| second,
        |pagination, item| {
            if let Some(id) = item.get(&pagination.identity).and_then(Value::as_i64) {
                set(item, &pagination.identity, json!(id + 1_000_000));
            }
        },
    )
}

pub(super) fn total_differs_between_runs(scene: &Scene<'_>) -> Reply {
    let second = is_second_run(scene);
    scene.edit(|page| {
        if second && page.next().is_none() {
            page.items.pop();
        }
    })
}

pub(super) fn finished_task_updated(scene: &Scene<'_>) -> Reply {
    let second = is_second_run(scene);
    items(
        scene,
        |pagination, item| second && is_rare(pagination, item),
        |_, item| {
            set(item, UPDATED, json!("2026-01-01T00:00:00Z"));
        },
    )
}

pub(super) fn finished_task_runs_again(scene: &Scene<'_>) -> Reply {
    let second = is_second_run(scene);
    scene.edit_fields(|field, value| {
        if second && scene.filter().is_none() && !field.final_words().is_empty() {
            let word = value.as_str().unwrap_or_default();
            if field.final_words().last() == Some(&word) {
                *value = json!(unfinished(field.final_words(), field.schema));
            }
        }
    })
}

/// A word of an enum that is none of its final ones.
fn unfinished(finals: Vec<&str>, schema: &Value) -> String {
    let words = schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    words.into_iter().find(|word| !finals.contains(word)).unwrap_or_default().to_owned()
}
