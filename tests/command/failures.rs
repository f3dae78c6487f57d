//! Pages that fail: what was received is kept, and what to do is said.

use serde_json::json;

use super::run::{Ran, assert_reviewed};
use super::server::{Answer, Server, Step, target, task};

const REQUEST_ID: &str = "0123456789abcdef0123456789abcdef";

/// An error answer of the API description.
macro_rules! example {
    ($status:literal, $file:literal) => {
        Answer::new($status, include_str!(concat!("../../openapi/examples/", $file)))
            .header("X-Request-Id", REQUEST_ID)
    };
}

/// Two pages of two tasks each, and then a failure.
fn broken(failure: impl Into<Step>) -> Server {
    Server::start([
        Answer::page(&[task(1), task(2)], Some("m1")).into(),
        Answer::page(&[task(3), task(4)], Some("m2")).into(),
        failure.into(),
    ])
}

/// What stands behind `--marker` in the words about going on.
fn way_on(ran: &Ran) -> &str {
    let told = ran.stderr.split_once("--marker ").unwrap_or_else(|| panic!("no way on: {}", ran.stderr));
    told.1.trim_end()
}

fn internal() -> Answer {
    example!("500 Internal Server Error", "error-500-internal.json")
}

#[test]
fn a_first_page_that_fails_leaves_an_empty_array_and_the_whole_story() {
    let server = Server::start([internal()]);
    let ran = server.list(&["--output", "json"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), "[]\n"));
    ran.assert_says(&[
        "error: ",
        "500",
        "SVCSTG.SWR.5000001",
        "An internal error occurred.",
        REQUEST_ID,
        "what to do: ",
        "Try again after a while",
    ]);
    assert!(!ran.stderr.contains("--marker"), "there is nothing to go on from: {}", ran.stderr);
}

#[test]
fn a_third_page_that_fails_leaves_the_first_two_and_the_way_on() {
    let server = broken(internal());
    let ran = server.list(&["--output", "json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.json(), json!([task(1), task(2), task(3), task(4)]));
    ran.assert_says(&["page 3", "500"]);
    assert_eq!(way_on(&ran).trim_matches('\''), "m2");

    // The marker that was named leads on from the right place.
    let server = Server::start([Answer::page(&[task(5)], None)]);
    let ran = server.list(&["--output", "json", "--marker", "m2"]);
    assert_eq!(ran.json(), json!([task(5)]));
    assert!(target(&server.request()).contains("marker=m2"));
}

#[cfg(unix)]
#[test]
fn a_marker_to_go_on_from_survives_the_shell_it_is_pasted_into() {
    for marker in ["eyJpZCI6MTIzNH0=", "it's", "$(touch x)", "a b;c", "`id` \\ \"x\" *", "-m"] {
        let server = Server::start([Answer::page(&[task(1)], Some(marker)), internal()]);
        let ran = server.list(&["--output", "json"]);
        let script = format!("printf %s {}", way_on(&ran));
        let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), marker, "{script}");
    }
}

#[test]
fn a_connection_that_breaks_is_a_failure_like_any_other() {
    let server = broken(Step::Close);
    let ran = server.list(&["--output", "json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.json().as_array().map(Vec::len), Some(4));
    ran.assert_says(&["page 3", "what to do: "]);
    assert_eq!(way_on(&ran).trim_matches('\''), "m2");
}

#[test]
fn lines_that_were_written_stay_written() {
    let ran = broken(internal()).list(&["--output", "jsonl"]);
    assert_eq!(ran.code, Some(1));
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(lines, [task(1), task(2), task(3), task(4)]);
}

#[test]
fn the_table_shows_the_rows_received_and_that_they_are_not_all() {
    let ran = broken(internal()).list(&[]);
    assert_eq!(ran.code, Some(1));
    for id in 1..=4 {
        assert!(ran.stdout.contains(&format!("task-{id}")), "{}", ran.stdout);
    }
    let last = ran.stdout.lines().last().expect("there is a last line");
    assert!(last.starts_with("4 tasks") && last != "4 tasks", "{last}");
    let ran = Server::start([internal()]).list(&[]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "no table, and no word that there are no tasks");
}

#[test]
fn a_refused_token_is_explained() {
    let server = Server::start([example!("401 Unauthorized", "error-401-bad-token.json")]);
    let ran = server.list(&[]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&["401", "SVCSTG.SWR.4010000", REQUEST_ID, "IAM", "24 hours"]);
    assert_reviewed!("error-401", ran.stderr);
}

#[test]
fn a_missing_permission_is_named_with_the_way_to_get_it() {
    let server = Server::start([example!("403 Forbidden", "error-403-no-permission.json")]);
    let ran = server.list(&[]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&["403", "swr:instance:listGcTasks", "white list", "service ticket", "policy"]);
    assert_reviewed!("error-403", ran.stderr);
}

#[test]
fn an_unknown_instance_leads_to_both_ids() {
    let server = Server::start([example!("404 Not Found", "error-404-unknown-resource.json")]);
    let ran = server.list(&[]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&["404", "SVCSTG.SWR.4040000", "project id", "instance id"]);
    assert_reviewed!("error-404", ran.stderr);
}

#[test]
fn an_answer_that_is_no_page_is_told_with_its_status() {
    for (answer, told) in [
        (Answer::new("200 OK", "<html><title>Sign in</title></html>").html(), ["200", "<html>"]),
        (Answer::new("204 No Content", ""), ["204", "empty"]),
        (Answer::new("200 OK", ""), ["200", "empty"]),
        (Answer::new("200 OK", r#"{"tasks":[{"id":1},"#), ["200", "{\"tasks\""]),
        (Answer::new("502 Bad Gateway", "<html>upstream</html>").html(), ["502", "<html>"]),
        (Answer::new("503 Service Unavailable", ""), ["503", "empty"]),
        (Answer::new("302 Found", "").header("Location", "https://login.example/"), ["302", "login.example"]),
    ] {
        let ran = Server::start([answer]).list(&["--output", "json"]);
        assert_eq!((ran.code, &*ran.stdout), (Some(1), "[]\n"), "{told:?}");
        ran.assert_says(&told);
        ran.assert_says(&["what to do: "]);
    }
}

#[test]
fn pages_that_lead_in_a_circle_end_with_what_they_held() {
    let server = Server::start([
        Answer::page(&[task(1)], Some("m1")),
        Answer::page(&[task(2)], Some("m2")),
        Answer::page(&[task(3)], Some("m1")),
    ]);
    let ran = server.list(&["--output", "json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.json(), json!([task(1), task(2), task(3)]));
    ran.assert_says(&["page 3", "m1"]);
    assert_eq!(server.requests().len(), 3);
}
