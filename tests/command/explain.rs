//! `swr-gc contract explain`

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};

use super::run::{Ran, command, run};

const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/examples/list-gc-tasks.published.txt");
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/examples/list-gc-tasks.json");
const REFUSAL: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/examples/error-404-unknown-resource.json");

fn explain(arguments: &[&str]) -> Ran {
    run(&[&["contract", "explain"], arguments].concat())
}

/// A file with this text, which is gone with its folder.
fn file(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("body.json");
    std::fs::write(&path, text).expect("it can be written");
    (folder, path)
}

/// What programs are told of a text, and the exit code.
fn told(text: &str) -> (Value, Option<i32>) {
    let (_folder, path) = file(text.as_bytes());
    let ran = explain(&["--output", "json", path.to_str().expect("a path is text")]);
    (ran.json(), ran.code)
}

#[test]
fn the_documented_example_is_explained() {
    let ran = explain(&[PUBLISHED]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for part in ["stray-quote", "line 10, column 70", "remove `\"`", "the repaired text fulfils the schema"] {
        assert!(ran.stdout.contains(part), "{part:?} is not in:\n{}", ran.stdout);
    }
    let lines: Vec<_> = ran.stdout.lines().collect();
    let caret = lines.iter().position(|line| line.trim() == "^").expect("a line with the mark");
    let column = lines[caret].chars().position(|sign| sign == '^').expect("it has one");
    let marked: String = lines[caret - 1].chars().skip(column).collect();
    assert_eq!(marked, "\",", "the mark stands below the quotation mark:\n{}", ran.stdout);

    let ran = explain(&["--output", "json", PUBLISHED]);
    let told = ran.json();
    let names: Vec<_> = told.as_object().expect("an object").keys().cloned().collect();
    let mut expected = ["valid", "line", "column", "offset", "class", "repair", "repaired", "fulfils_schema"]
        .map(String::from);
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!((&told["valid"], &told["class"]), (&json!(false), &json!("stray-quote")));
    assert_eq!((&told["line"], &told["column"], &told["offset"]), (&json!(10), &json!(70), &json!(201)));
    assert_eq!(told["fulfils_schema"], true);
    let repaired: Value = serde_json::from_str(told["repaired"].as_str().expect("a text")).expect("JSON");
    let example = std::fs::read_to_string(EXAMPLE).expect("the example can be read");
    assert_eq!(repaired, serde_json::from_str::<Value>(&example).expect("JSON"));
}

#[test]
fn a_file_that_is_fine_is_found_fine() {
    let ran = explain(&[EXAMPLE]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("well-formed") && ran.stdout.contains("fulfils the schema"),
        "{}",
        ran.stdout
    );
    assert_eq!(explain(&["--status", "404", REFUSAL]).code, Some(0));
    let ran = explain(&["--output", "json", EXAMPLE]);
    let nothing = Value::Null;
    for name in ["line", "column", "offset", "class", "repair", "repaired"] {
        assert_eq!(ran.json()[name], nothing, "{name}");
    }
}

#[test]
fn well_formedness_and_the_schema_are_two_things() {
    let (wrong, code) = told(r#"{"tasks":[{"id":"1"}]}"#);
    assert_eq!((&wrong["valid"], &wrong["fulfils_schema"], code), (&json!(true), &json!(false), Some(1)));
    let (wrong, code) = told(r#"{"tasks":[{"id":"1",}]}"#);
    assert_eq!((&wrong["valid"], &wrong["fulfils_schema"], code), (&json!(false), &json!(false), Some(1)));
    let (cut, code) = told(r#"{"tasks":[{"id":"#);
    assert_eq!((&cut["class"], &cut["fulfils_schema"], code), (&json!("truncated"), &Value::Null, Some(1)));
    let (text, code) = told(r#"{"tasks":[{"job_parameters":"{\"workers\":3}"}]}"#);
    assert_eq!((&text["fulfils_schema"], code), (&json!(true), Some(0)), "an object may come as a text");
    let (twice, code) = told(r#"{"tasks":[],"tasks":[]}"#);
    assert_eq!((&twice["valid"], &twice["class"], code), (&json!(true), &json!("duplicate-key"), Some(0)));
    let (_folder, path) = file(br#"{"tasks":[{"id":"1"}]}"#);
    let ran = explain(&[path.to_str().expect("a path is text")]);
    assert!(
        ran.stdout.contains("breaks the schema of ListGcTasks with status 200: at /tasks/0/id"),
        "{ran:?}"
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let mut child = command(&["contract", "explain", "--output", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    child.stdin.take().expect("a pipe").write_all(b"{'tasks': []}").expect("it can be written");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["class"], "single-quotes");
    assert_eq!(told["repaired"], r#"{"tasks": []}"#);
}

#[test]
fn what_cannot_be_judged_is_told() {
    let ran = explain(&["no-such-file.json"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["no-such-file.json"]);
    let ran = explain(&["--operation", "ListTasks", EXAMPLE]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["`ListTasks`", "ListGcTasks"]);
    let ran = explain(&["--status", "302", EXAMPLE]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["302", "200, 400, 401, 403, 404, 409, 429, 500"]);
    assert_eq!(explain(&["--status", "OK", EXAMPLE]).code, Some(2));
    let ran = explain(&[env!("CARGO_TARGET_TMPDIR")]);
    assert_eq!(ran.code, Some(2), "a folder: {}", ran.stderr);
}

#[test]
fn a_file_is_read_as_far_as_it_takes() {
    let (_folder, path) = file(b"[\n1");
    let sparse = std::fs::File::options().write(true).open(&path).expect("it can be opened");
    sparse.set_len(1024 * 1024 * 1024).expect("it can be enlarged");
    let ran = explain(&["--output", "json", path.to_str().expect("a path is text")]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(ran.json()["class"], "control-character", "the first zero ends the search");

    let (_folder, path) = file(format!("[{}]", " ".repeat(25 * 1024 * 1024)).as_bytes());
    let ran = explain(&[path.to_str().expect("a path is text")]);
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    ran.assert_says(&["nothing is wrong in the first 25165824 bytes"]);
}

#[cfg(unix)]
#[test]
fn files_without_an_end_are_borne() {
    let ran = explain(&["--output", "json", "/dev/zero"]);
    assert_eq!((ran.code, &ran.json()["class"]), (Some(1), &json!("binary")));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
    assert!(made.success());
    let ran = explain(&[path.to_str().expect("a path is text")]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["its end was not seen within 3 seconds"]);
}

#[test]
fn what_a_file_says_plays_no_tricks_on_the_terminal() {
    let (_folder, path) = file("[\"\u{1b}[31m\u{202e}\" 1]".as_bytes());
    let ran = explain(&[path.to_str().expect("a path is text")]);
    assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.stdout);
    assert!(ran.stdout.contains(r"\u{1b}[31m\u{202e}"), "{:?}", ran.stdout);
}
