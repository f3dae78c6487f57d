//! `swr-gc doctor`: exit codes, reports, what it says it looked at, and wrong usage.

use std::fs;

use serde_json::{Value, json};

use super::run::{Ran, Running, assert_reviewed, command, run};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN};

/// The command against a server.
fn reach(endpoint: String, arguments: &[&str]) -> Ran {
    let mut command =
        command(&["doctor", "--endpoint", &endpoint, "--project", PROJECT, "--instance", INSTANCE]);
    command.args(["--retries", "0"]).args(arguments).env("SWR_GC_TOKEN", TOKEN);
    Running::start(command).finish()
}

/// The command against a server that has these tasks, and no schedule.
fn told(tasks: Vec<Value>, arguments: &[&str]) -> Ran {
    let answer = move |asked: &str| match asked.contains("/schedule") {
        true => Answer::new("200 OK", r#"{"schedule":{"type":"None"}}"#),
        false => Answer::page(&tasks, None),
    };
    reach(Server::answering(answer), arguments)
}

/// A task of long ago.
fn task(id: i64, status: &str) -> Value {
    json!({ "id": id, "job_status": status, "creation_time": "2024-01-20T10:00:00Z" })
}

/// The rules of the findings, the worst first.
fn found(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let findings = report["findings"].as_array().expect("findings").iter();
    findings.map(|finding| finding["rule"].as_str().expect("an id").to_owned()).collect()
}

/// All that a report says beside its findings.
fn notes(summary: &Value) -> String {
    let notes = summary["notes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    notes.collect::<Vec<_>>().join("\n")
}

#[test]
fn scenarios_that_are_well_are_clean_and_one_that_fails_is_not() {
    for (scenario, expected) in [("idle", &[][..]), ("busy", &[]), ("failing", &["errors-in-a-row"])] {
        let ran = run(&["doctor", &format!("--simulate={scenario}"), "--format", "json"]);
        assert_eq!(found(&ran), expected, "{scenario}");
        assert_eq!(ran.code, Some(i32::from(!expected.is_empty())), "{scenario}: {}", ran.stderr);
    }
}

#[test]
fn the_simulated_registry_of_long_ago_is_not_well() {
    let ran = run(&["doctor", "--simulate", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let found = found(&ran);
    assert!(found.contains(&"pending-behind-running".to_owned()), "{found:?}");
    assert!(found.contains(&"running-too-long".to_owned()), "{found:?}");
}

#[test]
fn a_finding_has_its_evidence_and_ends_the_command_with_1() {
    let ran = told(vec![task(8, "Pending"), task(7, "Running")], &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    // How long ago that was changes from day to day.
    let age = regex_lite::Regex::new(r"for [0-9]+d( [0-9]+h)?").expect("a pattern");
    let port = regex_lite::Regex::new(r"127\.0\.0\.1:[0-9]+").expect("a pattern");
    let text = port.replace_all(&age.replace_all(&ran.stdout, "for […]"), "127.0.0.1:[…]").into_owned();
    assert_reviewed!("doctor", text);
}

/// Tasks of a registry that is well.
fn well() -> Vec<Value> {
    let now = jiff::Timestamp::now();
    let ended = |id: i64| {
        let created = now - jiff::SignedDuration::from_hours(24 * (9 - id));
        json!({
            "id": id, "job_status": "Success", "job_kind": "MANUAL", "creation_time": created.to_string(),
            "update_time": (created + jiff::SignedDuration::from_mins(20)).to_string(),
            "job_parameters": { "workers": 2, "dry_run": false, "freed_space": 7 },
        })
    };
    (1..9).rev().map(ended).collect()
}

#[test]
fn of_what_is_well_there_is_nothing_to_say() {
    let ran = told(well(), &["--deny-warnings"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.ends_with("0 errors, 0 warnings, 0 infos; 2 requests; complete\n"), "{}", ran.stdout);
}

#[test]
fn every_report_has_the_same_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let forms = ["json", "junit", "markdown", "github"];
    let reports: Vec<_> = forms.iter().map(|form| format!("--report={form}={}", file(form))).collect();
    let reports: Vec<_> = reports.iter().map(String::as_str).collect();
    let ran = told(vec![task(8, "Error"), task(7, "Error")], &reports);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for form in forms {
        let report = fs::read_to_string(file(form)).expect("a report");
        assert!(report.contains("errors-in-a-row") && report.contains("no-run-at-all"), "{report}");
        assert!(!report.contains(TOKEN), "{report}");
    }
}

#[test]
fn what_was_not_looked_at_is_told() {
    let dated = |id: i64| {
        let mut task = task(id, "Success");
        task["creation_time"] = json!(format!("2024-01-{id:02}T10:00:00Z"));
        task
    };
    let mut many: Vec<_> = (1..=5).map(dated).collect();
    let ran = told(many.clone(), &["--max-tasks", "3", "--format", "json"]);
    let summary = ran.json()["summary"].clone();
    assert_eq!(
        summary["outcome"], "complete",
        "the newest stand at the end, so all were looked at: {summary}"
    );
    many.reverse();
    let ran = told(many.clone(), &["--max-tasks", "3", "--format", "json"]);
    let summary = ran.json()["summary"].clone();
    assert_eq!(summary["outcome"], "inconclusive", "{summary}");
    assert!(notes(&summary).contains("3 tasks were looked at, and there may be more"), "{summary}");
    let answer = move |asked: &str| match asked.contains("/schedule") {
        true => Answer::new("403 Forbidden", r#"{"error_code":"SVCSTG.SWR.4030170","error_msg":"no"}"#),
        false => Answer::page(&many, None),
    };
    let ran = reach(Server::answering(answer), &["--format", "json"]);
    let summary = ran.json()["summary"].clone();
    assert_eq!((ran.code, &summary["outcome"]), (Some(1), &json!("no-permission")), "{summary}");
    assert!(notes(&summary).contains("the schedule is not known, nor what depends on it: "), "{summary}");
}

#[test]
fn whoever_does_not_know_the_schedule_could_not_judge() {
    for (status, body, outcome) in [
        ("302 Found", "", "unreadable"),
        ("403 Forbidden", r#"{"error_code":"x","error_msg":"y"}"#, "no-permission"),
        ("200 OK", r#"{"schedule":null}"#, "unreadable"),
        ("200 OK", r#"{"schedule":{"type":"Moonly","cron":"0 0 1 * * *"}}"#, "unreadable"),
        ("200 OK", r#"{"schedule":{"type":"None"}}"#, "complete"),
    ] {
        let answer = move |asked: &str| match asked.contains("/schedule") {
            true => Answer::new(status, body),
            false => Answer::page(&well(), None),
        };
        let ran = reach(Server::answering(answer), &["--format", "json"]);
        let code = if outcome == "complete" { 0 } else { 2 };
        assert_eq!((ran.code, &ran.json()["summary"]["outcome"]), (Some(code), &json!(outcome)), "{body}");
        assert_eq!(found(&ran), [""; 0], "{body}");
    }
}

#[test]
fn whoever_is_not_let_in_could_not_judge() {
    for (status, outcome) in [
        ("401 Unauthorized", "unauthenticated"),
        ("403 Forbidden", "not-white-listed"),
        ("404 Not Found", "unreadable"),
        ("500 Internal Server Error", "unreadable"),
    ] {
        let body = r#"{"error_code":"x","error_msg":"y"}"#;
        let ran = reach(Server::answering(move |_| Answer::new(status, body)), &["--format", "json"]);
        assert_eq!((ran.code, &ran.json()["summary"]["outcome"]), (Some(2), &json!(outcome)), "{status}");
    }
    let ran = reach("http://127.0.0.1:9".to_owned(), &["--format", "json"]);
    assert_eq!((ran.code, &ran.json()["summary"]["outcome"]), (Some(2), &json!("unreachable")));
}

#[test]
fn a_name_that_repeats_the_token_does_not_show_it() {
    let tasks = vec![
        json!({ "id": 2, "job_status": "Pending", "job_name": TOKEN, "creation_time": TOKEN }),
        json!({ "id": 1, "job_status": "Running", "job_name": TOKEN }),
    ];
    let ran = told(tasks, &["--format", "json"]);
    assert!(!ran.stdout.contains(TOKEN), "{}", ran.stdout);
}

#[test]
fn rules_are_listed_and_each_is_told() {
    let list = run(&["doctor", "--rules"]);
    assert_eq!((list.code, &*list.stderr), (Some(0), ""));
    assert_reviewed!("doctor-rules", list.stdout);
    for line in list.stdout.lines() {
        let (id, title) = line.split_once(' ').expect("an id and a title");
        let ran = run(&["doctor", "--rules", id]);
        assert!(ran.stdout.starts_with(&format!("{id}: {}\n", title.trim())), "{}", ran.stdout);
        for part in ["severity", "checks", "why", "example", "fix"] {
            assert!(ran.stdout.lines().any(|line| line.starts_with(part)), "{id} has no {part}");
        }
    }
}

#[test]
fn wrong_usage_is_told_before_anything_is_sent() {
    for (arguments, parts) in [
        (&["--rules", "no-run"][..], &["there is no rule \"no-run\"", "no-run-at-all"][..]),
        (&["--simulate", "--max-tasks", "0"], &["--max-tasks"]),
        (&["--simulate", "--format", "yaml"], &["yaml", "junit"]),
        (&["--endpoint", "http://127.0.0.1:9"], &["--instance"]),
    ] {
        let ran = run(&[&["doctor"], arguments].concat());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}: {}", ran.stderr);
        ran.assert_says(parts);
    }
}

#[test]
fn a_task_that_cannot_be_read_may_have_been_any() {
    let mut answers = well();
    answers.insert(0, json!("x"));
    let ran = told(answers, &["--format", "json"]);
    assert_eq!(found(&ran), [""; 0]);
    let ran = told(vec![json!("x"), json!(null)], &["--format", "json"]);
    assert_eq!(found(&ran), [""; 0], "there has been something");
}

#[test]
fn what_is_advised_leads_to_the_same_instance() {
    let ran = told(vec![task(8, "Pending"), task(7, "Running")], &["--format", "json"]);
    let remedy = ran.json()["findings"][0]["remedy"].as_str().expect("a remedy").to_owned();
    assert!(
        remedy.contains("`swr-gc stop 7 --endpoint http://127.0.0.1:") && remedy.contains(" --instance "),
        "{remedy}"
    );
}

#[test]
fn ages_are_counted_by_the_clock_of_the_service() {
    let now = jiff::Timestamp::now();
    let running = |hours: i64| {
        let mut task = task(9, "Running");
        task["creation_time"] = json!((now - jiff::SignedDuration::from_hours(hours)).to_string());
        task["job_parameters"] = json!({ "workers": 2, "dry_run": false });
        task
    };
    let behind = jiff::fmt::rfc2822::DateTimePrinter::new();
    let behind =
        behind.timestamp_to_rfc9110_string(&(now - jiff::SignedDuration::from_hours(10))).expect("a date");
    for (date, expected) in [(None, &["running-too-long"][..]), (Some(behind), &[])] {
        let tasks = [vec![running(11)], well()].concat();
        let answer = move |asked: &str| {
            let answer = match asked.contains("/schedule") {
                true => Answer::new("200 OK", r#"{"schedule":{"type":"None"}}"#),
                false => Answer::page(&tasks, None),
            };
            match &date {
                Some(date) => answer.header("date", date),
                None => answer,
            }
        };
        let ran = reach(Server::answering(answer), &["--format", "json"]);
        assert_eq!(found(&ran), expected);
    }
}
