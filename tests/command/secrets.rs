//! The token is not shown, even if the service sends it back.

use serde_json::json;

use super::run::{Ran, Running};
use super::server::{Answer, Server, Step, task};

const CANARY: &str = "canary-9d8c7b6a5f4e";

fn list(steps: impl IntoIterator<Item = impl Into<Step>>, token: &str, arguments: &[&str]) -> Ran {
    let server = Server::start(steps);
    let mut command = server.command(arguments);
    command.env("SWR_GC_TOKEN", token);
    let ran = Running::start(command).finish();
    assert!(server.request().contains(token), "the service got the token and can send it back");
    ran
}

#[track_caller]
fn assert_hidden(ran: &Ran, token: &str) {
    assert!(!ran.stdout.contains(token), "{}", ran.stdout);
    assert!(!ran.stderr.contains(token), "{}", ran.stderr);
}

#[test]
fn an_error_body_that_holds_the_token_is_shown_without_it() {
    for body in [
        json!({ "error_code": "E", "error_msg": format!("bad token {CANARY}!") }).to_string(),
        json!({ "error_code": CANARY, "error_msg": CANARY }).to_string(),
        json!({ "error_code": "E", "error_msg": "m", "request_id": CANARY }).to_string(),
        json!([{ "errorCode": "E", "errorMessage": CANARY, "detail": CANARY }]).to_string(),
        json!({ "error_code": "E", "error_msg": "m", "encoded_authorization_message": CANARY }).to_string(),
        format!("<html>{CANARY}</html>"),
        format!("{}{CANARY}", "x".repeat(195)),
        format!("{CANARY} "),
    ] {
        for status in ["401 Unauthorized", "403 Forbidden", "500 Oops", "200 OK", "206 Partial Content"] {
            for form in ["table", "json"] {
                let ran = list([Answer::new(status, body.clone())], CANARY, &["--output", form]);
                assert_hidden(&ran, CANARY);
            }
        }
    }
}

#[test]
fn a_header_that_holds_the_token_is_shown_without_it() {
    for (status, name) in
        [("401 Unauthorized", "X-Request-Id"), ("500 Oops", "X-Request-Id"), ("302 Found", "Location")]
    {
        let value = format!("/login?token={CANARY}");
        let answer = Answer::new(status, "{}").header(name, &value);
        let ran = list([answer], CANARY, &["--output", "json"]);
        assert_eq!(ran.code, Some(1));
        ran.assert_says(&["/login?token="]);
        assert_hidden(&ran, CANARY);
    }
}

#[test]
fn an_unreadable_value_that_holds_the_token_is_shown_without_it() {
    let tasks = [
        json!({ "id": 1, "creation_time": format!("before {CANARY} after") }),
        json!({ "id": 2, "job_parameters": { "freed_space": CANARY } }),
        json!({ "id": 3, "job_name": { "deep": [CANARY] } }),
    ];
    for form in ["table", "json", "jsonl"] {
        let ran = list([Answer::page(&tasks, None)], CANARY, &["--output", form]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.assert_says(&["3 values", "before ", " after"]);
        assert_hidden(&ran, CANARY);
    }
}

/// Tokens of IAM have thousands of characters; what is shown of a text has 200. Half a token is no less a leak.
fn long_token() -> String {
    (0..600).map(|number| format!("{number:05}")).collect()
}

#[track_caller]
fn assert_no_part(answer: Answer, token: &str) {
    let ran = list([answer], token, &["--output", "json"]);
    assert!(!ran.stderr.is_empty());
    let shown = [ran.stdout.as_str(), &ran.stderr].concat();
    for begin in (0..token.len() - 20).step_by(5) {
        let part = &token[begin..begin + 20];
        assert!(!shown.contains(part), "{part} is a part of the token:\n{shown}");
    }
}

#[test]
fn no_part_of_a_long_token_is_left_of_an_error() {
    let token = long_token();
    let error = json!({ "error_code": "E", "error_msg": token }).to_string();
    assert_no_part(Answer::new("401 Unauthorized", error), &token);
    assert_no_part(Answer::new("200 OK", token.clone()), &token);
    assert_no_part(Answer::new("401 Unauthorized", format!("{}{token}", "x".repeat(190))), &token);
    assert_no_part(Answer::new("401 Unauthorized", "{}").header("X-Request-Id", &token), &token);
}

#[test]
fn no_part_of_a_long_token_is_left_of_an_unreadable_value() {
    let token = long_token();
    assert_no_part(Answer::page(&[json!({ "id": 1, "creation_time": token })], None), &token);
    let behind = format!("{}{token}", "x".repeat(150));
    assert_no_part(Answer::page(&[json!({ "id": 1, "job_name": [behind] })], None), &token);
}

#[test]
fn a_connection_that_breaks_is_told_without_the_token() {
    let ran = list([Step::Close], CANARY, &[]);
    assert_eq!(ran.code, Some(1));
    assert_hidden(&ran, CANARY);
    let second = [Step::from(Answer::page(&[task(1)], Some("m1"))), Step::Close];
    assert_hidden(&list(second, CANARY, &["--output", "json"]), CANARY);
}
