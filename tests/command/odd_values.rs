//! Values that cannot be read cost themselves and nothing else.

use serde_json::{Value, json};

use super::server::{Answer, Server, task};

fn odd() -> Vec<Value> {
    vec![
        json!({ "id": 1001, "job_name": "a", "creation_time": "yesterday" }),
        json!({ "id": 1002, "job_name": ["b"], "job_parameters": { "workers": 2, "freed_space": "plenty" } }),
        json!({ "id": 1003, "update_time": 7, "job_parameters": "none" }),
        task(1004),
    ]
}

#[test]
fn unreadable_values_are_left_out_counted_and_the_first_three_named() {
    let ran = Server::start([Answer::page(&odd(), None)]).list(&["--output", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let expected = json!([
        { "id": 1001, "job_name": "a" },
        { "id": 1002, "job_parameters": { "workers": 2 } },
        { "id": 1003 },
        task(1004),
    ]);
    assert_eq!(ran.json(), expected);
    ran.assert_says(&["5 values"]);
    let named: Vec<_> = ran.stderr.lines().filter(|line| line.contains("100")).collect();
    assert_eq!(named.len(), 3, "{}", ran.stderr);
    for (line, told) in named.iter().zip([
        ["1001", "creation_time", "\"yesterday\""],
        ["1002", "job_name", "[\"b\"]"],
        ["1002", "freed_space", "\"plenty\""],
    ]) {
        assert!(told.iter().all(|part| line.contains(part)), "{told:?} in {line}");
    }
}

#[test]
fn the_table_shows_them_as_unknown_and_the_warning_is_the_same() {
    let ran = Server::start([Answer::page(&odd(), None)]).list(&[]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(ran.stdout.lines().last(), Some("4 tasks"));
    assert!(!ran.stdout.contains("yesterday") && !ran.stdout.contains("plenty"), "{}", ran.stdout);
    ran.assert_says(&["5 values", "1001", "creation_time"]);
}

#[test]
fn values_of_all_pages_are_counted_together() {
    let page = |id: i64, next| Answer::page(&[json!({ "id": id, "update_time": "?" })], next);
    let server = Server::start([page(1, Some("m1")), page(2, Some("m2")), page(3, None)]);
    let ran = server.list(&["--output", "jsonl"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 3));
    ran.assert_says(&["3 values", "task 1:", "task 2:", "task 3:"]);
}

#[test]
fn a_single_value_is_not_called_values() {
    let ran = Server::start([Answer::page(&[json!({ "id": "x" })], None)]).list(&["--output", "json"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), "[\n{}\n]\n"));
    ran.assert_says(&["1 value ", "task at place 1", "\"x\""]);
}

#[test]
fn an_item_that_is_no_task_does_not_shift_the_names_of_those_behind_it() {
    let tasks = [json!("no task"), json!({ "id": 1002, "creation_time": "yesterday" }), task(1003)];
    let ran = Server::start([Answer::page(&tasks, None)]).list(&["--output", "json"]);
    assert_eq!((ran.code, ran.json()), (Some(0), json!([{ "id": 1002 }, task(1003)])));
    ran.assert_says(&["2 values"]);
    let line = ran.stderr.lines().find(|line| line.contains("yesterday")).expect("the value is named");
    assert!(!line.contains("1003"), "the wrong task is named: {line}");
    assert!(line.contains("1002"), "the task is named: {line}");
}

#[test]
fn an_item_that_is_null_does_not_shift_them_either() {
    let tasks = [json!(null), json!({ "id": 1001, "creation_time": "yesterday" }), task(1002)];
    let ran = Server::start([Answer::page(&tasks, None)]).list(&["--output", "json"]);
    let line = ran.stderr.lines().find(|line| line.contains("yesterday")).expect("the value is named");
    assert!(line.contains("task 1001"), "{line}");
}

#[test]
fn odd_values_that_were_kept_are_not_counted_as_lost() {
    let tasks = vec![json!({ "job_status": "Frozen" }); 12_000];
    let ran = Server::start([Answer::page(&tasks, None)]).list(&["--output", "json"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
}

#[test]
fn what_was_read_all_the_same_is_no_reason_for_words() {
    let tasks = [json!({
        "id": "1001", "job_kind": "NEW_KIND", "job_name": null, "job_parameters": "{\"workers\":99}",
        "not_described": [1, 2, 3],
    })];
    let ran = Server::start([Answer::page(&tasks, None)]).list(&["--output", "json"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    let expected = json!([{ "id": 1001, "job_kind": "NEW_KIND", "job_parameters": { "workers": 99 } }]);
    assert_eq!(ran.json(), expected);
}
