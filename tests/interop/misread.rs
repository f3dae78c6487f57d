//! Values that the SDK reads as something that nobody sent.

use serde_json::{Value, json};
use swr_gc::{Error, Page};

use crate::sdk::Sdk;
use crate::server::{Answer, Mistake, compare};

/// What this client has read: the typed page, what was odd about it, and what no type has a place for.
fn read(answer: Result<Page, Error>) -> Value {
    let page = match answer {
        Ok(page) => page,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let deviations: Vec<_> = page.deviations().iter().map(ToString::to_string).collect();
    json!({ "page": &*page, "odd": deviations, "unknown": page.unknown_fields() })
}

fn mistake(name: &'static str, body: &str, sdk: Value, ours: Value, odd: &[&str]) -> Mistake {
    let answer = Answer::json("200 OK", body);
    Mistake { name, answer, sdk, ours: json!({ "page": ours, "odd": odd, "unknown": [] }) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sdk_makes_up_values_and_this_client_names_what_it_could_not_read() {
    let Some(sdk) = Sdk::find() else { return };
    let mistakes = vec![
        mistake(
            "parameters-as-text",
            r#"{"tasks":[{"id":1,"job_parameters":"{\"workers\":3,\"dry_run\":true}"}]}"#,
            json!({"tasks": [{"id": 1, "job_parameters": {}}]}),
            json!({"tasks": [{"id": 1, "job_parameters": {"workers": 3, "dry_run": true}}]}),
            &[r#"/tasks/0/job_parameters: json-text: "{\"workers\":3,\"dry_run\":true}""#],
        ),
        mistake(
            "false-as-text",
            r#"{"tasks":[{"id":1,"job_parameters":{"delete_untagged":"false"}}]}"#,
            json!({"tasks": [{"id": 1, "job_parameters": {"delete_untagged": true}}]}),
            json!({"tasks": [{"id": 1, "job_parameters": {"delete_untagged": false}}]}),
            &[r#"/tasks/0/job_parameters/delete_untagged: text-value: "false""#],
        ),
        mistake(
            "a-word-for-a-truth-value",
            r#"{"tasks":[{"id":1,"job_parameters":{"dry_run":"no"}}]}"#,
            json!({"tasks": [{"id": 1, "job_parameters": {"dry_run": true}}]}),
            json!({"tasks": [{"id": 1, "job_parameters": {}}]}),
            &[r#"/tasks/0/job_parameters/dry_run: unreadable: "no""#],
        ),
        mistake(
            "a-fraction-for-a-whole-number",
            r#"{"tasks":[{"id":1.5}]}"#,
            json!({"tasks": [{"id": 1}]}),
            json!({"tasks": [{}]}),
            &["/tasks/0/id: unreadable: 1.5"],
        ),
        mistake(
            "a-truth-value-for-a-number",
            r#"{"tasks":[{"id":true}]}"#,
            json!({"tasks": [{"id": 1}]}),
            json!({"tasks": [{}]}),
            &["/tasks/0/id: unreadable: true"],
        ),
        mistake(
            "an-object-for-a-text",
            r#"{"tasks":[{"id":1,"job_name":{"a":1}}]}"#,
            json!({"tasks": [{"id": 1, "job_name": "{'a': 1}"}]}),
            json!({"tasks": [{"id": 1}]}),
            &[r#"/tasks/0/job_name: unreadable: {"a":1}"#],
        ),
        mistake(
            "a-list-for-a-word",
            r#"{"tasks":[{"id":1,"job_kind":["MANUAL"]}]}"#,
            json!({"tasks": [{"id": 1, "job_kind": "['MANUAL']"}]}),
            json!({"tasks": [{"id": 1}]}),
            &[r#"/tasks/0/job_kind: unreadable: ["MANUAL"]"#],
        ),
        mistake(
            "a-number-for-a-task",
            r#"{"tasks":[7,{"id":2}]}"#,
            json!({"tasks": [{}, {"id": 2}]}),
            json!({"tasks": [{"id": 2}]}),
            &["/tasks/0: unreadable: 7"],
        ),
        mistake(
            "a-word-for-the-tasks",
            r#"{"tasks":"none"}"#,
            json!({"tasks": [{}]}),
            json!({}),
            &[r#"/tasks: unreadable: "none""#],
        ),
        // The SDK would send that text of Python's back as a marker.
        mistake(
            "an-object-for-a-marker",
            r#"{"page_info":{"next_marker":{"id":5}},"tasks":[{"id":1}]}"#,
            json!({"page_info": {"next_marker": "{'id': 5}"}, "tasks": [{"id": 1}]}),
            json!({"page_info": {}, "tasks": [{"id": 1}]}),
            &[r#"/page_info/next_marker: unreadable: {"id":5}"#],
        ),
    ];
    compare(&sdk, mistakes, read).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_unreadable_number_costs_the_sdk_the_page_and_this_client_the_number() {
    let Some(sdk) = Sdk::find() else { return };
    let raised = |text: &str| {
        let message = format!("invalid literal for int() with base 10: '{text}'");
        json!({"class": "ValueError", "error_msg": message})
    };
    let mistakes = vec![
        mistake(
            "a-word-for-an-id",
            r#"{"tasks":[{"id":"x","job_name":"a"},{"id":2}]}"#,
            raised("x"),
            json!({"tasks": [{"job_name": "a"}, {"id": 2}]}),
            &[r#"/tasks/0/id: unreadable: "x""#],
        ),
        mistake(
            "a-word-for-a-counter",
            r#"{"tasks":[{"id":1,"job_parameters":{"purged_blobs":"many"}},{"id":2}]}"#,
            raised("many"),
            json!({"tasks": [{"id": 1, "job_parameters": {}}, {"id": 2}]}),
            &[r#"/tasks/0/job_parameters/purged_blobs: unreadable: "many""#],
        ),
    ];
    compare(&sdk, mistakes, read).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_that_nobody_described_are_lost_in_the_sdk_and_named_by_this_client() {
    let Some(sdk) = Sdk::find() else { return };
    let body = r#"{"tasks":[{"id":1,"deleted":true,"job_parameters":{"time_window":2}}],"total":1}"#;
    let page = json!({"tasks": [{"id": 1, "job_parameters": {}}]});
    let unknown = ["/tasks/0/deleted", "/tasks/0/job_parameters/time_window", "/total"];
    let mistake = Mistake {
        name: "fields-not-described",
        answer: Answer::json("200 OK", body),
        sdk: page.clone(),
        ours: json!({"page": page, "odd": [], "unknown": unknown}),
    };
    compare(&sdk, vec![mistake], read).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chinese_names_survive_a_wrong_media_type_in_this_client_only() {
    let Some(sdk) = Sdk::find() else { return };
    let name = "手动清理任务";
    let body = json!({"tasks": [{"id": 1, "job_name": name}]});
    let latin: String = name.bytes().map(char::from).collect();
    let mistake = Mistake {
        name: "json-called-text",
        answer: Answer::new("200 OK", "text/plain", body.to_string()),
        sdk: json!({"tasks": [{"id": 1, "job_name": latin}]}),
        ours: json!({"page": body, "odd": [], "unknown": []}),
    };
    compare(&sdk, vec![mistake], read).await;
}
