//! `--record`: a HAR file that other tools read, whatever becomes of the command.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Running, command, run};
use crate::server::{Answer, Server, Step, task};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn path(folder: &tempfile::TempDir) -> String {
    folder.path().join("out.har").to_str().expect("a path is text").to_owned()
}

/// What HAR 1.2 demands of each object, and that whatever it does not know begins with an underscore.
fn format() -> Value {
    let object = |properties: Value, optional: &[&str]| {
        let names = properties.as_object().expect("an object").keys();
        let required: Vec<_> = names.filter(|name| !optional.contains(&name.as_str())).collect();
        json!({
            "type": "object", "properties": properties, "required": required,
            "patternProperties": { "^_": {} }, "additionalProperties": false,
        })
    };
    let text = json!({ "type": "string" });
    let size = json!({ "type": "integer", "minimum": -1 });
    let time = json!({ "type": "number", "minimum": 0 });
    let pairs = json!({ "type": "array", "items": object(json!({ "name": text, "value": text }), &[]) });
    let none = json!({ "type": "array", "maxItems": 0 });
    let request = object(
        json!({
            "method": text, "url": text, "httpVersion": text, "cookies": none, "headers": pairs, "queryString": pairs,
            "postData": object(json!({ "mimeType": text, "params": none, "text": text }), &[]),
            "headersSize": size, "bodySize": size,
        }),
        &["postData"],
    );
    let content = json!({
        "size": { "type": "integer", "minimum": 0 }, "mimeType": text, "text": text, "encoding": { "const": "base64" },
    });
    let response = object(
        json!({
            "status": { "type": "integer" }, "statusText": text, "httpVersion": text, "cookies": none,
            "headers": pairs, "content": object(content, &["text", "encoding"]), "redirectURL": text,
            "headersSize": size, "bodySize": size,
        }),
        &[],
    );
    let entry = object(
        json!({
            "startedDateTime": { "type": "string", "format": "date-time" }, "time": time,
            "request": request, "response": response, "cache": object(json!({}), &[]),
            "timings": object(json!({ "send": time, "wait": time, "receive": time }), &[]),
        }),
        &[],
    );
    let creator = object(json!({ "name": text, "version": text }), &[]);
    let log = json!({ "version": { "const": "1.2" }, "creator": creator, "entries": { "type": "array", "items": entry } });
    object(json!({ "log": object(log, &[]) }), &[])
}

/// The entries of a file that has to be HAR to the letter, alone in its folder.
#[track_caller]
fn entries(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("the file is there");
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&format()).expect("the schema is one");
    let errors: Vec<_> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    value["log"]["entries"].as_array().expect("a list").clone()
}

fn alone(path: &str) -> bool {
    let folder = Path::new(path).parent().expect("a folder");
    std::fs::read_dir(folder).expect("a folder").count() == 1
}

#[test]
fn a_listing_is_recorded_page_by_page() {
    let folder = folder();
    let path = path(&folder);
    let ran = run(&["list", "--simulate", "--record", &path, "--output", "jsonl"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    let entries = entries(&path);
    let statuses: Vec<_> = entries.iter().map(|entry| entry["response"]["status"].clone()).collect();
    assert_eq!(statuses, [json!(200), json!(200), json!(200)]);
    let text = |entry: &Value| entry["response"]["content"]["text"].as_str().map(str::to_owned);
    let pages =
        entries.iter().filter_map(text).map(|text| serde_json::from_str::<Value>(&text).expect("JSON"));
    let tasks: usize = pages.map(|page| page["tasks"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(tasks, ran.stdout.lines().count());
    assert_eq!(entries[0]["request"]["queryString"], json!([{ "name": "limit", "value": "100" }]));
    assert!(alone(&path));
}

#[test]
fn a_run_of_the_suite_is_recorded_request_by_request_without_any_proof() {
    let folder = folder();
    let path = path(&folder);
    let ran = run(&["contract", "run", "--simulate", "--record", &path, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let entries = entries(&path);
    assert_eq!(json!(entries.len()), ran.json()["summary"]["requests"]);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    for proof in ["simulator-token", "not-a-token-of-anybody", "Signature="] {
        assert!(!text.contains(proof), "{proof}");
    }
    let with = |name: &str| {
        let headers =
            entries.iter().flat_map(|entry| entry["request"]["headers"].as_array().expect("a list"));
        headers
            .filter(|header| header["name"] == name)
            .map(|header| header["value"].clone())
            .collect::<Vec<_>>()
    };
    for name in ["x-auth-token", "authorization"] {
        let values = with(name);
        assert!(!values.is_empty() && values.iter().all(|value| value == "[redacted]"), "{name}: {values:?}");
    }
    assert!(alone(&path));
}

#[test]
fn a_file_that_cannot_be_written_is_wrong_usage() {
    let folder = folder();
    for file in [folder.path().to_path_buf(), folder.path().join("none").join("out.har")] {
        let file = file.to_str().expect("a path is text");
        let ran = run(&["list", "--simulate", "--record", file]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
        ran.assert_says(&["--record", file]);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_command_leaves_a_whole_file() {
    let server = Server::start([Step::Answer(Answer::page(&[task(1)], Some("m-1"))), Step::Silence]);
    let folder = folder();
    let path = path(&folder);
    let running = Running::start(server.command(&["--output", "jsonl", "--record", &path]));
    server.request();
    server.request();
    running.signal("INT");
    assert_eq!(running.finish().code, Some(130));
    let entries = entries(&path);
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1]["response"]["status"], 0);
    assert_eq!(entries[1]["response"]["_error"], "given up before an answer came");
    assert!(alone(&path));
}

#[cfg(unix)]
#[test]
fn a_command_that_is_killed_leaves_a_whole_file() {
    let folder = folder();
    let path = path(&folder);
    for lines in 1..=12 {
        let arguments = ["list", "--simulate", "--page-size", "7", "--output", "jsonl", "--record", &path];
        let mut running = Running::start(command(&arguments));
        (0..lines * 7).for_each(|_| drop(running.line()));
        running.signal("KILL");
        assert_eq!(running.finish().code, None);
        assert!(entries(&path).len() >= lines, "{lines}");
    }
    let ran = run(&["list", "--simulate", "--record", &path, "--output", "jsonl"]);
    assert_eq!((ran.code, entries(&path).len()), (Some(0), 3));
    assert!(alone(&path), "what the killed ones left behind is still there");
}
