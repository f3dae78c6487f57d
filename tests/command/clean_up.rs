//! `swr-gc run` where there is no terminal: nothing is deleted by accident, and what came of it is told.

use serde_json::{Value, json};

use super::run::{Running, assert_reviewed, run};
use super::server::{Answer, Server};
use super::tasks::{Service, shown, task};

#[test]
fn nobody_to_ask_and_no_yes_starts_nothing() {
    let service = Service::with_task(&["Success"]);
    for arguments in [&["run"][..], &["run", "--wait"], &["run", "--delete-untagged", "--workers", "5"]] {
        let ran = service.run(arguments);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}");
        ran.assert_says(&["--yes is missing", "`swr-gc run --dry-run` deletes nothing"]);
    }
    assert!(service.requests().is_empty());
}

#[test]
fn a_number_of_workers_outside_the_bounds_is_refused_with_them() {
    let server = Server::start([Answer::page(&[], None)]);
    for workers in ["0", "6", "9", "-1", "99999999999999999999", "two", ""] {
        let connection = ["--endpoint", &server.url(), "--project", "p", "--instance", "i"];
        let ran = run(&[&["run", "--yes", "--workers", workers][..], &connection].concat());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{workers}");
        ran.assert_says(&["--workers"]);
        if workers == "9" {
            ran.assert_says(&["9 is above the maximum of 5: use a number from 1 to 5"]);
        }
    }
    assert!(server.requests().is_empty());
}

#[test]
fn the_id_alone_is_on_standard_output_for_a_script() {
    let service = Service::without_task(&["Running"]);
    let ran = service.run(&["run", "--yes", "--workers", "3"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), "7\n"));
    ran.assert_says(&[
        "the clean-up has been started as task 7",
        "to wait for it: swr-gc wait 7 --endpoint ",
    ]);
    let ran = service.run(&["run", "--yes", "--output", "json"]);
    assert_eq!(ran.json(), json!({ "id": 7, "found_in_list": false }));
    let ran = service.run(&["run", "--dry-run"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), "7\n"), "a dry run deletes nothing and needs no yes");
    ran.assert_says(&["the dry run has been started as task 7"]);
}

#[test]
fn waiting_ends_as_the_task_does() {
    for (words, code) in [(&["Running", "Success"][..], 0), (&["Error"], 3), (&["Running", "Stopped"], 4)] {
        let ran = Service::without_task(words).run(&["run", "--yes", "--wait"]);
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        assert!(ran.stdout.starts_with("task 7 ended as "), "{}", ran.stdout);
    }
    let ran = Service::without_task(&["Running"]).run(&["run", "--yes", "--wait", "--deadline", "0.5"]);
    assert_eq!(ran.code, Some(5));
    ran.assert_says(&["to wait for it: swr-gc wait 7 "]);
}

/// Dry run 6, a short while ago.
fn dry_run() -> Value {
    let mut dry_run = task("Success");
    dry_run["id"] = json!(6);
    dry_run["creation_time"] = json!(jiff::Timestamp::now().to_string());
    dry_run["job_parameters"]["dry_run"] = json!(true);
    dry_run["job_parameters"]["freed_space"] = json!(6_442_450_944_i64);
    dry_run
}

