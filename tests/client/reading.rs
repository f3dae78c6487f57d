//! The tolerant reader, value by value: what was odd costs that value at most, and has a name.

use serde_json::json;
use swr_gc::Page;
use swr_gc::types::{GcTask, JobKind, JobParameters, JobStatus, ListGcTasksResponse};
use swr_gc::wire::Open;

use crate::server::{Reply, Server, list};

/// The page that `body` is read as.
pub async fn read(body: impl Into<Vec<u8>>) -> Page {
    let body = body.into();
    let server = Server::scripted([Reply::ok(body.clone())]).await;
    let page = match list(&server).send().await {
        Ok(page) => page,
        Err(error) => {
            panic!("{error}\n{}", String::from_utf8_lossy(&body).chars().take(300).collect::<String>())
        }
    };
    assert_eq!(page.raw(), &body, "the bytes are those that were sent");
    page
}

/// Pointers and names of the deviations, in an order that does not depend on when each was found.
pub fn deviations(page: &Page) -> Vec<(&str, &str)> {
    let mut found: Vec<_> =
        page.deviations().iter().map(|found| (found.pointer(), found.kind().name())).collect();
    found.sort_unstable();
    found
}

/// The only task of a page, with `field` holding `value`, and the deviations as (pointer, kind, raw).
async fn task_with(field: &str, value: &str) -> (GcTask, Vec<(String, &'static str, String)>) {
    let page = read(format!(r#"{{"tasks":[{{"{field}":{value}}}]}}"#)).await;
    let found = page.deviations().iter();
    let found = found.map(|found| (found.pointer().to_owned(), found.kind().name(), found.raw().to_owned()));
    let found = found.collect();
    let mut tasks = page.into_inner().tasks;
    assert_eq!(tasks.len(), 1, "{field}: {value}");
    (tasks.remove(0), found)
}

#[tokio::test]
async fn whole_numbers_are_read_in_every_form_that_tells_them_exactly() {
    for (sent, id, kind) in [
        ("7", Some(7), None),
        ("-5", Some(-5), None),
        ("0", Some(0), None),
        ("9223372036854775807", Some(i64::MAX), None),
        ("-9223372036854775808", Some(i64::MIN), None),
        ("1001.0", Some(1001), Some("whole-fraction")),
        ("1e3", Some(1000), Some("whole-fraction")),
        ("-2.50E1", Some(-25), Some("whole-fraction")),
        (r#""7""#, Some(7), Some("text-value")),
        (r#""9223372036854775807""#, Some(i64::MAX), Some("text-value")),
        ("9223372036854775808", None, Some("unreadable")),
        ("18446744073709551616", None, Some("unreadable")),
        ("1e300", None, Some("unreadable")),
        (r#""9223372036854775808""#, None, Some("unreadable")),
        (r#""seven""#, None, Some("unreadable")),
        (r#""""#, None, Some("unreadable")),
        ("1.5", None, Some("unreadable")),
        ("true", None, Some("unreadable")),
        ("null", None, Some("null")),
        ("[7]", None, Some("unreadable")),
        (r#"{"id":7}"#, None, Some("unreadable")),
    ] {
        let (task, found) = task_with("id", sent).await;
        assert_eq!(task.id, id, "{sent}");
        let found: Vec<_> = found.iter().map(|(pointer, kind, _)| (pointer.as_str(), *kind)).collect();
        let expected: Vec<_> = kind.map(|kind| ("/tasks/0/id", kind)).into_iter().collect();
        assert_eq!(found, expected, "{sent}");
    }
}

#[tokio::test]
async fn a_deviation_shows_the_text_that_was_received() {
    for (field, sent) in [
        ("id", "9223372036854775808"),
        ("id", "1.5"),
        ("id", "true"),
        ("id", "null"),
        ("id", r#""seven""#),
        ("job_name", r#"{"a":[1,2]}"#),
        ("job_status", r#""Frozen""#),
        ("creation_time", r#""yesterday\nor so""#),
    ] {
        let (_, found) = task_with(field, sent).await;
        let raw: Vec<_> = found.iter().map(|(_, _, raw)| raw.as_str()).collect();
        assert_eq!(raw, [sent], "{field}");
    }
}

#[tokio::test]
async fn neither_a_float_nor_a_map_comes_between_the_text_and_its_deviation() {
    // The one would make 1000.0 of the first and 1.8446744073709552e19 of the second, the other would sort keys.
    let mut changed = Vec::new();
    for sent in ["1e3", "18446744073709551616", "1.10", r#"{"b":1,"a":[2]}"#, "[1.50]"] {
        let (_, found) = task_with("id", sent).await;
        if found[0].2 != sent {
            changed.push(format!("{sent} is shown as {}", found[0].2));
        }
    }
    assert_eq!(changed, [""; 0]);
}

#[tokio::test]
async fn the_raw_text_of_a_deviation_is_cut() {
    let long = format!("\"{}\"", "ä".repeat(5000));
    let (_, found) = task_with("creation_time", &long).await;
    assert_eq!(found[0].2, format!("\"{}…", "ä".repeat(199)));
}

#[tokio::test]
async fn times_are_read_with_any_zone_and_not_without() {
    let ten = "2024-01-20T10:00:00Z";
    for (sent, read) in [
        (r#""2024-01-20T10:00:00Z""#, Some(ten)),
        (r#""2024-01-20t10:00:00z""#, Some(ten)),
        (r#""2024-01-20T18:00:00+08:00""#, Some(ten)),
        (r#""2024-01-20T06:30:00-03:30""#, Some(ten)),
        (r#""2024-01-20T10:00:00.000Z""#, Some(ten)),
        (r#""2024-01-20T10:00:00.123456789Z""#, Some("2024-01-20T10:00:00.123456789Z")),
        (r#""2024-01-20T10:00:00""#, None),
        (r#""2024-01-20""#, None),
        (r#""2024-02-30T10:00:00Z""#, None),
        (r#""""#, None),
        ("1705744800", None),
        ("1705744800000.5", None),
        ("{}", None),
    ] {
        for field in ["creation_time", "update_time"] {
            let (task, found) = task_with(field, sent).await;
            let time = if field == "creation_time" { task.creation_time } else { task.update_time };
            assert_eq!(time.map(|time| time.to_string()).as_deref(), read, "{sent}");
            let kinds: Vec<_> = found.iter().map(|(pointer, kind, _)| (pointer.as_str(), *kind)).collect();
            let pointer = format!("/tasks/0/{field}");
            let expected = if read.is_some() { vec![] } else { vec![(pointer.as_str(), "unreadable")] };
            assert_eq!(kinds, expected, "{sent}");
        }
    }
}

#[tokio::test]
async fn words_that_nobody_described_are_kept_and_written_again() {
    let body = r#"{"tasks":[{"job_status":"Frozen","job_kind":"manual"},{"job_status":"Error","job_kind":"MANUAL"}]}"#;
    let page = read(body).await;
    assert_eq!(page.tasks[0].job_status, Some(Open::Unknown("Frozen".into())));
    assert_eq!(page.tasks[0].job_kind, Some(Open::Unknown("manual".into())));
    assert_eq!(page.tasks[1].job_status, Some(JobStatus::Error.into()));
    assert_eq!(page.tasks[1].job_kind, Some(JobKind::Manual.into()));
    assert_eq!(
        deviations(&page),
        [("/tasks/0/job_kind", "unknown-word"), ("/tasks/0/job_status", "unknown-word")]
    );
    assert!(page.deviations().iter().all(|found| !found.is_lost()));

    let sent: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let written = serde_json::to_value(page.into_inner()).expect("JSON");
    assert_eq!(written, sent);
    let again: ListGcTasksResponse = serde_json::from_value(written.clone()).expect("the same type");
    assert_eq!(serde_json::to_value(again).expect("JSON"), written);
}

#[tokio::test]
async fn words_and_texts_of_another_type_are_unreadable() {
    for field in ["job_status", "job_kind", "job_name"] {
        for sent in ["7", "true", "[]", "{}"] {
            let (task, found) = task_with(field, sent).await;
            assert_eq!(task, GcTask::default(), "{field}: {sent}");
            assert_eq!(found, [(format!("/tasks/0/{field}"), "unreadable", sent.to_owned())]);
        }
        let (task, found) = task_with(field, "null").await;
        assert_eq!(task, GcTask::default());
        assert_eq!(found, [(format!("/tasks/0/{field}"), "null", "null".to_owned())]);
    }
}

#[tokio::test]
async fn bounds_that_are_missed_are_named_and_the_number_is_kept() {
    for (field, sent, odd) in [
        ("workers", 0, true),
        ("workers", 1, false),
        ("workers", 5, false),
        ("workers", 6, true),
        ("workers", 99, true),
        ("purged_blobs", -1, true),
        ("purged_blobs", 0, false),
        ("purged_manifests", -5, true),
        ("freed_space", i64::MAX, false),
    ] {
        let (task, found) = task_with("job_parameters", &format!(r#"{{"{field}":{sent}}}"#)).await;
        let written = serde_json::to_value(task.job_parameters).expect("JSON");
        assert_eq!(written, json!({ field: sent }));
        let expected =
            odd.then(|| (format!("/tasks/0/job_parameters/{field}"), "out-of-range", sent.to_string()));
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{field}: {sent}");
    }
}

#[tokio::test]
async fn truth_values_are_not_guessed() {
    for (sent, read, kind) in [
        ("true", Some(true), None),
        ("false", Some(false), None),
        (r#""false""#, Some(false), Some("text-value")),
        (r#""true""#, Some(true), Some("text-value")),
        (r#""yes""#, None, Some("unreadable")),
        ("0", None, Some("unreadable")),
        ("1.0", None, Some("unreadable")),
        ("null", None, Some("null")),
    ] {
        let (task, found) = task_with("job_parameters", &format!(r#"{{"dry_run":{sent}}}"#)).await;
        assert_eq!(task.job_parameters.expect("an object").dry_run, read, "{sent}");
        let kinds: Vec<_> = found.iter().map(|(_, kind, _)| *kind).collect();
        assert_eq!(kinds, kind.into_iter().collect::<Vec<_>>(), "{sent}");
    }
}

#[tokio::test]
async fn what_is_absent_stays_unknown_and_only_documented_defaults_apply() {
    let page = read(r#"{"tasks":[{"job_parameters":{}},{}]}"#).await;
    assert!(page.deviations().is_empty(), "{:?}", page.deviations());
    let parameters = page.tasks[0].job_parameters.as_ref().expect("an object");
    assert_eq!(parameters, &JobParameters::default());
    assert_eq!(parameters.purged_blobs, None);
    assert_eq!(parameters.purged_manifests, None);
    assert_eq!(parameters.freed_space, None);
    assert_eq!(parameters.workers, None);
    assert!(!parameters.is_dry_run() && !parameters.deletes_untagged());
    assert_eq!(page.tasks[1], GcTask::default());
    assert_eq!(page.tasks[1].job_parameters, None);

    let page = read(r#"{"tasks":[{"job_parameters":{"dry_run":true,"delete_untagged":true}}]}"#).await;
    let parameters = page.tasks[0].job_parameters.as_ref().expect("an object");
    assert!(parameters.is_dry_run() && parameters.deletes_untagged());
}
