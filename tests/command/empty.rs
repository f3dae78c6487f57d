//! Listings without a task.

use serde_json::json;

use super::server::{Answer, Server};

fn none(arguments: &[&str]) -> (Option<i32>, String, String) {
    let server = Server::start([Answer::page(&[], None)]);
    let ran = server.list(arguments);
    (ran.code, ran.stdout, ran.stderr)
}

#[test]
fn none_that_match_and_none_at_all_are_told_apart() {
    let all = none(&[]);
    let pending = none(&["--status", "Pending", "--limit", "5"]);
    let after = none(&["--marker", "m"]);
    let pending_after = none(&["--marker", "m", "--status", "Pending"]);
    let sentences = [&all.1, &pending.1, &after.1, &pending_after.1];
    for (place, sentence) in sentences.iter().enumerate() {
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(!sentences[..place].contains(sentence), "{sentence} stands for two things");
    }
    assert!(all.1.contains("instance"), "{}", all.1);
    assert!(pending.1.contains("Pending") && !pending.1.contains("marker"), "{}", pending.1);
    assert!(after.1.contains("marker"), "{}", after.1);
    assert!(pending_after.1.contains("Pending") && pending_after.1.contains("marker"), "{}", pending_after.1);
    for (code, _, stderr) in [all, pending, after, pending_after] {
        assert_eq!((code, &*stderr), (Some(0), ""), "nothing is no failure");
    }
}

#[test]
fn programs_get_an_empty_array_or_no_line() {
    for arguments in [&[][..], &["--status", "Error"], &["--marker", "m"]] {
        let json = none(&[arguments, &["--output", "json"]].concat());
        assert_eq!(json, (Some(0), "[]\n".to_owned(), String::new()), "{arguments:?}");
        let lines = none(&[arguments, &["--output", "jsonl"]].concat());
        assert_eq!(lines, (Some(0), String::new(), String::new()), "{arguments:?}");
    }
}

#[test]
fn a_page_without_the_list_is_a_page_without_tasks() {
    for body in [json!({}), json!({ "tasks": null }), json!({ "page_info": { "next_marker": "" } })] {
        let server = Server::start([Answer::new("200 OK", body.to_string())]);
        let ran = server.list(&["--output", "json"]);
        assert_eq!((ran.code, &*ran.stdout), (Some(0), "[]\n"), "{body}: {}", ran.stderr);
    }
}

#[test]
fn empty_pages_on_the_way_are_walked_through() {
    let server = Server::start([
        Answer::page(&[], Some("m1")),
        Answer::page(&[json!({ "id": 1 })], Some("m2")),
        Answer::page(&[], None),
    ]);
    let ran = server.list(&["--output", "json"]);
    assert_eq!((ran.code, ran.json()), (Some(0), json!([{ "id": 1 }])), "{}", ran.stderr);
}
