//! `swr-gc watch` where there is no terminal: a line for each change, and how it ends.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::run::{Ran, Running, assert_reviewed, command, run};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN};

fn reach(endpoint: &str, arguments: &[&str]) -> Command {
    let mut command =
        command(&["watch", "--endpoint", endpoint, "--project", PROJECT, "--instance", INSTANCE]);
    command.args(["--retries", "0"]).args(arguments).env("SWR_GC_TOKEN", TOKEN);
    command
}

fn task(status: &str) -> Value {
    json!({
        "id": 7, "job_status": status, "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T10:05:00Z",
        "job_parameters": { "workers": 2, "dry_run": false },
    })
}

/// A server that lists nothing, and whose task is in these states one look after the other; none is an outage.
fn states(states: &'static [Option<&'static str>]) -> String {
    let looks = AtomicUsize::new(0);
    Server::answering(move |asked| {
        if !asked.contains("/system/gc/7 ") {
            return Answer::page(&[], None);
        }
        let look = looks.fetch_add(1, Ordering::SeqCst).min(states.len() - 1);
        match states[look] {
            Some(status) => Answer::new("200 OK", task(status).to_string()),
            None => Answer::new("503 Service Unavailable", "{}"),
        }
    })
}

fn watched(of: &'static [Option<&'static str>], arguments: &[&str]) -> Ran {
    Running::start(reach(&states(of), &[&["7"], arguments].concat())).finish()
}

