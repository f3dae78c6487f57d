//! `swr-gc wait`: each end has an exit code of its own, and going on is always told.

use serde_json::json;

use super::run::{Running, assert_reviewed, run};
use super::server::Answer;
use super::tasks::{Service, shown, task};

#[test]
fn each_end_has_its_exit_code_and_its_sentence() {
    for (words, code, sentence) in [
        (
            &["Running", "Success"][..],
            0,
            "task 7 ended as Success after 2h 7m 32s: 5.00 GiB freed, 2,381 blobs and 340 manifests removed",
        ),
        (
            &["Pending", "Running", "Error"],
            3,
            "task 7 ended as Error after 2h 7m 32s: how much it freed is unknown, and what it had removed stays removed",
        ),
        (
            &["Stopped"],
            4,
            "task 7 ended as Stopped after 2h 7m 32s: how much it freed is unknown, and what it had removed stays removed",
        ),
    ] {
        let ran = Service::with_task(words).run(&["wait", "7"]);
        assert_eq!((ran.code, ran.stdout.trim_end()), (Some(code), sentence), "{}", ran.stderr);
    }
}

#[test]
fn json_is_the_task() {
    let ran = Service::with_task(&["Success"]).run(&["wait", "7", "--output", "json"]);
    assert_eq!((ran.code, ran.json()), (Some(0), task("Success")));
}

