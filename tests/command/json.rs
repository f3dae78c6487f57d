//! The forms for programs: one JSON array, and one JSON object a line.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::run::run;
use super::server::{Answer, Server, task};

const TASK: [&str; 7] =
    ["id", "job_name", "job_kind", "job_parameters", "job_status", "creation_time", "update_time"];
const PARAMETERS: [&str; 6] =
    ["delete_untagged", "workers", "dry_run", "purged_blobs", "purged_manifests", "freed_space"];

fn items(value: &Value) -> Vec<Value> {
    value.as_array().expect("an array").clone()
}

/// The places of those names that stand in `text`, in the order given.
fn places(text: &str, names: &[&str]) -> Vec<usize> {
    names.iter().filter_map(|name| text.find(&format!("\"{name}\":"))).collect()
}

#[test]
fn the_array_is_valid_and_holds_every_task() {
    let ran = run(&["list", "--simulate", "--output", "json"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    let items = items(&ran.json());
    assert_eq!(items.len(), 250);
    let ids: BTreeSet<_> = items.iter().map(|task| task["id"].as_i64()).collect();
    assert_eq!(ids.len(), 250, "no task stands twice");
    assert!(ran.stdout.ends_with("]\n"));
}

#[test]
fn names_are_those_of_the_wire_in_the_order_of_the_document() {
    let ran = run(&["list", "--simulate", "--output", "jsonl"]);
    for line in ran.stdout.lines() {
        let places = places(line, &TASK);
        assert_eq!(places.len(), TASK.len(), "{line}");
        assert!(places.is_sorted(), "{line}");
        let parameters = &line[line.find("\"job_parameters\"").expect("it is there")..];
        let places = self::places(parameters, &PARAMETERS);
        assert!(places.len() >= 3 && places.is_sorted(), "{line}");
    }
}

#[test]
fn absent_fields_are_left_out() {
    let ran = run(&["list", "--simulate", "--output", "json"]);
    assert!(!ran.stdout.contains("null"), "nothing is null");
    for task in items(&ran.json()) {
        let counted = task["job_status"] == "Success";
        let parameters = task["job_parameters"].as_object().expect("an object, never text");
        for counter in ["purged_blobs", "purged_manifests", "freed_space"] {
            assert_eq!(parameters.contains_key(counter), counted, "{task}");
        }
    }
    let server = Server::start([Answer::page(&[json!({}), json!({ "id": null, "job_name": "" })], None)]);
    assert_eq!(server.list(&["--output", "json"]).json(), json!([{}, { "job_name": "" }]));
}

#[test]
fn what_the_service_sent_comes_out_as_it_was() {
    let sent = [
        json!({
            "id": 9_007_199_254_740_993_i64,
            "job_name": "\"quoted\" \\ 清理 \u{1b}[31m",
            "job_kind": "MANUAL",
            "job_parameters": {
                "delete_untagged": true, "workers": 5, "dry_run": false,
                "purged_blobs": 0, "purged_manifests": 37, "freed_space": 7_516_192_768_i64,
            },
            "job_status": "Frozen",
            "creation_time": "2024-02-03T01:15:00Z",
            "update_time": "2024-02-03T01:42:09Z",
        }),
        task(2),
    ];
    for form in ["json", "jsonl"] {
        let server = Server::start([Answer::page(&sent, None)]);
        let ran = server.list(&["--output", form]);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "an unknown word is no reason to complain");
        let lines = ran.stdout.lines();
        let got: Vec<Value> = match form {
            "json" => items(&ran.json()),
            _ => lines.map(|line| serde_json::from_str(line).expect("a line is JSON")).collect(),
        };
        assert_eq!(got, sent, "{form}");
    }
}

#[test]
fn parameters_that_came_as_text_go_out_as_an_object() {
    let sent = json!({ "id": 1, "job_parameters": r#"{"workers":3,"freed_space":4294967296}"# });
    let server = Server::start([Answer::page(&[sent], None)]);
    let ran = server.list(&["--output", "json"]);
    let expected = json!([{ "id": 1, "job_parameters": { "workers": 3, "freed_space": 4_294_967_296_i64 } }]);
    assert_eq!(ran.json(), expected);
}

#[test]
fn times_are_rfc_3339_in_utc() {
    let ran = run(&["list", "--simulate", "--output", "json"]);
    for task in items(&ran.json()) {
        for name in ["creation_time", "update_time"] {
            let text = task[name].as_str().expect("a time is text");
            assert!(text.parse::<jiff::Timestamp>().is_ok(), "{text}");
            assert!(text.ends_with('Z') && text.as_bytes()[10] == b'T', "{text}");
        }
    }
}

#[test]
fn one_object_a_line_holds_the_same_tasks() {
    let array = run(&["list", "--simulate", "--output", "json"]);
    let lines = run(&["list", "--simulate", "--output", "jsonl"]);
    assert_eq!((lines.code, &*lines.stderr), (Some(0), ""));
    let parsed: Vec<Value> =
        lines.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(parsed, items(&array.json()));
    assert!(parsed.iter().all(Value::is_object));
    assert!(lines.stdout.ends_with("}\n"));
}
