//! Bodies that nobody expects: a run ends, with a report, whatever comes.

use serde_json::{Value, json};
use swr_gc::findings::Severity;

use super::server::{Told, honest, serve, tasks};
use super::support::{causes, of, report, text};

async fn of_body(status: u16, body: impl Into<Vec<u8>>) -> Vec<&'static str> {
    let told = Told { body: body.into(), ..Told::refusal(status) };
    let report = report(of(&serve(move |_| told.clone()))).await;
    assert!(report.summary.requests <= 60, "{}", text(&report));
    causes(&report, Severity::Error)
}

#[tokio::test]
async fn no_body_brings_the_run_down() {
    let deep = "[".repeat(100_000);
    let text = |text: &str| text.as_bytes().to_vec();
    for (body, rule) in [
        (text(""), "body-not-json"),
        (text("null"), "schema-type"),
        (text("[]"), "schema-type"),
        (text("1e999"), "body-not-json"),
        (text(&deep), "body-not-json"),
        (vec![0xff, 0xfe, b'{', 0], "body-not-utf8"),
        (text(r#"{"tasks":{}}"#), "schema-type"),
        (text(r#"{"tasks":[null,1,"x",[],{"id":null}]}"#), "schema-type"),
        (text(r#"{"tasks":[],"page_info":{"next_marker":7}}"#), "schema-type"),
        (text(r#"{"page_info":[],"tasks":[]}"#), "schema-type"),
        (text("\"\\ud83d\""), "body-not-json"),
    ] {
        let found = of_body(200, body.clone()).await;
        assert!(
            found.contains(&rule),
            "{:?}: {found:?}",
            String::from_utf8_lossy(&body[..body.len().min(60)])
        );
    }
}

#[tokio::test]
async fn a_flood_of_items_and_names_is_told_in_a_few_findings() {
    let item = |number: usize| json!({ "id": number, format!("further-{number}"): 1, "job_kind": "OTHER" });
    let body = json!({ "tasks": (0..3_000).map(item).collect::<Vec<_>>() }).to_string();
    let report =
        report(of(&serve(move |_| Told { body: body.clone().into_bytes(), ..Told::refusal(200) }))).await;
    assert!(report.findings.len() < 40, "{} findings", report.findings.len());
    let long = report.findings.iter().find(|found| found.rule == "page-too-long");
    assert_eq!(long.map(|found| found.severity), Some(Severity::Error));
}

#[tokio::test]
async fn answers_without_end_are_read_to_a_bound() {
    let body = vec![b' '; 9 << 20];
    let found = of_body(200, body).await;
    assert_eq!(found, ["connection-broken"]);
}

#[tokio::test]
async fn a_connection_that_breaks_now_and_then_is_told_once() {
    let tasks = tasks(250);
    let report =
        report(of(&serve(move |asked| Told { whole: asked.number % 5 != 3, ..honest(&tasks, asked) }))).await;
    assert_eq!(causes(&report, Severity::Warning), ["connection-broken"], "{}", text(&report));
}

/// A defect of the service may hide in the text that it embeds.
#[tokio::test]
async fn what_is_embedded_as_text_is_judged_as_what_it_is() {
    for (parameters, rule, severity) in [
        (r#"{"workers":3}"#, "job-parameters-json-string", Severity::Info),
        (r#"{"workers":9}"#, "schema-bounds", Severity::Error),
        (r#"{"workers":3,"workers":3}"#, "duplicate-key", Severity::Error),
        (r#"{"workers":3"#, "schema-type", Severity::Error),
        ("[]", "schema-type", Severity::Error),
    ] {
        let tasks = tasks(12);
        let report = report(of(&serve(move |asked| {
            honest(&tasks, asked).edit(|body| {
                let tasks = body["tasks"].as_array_mut().into_iter().flatten();
                tasks.for_each(|task| task["job_parameters"] = Value::from(parameters));
            })
        })))
        .await;
        let found: Vec<_> = report.findings.iter().map(|found| (found.rule, found.severity)).collect();
        assert!(found.contains(&(rule, severity)), "{parameters}: {found:?}");
    }
}