#[test]
fn where_there_is_no_terminal_each_status_is_a_line() {
    let ran = Service::with_task(&["Pending", "Pending", "Running", "Frozen", "Success"]).run(&["wait", "7"]);
    assert_eq!(ran.code, Some(0));
    let words: Vec<_> = ran.stderr.lines().filter_map(|line| line.split([' ', ',']).nth(3)).collect();
    assert_eq!(words, ["Pending", "Running", "Frozen"], "{}", ran.stderr);
    ran.assert_says(&["created ", " ago, waited 0s; usual time unknown (runs with 3 workers)"]);
    assert!(!ran.stderr.contains('%') && !ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
}

#[test]
fn what_is_usual_is_told_from_past_runs() {
    let service = Service::new(|_, last, before| match (last, before) {
        ("gc", _) => Answer::page(&[task("Success"), task("Success"), task("Success"), task("Error")], None),
        (_, 0..2) => shown(&task("Running")),
        _ => shown(&task("Success")),
    });
    let ran = service.run(&["wait", "7"]);
    assert_eq!(ran.code, Some(0));
    ran.assert_says(&["usually 2h 7m 32s (3 runs with 3 workers)"]);
}

#[test]
fn the_past_is_a_help_and_no_need() {
    let service = Service::new(|_, last, before| match (last, before) {
        ("gc", _) => Answer::new("403 Forbidden", "{}"),
        (_, 0..2) => shown(&task("Running")),
        _ => shown(&task("Success")),
    });
    let ran = service.run(&["wait", "7"]);
    assert_eq!(ran.code, Some(0));
    ran.assert_says(&["usual time unknown"]);
}

#[test]
fn a_service_that_is_gone_for_a_while_is_borne() {
    let service = Service::new(|_, last, before| match (last, before) {
        ("gc", _) => Answer::page(&[], None),
        (_, 1..3) => Answer::new("503 Service Unavailable", ""),
        (_, 0) => shown(&task("Running")),
        _ => shown(&task("Success")),
    });
    let ran = service.run(&["wait", "7"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.assert_says(&["no news for 0s: ShowGcTask: 503", "; the task was Running"]);
}

#[test]
fn a_token_that_expires_and_cannot_be_renewed_ends_the_waiting() {
    let service = Service::new(|_, last, before| match (last, before) {
        ("gc", _) => Answer::page(&[], None),
        (_, 0) => shown(&task("Running")),
        _ => Answer::new("401 Unauthorized", "{}"),
    });
    let ran = service.run(&["wait", "7"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&[
        "ShowGcTask: 401",
        "Get a new token",
        "task 7 goes on; to wait for it: swr-gc wait 7 ",
    ]);
}

#[test]
fn the_deadline_has_its_exit_code_and_tells_how_to_go_on() {
    let service = Service::with_task(&["Running"]);
    let ran = service.run(&["wait", "7", "--deadline", "0.5"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(5), ""));
    assert_reviewed!(
        "wait-deadline",
        ran.stderr.replace(&service.url, "URL").replace(&age(&ran.stderr), "AGE")
    );
}

#[test]
fn the_task_at_work_is_found() {
    let service = Service::new(|_, last, before| match (last, before) {
        ("gc", 0) => Answer::page(&[task("Success"), task("Running")], None),
        ("gc", _) => Answer::page(&[task("Success")], None),
        _ => shown(&task("Error")),
    });
    let ran = service.run(&["wait", "--active"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("task 7 ended as Error"), "{}", ran.stdout);
    ran.assert_says(&["`swr-gc doctor` looks at the runs before it"]);
    let ran = service.run(&["wait", "--active"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""));
    ran.assert_says(&["no task is at work"]);
    let ran = service.run(&["wait"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["<ID|--active>"]);
}

#[test]
fn a_task_that_freed_nothing_is_said_to_be_no_failure() {
    let mut nothing = task("Success");
    nothing["job_parameters"]["freed_space"] = serde_json::json!(0);
    let service = Service::new(move |_, last, _| match last {
        "gc" => Answer::page(&[], None),
        _ => shown(&nothing),
    });
    let ran = service.run(&["wait", "7"]);
    assert_eq!(ran.code, Some(0));
    ran.assert_says(&["nothing freed is no failure", "the last two hours"]);
    assert_eq!(Service::with_task(&["Success"]).run(&["wait", "7"]).stderr, "");
}

#[test]
fn a_task_that_there_is_not_does_not_go_on() {
    let service =
        Service::new(|_, _, _| Answer::new("404 Not Found", r#"{"error_code":"x","error_msg":"y"}"#));
    let ran = service.run(&["wait", "7"]);
    assert_eq!(ran.code, Some(1));
    ran.assert_says(&["Check what the message names, be it the task id"]);
    assert!(!ran.stderr.contains("goes on"), "{}", ran.stderr);
}

/// How old a line says that the task is, which changes from day to day.
fn age(words: &str) -> String {
    let told = words.split_once("created ").and_then(|(_, rest)| rest.split_once(" ago"));
    told.map_or_else(|| panic!("no age: {words}"), |(age, _)| age.to_owned())
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_the_task_alone_and_tells_how_to_go_on() {
    let service = Service::with_task(&["Running"]);
    let recording = tempfile::NamedTempFile::new().expect("a file");
    let recording = recording.path().to_str().expect("text");
    let running = Running::start(service.command(&["wait", "7", "--record", recording]));
    while service.request() != "GET 7" {}
    service.request();
    running.signal("INT");
    let ran = running.finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(130), ""));
    let again = format!("swr-gc wait 7 --endpoint {} --project p-1 --instance i-1 --retries 0", service.url);
    ran.assert_says(&["task 7 goes on; to wait for it: ", &again]);
    assert!(!ran.stderr.contains("--record"), "a recording is not written over: {}", ran.stderr);
    assert!(service.requests().iter().all(|request| request.starts_with("GET")), "nothing is stopped");
}

#[test]
fn a_simulated_task_comes_to_its_end() {
    let listed = run(&["list", "--simulate=busy", "--status", "Running", "--output", "json"]);
    let id = listed.json()[0]["id"].to_string();
    let ran = run(&["wait", &id, "--simulate"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with(&format!("task {id} ended as Success after ")), "{}", ran.stdout);
}

#[test]
fn a_time_that_is_none_is_refused() {
    for time in ["0", "-1", "soon", "", "1y"] {
        let ran = run(&["wait", "7", "--simulate", "--deadline", time]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{time}");
        ran.assert_says(&["--deadline", "such as 90m, 4h, 1d 12h, or a number of seconds"]);
    }
}

#[test]
fn a_clean_up_is_compared_with_the_dry_run_before_it() {
    let dry_run = |created: &str, untagged: bool| {
        let mut dry_run = task("Success");
        dry_run["id"] = json!(6);
        dry_run["creation_time"] = json!(created);
        dry_run["job_parameters"]["dry_run"] = json!(true);
        dry_run["job_parameters"]["delete_untagged"] = json!(untagged);
        dry_run
    };
    for (before, compared) in [
        (dry_run("2026-11-25T00:00:00Z", false), true),
        (dry_run("2026-11-25T00:00:00Z", true), false),
        (dry_run("2026-11-20T00:00:00Z", false), false),
        (dry_run("2026-11-25T02:00:00Z", false), false),
    ] {
        let service = Service::new(move |_, last, _| match last {
            "gc" => Answer::page(&[task("Success"), before.clone()], None),
            _ => shown(&task("Success")),
        });
        let ran = service.run(&["wait", "7"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(ran.stderr.contains("compared with dry run 6:"), compared, "{}", ran.stderr);
    }
}
