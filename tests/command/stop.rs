//! `swr-gc stop`: over, and not only asked for.

use serde_json::json;

use super::run::{Running, assert_reviewed, run};
use super::server::Answer;
use super::tasks::{Service, shown, task};

#[test]
fn it_ends_when_the_task_has() {
    let service = Service::with_task(&["Running", "Running", "Stopped"]);
    let ran = service.run(&["stop", "7"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.stdout.starts_with("task 7 ended as Stopped"), "{}", ran.stdout);
    ran.assert_says(&["the service was asked to stop task 7", "what a clean-up has deleted stays deleted"]);
    let requests = service.requests();
    assert_eq!(requests.iter().filter(|request| request.starts_with("PUT")).count(), 1, "{requests:?}");
    assert_eq!(requests.iter().filter(|request| *request == "GET 7").count(), 3, "{requests:?}");
}

#[test]
fn a_task_that_ended_first_is_told_to_have() {
    for word in ["Success", "Error"] {
        let ran =
            Service::with_task(if word == "Error" { &["Error"] } else { &["Success"] }).run(&["stop", "7"]);
        assert_eq!(ran.code, Some(0), "it is no longer at work");
        ran.assert_says(&[&format!("task 7 was not stopped: it ended first, as {word}")]);
    }
}

#[test]
fn a_refusal_is_a_failure() {
    let service =
        Service::new(|_, _, _| Answer::new("409 Conflict", r#"{"error_code":"X","error_msg":"not now"}"#));
    let ran = service.run(&["stop", "7"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&["StopGcTask: 409", "not now"]);
    assert_eq!(service.requests(), ["PUT 7", "GET 7"], "it may be over, and could not be stopped for that");
    assert!(!ran.stderr.contains("not known"), "{}", ran.stderr);
    let ran = Service::new(|_, _, _| Answer::new("502 Bad Gateway", "")).run(&["stop", "7"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&["StopGcTask: 502", "whether the task is being stopped is not known"]);
}

#[test]
fn a_task_that_goes_on_is_no_success() {
    let ran = Service::with_task(&["Running"]).run(&["stop", "7", "--deadline", "0.5"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(5), ""));
}

fn with(tasks: Vec<serde_json::Value>) -> Service {
    Service::new(move |method, last, _| match (method, last) {
        ("GET", "gc") => Answer::page(&tasks, None),
        ("GET", _) => shown(&task("Stopped")),
        _ => Answer::new("200 OK", ""),
    })
}

#[test]
fn the_active_task_is_found() {
    let mut over = task("Success");
    over["id"] = json!(6);
    let mut strange = task("Frozen");
    strange["id"] = json!(8);
    let service = with(vec![over, task("Running"), strange]);
    let ran = service.run(&["stop", "--active"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(service.requests()[..2], ["GET gc", "PUT 7"]);
}

#[test]
fn where_none_is_active_nothing_is_to_be_done() {
    let service = with(vec![task("Success")]);
    let ran = service.run(&["stop", "--active"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""));
    ran.assert_says(&["no task is at work: there is nothing to do"]);
    assert_eq!(service.requests(), ["GET gc"]);
}

#[test]
fn between_several_the_user_chooses() {
    let mut second = task("Pending");
    second["id"] = json!(8);
    let service = with(vec![task("Running"), second]);
    let ran = service.run(&["stop", "--active"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    assert_reviewed!("stop-several", ran.stderr);
    assert_eq!(service.requests(), ["GET gc"]);
}

#[test]
fn the_simulated_one_is_stopped() {
    let ran = run(&["stop", "--active", "--simulate"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains(" ended as Stopped"), "{}", ran.stdout);
}

#[test]
fn an_id_and_active_are_one_too_many() {
    let ran = run(&["stop", "7", "--active", "--simulate"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_tells_how_to_see_the_end() {
    let service = Service::with_task(&["Running"]);
    let running = Running::start(service.command(&["stop", "7"]));
    while service.request() != "GET 7" {}
    running.signal("INT");
    let ran = running.finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(130), ""));
    ran.assert_says(&["task 7 has been asked to stop; to see it end: swr-gc wait 7 "]);
}

#[test]
fn a_stop_whose_answer_is_lost_is_looked_into() {
    for (word, code) in [("Stopped", 0), ("Running", 1)] {
        let service = Service::new(move |method, _, _| match method {
            "PUT" => Answer::new("502 Bad Gateway", ""),
            _ => shown(&task(word)),
        });
        let ran = service.run(&["stop", "7"]);
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        let said = match code {
            0 => ["warning: StopGcTask: 502", "the task is over all the same"],
            _ => ["error: StopGcTask: 502", "whether the task is being stopped is not known"],
        };
        ran.assert_says(&said);
        assert_eq!(ran.stdout.contains("task 7 ended as Stopped"), code == 0, "{}", ran.stdout);
    }
}

#[test]
fn a_task_that_is_over_and_cannot_be_stopped_for_that_is_no_failure() {
    for status in ["400 Bad Request", "409 Conflict"] {
        let service = Service::new(move |method, _, _| match method {
            "PUT" => Answer::new(status, r#"{"error_code":"X","error_msg":"it is over"}"#),
            _ => shown(&task("Success")),
        });
        let ran = service.run(&["stop", "7"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.assert_says(&["the task is over all the same", "it ended first, as Success"]);
    }
}

#[test]
fn what_nobody_knows_of_may_be_at_work() {
    for unclear in [json!({ "id": 9, "job_status": "Stopping" }), json!({ "id": 9 }), json!("x"), json!(null)]
    {
        for command in ["stop", "wait"] {
            let ran = with(vec![task("Success"), unclear.clone()]).run(&[command, "--active"]);
            assert_eq!(ran.code, Some(1), "{unclear}: {}", ran.stderr);
            ran.assert_says(&["whether a task is at work is not known", "swr-gc list"]);
        }
    }
}
