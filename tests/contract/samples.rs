//! Bodies as files, judged by the schema that gives their folder its name.
//!
//! `valid/<schema>/` holds what the contract allows, `invalid/<schema>/` what it forbids, each for one reason.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use swr_gc::types;

use super::support::{faults, files, judge_of, read, source};

const VALID: &str = "tests/samples/valid";
const INVALID: &str = "tests/samples/invalid";

/// File below `invalid/`, the place of the mistake in the body, the keyword of the schema that forbids it.
const REASONS: &[(&str, &str, &str)] = &[
    ("Error/bare-array-of-the-old-form", "", "type"),
    ("Error/code-is-a-number", "/error_code", "type"),
    ("Error/detail-is-a-text", "/details/0", "type"),
    ("Error/details-not-a-list", "/details", "type"),
    ("Error/message-is-an-object", "/error_msg", "type"),
    ("Error/old-form-with-a-number", "/errors/0/errorCode", "type"),
    ("GcTask/id-beyond-64-bits", "/id", "maximum"),
    ("GcTask/id-is-a-text", "/id", "type"),
    ("GcTask/id-with-a-fraction", "/id", "type"),
    ("GcTask/job-parameters-as-text", "/job_parameters", "type"),
    ("GcTask/not-an-object", "", "type"),
    ("GcTask/null-name", "/job_name", "type"),
    ("GcTask/status-in-lower-case", "/job_status", "enum"),
    ("GcTask/time-is-a-number", "/creation_time", "type"),
    ("GcTask/time-is-none", "/creation_time", "format"),
    ("GcTask/time-with-a-space", "/update_time", "format"),
    ("GcTask/time-without-offset", "/update_time", "format"),
    ("GcTask/unknown-kind", "/job_kind", "enum"),
    ("GcTask/unknown-status", "/job_status", "enum"),
    ("JobParameters/delete-untagged-as-text", "/delete_untagged", "type"),
    ("JobParameters/dry-run-as-number", "/dry_run", "type"),
    ("JobParameters/freed-space-with-unit", "/freed_space", "type"),
    ("JobParameters/negative-blobs", "/purged_blobs", "minimum"),
    ("JobParameters/negative-freed-space", "/freed_space", "minimum"),
    ("JobParameters/negative-manifests", "/purged_manifests", "minimum"),
    ("JobParameters/no-worker", "/workers", "minimum"),
    ("JobParameters/six-workers", "/workers", "maximum"),
    ("JobParameters/workers-with-a-fraction", "/workers", "type"),
    ("ListGcTasksResponse/marker-is-a-number", "/page_info/next_marker", "type"),
    ("ListGcTasksResponse/marker-is-null", "/page_info/next_marker", "type"),
    ("ListGcTasksResponse/page-info-is-a-text", "/page_info", "type"),
    ("ListGcTasksResponse/second-task-wrong", "/tasks/1/job_parameters/workers", "maximum"),
    ("ListGcTasksResponse/task-without-envelope", "", "type"),
    ("ListGcTasksResponse/tasks-not-a-list", "/tasks", "type"),
    ("ListGcTasksResponse/tasks-null", "/tasks", "type"),
];

fn body(folder: &str, file: &str) -> Value {
    serde_json::from_str(&read(&format!("{folder}/{file}")))
        .unwrap_or_else(|error| panic!("{folder}/{file}:{error}"))
}

/// The schema that a sample's folder is named after.
fn schema(file: &str) -> &str {
    let (schema, rest) = file.split_once('/').unwrap_or_else(|| panic!("{file} is in no schema's folder"));
    assert!(rest.ends_with(".json") && !rest.contains('/'), "{file} is no sample of {schema}");
    schema
}

#[test]
fn every_valid_sample_is_allowed() {
    for file in files(VALID) {
        let found = faults(&judge_of(schema(&file)), &body(VALID, &file));
        assert!(found.is_empty(), "{VALID}/{file}: {found:?}");
    }
}

