//! `swr-gc contract coverage`

use serde_json::json;

use super::run::{Ran, assert_reviewed, run};

const EXAMPLE: &str = "openapi/examples/list-gc-tasks.json";

fn coverage(arguments: &[&str]) -> Ran {
    run(&[&["contract", "coverage"], arguments].concat())
}

#[test]
fn what_a_body_exercises_is_told_and_what_is_missing() {
    let ran = coverage(&[EXAMPLE]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{}", ran.stdout);
    let list = ran.stdout.lines().find(|line| line.starts_with("ListGcTasks")).expect("a line an operation");
    assert!(list.contains("status 1/8"), "{list}");
    assert!(ran.stdout.contains("missing of StopGcTask:"), "{}", ran.stdout);
    let told = coverage(&["--format", "json", EXAMPLE]).json();
    assert_eq!((&told["answers"], &told["operations"][0]["operation"]), (&json!(1), &json!("ListGcTasks")));
    assert!(ran.stdout.ends_with(&format!(
        "{} of {} items, {:.1} %, by 1 answer\n",
        told["exercised"],
        told["described"],
        told["percent"].as_f64().expect("a number")
    )));
}

#[test]
fn the_reports_are_as_reviewed() {
    let spec = ["--spec", "tests/contract/sound.yaml"];
    let folder = tempfile::tempdir().expect("a folder");
    let body = folder.path().join("body.json");
    std::fs::write(&body, "{}").expect("it can be written");
    let body = body.to_str().expect("a path is text");
    for form in ["text", "markdown"] {
        let ran = coverage(&[&spec[..], &["--format", form, body]].concat());
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{}", ran.stdout);
        assert_reviewed!(format!("coverage-{form}"), ran.stdout);
    }
}

#[test]
fn too_little_ends_with_1() {
    let percent = coverage(&["--format", "json", EXAMPLE]).json()["percent"].as_f64().expect("a number");
    for (least, code) in [(0.0, 0), (percent, 0), (percent + 0.1, 1), (100.0, 1)] {
        assert_eq!(coverage(&["--fail-under", &least.to_string(), EXAMPLE]).code, Some(code), "{least}");
    }
}

#[test]
fn a_run_of_the_suite_exercises_more_than_a_body() {
    let percent = |arguments: &[&str]| {
        let ran = coverage(&[&["--format", "json"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
        ran.json()["percent"].as_f64().expect("a number")
    };
    assert!(percent(&["--simulate"]) > percent(&[EXAMPLE]));
}

#[test]
fn what_cannot_be_told_ends_with_2() {
    for (arguments, said) in [
        (&["no-such-file.json"][..], ""),
        (&["--simulate", EXAMPLE], "keep one of them"),
        (&[], "--instance"),
        (&["--simulate", "--operation", "ListGcTasks"], "about files"),
        (&["--fail-under", "101", EXAMPLE], "from 0 to 100"),
        (&["--fail-under", "many", EXAMPLE], "from 0 to 100"),
        (&["--format", "junit", EXAMPLE], "text, json, markdown"),
        (&["--operation", "ListTasks", EXAMPLE], "ListGcTasks"),
        (&["--endpoint", "http://127.0.0.1:9", "--project", "p", "--instance", "i"], ""),
    ] {
        let ran = coverage(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        ran.assert_says(&[said]);
    }
}
