//! All six operations, called by the SDK and by this client in turn, on one simulator whose time stands still: what one
//! of them has done both see alike.

use jiff::SignedDuration;
use serde::Serialize;
use serde_json::{Value, json};
use swr_gc::simulator::{Scenario, Simulator};
use swr_gc::types::{ExecuteGcScheduleRequest, RequestedGcParameters, UpdateGcScheduleRequest};
use swr_gc::{Client, Response, fields};

use crate::sdk::{Call, Sdk};
use crate::server::{Answer, PROJECT, Server};

/// Nothing is at work, and only `advance` has time pass.
pub async fn standing_still() -> Simulator {
    let builder = Simulator::builder().seed(7).scenario(Scenario::Idle).speed(0.0);
    builder.start().await.expect("it starts")
}

/// Signs with the simulator's key, as the SDK does.
pub fn client(simulator: &Simulator) -> Client {
    let builder = Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
    let builder = builder.access_key(simulator.access_key(), simulator.secret_key());
    builder.build().expect("the settings are right")
}

pub fn of(simulator: &Simulator, operation: &'static str) -> Call {
    Call { operation, ..Call::of(simulator) }
}

/// A call that is about a task.
pub fn about(simulator: &Simulator, operation: &'static str, id: impl Into<Value>) -> Call {
    Call { gc_id: Some(id.into()), ..of(simulator, operation) }
}

/// A call that sends something.
pub fn with(simulator: &Simulator, operation: &'static str, body: Value) -> Call {
    Call { body: Some(body), ..of(simulator, operation) }
}

/// What the SDK answers to a call that succeeds.
async fn theirs(sdk: &Sdk, call: Call) -> Value {
    let report = sdk.call(&[call]).await;
    let outcome = &report.outcomes[0];
    assert_eq!(outcome.raised, None);
    outcome.answers[0].clone()
}

/// What this client answers, with nothing odd about it.
#[track_caller]
fn ours<T: Serialize>(answer: Result<Response<T>, swr_gc::Error>) -> Value {
    let answer = answer.expect("the call succeeds");
    assert!(answer.deviations().is_empty(), "{:?}", answer.deviations());
    serde_json::to_value(&*answer).expect("an answer is JSON")
}

/// Has both show a task, and tells what they agree on.
async fn shown(sdk: &Sdk, simulator: &Simulator, id: i64) -> Value {
    let theirs = theirs(sdk, about(simulator, "show_gc_task", id)).await;
    let request = client(simulator).show_gc_task().instance_id(simulator.instance_id());
    let ours = ours(request.gc_id(id).send().await);
    for field in fields::GC_TASK {
        assert_eq!(ours.pointer(field.pointer), theirs.pointer(field.pointer), "{}: {ours}", field.name);
    }
    assert_eq!(ours, theirs);
    ours
}

