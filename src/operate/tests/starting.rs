//! Starting: one request, whatever comes of its answer.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::server::{Received, Reply, Server, client};
use crate::builder::ExecuteGcSchedule;
use crate::error::Error;
use crate::operate::{Polling, Started};
use crate::types::{ExecuteGcScheduleRequest, RequestedGcParameters};

const SOON: Duration = Duration::from_millis(300);

/// A service whose list is `before` until a start is asked for, then `after`; `answer` is what the start gets.
async fn service(before: Value, answer: Reply, after: impl Fn(usize) -> Value + Send + 'static) -> Server {
    let mut lists_since = None;
    Server::start(move |request: &Received| {
        if request.line().starts_with("POST") {
            lists_since = Some(0);
            return answer.clone();
        }
        let tasks = match &mut lists_since {
            None => before.clone(),
            Some(count) => {
                *count += 1;
                after(*count)
            }
        };
        Reply::ok(json!({ "tasks": tasks }).to_string()).header("Date", &date(SignedDuration::ZERO))
    })
    .await
}

fn date(ahead: SignedDuration) -> String {
    let now = Timestamp::now() + ahead;
    now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn execute(server: &Server) -> ExecuteGcSchedule {
    let parameters = RequestedGcParameters::new(3).expect("allowed").delete_untagged(true);
    let body = ExecuteGcScheduleRequest::manual(parameters);
    client(server).execute_gc_schedule().instance_id("i-1").body(body)
}

async fn start(server: &Server) -> Result<Started, Error> {
    let hurried = Polling::default().pauses(Duration::from_millis(1), Duration::from_millis(10));
    execute(server).start_searching(SOON, hurried).await
}

/// The one that was started, with other properties in place of its own.
fn created(id: i64, others: Value) -> Value {
    let mut task = json!({
        "id": id, "job_kind": "MANUAL", "job_status": "Pending", "creation_time": Timestamp::now().to_string(),
        "job_parameters": { "workers": 3, "delete_untagged": true, "dry_run": false },
    });
    for (name, value) in others.as_object().expect("an object") {
        task[name] = value.clone();
    }
    task
}

fn posts(server: &Server) -> usize {
    server.requests().iter().filter(|request| request.line().starts_with("POST")).count()
}

fn old() -> Value {
    created(1, json!({ "job_status": "Success" }))
}

#[tokio::test]
async fn an_answer_names_the_task() {
    let answer = Reply::new(202).body(r#"{"id": 5000000000}"#);
    let server = service(json!([]), answer, |_| panic!("nobody has to look")).await;
    assert_eq!(start(&server).await.expect("started"), Started { id: 5_000_000_000, found_in_list: false });
    let sent = server.requests().pop().expect("a request");
    let expected =
        json!({ "schedule": { "type": "Manual" }, "parameters": { "workers": 3, "delete_untagged": true } });
    assert_eq!(serde_json::from_slice::<Value>(sent.body()).expect("JSON"), expected);
}

#[tokio::test]
async fn a_lost_answer_leads_to_the_task_in_the_list_and_to_no_second_start() {
    for lost in [
        Reply::raw(""),
        Reply::raw("HTTP/1.1 202 Acc"),
        Reply::new(502),
        Reply::new(500),
        Reply::new(202).body("<html>"),
        Reply::new(202).body("{}"),
        Reply::new(202).body(r#"{"id": null}"#),
    ] {
        let after = |count| match count {
            0..3 => json!([old()]),
            _ => json!([created(2, json!({})), old()]),
        };
        let server = service(json!([old()]), lost, after).await;
        assert_eq!(start(&server).await.expect("found"), Started { id: 2, found_in_list: true });
        assert_eq!(posts(&server), 1);
    }
}

#[tokio::test]
async fn what_a_task_does_not_say_speaks_not_against_it() {
    let after = |_| json!([{ "id": 2, "job_status": "Pending" }, old()]);
    let server = service(json!([old()]), Reply::new(502), after).await;
    assert_eq!(start(&server).await.expect("found").id, 2);
}

#[tokio::test]
async fn a_task_that_is_another_one_is_not_taken_for_it() {
    let early = (Timestamp::now() - SignedDuration::from_mins(2)).to_string();
    for other in [
        json!({ "job_kind": "SCHEDULE" }),
        json!({ "job_kind": "EVENT" }),
        json!({ "creation_time": early }),
        json!({ "job_parameters": { "workers": 2, "delete_untagged": true } }),
        json!({ "job_parameters": { "workers": 3 } }),
        json!({ "job_parameters": { "workers": 3, "delete_untagged": true, "dry_run": true } }),
        json!({ "id": 1 }),
        json!({ "id": null }),
    ] {
        let server = {
            let other = other.clone();
            service(json!([old()]), Reply::new(502), move |_| json!([created(2, other.clone()), old()])).await
        };
        let error = start(&server).await.expect_err(&other.to_string());
        assert!(error.may_have_run() && error.status() == Some(502), "{other}: {error}");
        let text = error.to_string();
        assert!(
            text.contains("whether the clean-up runs is not known: the list shows none"),
            "{other}: {text}"
        );
        assert!(error.remedy().contains("before starting another"), "{}", error.remedy());
        assert_eq!(posts(&server), 1);
    }
}

#[tokio::test]
async fn between_two_that_fit_nobody_guesses() {
    let after = |_| json!([created(3, json!({})), created(2, json!({}))]);
    let server = service(json!([]), Reply::new(502), after).await;
    let error = start(&server).await.expect_err("two fit");
    assert!(error.to_string().contains("[3, 2]") && error.may_have_run(), "{error}");
}

#[tokio::test]
async fn the_clock_of_the_service_is_what_counts() {
    for hours in [-3, 3] {
        let ahead = SignedDuration::from_hours(hours);
        let started = Arc::new(Mutex::new(false));
        let seen = Arc::clone(&started);
        let server = Server::start(move |request: &Received| {
            if request.line().starts_with("POST") {
                *seen.lock().expect("a flag") = true;
                return Reply::new(504);
            }
            // Before the start, nobody has heard of task 2; it is by time alone that it is too old.
            let at =
                |ahead: SignedDuration| json!({ "creation_time": (Timestamp::now() + ahead).to_string() });
            let tasks = match *seen.lock().expect("a flag") {
                true => json!([created(3, at(ahead)), created(2, at(ahead - SignedDuration::from_mins(1)))]),
                false => json!([]),
            };
            Reply::ok(json!({ "tasks": tasks }).to_string()).header("Date", &date(ahead))
        })
        .await;
        assert_eq!(start(&server).await.expect("found").id, 3, "{hours}");
    }
}

#[tokio::test]
async fn a_task_in_the_way_is_named() {
    let after = |_| {
        json!([
            created(4, json!({ "job_status": "Pending" })),
            created(3, json!({ "job_status": "Running" })),
            old(),
            created(9, json!({ "job_status": "Frozen" })),
        ])
    };
    let server = service(json!([old()]), Reply::new(409), after).await;
    let error = start(&server).await.expect_err("busy");
    assert_eq!((error.status(), error.task(), error.may_have_run()), (Some(409), Some(3), false));
    assert!(error.to_string().contains("task 3 is Running"), "{error}");
    let server = service(json!([]), Reply::new(409), |_| json!([old()])).await;
    let error = start(&server).await.expect_err("busy");
    assert_eq!((error.status(), error.task()), (Some(409), None));
}

#[tokio::test]
async fn a_refusal_is_final_and_no_connection_starts_nothing() {
    for status in [400, 401, 403, 404, 429] {
        let server = service(json!([]), Reply::new(status), |_| panic!("there is nothing to look for")).await;
        let error = start(&server).await.expect_err("refused");
        assert_eq!((error.status(), error.may_have_run()), (Some(status), false));
        assert_eq!(posts(&server), 1);
    }
    let server = Server::start(|request| match request.line().starts_with("POST") {
        true => panic!("nothing is started where the list cannot be had"),
        false => Reply::new(502),
    })
    .await;
    let error = start(&server).await.expect_err("no list");
    assert!(!error.may_have_run() && error.to_string().contains("nothing was started"), "{error}");
}

#[tokio::test]
async fn who_may_not_list_may_start_and_is_told_what_sending_tells() {
    for (answer, id) in [(Reply::new(202).body(r#"{"id": 5}"#), Some(5)), (Reply::new(502), None)] {
        let server = Server::start(move |request| match request.line().starts_with("POST") {
            true => answer.clone(),
            false => Reply::new(403),
        })
        .await;
        let started = start(&server).await;
        assert_eq!(started.as_ref().ok().map(|started| started.id), id);
        assert!(started.is_ok() || started.is_err_and(|error| error.may_have_run()));
        assert_eq!(posts(&server), 1);
    }
}

#[tokio::test]
async fn a_request_that_is_not_allowed_is_refused_before_anything_is_sent() {
    let server = Server::start(|_| panic!("nothing is sent")).await;
    let missing = client(&server).execute_gc_schedule().instance_id("i-1").start().await;
    assert!(missing.expect_err("no body").is_usage());
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn an_answer_that_names_a_task_of_before_is_as_good_as_lost() {
    let list = |_| json!([created(2, json!({})), old()]);
    let server = service(json!([old()]), Reply::new(202).body(r#"{"id": 1}"#), list).await;
    let started = start(&server).await.expect("it is found");
    assert_eq!((started.id, started.found_in_list, posts(&server)), (2, true, 1));

    let server = service(json!([old()]), Reply::new(202).body(r#"{"id": 1}"#), |_| json!([old()])).await;
    let error = start(&server).await.expect_err("there is none");
    assert!(error.may_have_run(), "{error}");
    assert!(error.to_string().contains("the answer names task 1, which was there before"), "{error}");
}

#[tokio::test]
async fn a_lost_answer_to_a_caller_who_may_not_list_is_not_to_be_tried_again() {
    for lost in
        [Reply::raw(""), Reply::new(500), Reply::new(202).body("{}"), Reply::new(202).body(r#"{"id": -5}"#)]
    {
        let server = Server::start(move |request: &Received| match request.line().starts_with("POST") {
            true => lost.clone(),
            false => Reply::new(403),
        })
        .await;
        let error = start(&server).await.expect_err("nobody knows");
        assert!(
            error.may_have_run() && error.to_string().contains("whether the clean-up runs is not known"),
            "{error}"
        );
        assert!(error.remedy().contains("before starting another"), "{}", error.remedy());
        assert_eq!(posts(&server), 1);
    }
}

#[tokio::test]
async fn an_id_that_is_none_is_looked_for() {
    let answer = Reply::new(202).body(r#"{"id": -5}"#);
    let server = service(json!([old()]), answer, |_| json!([created(2, json!({})), old()])).await;
    assert_eq!(start(&server).await.expect("found"), Started { id: 2, found_in_list: true });
}

#[tokio::test]
async fn a_task_in_the_way_that_fits_may_be_our_own() {
    let by_schedule = json!({ "job_status": "Running", "job_kind": "SCHEDULE" });
    for (listed, own) in [(json!({ "job_status": "Running" }), true), (by_schedule, false)] {
        let after = move |_| json!([created(2, listed.clone()), old()]);
        let server = service(json!([old()]), Reply::new(409), after).await;
        let error = start(&server).await.expect_err("it is refused");
        assert_eq!(error.to_string().contains("may be the one that was asked for"), own, "{error}");
    }
}
