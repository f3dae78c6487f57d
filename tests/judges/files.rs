//! The samples of `tests/samples/`, each as a page or inside of one.

use std::collections::BTreeSet;
use std::path::Path;

use crate::verdict::Sample;

/// Files below `tests/samples/` over which the judges differ, and by which classes. Over the others they agree.
const DIFFERENCES: &[(&str, &[&str])] = &[
    ("invalid/GcTask/id-beyond-64-bits", &["beyond-64-bits"]),
    ("invalid/GcTask/id-is-a-text", &["text-value"]),
    ("invalid/GcTask/id-with-a-fraction", &["unreadable"]),
    ("invalid/GcTask/job-parameters-as-text", &["json-text"]),
    ("invalid/GcTask/not-an-object", &["unreadable"]),
    ("invalid/GcTask/null-name", &["null"]),
    ("invalid/GcTask/status-in-lower-case", &["unknown-word"]),
    ("invalid/GcTask/time-is-a-number", &["unreadable"]),
    ("invalid/GcTask/time-is-none", &["unreadable"]),
    ("invalid/GcTask/time-with-a-space", &["form-of-a-time"]),
    ("invalid/GcTask/time-without-offset", &["unreadable"]),
    ("invalid/GcTask/unknown-kind", &["unknown-word"]),
    ("invalid/GcTask/unknown-status", &["unknown-word"]),
    ("invalid/JobParameters/delete-untagged-as-text", &["text-value"]),
    ("invalid/JobParameters/dry-run-as-number", &["unreadable"]),
    ("invalid/JobParameters/freed-space-with-unit", &["unreadable"]),
    ("invalid/JobParameters/negative-blobs", &["out-of-range"]),
    ("invalid/JobParameters/negative-freed-space", &["out-of-range"]),
    ("invalid/JobParameters/negative-manifests", &["out-of-range"]),
    ("invalid/JobParameters/no-worker", &["out-of-range"]),
    ("invalid/JobParameters/six-workers", &["out-of-range"]),
    ("invalid/JobParameters/workers-with-a-fraction", &["unreadable"]),
    ("invalid/ListGcTasksResponse/marker-is-a-number", &["unreadable"]),
    ("invalid/ListGcTasksResponse/marker-is-null", &["null"]),
    ("invalid/ListGcTasksResponse/page-info-is-a-text", &["unreadable"]),
    ("invalid/ListGcTasksResponse/second-task-wrong", &["out-of-range"]),
    ("invalid/ListGcTasksResponse/tasks-not-a-list", &["unreadable"]),
    ("invalid/ListGcTasksResponse/tasks-null", &["null-list"]),
];

/// Schemas that a page is made of, and the page around a value of each.
const PAGES: &[(&str, &str, &str)] = &[
    ("ListGcTasksResponse", "", ""),
    ("GcTask", r#"{"tasks":["#, "]}"),
    ("JobParameters", r#"{"tasks":[{"job_parameters":"#, "}]}"),
];

/// Every file, with the name of its folders in its own.
pub fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut samples = Vec::new();
    for judgement in ["valid", "invalid"] {
        for (schema, before, after) in PAGES {
            let folder = format!("{judgement}/{schema}");
            let entries = std::fs::read_dir(root.join(&folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
            let files: BTreeSet<_> = entries.map(|entry| entry.expect("a file").path()).collect();
            samples.extend(files.into_iter().map(|file| {
                let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
                let name = format!("{folder}/{stem}");
                let text = std::fs::read_to_string(&file).expect("a text");
                let found = DIFFERENCES.iter().find(|(known, _)| *known == name);
                let classes = found.map(|(_, classes)| classes.to_vec()).unwrap_or_default();
                Sample { name, body: format!("{before}{text}{after}").into_bytes(), classes }
            }));
        }
    }
    samples
}

#[test]
fn every_difference_of_the_table_has_its_file() {
    let files: BTreeSet<_> = samples().into_iter().map(|sample| sample.name).collect();
    let named: BTreeSet<_> = DIFFERENCES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named.len(), DIFFERENCES.len(), "a file stands twice");
    assert_eq!(named.difference(&files).collect::<Vec<_>>(), [""; 0]);
}