#[test]
fn what_came_of_it_is_compared_with_the_dry_run_before() {
    let service = Service::new(|method, last, _| match (method, last) {
        ("GET", "gc") => Answer::page(&[dry_run()], None),
        ("GET", _) => shown(&task("Success")),
        _ => Answer::new("202 Accepted", r#"{"id": 7}"#),
    });
    let ran = service.run(&["run", "--yes", "--wait"]);
    assert_eq!(ran.code, Some(0));
    assert_reviewed!("run-compared", format!("{}\n{}", ran.stderr, ran.stdout));
    let ran = service.run(&["run", "--yes", "--wait", "--delete-untagged"]);
    assert!(!ran.stderr.contains("compared"), "that dry run was about something else: {}", ran.stderr);
}

#[test]
fn a_task_in_the_way_is_named_with_what_can_be_done() {
    let service = Service::new(|method, last, _| match (method, last) {
        ("GET", "gc") => Answer::page(&[task("Running")], None),
        _ => Answer::new("409 Conflict", r#"{"error_code":"SVCSTG.SWR.4090023","error_msg":"busy"}"#),
    });
    let ran = service.run(&["run", "--yes"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    assert_reviewed!("run-busy", ran.stderr.replace(&service.url, "URL"));
}

#[test]
fn a_lost_answer_is_told_and_leads_to_no_second_start() {
    let service = Service::new(|method, last, before| match (method, last, before) {
        ("GET", "gc", 0) => Answer::page(&[], None),
        ("GET", "gc", _) => {
            let mut task = task("Pending");
            task["creation_time"] = json!(jiff::Timestamp::now().to_string());
            task["job_parameters"]["workers"] = json!(1);
            Answer::page(&[task], None)
        }
        _ => Answer::new("502 Bad Gateway", ""),
    });
    let ran = service.run(&["run", "--yes", "--output", "json"]);
    assert_eq!((ran.code, ran.json()), (Some(0), json!({ "id": 7, "found_in_list": true })));
    ran.assert_says(&[
        "warning: the answer was lost or named no new task; task 7 is new in the list and fits",
    ]);
    assert_eq!(service.requests().iter().filter(|request| request.starts_with("POST")).count(), 1);
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_waiting_leaves_the_clean_up_alone() {
    let service = Service::without_task(&["Running"]);
    let running = Running::start(service.command(&["run", "--yes", "--wait"]));
    while service.request() != "GET 7" {}
    running.signal("INT");
    let ran = running.finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(130), ""));
    ran.assert_says(&["task 7 goes on; to wait for it: swr-gc wait 7 --endpoint "]);
    assert!(service.requests().iter().all(|request| !request.starts_with("PUT")), "nothing is stopped");
}

#[test]
fn a_simulated_clean_up_ends_with_what_it_freed() {
    let ran = run(&["run", "--simulate", "--yes", "--wait"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains(" ended as Success") && ran.stdout.contains(" freed, "), "{}", ran.stdout);
    let ran = run(&["run", "--simulate=failing", "--yes", "--wait"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    let ran = run(&["run", "--simulate", "--dry-run", "--wait"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("it would free") && ran.stdout.contains("nothing was removed"),
        "{}",
        ran.stdout
    );
}

#[test]
fn what_was_not_asked_for_is_told() {
    for (arguments, dry_run, said, ended) in [
        (
            &["run", "--dry-run", "--wait"][..],
            json!(false),
            "a dry run was asked for, and the service shows task 7 as none: what it removed is gone",
            "task 7 ended as Success",
        ),
        (
            &["run", "--yes", "--wait"],
            json!(true),
            "a clean-up was asked for, and the service shows task 7 as a dry run: it removed nothing",
            "dry run 7 ended as Success",
        ),
        (&["run", "--dry-run", "--wait"], json!(null), "", "dry run 7 ended as Success"),
    ] {
        let service = Service::new(move |method, last, _| match (method, last) {
            ("GET", "gc") => Answer::page(&[], None),
            ("GET", _) => {
                let mut task = task("Success");
                task["job_parameters"]["dry_run"] = dry_run.clone();
                shown(&task)
            }
            _ => Answer::new("202 Accepted", r#"{"id": 7}"#),
        });
        let ran = service.run(arguments);
        assert_eq!(ran.code, Some(i32::from(!said.is_empty())), "{}", ran.stderr);
        ran.assert_says(&[said]);
        assert!(ran.stdout.starts_with(ended), "{}", ran.stdout);
    }
}

#[test]
fn a_task_that_appears_late_is_waited_for() {
    let service = Service::new(|method, last, before| match (method, last, before) {
        ("GET", "gc", _) => Answer::page(&[], None),
        ("GET", _, 0) => Answer::new("404 Not Found", r#"{"error_code":"X","error_msg":"no such task"}"#),
        ("GET", _, _) => shown(&task("Success")),
        _ => Answer::new("202 Accepted", r#"{"id": 7}"#),
    });
    let ran = service.run(&["run", "--yes", "--wait"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn what_deleting_untagged_artifacts_means_is_said_where_nobody_is_asked() {
    let ran = Service::without_task(&["Success"]).run(&["run", "--yes", "--delete-untagged"]);
    assert_eq!(ran.code, Some(0));
    ran.assert_says(&["images that are pulled by their digest alone are gone after it"]);
}

#[test]
fn a_service_that_cannot_do_it_is_not_waited_for() {
    let ran = Service::new(|_, _, _| Answer::new("501 Not Implemented", "")).run(&["wait", "7"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
}
