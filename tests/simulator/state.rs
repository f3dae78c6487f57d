//! A simulator that survives a restart.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use swr_gc::simulator::Scenario;
use tempfile::TempDir;

use super::instance::{Instance, LONG, cron_body, standing, start_body};

/// A folder and the path of a file in it that there is not yet.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("state.json");
    (folder, file)
}

async fn on(file: &Path) -> Instance {
    Instance::of(standing(Scenario::Idle).state_file(file)).await
}

const BEGINS: &str = "2026-01-01T00:00:00Z";

fn saved(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).expect("there is a file")).expect("it is JSON")
}

#[tokio::test]
async fn tasks_schedule_and_the_run_under_way_are_gone_on_from() {
    let (folder, file) = place();
    let mut before = on(&file).await;
    assert!(file.exists(), "it is written at the start, so that one knows whether it can be");
    before.write(&cron_body("0 0 2 1 1 *")).await;
    let id = before.started(&start_body(true, 2, false)).await;
    let shown = (before.list("limit=100").await, before.schedule().await);
    // What has happened is on the disk, whatever becomes of the process.
    fs::copy(&file, folder.path().join("copy.json")).expect("it can be copied");
    before.advance(SignedDuration::from_mins(3));
    drop(before);
    for (name, status) in [("copy.json", "Pending"), ("state.json", "Running")] {
        let mut after = on(&folder.path().join(name)).await;
        let (mut tasks, schedule) = (after.list("limit=100").await, after.schedule().await);
        assert_eq!(tasks[0]["job_status"], status);
        tasks[0] = shown.0[0].clone();
        assert_eq!((tasks, schedule), shown);
        after.advance(LONG);
        assert_eq!(after.status(id).await, "Success");
        assert_eq!(after.started(&start_body(false, 1, true)).await, id + 1);
    }
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 2, "nothing is left beside: {left:?}");
}

#[tokio::test]
async fn what_was_due_while_it_was_away_is_made_up_for() {
    let (_folder, file) = place();
    drop(on(&file).await);
    let mut state = saved(&file);
    let time: Timestamp =
        state["registry"]["time"].as_str().and_then(|time| time.parse().ok()).expect("a time");
    state["registry"]["time"] = json!((time - SignedDuration::from_hours(72)).to_string());
    fs::write(&file, state.to_string()).expect("it can be written");
    let mut after = on(&file).await;
    let tasks = after.list("limit=100").await;
    assert_eq!(tasks.len(), 43, "three nights have passed");
    assert!(tasks.iter().all(|task| task["job_status"] == "Success"), "{tasks:?}");
}

