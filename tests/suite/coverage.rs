//! How much of the description is exercised.

use serde_json::{Value, json};
use swr_gc::contract::{Aspect, Coverage, check, suite};
use swr_gc::simulator::Simulator;

use super::support::client_of;

const SCHEMA: &str = include_str!("../../docs/coverage.schema.json");

fn covered(text: impl Into<Vec<u8>>) -> Coverage {
    check([""; 0]).bytes("body", text.into()).coverage().expect("it can be told")
}

/// Names of what one operation has exercised, beside itself.
fn names(coverage: &Coverage, operation: &str) -> Vec<String> {
    let covered =
        coverage.operations.iter().find(|covered| covered.operation == operation).expect("it is there");
    let items = covered.items.iter().filter(|item| item.exercised && item.aspect != Aspect::Operation);
    items.map(|item| item.name.clone()).collect()
}

#[test]
fn a_body_exercises_what_is_in_it() {
    let page = r#"{"tasks":[{"id":1,"job_status":"Error","further":1,"job_parameters":"{\"workers\":5}"}]}"#;
    let coverage = covered(page);
    let expected = [
        "200",
        "tasks",
        "tasks[].id",
        "tasks[].job_parameters",
        "tasks[].job_parameters.workers maximum",
        "tasks[].job_parameters.workers",
        "tasks[].job_status Error",
        "tasks[].job_status",
    ];
    let mut names = names(&coverage, "ListGcTasks");
    names.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(names, expected);
    assert_eq!(self::names(&coverage, "ShowGcTask"), [""; 0], "each operation by itself");
    assert_eq!((coverage.exercised(), coverage.answers), (expected.len() + 1, 1));
}

#[test]
fn a_recording_exercises_what_was_sent() {
    let root = "https://swr.example/v2/p/instances/i/system/gc";
    let entry = |method: &str, url: String, body: Option<Value>, status: u16| {
        let sent = body.map(|body| json!({ "mimeType": "application/json", "text": body.to_string() }));
        json!({ "request": { "method": method, "url": url, "postData": sent },
            "response": { "status": status, "content": {} } })
    };
    let entries = [
        entry("GET", format!("{root}?limit=100&status=Error"), None, 200),
        entry("GET", format!("{root}?limit=0"), None, 400),
        entry(
            "POST",
            format!("{root}/schedule"),
            Some(json!({ "schedule": { "type": "Manual" }, "parameters": { "workers": 6 } })),
            400,
        ),
    ];
    let coverage = covered(json!({ "log": { "entries": entries } }).to_string());
    let list = names(&coverage, "ListGcTasks");
    for name in [
        "limit",
        "limit at maximum",
        "limit beyond minimum",
        "status",
        "status Error",
        "200",
        "400",
        "instance_id",
        "instance_id at minLength",
    ] {
        assert!(list.contains(&name.to_owned()), "{name} is not in {list:?}");
    }
    for name in ["limit at minimum", "limit beyond maximum", "marker", "404"] {
        assert!(!list.contains(&name.to_owned()), "{name} is in {list:?}");
    }
    let start = names(&coverage, "ExecuteGcSchedule");
    for name in [
        "schedule",
        "schedule.type",
        "schedule.type Manual",
        "parameters.workers",
        "parameters.workers beyond maximum",
        "400",
    ] {
        assert!(start.contains(&name.to_owned()), "{name} is not in {start:?}");
    }
}

#[tokio::test]
async fn a_run_of_the_suite_exercises_the_list() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    let client = client_of(&simulator);
    let (report, coverage) = suite(client, simulator.instance_id()).coverage().await.expect("a run");
    assert_eq!(report.findings, []);
    let list = names(&coverage, "ListGcTasks");
    for name in [
        "limit at minimum",
        "limit at maximum",
        "limit beyond minimum",
        "limit beyond maximum",
        "status Pending",
        "marker",
        "401",
        "error_code",
        "tasks[].update_time",
    ] {
        assert!(list.contains(&name.to_owned()), "{name} is not in {list:?}");
    }
}

#[test]
fn json_is_as_its_published_schema_says_and_every_item_has_its_place() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let yaml = include_str!("../../openapi/swr-gc.yaml");
    let lines: Vec<_> = yaml.lines().collect();
    for coverage in [covered("{}"), check([""; 0]).coverage().expect("it can be told")] {
        let told = serde_json::to_value(&coverage).expect("JSON");
        let faults: Vec<_> = schema.iter_errors(&told).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0]);
        for item in coverage.operations.iter().flat_map(|covered| &covered.items) {
            let line = lines[item.line - 1];
            let last = item.pointer.rsplit('/').next().expect("a step");
            let word = item.name.rsplit(' ').next().expect("a word");
            let index = last.parse::<u16>().is_ok_and(|_| !line.contains(last));
            assert!(
                line.contains(if index { word } else { last }) || line.trim_start().starts_with('-'),
                "{item:?}: {line}"
            );
        }
    }
    assert_eq!(covered("{}").described(), covered("[]").described());
    assert!(check([""; 0]).coverage().expect("it can be told").percent() < f64::EPSILON);
}
