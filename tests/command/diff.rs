//! `swr-gc contract diff`

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};

use super::run::{Ran, command, run};

const YAML: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/swr-gc.yaml");

fn diff(arguments: &[&str]) -> Ran {
    run(&[&["contract", "diff"], arguments].concat())
}

/// The description with an edit, in a file that is gone with its folder.
fn edited(edit: impl Fn(String) -> String) -> (tempfile::TempDir, String) {
    let text = std::fs::read_to_string(YAML).expect("the description can be read");
    file("new.yaml", edit(text).as_bytes())
}

fn file(name: &str, text: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, text).expect("it can be written");
    let path = path.to_str().expect("a path is text").to_owned();
    (folder, path)
}

#[test]
fn a_file_and_itself_have_nothing_to_tell() {
    let ran = diff(&[YAML, YAML]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert_eq!(ran.stdout, "changes  none\nsemver   none\n");
    let ran = diff(&["--output", "json", YAML, YAML]);
    assert_eq!((ran.code, ran.json()), (Some(0), json!({ "changes": [], "semver": "none" })));
}

#[test]
fn what_breaks_clients_ends_with_1_and_says_where() {
    let (_folder, new) = edited(|text| text.replace("        maximum: 100\n", "        maximum: 50\n"));
    let ran = diff(&[YAML, &new]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let text = std::fs::read_to_string(&new).expect("it can be read");
    let line = text.lines().position(|line| line == "        maximum: 50").expect("a line") + 1;
    let told = format!("breaking  {new}:{line}:9: request-bound-tightened: `maximum` was 100, is 50\n");
    assert!(ran.stdout.starts_with(&told), "{}", ran.stdout);
    assert!(ran.stdout.contains("at #/components/parameters/Limit/schema/maximum\n"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("semver    major\n"), "{}", ran.stdout);
    let ran = diff(&["--output", "json", YAML, &new]);
    let told = ran.json();
    assert_eq!((ran.code, &told["semver"]), (Some(1), &json!("major")));
    let keys: Vec<_> = told["changes"][0].as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
    assert_eq!(told["changes"][0]["level"], "breaking");
}

#[test]
fn what_breaks_nobody_ends_with_0() {
    let (_folder, new) = edited(|text| text.replace("        maximum: 100\n", "        maximum: 200\n"));
    let ran = diff(&["--output", "json", YAML, &new]);
    assert_eq!((ran.code, &ran.json()["semver"]), (Some(0), &json!("minor")), "{}", ran.stdout);
    let (_folder, new) = edited(|text| text.replace("Name of the task.", "What the task is called."));
    let ran = diff(&["--output", "json", YAML, &new]);
    assert_eq!((ran.code, &ran.json()["semver"]), (Some(0), &json!("patch")), "{}", ran.stdout);
}

#[test]
fn an_open_enum_may_have_a_further_word_in_this_crate() {
    let (_folder, new) =
        edited(|text| text.replacen("        - SCHEDULE\n", "        - SCHEDULE\n        - OTHER\n", 1));
    let told = diff(&["--output", "json", YAML, &new]);
    let levels: Vec<Value> = told.json()["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| change["rule"].clone())
        .collect();
    assert_eq!(levels, [json!("response-enum-word-added")]);
    assert_eq!((told.code, &told.json()["semver"]), (Some(1), &json!("minor")));
}

#[test]
fn one_of_the_two_may_be_standard_input() {
    let text = std::fs::read(YAML).expect("the description can be read");
    let mut child = command(&["contract", "diff", "--output", "json", "-", YAML])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    child.stdin.take().expect("a pipe").write_all(&text).expect("it can be written");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["semver"], "none");
    let ran = diff(&["-", "-"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["only one of the two"]);
}

#[test]
fn what_cannot_be_judged_ends_with_2_and_says_where() {
    let laughs: String = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
        let below = level - 1;
        format!("{text}a{level}: &a{level} [*a{below}, *a{below}, *a{below}, *a{below}]\n")
    });
    for (text, told) in [
        (&b"openapi: 3.1.0\n"[..], ":1:10: OpenAPI `3.1.0` is not supported"),
        (b"{\"swagger\": \"2.0\"}", ":1:2: Swagger is not supported"),
        (b"openapi: 3.0.3\npaths: [\n", ": this is not readable YAML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"", "one YAML document is expected"),
        (laughs.as_bytes(), "aliases repeat more than can be read"),
    ] {
        let (_folder, path) = file("odd.yaml", text);
        for arguments in [[&*path, YAML], [YAML, &*path]] {
            let ran = diff(&arguments);
            assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{told}");
            ran.assert_says(&[&path, told]);
        }
    }
    let ran = diff(&[YAML, "no-such-file.yaml"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["no-such-file.yaml"]);
    assert_eq!(diff(&[YAML]).code, Some(2));
    assert_eq!(diff(&[YAML, env!("CARGO_TARGET_TMPDIR")]).code, Some(2));
}

#[test]
fn what_a_description_says_plays_no_tricks_on_the_terminal() {
    let (_folder, new) = edited(|text| text.replace("Name of the task.", "\"\\e[31m\\u202e\""));
    let ran = diff(&[YAML, &new]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("description-changed"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.stdout);
}
