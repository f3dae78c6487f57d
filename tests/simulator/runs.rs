//! What becomes of a clean-up that is started.

use std::num::NonZeroU32;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use swr_gc::simulator::Scenario;

use super::http::{Connection, Request};
use super::instance::{Instance, LONG, standing, start_body};

const COUNTERS: [&str; 3] = ["purged_blobs", "purged_manifests", "freed_space"];
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn counters(task: &Value) -> [Option<i64>; 3] {
    COUNTERS.map(|name| task["job_parameters"].get(name).and_then(Value::as_i64))
}

fn time(task: &Value, name: &str) -> Timestamp {
    task[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {task}"))
}

/// Starts a clean-up, waits for its end and shows it.
async fn run(instance: &mut Instance, body: &Value) -> Value {
    let id = instance.started(body).await;
    instance.advance(LONG);
    instance.show(id).await
}

#[tokio::test]
async fn a_started_task_waits_then_runs_then_ends() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let before = instance.list("limit=1").await[0]["id"].as_i64().expect("an id");
    let id = instance.started(&start_body(true, 3, false)).await;
    assert!(id > before, "ids go up");
    let (mut words, mut last) = (Vec::new(), instance.show(id).await);
    for _ in 0..60 {
        let task = instance.show(id).await;
        assert_eq!(instance.list("limit=1").await, std::slice::from_ref(&task), "the list shows the same");
        let word = task["job_status"].as_str().expect("a word").to_owned();
        assert_eq!(counters(&task).iter().all(Option::is_some), word == "Success", "{task}");
        assert!(time(&task, "update_time") >= time(&last, "update_time"), "{task}");
        if words.last() != Some(&word) {
            words.push(word);
        }
        last = task;
        instance.advance(MINUTE);
    }
    assert_eq!(words, ["Pending", "Running", "Success"]);
    assert!(time(&last, "update_time") > time(&last, "creation_time") + MINUTE);
    assert_eq!(last["job_kind"], "MANUAL");
    let told = &last["job_parameters"];
    assert_eq!((&told["delete_untagged"], &told["workers"]), (&json!(true), &json!(3)));
    assert_eq!(told["dry_run"], json!(false));
}

#[tokio::test]
async fn defaults_are_filled_in_and_nothing_that_was_not_described_is_taken_over() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let parameters = json!({ "workers": 1, "freed_space": 7, "purged_blobs": 7, "surprise": true });
    let id = instance.started(&json!({ "schedule": { "type": "Manual" }, "parameters": parameters })).await;
    let expected = json!({ "delete_untagged": false, "dry_run": false, "workers": 1 });
    assert_eq!(instance.show(id).await["job_parameters"], expected);
}

#[tokio::test]
async fn a_dry_run_frees_nothing_and_tells_what_a_run_after_it_frees() {
    for untagged in [false, true] {
        let mut instance = Instance::standing(Scenario::Idle).await;
        let estimate = counters(&run(&mut instance, &start_body(untagged, 2, true)).await);
        let again = counters(&run(&mut instance, &start_body(untagged, 4, true)).await);
        let real = counters(&run(&mut instance, &start_body(untagged, 2, false)).await);
        assert!(estimate.iter().all(|counter| counter.is_some_and(|counter| counter > 0)), "{estimate:?}");
        assert_eq!((estimate, estimate), (again, real));
        let second = counters(&run(&mut instance, &start_body(untagged, 2, false)).await);
        assert_eq!(second, [Some(0); 3], "what is gone is gone");
    }
}

#[tokio::test]
async fn untagged_artifacts_are_more_and_every_day_brings_something_new() {
    let mut instance = Instance::standing(Scenario::Busy).await;
    instance.advance(LONG);
    let plain = counters(&run(&mut instance, &start_body(false, 2, true)).await);
    let untagged = counters(&run(&mut instance, &start_body(true, 2, true)).await);
    assert!(untagged[2] > plain[2], "{untagged:?} {plain:?}");
    run(&mut instance, &start_body(true, 2, false)).await;
    instance.write(&json!({ "schedule": { "type": "None" } })).await;
    instance.advance(SignedDuration::from_hours(24));
    let next = counters(&run(&mut instance, &start_body(false, 2, true)).await);
    assert!(next[2] > Some(0), "{next:?}");
}

#[tokio::test]
async fn a_second_start_while_one_is_at_work_is_refused_and_changes_nothing() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let id = instance.started(&start_body(false, 2, false)).await;
    for _ in 0..3 {
        let refused = instance.start(&start_body(false, 2, false)).await;
        assert_eq!((refused.status, &*refused.text("/error_code")), (409, "SVCSTG.SWR.4090023"));
        assert_eq!(instance.list("limit=1").await[0]["id"], id);
        instance.advance(MINUTE);
    }
    instance.advance(LONG);
    let next = instance.started(&start_body(false, 2, false)).await;
    assert_eq!(next, id + 1);
}