#[tokio::test]
async fn a_file_that_cannot_be_gone_on_from_is_refused_with_its_place_and_stays_as_it_is() {
    let (_folder, file) = place();
    let mut before = on(&file).await;
    assert_eq!(before.started(&start_body(false, 1, false)).await, 1041);
    drop(before);
    let good = saved(&file);
    let step = |word: &str| json!({ "at": BEGINS, "word": word });
    let run = |id: i64, next: &str, last: &str| json!({ "id": id, "begins": BEGINS, "steps": [step(next), step(last)] });
    let with = |at: &str, value: Value| {
        let mut state = good.clone();
        *state.pointer_mut(at).expect("it is there") = value;
        state.to_string()
    };
    for (text, told) in [
        (String::new(), "it is no state of a simulator: EOF"),
        ("{\"kind\": 1}".to_owned(), "line 1 column 10"),
        ("{\"kind\":\n[}".to_owned(), "line 2"),
        (with("/kind", json!("another")), "it is a file of \"another\""),
        (with("/version", json!(2)), "it has version 2, this simulator has 1"),
        (with("/registry/time", json!("now")), "registry.time"),
        (with("/registry/waste/loose/blobs", json!("x")), "registry.waste.loose.blobs"),
        (with("/registry/tasks/3/job_status", json!("Frozen")), "/tasks/3/job_status"),
        (with("/registry/tasks/3/id", json!(1)), "/id: 1 stands there twice"),
        (
            with("/registry/tasks/3/id", json!(i64::MAX)),
            "/tasks/3/id: 9223372036854775807 is not a whole number",
        ),
        (with("/registry/waste/untagged/space", json!(-5)), "/waste/untagged: -5 is below zero"),
        (with("/registry/run", run(999, "Running", "Success")), "/run/id: there is no task 999"),
        (with("/registry/run", run(1040, "Running", "Success")), "/run/id: the task 1040 is not at work"),
        (
            with("/registry/run", json!({ "id": 1041, "begins": BEGINS, "steps": [] })),
            "/run/steps: there is none",
        ),
        (with("/registry/run", run(1041, "Running", "Frozen")), "/run/steps: \"Frozen\" has no place there"),
        (
            with("/registry/run", run(1041, "Success", "Success")),
            "/run/steps: \"Success\" has no place there",
        ),
        (with("/registry/schedule/schedule/cron", json!("nightly")), "/schedule/schedule/cron"),
    ] {
        // The task with the id 1 is none of those that there are.
        let text = text.replace("\"id\":1001,", "\"id\":1,");
        fs::write(&file, &text).expect("it can be written");
        let error = standing(Scenario::Idle).state_file(&file).start().await.expect_err(told);
        let error = (error.is_usage(), error.to_string());
        assert!(error.0 && error.1.contains(told) && error.1.contains("state.json"), "{told}: {error:?}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), text);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_told_at_the_start_and_later() {
    let (folder, file) = place();
    let missing = folder.path().join("missing").join("state.json");
    let error = standing(Scenario::Idle).state_file(&missing).start().await.expect_err("there is no folder");
    assert!(error.to_string().contains("missing"), "{error}");
    let error = standing(Scenario::Idle).state_file(folder.path()).start().await.expect_err("it is a folder");
    assert!(error.to_string().contains("it is no regular file"), "{error}");
    let mut instance = on(&file).await;
    assert_eq!(instance.stop(1001).await.status, 200);
    drop(folder);
    let answer = instance.stop(1001).await;
    assert_eq!(answer.status, 500);
    assert!(answer.text("/error_msg").contains("it cannot be written"), "{}", answer.json());
    assert!(instance.simulator.save().is_err());
}

#[tokio::test]
async fn what_another_one_has_written_is_not_lost() {
    let (folder, file) = place();
    let mut first = on(&file).await;
    let mut second = on(&file).await;
    assert_eq!(second.started(&start_body(false, 1, false)).await, 1041);
    let written = fs::read(&file).expect("there is a file");
    let answer = first.stop(1001).await;
    assert_eq!(answer.status, 500);
    assert!(answer.text("/error_msg").contains("somebody else has done so since"), "{}", answer.json());
    drop(first);
    assert_eq!(fs::read(&file).expect("there is a file"), written);
    second.advance(LONG);
    assert_eq!(second.started(&start_body(false, 1, false)).await, 1042, "the last one to start goes on");
    // A file that was removed is written anew.
    fs::remove_file(&file).expect("it is there");
    assert_eq!(second.stop(1042).await.status, 200);
    assert_eq!(saved(&file)["registry"]["tasks"][0]["job_status"], "Stopped");
    drop(folder);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_stays_one() {
    let (folder, file) = place();
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    drop(on(&file).await);
    let mut instance = on(&link).await;
    instance.started(&start_body(false, 1, false)).await;
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_eq!(saved(&file)["registry"]["tasks"][0]["id"], 1041);
}

#[tokio::test]
async fn one_that_cannot_serve_writes_nothing() {
    let (folder, file) = place();
    let first = standing(Scenario::Idle).state_file(&file).start().await.expect("it starts");
    let port: u16 = first.endpoint().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let before = fs::read(&file).expect("there is a file");
    for taken in [file.clone(), folder.path().join("other.json")] {
        let error = standing(Scenario::Idle).port(port).state_file(&taken).start().await;
        let error = error.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("cannot listen on"), "{error}");
    }
    assert_eq!(fs::read(&file).expect("there is a file"), before);
    assert!(!folder.path().join("other.json").exists());
}

#[tokio::test]
async fn what_lies_beside_it_stays() {
    let (folder, file) = place();
    let beside = folder.path().join("state.json.new");
    fs::write(&beside, "mine").expect("it can be written");
    let mut instance = on(&file).await;
    instance.started(&start_body(false, 1, false)).await;
    drop(instance);
    assert_eq!(fs::read_to_string(&beside).expect("it is there"), "mine");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn who_may_read_it_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, file) = place();
    drop(on(&file).await);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("it can be set");
    let mut instance = on(&file).await;
    instance.started(&start_body(false, 1, false)).await;
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);
}
