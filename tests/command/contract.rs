//! `swr-gc contract`: exit codes, reports, rules, and wrong usage.

use std::fs;

use serde_json::json;

use super::run::{Ran, Running, command, run};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN};

const SIMULATE: &[&str] = &["contract", "run", "--simulate"];

fn simulate(arguments: &[&str]) -> Ran {
    run(&[SIMULATE, arguments].concat())
}

/// A run against something else than the simulator.
fn reach(endpoint: &str, arguments: &[&str]) -> Ran {
    let target = ["contract", "run", "--endpoint", endpoint, "--project", PROJECT, "--instance", INSTANCE];
    let mut command = command(&[&target, arguments].concat());
    command.env("SWR_GC_TOKEN", TOKEN);
    Running::start(command).finish()
}

#[test]
fn of_a_service_that_is_right_there_is_nothing_to_say() {
    let ran = simulate(&["--deny-warnings"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.ends_with("0 errors, 0 warnings, 0 infos; 60 requests; complete\n"), "{}", ran.stdout);
}

#[test]
fn what_is_found_ends_the_command_with_1_and_stands_in_every_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).to_str().expect("a path is text").to_owned();
    // One page whatever is asked for: too long for most, and without a way on.
    let tasks: Vec<_> = (0..12).map(|id| json!({ "id": id, "job_status": "Success" })).collect();
    let server = Server::answering(move |_| Answer::page(&tasks, None));
    let junit = format!("junit={}", file("out.xml"));
    let ran = reach(&server, &["--format", "json", "--report", &junit]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
    let report = ran.json();
    let rules: Vec<_> =
        report["findings"].as_array().into_iter().flatten().map(|found| &found["rule"]).collect();
    assert!(
        rules.contains(&&json!("page-too-long")) && rules.contains(&&json!("auth-not-required")),
        "{rules:?}"
    );
    assert_eq!(report["summary"]["outcome"], "complete");
    let junit = fs::read_to_string(file("out.xml")).expect("a report");
    assert!(junit.contains("page-too-long") && !junit.contains(TOKEN), "{junit}");
}

#[test]
fn warnings_count_if_they_are_denied() {
    let server = Server::answering(|asked| match asked {
        asked if !asked.contains(&format!("x-auth-token: {TOKEN}\r\n")) => {
            Answer::new("401 Unauthorized", r#"{"error_code":"x","error_msg":"y"}"#)
        }
        asked if asked.contains("no-such-instance") => {
            Answer::new("404 Not Found", r#"{"error_code":"x","error_msg":"y"}"#)
        }
        asked
            if ["limit=0", "limit=-1", "limit=101", "ten", "no-such", "status=success"]
                .iter()
                .any(|odd| asked.contains(odd)) =>
        {
            Answer::new("400 Bad Request", r#"{"error_code":"x","error_msg":"y"}"#)
        }
        _ => Answer::new("200 OK", r#"{"tasks":[],"further":1}"#),
    });
    let ran = reach(&server, &["--output", "text"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("warning[undocumented-field]"), "{}", ran.stdout);
    assert_eq!(reach(&server, &["--deny-warnings"]).code, Some(1));
}

#[test]
fn whoever_is_not_let_in_could_not_judge() {
    let refused =
        Server::answering(|_| Answer::new("401 Unauthorized", r#"{"error_code":"x","error_msg":"y"}"#));
    let ran = reach(&refused, &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 request; unauthenticated"), "{}", ran.stdout);
    let ran = reach("http://127.0.0.1:9", &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    assert!(ran.stdout.contains("unreachable"), "{}", ran.stdout);
}

#[test]
fn a_budget_that_is_too_small_leaves_the_verdict_open() {
    let ran = simulate(&["--max-requests", "5"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("5 requests; inconclusive\n"), "{}", ran.stdout);
}

#[test]
fn rules_are_listed_and_each_is_told() {
    let list = run(&["contract", "rules"]);
    assert_eq!(list.code, Some(0));
    assert!(list.stdout.lines().count() >= 40, "{}", list.stdout);
    for line in list.stdout.lines() {
        let (id, title) = line.split_once(' ').expect("an id and a title");
        let ran = run(&["contract", "rules", id]);
        assert!(ran.stdout.starts_with(&format!("{id}: {}\n", title.trim())), "{}", ran.stdout);
        for part in ["severity", "checks", "why", "example", "fix"] {
            assert!(ran.stdout.lines().any(|line| line.starts_with(part)), "{id} has no {part}");
        }
    }
}

#[test]
fn wrong_usage_is_told_before_anything_is_sent() {
    for (arguments, parts) in [
        (&["contract", "rules", "page-lop"][..], &["there is no rule \"page-lop\"", "page-loop"][..]),
        (&["contract", "run", "--simulate", "--rate", "0"], &["rate", "0.001"]),
        (&["contract", "run", "--simulate", "--max-requests", "none"], &["--max-requests"]),
        (&["contract", "run", "--simulate", "--max-requests", "0"], &["--max-requests"]),
        (&["contract", "run", "--simulate", "--format", "yaml"], &["yaml", "junit"]),
        (&["contract", "run", "--endpoint", "http://127.0.0.1:9"], &["--instance"]),
        (&["contract"], &["run", "rules"]),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", ran.stderr);
        ran.assert_says(parts);
    }
}
