//! `swr-gc contract check`

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use super::run::{Ran, assert_reviewed, command, run};

const EXAMPLE: &str = "openapi/examples/list-gc-tasks.json";
const PUBLISHED: &str = "openapi/examples/list-gc-tasks.published.txt";

fn check(arguments: &[&str]) -> Ran {
    run(&[&["contract", "check"], arguments].concat())
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path is text")
}

#[test]
fn a_page_that_is_right_is_clean() {
    let ran = check(&["--deny-warnings", EXAMPLE]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{}", ran.stdout);
    assert_reviewed!("check-clean", ran.stdout);
}

#[test]
fn the_documented_example_breaks_where_it_does() {
    let ran = check(&[PUBLISHED]);
    assert_eq!((ran.code, &*ran.stderr), (Some(1), ""));
    assert_reviewed!("check-published", ran.stdout);
    let report = check(&["--format", "json", PUBLISHED]).json();
    let first = &report["findings"][0]["first"];
    assert_eq!(
        (&first["file"], &first["line"], &first["column"]),
        (&json!(PUBLISHED), &json!(10), &json!(70))
    );
}

#[test]
fn folders_are_looked_through_and_what_is_passed_over_is_said() {
    let page = r#"{"tasks":[{"id":1,"job_status":"Paused"}]}"#;
    let files =
        [("a.json", "{\"tasks\":[]}"), ("deep/b.json", page), ("deep/.c.json", page), ("notes.txt", "x")];
    let folder = folder(&files);
    let ran = check(&["--format", "json", text(folder.path())]);
    let report = ran.json();
    assert_eq!((ran.code, &report["findings"][0]["rule"]), (Some(1), &json!("schema-enum")), "{report:#}");
    assert_eq!((&report["summary"]["requests"], &report["findings"][0]["count"]), (&json!(2), &json!(1)));
    let notes = report["summary"]["notes"].to_string();
    assert!(
        notes.contains("1 file or folder, hidden") && notes.contains("neither .json nor .har"),
        "{notes}"
    );
}

#[test]
fn standard_input_is_a_body() {
    for (body, code) in [(&br#"{"tasks":[]}"#[..], 0), (b"[]", 1), (b"", 1)] {
        let mut child = command(&["contract", "check", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        child.stdin.take().expect("a pipe").write_all(body).expect("it can be written");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(code), "{body:?}");
        let said = String::from_utf8(output.stdout).expect("text");
        assert!(code == 0 || said.contains("standard input"), "{said}");
    }
}

#[test]
fn what_cannot_be_judged_ends_with_2() {
    let folder = folder(&[("notes.txt", "x")]);
    for (arguments, part) in [
        (&["no-such-file.json"][..], "could not be read: no-such-file.json: "),
        (&["no-such-file.json", EXAMPLE], "could not be read: no-such-file.json: "),
        (&[text(folder.path())], "there was no answer to judge"),
        #[cfg(unix)]
        (&["/dev/null"], "could not be read: /dev/null: it is no regular file"),
    ] {
        let ran = check(arguments);
        assert_eq!((ran.code, &*ran.stderr), (Some(2), ""), "{arguments:?}: {}", ran.stdout);
        assert!(ran.stdout.contains(part), "{}", ran.stdout);
    }
}

#[test]
fn wrong_usage_is_told() {
    for (arguments, parts) in [
        (&[][..], &["<FILE>"][..]),
        (&["--operation", "ListTasks", EXAMPLE], &["operation", "`ListTasks`", "ListGcTasks, ShowGcTask"]),
        (&["--status", "302", EXAMPLE], &["status", "302", "200, 400"]),
        (&["--status", "many", EXAMPLE], &["--status", "many"]),
        (&["--spec", EXAMPLE, EXAMPLE], &[EXAMPLE, "openapi"]),
        (&["--spec", "no-such.yaml", EXAMPLE], &["no-such.yaml"]),
    ] {
        let ran = check(arguments);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}: {}", ran.stderr);
        ran.assert_says(parts);
    }
}
