//! Over the simulator both list the same tasks, page by page and field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use swr_gc::simulator::Simulator;
use swr_gc::types::JobStatus;
use swr_gc::wire::Word;
use swr_gc::{Client, fields};
use url::form_urlencoded;

use crate::sdk::{Call, Outcome, Sdk};
use crate::server::{Answer, PROJECT, Server};

async fn simulator() -> Simulator {
    Simulator::builder().seed(7).start().await.expect("it starts")
}

/// The pages that this client walks through, as it has read them.
async fn ours(simulator: &Simulator, limit: u32, status: Option<JobStatus>) -> Vec<Value> {
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build()
        .expect("the settings are right");
    let mut request = client.list_gc_tasks().instance_id(simulator.instance_id()).limit(limit);
    if let Some(status) = status {
        request = request.status(status);
    }
    let mut walk = request.pages();
    let mut pages = Vec::new();
    while let Some(page) = walk.next().await {
        let page = page.expect("a page");
        assert!(page.deviations().is_empty(), "{:?}", page.deviations());
        pages.push(serde_json::to_value(&*page).expect("a page is JSON"));
    }
    pages
}

/// What the SDK walks through.
fn theirs(simulator: &Simulator, limit: u32, status: Option<JobStatus>) -> Call {
    let status = status.map(|status| status.to_string());
    Call { limit: Some(limit), status, most_pages: 1000, ..Call::of(simulator) }
}

fn tasks(page: &Value) -> &[Value] {
    page["tasks"].as_array().expect("a page has tasks")
}

#[track_caller]
fn assert_same(what: &str, ours: &[Value], theirs: &Outcome) {
    assert_eq!(theirs.raised, None, "{what}");
    assert_eq!(ours.len(), theirs.answers.len(), "{what}: the number of pages");
    for (number, (ours, theirs)) in (1..).zip(ours.iter().zip(&theirs.answers)) {
        let place = format!("{what}, page {number}");
        assert_eq!(tasks(ours).len(), tasks(theirs).len(), "{place}: the number of tasks");
        for (our, their) in tasks(ours).iter().zip(tasks(theirs)) {
            for field in fields::GC_TASK {
                let (one, other) = (our.pointer(field.pointer), their.pointer(field.pointer));
                assert_eq!(one, other, "{place}, task {}: {}", our["id"], field.name);
            }
        }
        // The rest: the way to the next page, and that neither has something that the table lacks.
        assert_eq!(ours, theirs, "{place}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_listing_is_the_same_in_large_and_in_small_pages() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    let report = sdk.call(&[theirs(&simulator, 100, None), theirs(&simulator, 7, None)]).await;
    for ((limit, count), outcome) in [(100, 3), (7, 36)].into_iter().zip(&report.outcomes) {
        let ours = ours(&simulator, limit, None).await;
        assert_same(&format!("limit {limit}"), &ours, outcome);
        assert_eq!(outcome.answers.len(), count, "limit {limit}");
        let all: Vec<_> = outcome.answers.iter().flat_map(tasks).collect();
        assert_eq!(all.len(), 250, "limit {limit}");
        // Otherwise the two would agree on less than they may meet.
        let freed = all.iter().filter_map(|task| task["job_parameters"]["freed_space"].as_i64());
        assert!(freed.max() > Some(1 << 32));
        assert!(all.iter().any(|task| task["job_parameters"].get("freed_space").is_none()));
        assert!(all.iter().any(|task| task["job_name"].as_str().is_some_and(|name| !name.is_ascii())));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_status_selects_the_same_tasks_and_together_they_are_all() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    let statuses: Vec<JobStatus> = JobStatus::WORDS.iter().map(|(_, status)| *status).collect();
    let calls: Vec<_> = statuses.iter().map(|status| theirs(&simulator, 20, Some(*status))).collect();
    let report = sdk.call(&calls).await;
    let mut sum = 0;
    for (status, outcome) in statuses.into_iter().zip(&report.outcomes) {
        let ours = ours(&simulator, 20, Some(status)).await;
        assert_same(status.as_word(), &ours, outcome);
        let selected: Vec<_> = outcome.answers.iter().flat_map(tasks).collect();
        assert!(!selected.is_empty(), "{status}");
        assert!(selected.iter().all(|task| task["job_status"] == status.as_word()), "{status}");
        sum += selected.len();
    }
    assert_eq!(sum, 250);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_without_a_limit_has_ten_tasks_for_both() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    let report = sdk.call(&[Call::of(&simulator)]).await;
    let ours = ours(&simulator, 10, None).await;
    assert_same("no limit", &ours[..1], &report.outcomes[0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_has_the_same_properties_for_both() {
    let Some(sdk) = Sdk::find() else { return };
    let report = sdk.call(&[]).await;
    let mut theirs: BTreeSet<&str> = report.properties.iter().map(String::as_str).collect();
    assert!(theirs.remove("job_parameters"), "the SDK keeps some of them in an object");
    let ours: BTreeSet<&str> = fields::GC_TASK.iter().map(|field| field.name).collect();
    assert_eq!(ours, theirs, "SDK {}", report.version);
}

/// The path of a request, and the parameters of its query as a server reads them, in order of their names.
fn asked(head: &str) -> (&str, BTreeMap<String, String>) {
    let target = head.split(' ').nth(1).expect("a request has a target");
    let (path, query) = target.split_once('?').expect("a query was sent");
    (path, form_urlencoded::parse(query.as_bytes()).into_owned().collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_ask_for_the_same_page() {
    let Some(sdk) = Sdk::find() else { return };
    let server = Server::start([("i-1", Answer::json("200 OK", r#"{"tasks":[]}"#))]).await;
    // The marker of the published example, and one with everything that a query has to escape.
    let markers = ["eyJpZCI6MTIzNH0=", "a+b/c=&d?e#f%41 ~é"];
    for marker in markers {
        let call = Call::new(server.url(), PROJECT, "i-1");
        let (limit, status) = (Some(7), Some("Error".to_owned()));
        sdk.call(&[Call { limit, status, marker: Some(marker.to_owned()), ..call }]).await;
        let request = server.client().list_gc_tasks().instance_id("i-1");
        let request = request.limit(7).marker(marker).status(JobStatus::Error);
        request.send().await.expect("a page");
    }
    let heads = server.heads();
    assert_eq!(heads.len(), 4);
    for (pair, marker) in heads.chunks(2).zip(markers) {
        let (theirs, ours) = (asked(&pair[0]), asked(&pair[1]));
        assert_eq!(theirs, ours);
        assert_eq!((ours.1.len(), &*ours.1["marker"]), (3, marker));
    }
}