#[tokio::test]
async fn a_task_is_stopped_while_it_waits_or_runs_and_has_no_counters_then() {
    for minutes in [0, 3] {
        let mut instance = Instance::standing(Scenario::Idle).await;
        let id = instance.started(&start_body(false, 2, false)).await;
        instance.advance(MINUTE * minutes);
        let expected = if minutes == 0 { "Pending" } else { "Running" };
        assert_eq!(instance.status(id).await, expected);
        let answer = instance.stop(id).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b""[..]));
        for _ in 0..2 {
            let task = instance.show(id).await;
            assert_eq!((&task["job_status"], counters(&task)), (&json!("Stopped"), [None; 3]));
            instance.advance(LONG);
        }
        instance.started(&start_body(false, 2, false)).await;
    }
}

#[tokio::test]
async fn what_a_stopped_run_has_removed_stays_removed() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let whole = counters(&run(&mut instance, &start_body(false, 2, true)).await);
    let id = instance.started(&start_body(false, 2, false)).await;
    instance.advance(MINUTE * 10);
    instance.stop(id).await;
    let rest = counters(&run(&mut instance, &start_body(false, 2, true)).await);
    assert!(Some(0) < rest[2] && rest[2] < whole[2], "{rest:?} of {whole:?}");
}

#[tokio::test]
async fn a_task_that_has_ended_is_not_changed_by_a_stop_and_an_unknown_one_is_not_found() {
    let mut instance = Instance::standing(Scenario::History).await;
    let tasks = instance.list("limit=100").await;
    for word in ["Success", "Error", "Stopped"] {
        let task = tasks.iter().find(|task| task["job_status"] == word).expect("there is one");
        let id = task["id"].as_i64().expect("an id");
        assert_eq!(instance.stop(id).await.status, 200, "{word}");
        assert_eq!(&instance.show(id).await, task);
    }
    assert_eq!(instance.stop(7).await.status, 404);
}

#[tokio::test]
async fn in_the_failing_scenario_whatever_is_started_fails_without_counters() {
    let mut instance = Instance::standing(Scenario::Failing).await;
    for dry_run in [false, true] {
        let task = run(&mut instance, &start_body(false, 2, dry_run)).await;
        assert_eq!((&task["job_status"], counters(&task)), (&json!("Error"), [None; 3]));
    }
}

#[tokio::test]
async fn a_task_can_go_on_at_every_nth_look_whatever_time_it_is() {
    let three = NonZeroU32::new(3).expect("not zero");
    let mut instance = Instance::of(standing(Scenario::Idle).step_by_reads(three)).await;
    let id = instance.started(&start_body(false, 2, false)).await;
    instance.advance(LONG);
    let mut words = Vec::new();
    for _ in 0..7 {
        words.push(instance.status(id).await);
    }
    let mut busy = Instance::of(standing(Scenario::Busy).step_by_reads(three)).await;
    assert_eq!(busy.list("limit=1").await[0]["job_status"], "Running", "it was found at work");
    let expected = ["Pending", "Pending", "Running", "Running", "Running", "Success", "Success"];
    assert_eq!(words, expected);
    let id = instance.started(&start_body(false, 2, false)).await;
    for _ in 0..6 {
        instance.list("limit=1").await;
    }
    assert_eq!(instance.status(id).await, "Success", "a look at the list counts too");
}

#[tokio::test]
async fn a_fast_simulator_ends_every_run_within_five_seconds() {
    let mut instance = Instance::of(standing(Scenario::Idle).speed(600.0)).await;
    let id = instance.started(&start_body(false, 1, false)).await;
    let begun = std::time::Instant::now();
    while instance.status(id).await != "Success" {
        assert!(begun.elapsed().as_secs() < 5, "it takes too long");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_walk_under_way_neither_skips_nor_doubles_when_tasks_are_added() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let whole = instance.list("limit=100").await;
    let mut connection = Connection::open(&instance.simulator).await;
    let (mut walked, mut marker) = (Vec::new(), String::new());
    loop {
        let request = Request::list(&instance.simulator, &format!("limit=7{marker}"));
        let page = connection.ask(&request).await.json();
        walked.extend(page["tasks"].as_array().expect("tasks").clone());
        let Some(next) = page.pointer("/page_info/next_marker").and_then(Value::as_str) else { break };
        marker = format!("&marker={}", next.replace('=', "%3D"));
        run(&mut instance, &start_body(false, 2, false)).await;
    }
    assert_eq!(walked, whole);
    let now = instance.list("limit=100").await;
    assert!(now.len() > whole.len() && now.ends_with(&whole));
}
