//! `swr-gc auth check` and `auth explain-denied`, and what `list` says of both.

use std::io::Write;
use std::process::Stdio;

use jiff::SignedDuration;
use serde_json::{Value, json};
use swr_gc::simulator::Simulator;

use super::cloud::Cloud;
use super::run::{Ran, run};

/// What `auth check` found about each subject, as `subject: verdict`.
fn judged(ran: &Ran) -> Vec<String> {
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let lines = ran.json();
    let lines = lines.as_array().expect("a list").iter();
    lines.map(|line| format!("{}: {}", text(line, "subject"), text(line, "verdict"))).collect()
}

const CHECK: [&str; 4] = ["auth", "check", "--output", "json"];

#[test]
fn a_check_that_finds_nothing_is_fine_in_every_line() {
    let cloud = Cloud::start();
    let ran = cloud.run(&CHECK, &cloud.key());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let subjects =
        ["credentials", "endpoint", "clock", "key", "permission", "white_list", "project", "instance"];
    assert_eq!(judged(&ran), subjects.map(|subject| format!("{subject}: fine")));
    let text = cloud.run(&["auth", "check"], &cloud.key()).stdout;
    assert!(text.contains("permission   fine     swr:instance:listGcTasks"), "{text}");
}

#[test]
fn a_check_names_what_is_missing() {
    let cloud = Cloud::start();
    let behind = Cloud::with(Simulator::builder().clock_offset(SignedDuration::from_mins(20)));
    let (id, wrong) = (cloud.simulator.access_key(), [("HUAWEICLOUD_SDK_SK", "another")]);
    let project = [("SWR_GC_PROJECT", cloud.simulator.project_id())];
    let assert_found = |cloud: &Cloud, variables: &[&[(&str, &str)]], found: &str, told: &[&str]| {
        let ran = cloud.run(&CHECK, &variables.concat());
        assert_eq!(ran.code, Some(1), "{found}: {}", ran.stderr);
        assert_eq!(judged(&ran).last().map(String::as_str), Some(found));
        ran.assert_says(told);
    };
    assert_found(
        &cloud,
        &[&wrong, &[("HUAWEICLOUD_SDK_AK", id)], &project],
        "key: missing",
        &["401", "APIGW.0301"],
    );
    assert_found(
        &behind,
        &[&behind.key(), &project],
        "clock: missing",
        &["20m", "behind the service's", "Set the clock"],
    );
    assert_found(
        &cloud,
        &[&cloud.forbidden_key(), &project],
        "permission: missing",
        &["403", "swr:instance:listGcTasks", "swr-gc auth explain-denied"],
    );
    let elsewhere = [("SWR_GC_INSTANCE", "no-such-instance")];
    assert_found(&cloud, &[&cloud.key(), &elsewhere], "instance: missing", &["404"]);
}

#[test]
fn a_check_that_cannot_be_made_says_so() {
    let cloud = Cloud::start();
    let ran = cloud.run(
        &[&CHECK[..], &["--retries", "0", "--endpoint", "http://127.0.0.1:9"]].concat(),
        &[("SWR_GC_TOKEN", "t"), ("SWR_GC_PROJECT", "p")],
    );
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert_eq!(judged(&ran), ["credentials: fine", "endpoint: unknown"]);
    let ran = cloud.run(&CHECK, &[]);
    assert_eq!(ran.code, Some(2), "no credentials: {}", ran.stderr);
    assert_eq!(judged(&ran), ["credentials: missing"]);
}

#[test]
fn the_policy_allows_what_the_api_description_names_and_is_called_inferred() {
    let ran = run(&["auth", "check", "--policy"]);
    assert_eq!(ran.code, Some(0));
    let verbs =
        ["listGcTasks", "getGcTask", "stopGcTask", "getGcSchedule", "executeGcSchedule", "updateGcSchedule"];
    let actions: Vec<_> = verbs.iter().map(|verb| format!("swr:instance:{verb}")).collect();
    assert_eq!(ran.json()["Statement"][0]["Action"], json!(actions));
    ran.assert_says(&["inferred"]);
}

