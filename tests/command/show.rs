//! `swr-gc show`: everything that is known of a task, and what is odd about it.

use serde_json::{Value, json};

use super::run::{assert_reviewed, run};
use super::server::{Answer, Server};
use super::tasks::{Service, shown, task};

#[test]
fn a_task_is_shown_with_every_property() {
    let ran = run(&["show", "1248", "--simulate"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert_reviewed!("show", ran.stdout);
}

#[test]
fn what_the_description_does_not_know_and_what_is_odd_is_shown_too() {
    let mut odd = task("Frozen");
    odd["job_parameters"] = json!("{\"workers\": 3.0, \"time_window\": 2, \"purged_blobs\": \"many\"}");
    odd["update_time"] = json!("yesterday");
    odd["color\u{1b}[31m"] = json!({ "of": "the \u{202e}bike" });
    let ran = Service::new(move |_, _, _| shown(&odd)).run(&["show", "7"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{}", ran.stdout);
    assert_reviewed!("show-odd", ran.stdout);
}

#[test]
fn json_is_the_task_and_raw_is_what_came() {
    let body = task("Success").to_string();
    let service = Service::new(|_, _, _| shown(&task("Success")));
    let ran = service.run(&["show", "7", "--output", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&ran.stdout).expect("JSON"), task("Success"));
    let ran = service.run(&["show", "7", "--output", "raw"]);
    assert_eq!((ran.code, ran.stdout.trim_end()), (Some(0), &*body));
    assert_eq!(service.requests(), ["GET 7", "GET 7"]);
}

#[test]
fn a_task_that_is_not_there_is_a_failure() {
    let service = Service::new(|_, _, _| {
        Answer::new("404 Not Found", r#"{"error_code":"X","error_msg":"no such task"}"#)
    });
    let ran = service.run(&["show", "7"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&["ShowGcTask: 404", "no such task", "what to do: "]);
}

#[test]
fn an_id_that_is_none_is_refused_before_anything_is_sent() {
    let server = Server::start([Answer::page(&[], None)]);
    for command in ["show", "wait", "stop"] {
        for id in ["schedule", "-1", "", "1/2", "12345678901234567890", "7 "] {
            let ran = run(&[command, id, "--endpoint", &server.url(), "--project", "p", "--instance", "i"]);
            assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{command} {id:?}");
            assert!(
                ran.stderr.contains("<ID>") || ran.stderr.contains("[ID]"),
                "{command} {id:?}: {}",
                ran.stderr
            );
        }
        assert_eq!(run(&[command, "--simulate"]).code, Some(2), "{command} of nothing");
    }
    assert!(server.requests().is_empty());
}