#[test]
fn every_word_of_the_contract_has_a_valid_sample() {
    let tasks = files(VALID).into_iter().filter(|file| schema(file) == "GcTask");
    let tasks: Vec<Value> = tasks.map(|file| body(VALID, &file)).collect();
    for (name, property) in [("JobStatus", "job_status"), ("JobKind", "job_kind")] {
        let source = source();
        let words = source.get(&format!("/components/schemas/{name}/enum")).and_then(Value::as_array);
        let shown: BTreeSet<&str> = tasks.iter().filter_map(|task| task[property].as_str()).collect();
        let words: BTreeSet<&str> = words.into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(!words.is_empty());
        assert_eq!(shown, words, "{property}");
    }
}

#[test]
fn every_invalid_sample_is_refused_for_its_one_reason() {
    for (file, at, keyword) in REASONS {
        let file = format!("{file}.json");
        let found = faults(&judge_of(schema(&file)), &body(INVALID, &file));
        let reasons: Vec<_> = found.iter().map(|(at, keyword, _)| (at.as_str(), keyword.as_str())).collect();
        assert_eq!(reasons, [(*at, *keyword)], "{INVALID}/{file}: {found:?}");
    }
}

#[test]
fn every_file_has_a_reason_and_every_reason_its_file() {
    let table: BTreeSet<String> = REASONS.iter().map(|(file, ..)| format!("{file}.json")).collect();
    assert_eq!(table.len(), REASONS.len(), "a file stands twice in the table");
    assert_eq!(files(INVALID), table);
    let folders: BTreeSet<String> = files("tests/samples")
        .iter()
        .map(|file| file.split('/').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(folders, BTreeSet::from(["invalid".to_owned(), "valid".to_owned()]));
}

#[test]
fn a_page_holds_a_hundred_tasks_and_not_one_more() {
    let judge = judge_of("ListGcTasksResponse");
    let page = |count: i64| json!({ "tasks": (0..count).map(|id| json!({ "id": id })).collect::<Vec<_>>() });
    assert!(faults(&judge, &page(100)).is_empty());
    let found = faults(&judge, &page(101));
    let [(at, keyword, _)] = found.as_slice() else { panic!("one reason is expected: {found:?}") };
    assert_eq!((at.as_str(), keyword.as_str()), ("/tasks", "maxItems"));
}

/// What the contract allows, the client's types hold: written again, it says the same and is still allowed.
#[test]
fn every_valid_sample_survives_the_types_of_the_client() {
    for file in files(VALID) {
        let sample = body(VALID, &file);
        let again = match schema(&file) {
            "Error" => through::<types::Error>(&sample),
            "GcTask" => through::<types::GcTask>(&sample),
            "JobParameters" => through::<types::JobParameters>(&sample),
            "ListGcTasksResponse" => through::<types::ListGcTasksResponse>(&sample),
            other => panic!("{file}: no type is known for {other}"),
        };
        let found = faults(&judge_of(schema(&file)), &again);
        assert!(found.is_empty(), "{file} was written as {again}: {found:?}");
        let changed = CHANGED.contains(&file.as_str());
        assert_eq!(again != sample, changed, "{file} was written as {again}");
    }
    let all = files(VALID);
    assert!(CHANGED.iter().all(|file| all.contains(*file)), "a file of the list is gone");
}

/// Samples that the types hold in another form: properties nobody knows are left out, so are empty lists, and
/// a time is written in UTC.
const CHANGED: &[&str] = &[
    "Error/empty-lists.json",
    "GcTask/further-property.json",
    "GcTask/time-with-offset-and-fraction.json",
    "JobParameters/further-keys.json",
    "ListGcTasksResponse/no-task-at-all.json",
];

fn through<T: DeserializeOwned + Serialize>(sample: &Value) -> Value {
    let read: T = serde_json::from_value(sample.clone()).unwrap_or_else(|error| panic!("{sample}: {error}"));
    serde_json::to_value(read).expect("what was read can be written")
}
