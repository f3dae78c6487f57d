//! Which tasks are listed, and what is asked of the service for them.

use serde_json::Value;

use super::run::run;
use super::server::{Answer, Server, target, task};

/// The tasks that the command lists of the simulated registry.
fn tasks(arguments: &[&str]) -> Vec<Value> {
    let ran = run(&[&["list", "--simulate", "--output", "json"], arguments].concat());
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{arguments:?}");
    ran.json().as_array().expect("an array").clone()
}

#[test]
fn the_five_statuses_add_up_to_everything() {
    let everything = tasks(&[]);
    let mut sum = 0;
    for status in ["Success", "Stopped", "Running", "Pending", "Error"] {
        let selected = tasks(&["--status", status]);
        let expected: Vec<_> =
            everything.iter().filter(|task| task["job_status"] == status).cloned().collect();
        assert!(!selected.is_empty());
        assert_eq!(selected, expected, "{status}");
        sum += selected.len();
    }
    assert_eq!(sum, everything.len());
}

#[test]
fn a_status_may_be_written_in_any_case() {
    let expected = tasks(&["--status", "Error"]);
    for word in ["error", "ERROR", "eRRoR"] {
        assert_eq!(tasks(&["--status", word]), expected, "{word}");
    }
}

#[test]
fn limit_bounds_the_number_of_tasks() {
    let everything = tasks(&[]);
    for (limit, expected) in [("1", 1), ("7", 7), ("100", 100), ("101", 101), ("1000", 250)] {
        assert_eq!(tasks(&["--limit", limit]), everything[..expected], "{limit}");
    }
    assert_eq!(tasks(&["--page-size", "1", "--limit", "3"]), everything[..3]);
    assert_eq!(tasks(&["--page-size", "2", "--limit", "3"]), everything[..3]);
    assert_eq!(tasks(&["--page-size", "7"]), everything);
}

#[test]
fn format_is_another_name_of_output() {
    for form in ["json", "jsonl", "table"] {
        let arguments = |flag| ["list", "--simulate", "--limit", "3", flag, form];
        let expected = run(&arguments("--output")).stdout;
        assert_eq!(run(&arguments("--format")).stdout, expected, "{form}");
        assert_eq!(run(&arguments("-o")).stdout, expected, "{form}");
    }
}

#[test]
fn the_service_is_asked_for_pages_as_large_as_was_said() {
    let page = |id: i64| Answer::page(&[task(id)], Some(&format!("m{id}")));
    let server = Server::start([page(1), page(2), page(3), page(4)]);
    let ran = server.list(&["--page-size", "1", "--limit", "3", "--status", "error", "--output", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.json().as_array().map(Vec::len), Some(3));
    let requests = server.requests();
    let targets: Vec<_> = requests.iter().map(|request| target(request)).collect();
    assert_eq!(targets.len(), 3, "nothing is asked for beyond the last task: {targets:?}");
    for (place, target) in targets.iter().enumerate() {
        assert!(target.starts_with("/v2/p-1/instances/i-1/system/gc?"), "{target}");
        assert!(target.contains("limit=1") && target.contains("status=Error"), "{target}");
        let marker = (place > 0).then(|| format!("marker=m{place}"));
        assert!(marker.is_none_or(|marker| target.contains(&marker)), "{target}");
    }
    assert!(!targets[0].contains("marker"), "{}", targets[0]);
}

#[test]
fn a_marker_is_sent_with_a_page_size() {
    let server = Server::start([Answer::page(&[task(3)], None)]);
    let ran = server.list(&["--marker", "eyJpZCI6Mn0=", "--output", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let request = server.request();
    let target = target(&request);
    assert!(target.contains("marker=eyJpZCI6Mn0%3D") && target.contains("limit="), "{target}");
}
