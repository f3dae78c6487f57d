//! What the made-up registry went through.

use std::collections::BTreeSet;

use serde_json::Value;
use swr_gc::simulator::{Simulator, SimulatorBuilder};

use super::http::{Connection, Request};

const COUNTERS: [&str; 3] = ["purged_blobs", "purged_manifests", "freed_space"];

/// The bodies of all pages, as they came.
async fn bodies(builder: SimulatorBuilder) -> Vec<Vec<u8>> {
    let simulator = builder.start().await.expect("it starts");
    let mut connection = Connection::open(&simulator).await;
    let mut bodies = Vec::new();
    let mut query = "limit=100".to_owned();
    loop {
        let answer = connection.ask(&Request::list(&simulator, &query)).await;
        assert_eq!(answer.status, 200);
        let next = answer.text("/page_info/next_marker");
        bodies.push(answer.body);
        if next.is_empty() {
            return bodies;
        }
        query = format!("limit=100&marker={}", next.replace('+', "%2B").replace('=', "%3D"));
    }
}

async fn tasks(builder: SimulatorBuilder) -> Vec<Value> {
    let pages = bodies(builder).await;
    let pages = pages.iter().map(|body| serde_json::from_slice::<Value>(body).expect("a body is JSON"));
    pages.flat_map(|page| page["tasks"].as_array().expect("a page has tasks").clone()).collect()
}

fn values<'a>(tasks: &'a [Value], name: &str) -> BTreeSet<&'a str> {
    tasks.iter().map(|task| task[name].as_str().expect("a text")).collect()
}

#[tokio::test]
async fn the_usual_history_has_250_tasks_of_every_kind_and_status() {
    let tasks = tasks(Simulator::builder()).await;
    assert_eq!(tasks.len(), 250);
    assert_eq!(values(&tasks, "job_kind"), BTreeSet::from(["MANUAL", "SCHEDULE"]));
    assert_eq!(
        values(&tasks, "job_status"),
        BTreeSet::from(["Success", "Stopped", "Running", "Pending", "Error"])
    );
    let names = values(&tasks, "job_name");
    assert!(names.iter().any(|name| name.contains("清理")), "{names:?}");
    assert!(names.iter().any(|name| name.is_ascii()), "{names:?}");
}

#[tokio::test]
async fn space_beyond_32_bits_was_freed() {
    let tasks = tasks(Simulator::builder()).await;
    let freed = tasks.iter().filter_map(|task| task["job_parameters"]["freed_space"].as_i64());
    assert!(freed.max() > Some(1 << 31));
}

#[tokio::test]
async fn only_a_task_that_succeeded_has_counters() {
    for seed in [1, 2, 3] {
        let tasks = tasks(Simulator::builder().seed(seed).tasks(400)).await;
        for task in &tasks {
            let parameters = &task["job_parameters"];
            for counter in COUNTERS {
                let value = parameters.get(counter);
                if task["job_status"] == "Success" {
                    assert!(value.and_then(Value::as_i64).is_some_and(|value| value >= 0), "{task}");
                } else {
                    assert_eq!(value, None, "{task}");
                }
            }
        }
        let zero = tasks.iter().any(|task| task["job_parameters"]["purged_blobs"] == 0);
        assert!(zero, "a task that found nothing tells zero from unknown");
    }
}

#[tokio::test]
async fn even_a_short_history_shows_every_status_and_a_large_number() {
    let tasks = tasks(Simulator::builder().tasks(5)).await;
    let statuses: Vec<_> = tasks.iter().map(|task| &task["job_status"]).collect();
    assert_eq!(statuses, ["Pending", "Running", "Success", "Error", "Stopped"]);
    assert!(tasks[2]["job_parameters"]["freed_space"].as_i64() > Some(1 << 32));
}

#[tokio::test]
async fn times_fit_together() {
    let tasks = tasks(Simulator::builder()).await;
    let time = |task: &Value, name: &str| -> jiff::Timestamp {
        task[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {task}"))
    };
    for task in &tasks {
        let (created, updated) = (time(task, "creation_time"), time(task, "update_time"));
        if task["job_status"] == "Pending" {
            assert_eq!(created, updated, "{task}");
        } else {
            assert!(created < updated, "{task}");
        }
    }
    for pair in tasks.windows(2) {
        assert!(time(&pair[0], "creation_time") > time(&pair[1], "creation_time"), "the newest is first");
        assert!(pair[0]["id"].as_i64() > pair[1]["id"].as_i64());
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_bytes_and_another_does_not() {
    let first = bodies(Simulator::builder().seed(7).tasks(250)).await;
    let second = bodies(Simulator::builder().seed(7).tasks(250)).await;
    assert_eq!(first.len(), 3);
    assert!(first == second, "the same seed makes another history");
    let other = bodies(Simulator::builder().seed(8).tasks(250)).await;
    assert!(first != other, "another seed makes the same history");
    let usual = bodies(Simulator::builder()).await;
    assert!(usual == bodies(Simulator::builder().seed(1)).await, "the usual seed is 1");
}