#[track_caller]
fn assert_is(task: &Value, status: &str) {
    assert_eq!(task["job_status"], status, "{task}");
    let freed = task["job_parameters"]["freed_space"].as_i64();
    assert_eq!(freed.is_some(), status == "Success", "{task}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_of_either_is_started_shown_and_stopped_alike() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let client = client(&simulator);

    let body = json!({"schedule": {"type": "Manual"}, "parameters": {"workers": 3, "delete_untagged": true}});
    let started = theirs(&sdk, with(&simulator, "execute_gc_schedule", body)).await;
    let first = started["id"].as_i64().expect("the new task");
    let waiting = shown(&sdk, &simulator, first).await;
    assert_is(&waiting, "Pending");
    assert_eq!(waiting["job_kind"], "MANUAL");
    assert_eq!(waiting["job_parameters"], json!({"delete_untagged": true, "workers": 3, "dry_run": false}));
    simulator.advance(SignedDuration::from_mins(2));
    assert_is(&shown(&sdk, &simulator, first).await, "Running");
    assert_eq!(theirs(&sdk, about(&simulator, "stop_gc_task", first)).await, json!({}));
    assert_is(&shown(&sdk, &simulator, first).await, "Stopped");

    let parameters = RequestedGcParameters::new(5).expect("five are allowed");
    let request = client.execute_gc_schedule().instance_id(simulator.instance_id());
    let started = request.body(ExecuteGcScheduleRequest::manual(parameters)).send().await;
    let second = started.expect("nothing is in the way").id.expect("the new task");
    assert_eq!(second, first + 1);
    assert_is(&shown(&sdk, &simulator, second).await, "Pending");
    simulator.advance(SignedDuration::from_hours(2));
    assert_is(&shown(&sdk, &simulator, second).await, "Success");

    let body = json!({"schedule": {"type": "Manual"}, "parameters": {"workers": 1, "dry_run": true}});
    let started = theirs(&sdk, with(&simulator, "execute_gc_schedule", body)).await;
    let third = started["id"].as_i64().expect("the new task");
    simulator.advance(SignedDuration::from_mins(2));
    let stopped = client.stop_gc_task().instance_id(simulator.instance_id()).gc_id(third).send().await;
    assert_eq!(stopped.expect("it runs").status(), 200);
    let task = shown(&sdk, &simulator, third).await;
    assert_is(&task, "Stopped");
    assert_eq!(task["job_parameters"]["dry_run"], true);

    let listed = ours(client.list_gc_tasks().instance_id(simulator.instance_id()).send().await);
    assert_eq!(listed, theirs(&sdk, of(&simulator, "list_gc_tasks")).await);
    let tasks = listed["tasks"].as_array().expect("a page has tasks");
    assert!([first, second, third].iter().all(|id| tasks.iter().any(|task| task["id"] == *id)), "{listed}");
}

/// Has both show the schedule, and tells what they agree on.
async fn scheduled(sdk: &Sdk, simulator: &Simulator) -> Value {
    let theirs = theirs(sdk, of(simulator, "show_gc_schedule")).await;
    let ours = ours(client(simulator).show_gc_schedule().instance_id(simulator.instance_id()).send().await);
    assert_eq!(ours, theirs);
    ours
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schedule_of_either_is_written_and_shown_alike() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let update = || client(&simulator).update_gc_schedule().instance_id(simulator.instance_id());

    let none = json!({"schedule": {"type": "None"}});
    assert_eq!(theirs(&sdk, with(&simulator, "update_gc_schedule", none)).await, json!({}));
    // The word stays a word: neither takes it for its language's own nothing.
    assert_eq!(scheduled(&sdk, &simulator).await["schedule"], json!({"type": "None"}));

    let nightly = json!({
        "schedule": {"type": "Custom", "cron": "0 0 2 * * *"},
        "parameters": {"workers": 2, "delete_untagged": true, "dry_run": true},
    });
    assert_eq!(theirs(&sdk, with(&simulator, "update_gc_schedule", nightly.clone())).await, json!({}));
    let shown = scheduled(&sdk, &simulator).await;
    assert_eq!(shown["schedule"]["cron"], "0 0 2 * * *");
    assert_eq!(shown["parameters"], nightly["parameters"]);
    let next = shown["schedule"]["next_scheduled_time"].as_str().expect("a time");
    assert!(next.ends_with("T02:00:00Z"), "{next}");

    let parameters = RequestedGcParameters::new(4).expect("four are allowed");
    let weekly = UpdateGcScheduleRequest::custom("0 30 1 * * 0", parameters).expect("it is short");
    assert_eq!(update().body(weekly).send().await.expect("it is written").status(), 200);
    let shown = scheduled(&sdk, &simulator).await;
    assert_eq!(
        (&shown["schedule"]["cron"], &shown["parameters"]["workers"]),
        (&json!("0 30 1 * * 0"), &json!(4))
    );

    update().body(UpdateGcScheduleRequest::none()).send().await.expect("it is written");
    assert_eq!(scheduled(&sdk, &simulator).await["schedule"], json!({"type": "None"}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_send_the_same() {
    let Some(sdk) = Sdk::find() else { return };
    let server = Server::start([("i-1", Answer::json("202 Accepted", r#"{"id":7}"#))]).await;
    let parameters = json!({"workers": 3, "delete_untagged": true, "dry_run": false});
    let run = json!({"schedule": {"type": "Manual"}, "parameters": parameters});
    let nightly = json!({"schedule": {"type": "Custom", "cron": "0 0 2 * * *"}, "parameters": parameters});
    let none = json!({"schedule": {"type": "None"}});
    let call = |operation, gc_id: Option<Value>, body: Option<&Value>| Call {
        operation,
        gc_id,
        body: body.cloned(),
        ..Call::new(server.url(), PROJECT, "i-1")
    };
    let calls = [
        call("list_gc_tasks", None, None),
        call("show_gc_task", Some(json!(7)), None),
        call("stop_gc_task", Some(json!(7)), None),
        call("show_gc_schedule", None, None),
        call("execute_gc_schedule", None, Some(&run)),
        call("update_gc_schedule", None, Some(&nightly)),
        call("update_gc_schedule", None, Some(&none)),
    ];
    let report = sdk.call(&calls).await;
    assert!(report.outcomes.iter().all(|outcome| outcome.raised.is_none()), "{report:?}");

    let parameters = RequestedGcParameters::new(3).expect("three are allowed");
    let parameters = parameters.delete_untagged(true).dry_run(false);
    let nightly = UpdateGcScheduleRequest::custom("0 0 2 * * *", parameters.clone()).expect("it is short");
    let run = ExecuteGcScheduleRequest::manual(parameters);
    let (client, none) = (server.client(), UpdateGcScheduleRequest::none());
    // What the answers are is not the point: the server has one for all.
    let _ = client.list_gc_tasks().instance_id("i-1").send().await;
    let _ = client.show_gc_task().instance_id("i-1").gc_id(7).send().await;
    let _ = client.stop_gc_task().instance_id("i-1").gc_id(7).send().await;
    let _ = client.show_gc_schedule().instance_id("i-1").send().await;
    let _ = client.execute_gc_schedule().instance_id("i-1").body(run).send().await;
    let _ = client.update_gc_schedule().instance_id("i-1").body(nightly).send().await;
    let _ = client.update_gc_schedule().instance_id("i-1").body(none).send().await;

    let requests = server.requests();
    assert_eq!(requests.len(), 2 * calls.len());
    let (theirs, ours) = requests.split_at(calls.len());
    let sent = |request: &(String, String)| {
        let line = request.0.lines().next().map(str::to_owned);
        let body: Value = serde_json::from_str(&request.1).unwrap_or_default();
        (line, body)
    };
    for ((theirs, ours), call) in theirs.iter().zip(ours).zip(&calls) {
        assert_eq!(sent(theirs), sent(ours), "{}", call.operation);
        assert_eq!(theirs.1.is_empty(), ours.1.is_empty(), "{}", call.operation);
    }
}