#[test]
fn a_run_of_the_simulator_is_watched_to_its_end() {
    let ran = run(&["watch", "--simulate", "--until-idle"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{}", ran.stdout);
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert!(
        lines[0].contains(" is Running; created ") && lines[0].contains(", usually takes "),
        "{}",
        lines[0]
    );
    assert!(lines.last().is_some_and(|line| line.contains(" ended as Success after ")), "{}", ran.stdout);
    let idle = run(&["watch", "--simulate=idle", "--until-idle"]);
    assert_eq!((idle.code, &*idle.stdout, &*idle.stderr), (Some(0), "", ""));
}

#[test]
fn lines_are_as_reviewed() {
    let looks = AtomicUsize::new(0);
    let past = |id: i64, minutes: i64| {
        let mut past = task("Success");
        past["id"] = json!(id);
        past["update_time"] = json!(format!("2024-01-20T10:{minutes}:00Z"));
        past
    };
    let url = Server::answering(move |asked| match asked.contains("/system/gc/7 ") {
        false => Answer::page(&[past(6, 30), past(5, 20), past(4, 40)], None),
        true => match looks.fetch_add(1, Ordering::SeqCst) {
            0 => Answer::new("200 OK", task("Pending").to_string()),
            1 => Answer::new("503 Service Unavailable", "{}"),
            2 => Answer::new("200 OK", task("Running").to_string()),
            _ => Answer::new("200 OK", task("Error").to_string()),
        },
    });
    let ran = Running::start(reach(&url, &["7"])).finish();
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    // When it was looked at, and how long ago the task was created.
    let passing = regex_lite::Regex::new(r"(?m)^\S+ \S+ UTC  |created [^,]+ ago").expect("a pattern");
    assert_reviewed!("watch", passing.replace_all(&ran.stdout, "[…] "));
}

#[test]
fn it_ends_as_the_task_does() {
    for (states, code) in [
        (&[Some("Success")][..], 0),
        (&[Some("Running"), Some("Error")], 3),
        (&[Some("Pending"), Some("Stopped")], 4),
    ] {
        let ran = watched(states, &[]);
        assert_eq!(ran.code, Some(code), "{states:?}: {}", ran.stderr);
        assert_eq!(ran.stdout.lines().count(), states.len(), "{}", ran.stdout);
        let last = states.last().copied().flatten().expect("a status");
        assert!(ran.stdout.lines().last().is_some_and(|line| line.contains(last)), "{}", ran.stdout);
    }
}

#[test]
fn events_have_the_documented_keys() {
    let ran = watched(&[Some("Running"), Some("Success")], &["--output", "jsonl"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{}", ran.stdout);
    let events: Vec<Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let told = |event: &Value| (event["id"].clone(), event["before"].clone(), event["status"].clone());
    assert_eq!(told(&events[0]), (json!(7), json!(null), json!("Running")));
    assert_eq!(told(&events[1]), (json!(7), json!("Running"), json!("Success")));
    for event in &events {
        let mut keys: Vec<_> = event.as_object().expect("an object").keys().collect();
        keys.sort();
        assert_eq!(keys, ["at", "before", "gone", "id", "status", "task"]);
        assert!(event["at"].as_str().is_some_and(|at| at.parse::<jiff::Timestamp>().is_ok()), "{event}");
        assert_eq!((&event["task"]["job_status"], &event["gone"]), (&event["status"], &json!(false)));
    }
}

#[test]
fn until_idle_ends_also_where_a_task_is_over_before_it_is_watched_or_leaves_the_list() {
    for (states, told) in [
        (&[Some("Running"), Some("Success")][..], ""),
        (&[Some("Running"), Some("Running"), None], "task 7 is no longer listed; it was Running"),
    ] {
        let lists = AtomicUsize::new(0);
        let url = Server::answering(move |_| {
            let list = lists.fetch_add(1, Ordering::SeqCst).min(states.len() - 1);
            Answer::page(&states[list].map(task).into_iter().collect::<Vec<_>>(), None)
        });
        let ran = Running::start(reach(&url, &["--until-idle"])).finish();
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.lines().last().unwrap_or_default().contains(told), "{}", ran.stdout);
    }
}

#[test]
fn a_network_that_is_gone_for_a_while_is_borne_and_told() {
    let ran = watched(&[Some("Running"), None, Some("Success")], &[]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    ran.assert_says(&["no answer at the moment: ", "503", "the service answers again"]);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
}

#[test]
fn what_is_unknown_is_said_to_be() {
    let ran = watched(&[Some("Frozen"), Some("Success")], &[]);
    let first = ran.stdout.lines().next().expect("a line");
    assert!(
        first.contains("task 7 is Frozen; created ") && first.ends_with("usually takes unknown"),
        "{first}"
    );
}

#[test]
fn an_idle_instance_is_seen_to_be_idle_also_where_the_first_listing_failed() {
    let looks = AtomicUsize::new(0);
    let url = Server::answering(move |_| match looks.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Answer::new("503 Service Unavailable", "{}"),
        _ => Answer::page(&[], None),
    });
    let ran = Running::start(reach(&url, &["--until-idle"])).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""), "{}", ran.stderr);
}

#[test]
fn a_task_that_begins_as_another_ends_is_waited_for() {
    let looks = AtomicUsize::new(0);
    let url = Server::answering(move |_| {
        let mut next = task("Running");
        next["id"] = json!(8);
        match looks.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => Answer::page(&[task("Running")], None),
            2 => Answer::page(&[next, task("Success")], None),
            _ => {
                next["job_status"] = json!("Stopped");
                Answer::page(&[next, task("Success")], None)
            }
        }
    });
    let ran = Running::start(reach(&url, &["--until-idle"])).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.lines().last().is_some_and(|line| line.contains("task 8 ended as Stopped")),
        "{}",
        ran.stdout
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_watching_and_says_how_to_go_on() {
    let mut running = Running::start(reach(&states(&[Some("Running")]), &["7"]));
    assert!(running.line().contains("task 7 is Running"));
    running.signal("INT");
    let ran = running.finish();
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    ran.assert_says(&["swr-gc wait 7"]);
}

#[test]
fn a_task_that_there_is_not_and_wrong_usage_are_told() {
    let answer = |_: &str| Answer::new("404 Not Found", r#"{"error_code":"x","error_msg":"there is none"}"#);
    let ran = Running::start(reach(&Server::answering(answer), &["7"])).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    ran.assert_says(&["404", "there is none"]);
    for (arguments, parts) in [
        (&["schedule"][..], &["schedule"][..]),
        (&["-7"], &["-7"]),
        (&["7", "--until-idle"], &["--until-idle"]),
        (&["--output", "csv"], &["csv", "jsonl"]),
    ] {
        let ran = run(&[&["watch", "--simulate"], arguments].concat());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}: {}", ran.stderr);
        ran.assert_says(parts);
    }
}

#[test]
fn a_task_of_another_id_is_not_taken_for_it() {
    let looks = AtomicUsize::new(0);
    let url = Server::answering(move |asked| {
        if !asked.contains("/system/gc/8 ") {
            return Answer::page(&[], None);
        }
        let mut shown = task(if looks.fetch_add(1, Ordering::SeqCst) < 2 { "Running" } else { "Success" });
        shown["id"] = json!(if looks.load(Ordering::SeqCst) == 2 { 7 } else { 8 });
        Answer::new("200 OK", shown.to_string())
    });
    let ran = Running::start(reach(&url, &["8"])).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.assert_says(&["the answer is about task 7, and task 8 was asked for"]);
    let url = Server::answering(|_| Answer::new("200 OK", task("Success").to_string()));
    let ran = Running::start(reach(&url, &["8"])).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
}

#[test]
fn a_task_without_an_id_may_be_at_work() {
    let looks = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&looks);
    let url = Server::answering(move |_| {
        let mut nameless =
            task(if counted.fetch_add(1, Ordering::SeqCst) < 3 { "Running" } else { "Success" });
        nameless["id"] = json!(null);
        Answer::page(&[nameless], None)
    });
    let ran = Running::start(reach(&url, &["--until-idle"])).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""), "{}", ran.stderr);
    assert!(looks.load(Ordering::SeqCst) > 3, "it ended while the task was at work");
}