/// The command that `list` names after a refusal.
fn named(ran: &Ran) -> String {
    let line =
        ran.stderr.lines().find_map(|line| line.strip_prefix("to see why: swr-gc auth explain-denied "));
    let line = line.unwrap_or_else(|| panic!("no command: {}", ran.stderr));
    let message = line.strip_prefix("--region cn-north-4 ").expect("the region that was asked");
    message.trim_matches('\'').to_owned()
}

#[test]
fn a_refusal_is_explained_by_the_command_that_it_names() {
    let cloud = Cloud::start();
    let mut variables = cloud.forbidden_key().to_vec();
    variables.push(("SWR_GC_PROJECT", cloud.simulator.project_id()));
    let ran = cloud.run(&["list"], &variables);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    let message = named(&ran);
    let ran = cloud.run(&["auth", "explain-denied", &message], &cloud.key());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for (name, value) in [
        ("who", "simulator-user-without-permission"),
        ("action", "swr:instance:listGcTasks"),
        ("resource", cloud.simulator.instance_id()),
        ("why", "implicit deny"),
    ] {
        let line = ran.stdout.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        assert!(line.contains(value), "{name}: {}", ran.stdout);
    }
    let json = cloud.run(&["auth", "explain-denied", &message, "--output", "json"], &cloud.key()).json();
    assert_eq!(json["context"]["action"], json!("swr:instance:listGcTasks"));

    let mut command = cloud.command(&["auth", "explain-denied", "-"]);
    command.envs(cloud.key()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    child.stdin.take().expect("a pipe").write_all(format!("{message}\n").as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("implicit deny"));
}

#[test]
fn a_message_that_is_none_is_refused_here_or_there() {
    let cloud = Cloud::start();
    let long = "x".repeat(10_241);
    for (message, code, told) in [
        ("", 2, "0 characters; a message has 1 to 10240"),
        (long.as_str(), 2, "10241 characters; a message has 1 to 10240"),
        ("abc.def", 1, "400"),
    ] {
        let ran = cloud.run(&["auth", "explain-denied", message], &cloud.key());
        assert_eq!((ran.code, &*ran.stdout), (Some(code), ""), "{}", ran.stderr);
        ran.assert_says(&[told]);
    }
}

#[test]
fn a_project_that_is_not_clear_is_told_with_all_there_are() {
    let region = Simulator::builder();
    let cloud = Cloud::with(region.further_project("cn-north-4"));
    let ran = cloud.run(&["list"], &cloud.key());
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["2 projects", cloud.simulator.project_id(), "cn-north-4", "0000001 cn-north-4"]);
    let mut command = cloud.command(&["list"]);
    command.envs(cloud.key()).env("SWR_GC_REGION", "ae-ad-1");
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["no project named \"ae-ad-1\"", "trace id", "set the project id"]);
}

#[test]
fn what_is_sent_is_told_on_request_and_without_a_secret_or_a_query() {
    let cloud = Cloud::start();
    let told = |arguments: &[&str], variables: &[(&str, &str)]| {
        let ran = cloud.run(arguments, &[&cloud.key()[..], variables].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(!ran.stderr.contains(cloud.simulator.secret_key()), "{}", ran.stderr);
        assert!(!ran.stderr.contains("limit="), "{}", ran.stderr);
        ran.stderr
    };
    assert_eq!(told(&["list", "--limit", "1"], &[]), "");
    let calls = told(&["list", "--limit", "1", "-v"], &[]);
    assert!(calls.contains("ListGcTasks") && calls.contains("{instance_id}"), "{calls}");
    assert!(!calls.contains("DEBUG"), "{calls}");
    let tries = told(&["-vv", "list", "--limit", "1"], &[]);
    assert!(tries.contains("try{attempt=1") && tries.contains("credentials found"), "{tries}");
    assert!(told(&["list", "--limit", "1", "-vvv"], &[]).len() > tries.len());
    assert_eq!(told(&["list", "--limit", "1", "-vvv"], &[("RUST_LOG", "error")]), "");
}
