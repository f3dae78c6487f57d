//! How one page leads to the next.

use serde_json::Value;
use swr_gc::simulator::Simulator;

use super::http::{Connection, Request};

const STATUSES: [&str; 5] = ["Success", "Stopped", "Running", "Pending", "Error"];

async fn simulator(tasks: usize) -> Simulator {
    Simulator::builder().tasks(tasks).start().await.expect("it starts")
}

fn tasks(page: &Value) -> Vec<Value> {
    page["tasks"].as_array().expect("a page has tasks").clone()
}

fn ids(tasks: &[Value]) -> Vec<i64> {
    tasks.iter().map(|task| task["id"].as_i64().expect("a task has an id")).collect()
}

/// A marker as part of a query.
fn following(marker: &str) -> String {
    format!("&marker={}", marker.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
}

fn next_marker(page: &Value) -> Option<&str> {
    page.pointer("/page_info/next_marker").map(|marker| marker.as_str().expect("a marker is text"))
}

/// Every page from the first one on, by their own markers.
async fn walk(simulator: &Simulator, query: &str) -> Vec<Value> {
    let mut connection = Connection::open(simulator).await;
    let mut pages: Vec<Value> = Vec::new();
    let mut marker = String::new();
    loop {
        let answer = connection.ask(&Request::list(simulator, &format!("{query}{marker}"))).await;
        assert_eq!(answer.status, 200, "{query}{marker}");
        let page = answer.json();
        let next = next_marker(&page).map(following);
        pages.push(page);
        assert!(pages.len() <= 2000, "the walk does not end");
        match next {
            Some(next) => marker = next,
            None => return pages,
        }
    }
}

fn all(pages: &[Value]) -> Vec<Value> {
    pages.iter().flat_map(tasks).collect()
}

#[tokio::test]
async fn every_page_size_shows_the_same_tasks_in_the_same_order() {
    let simulator = simulator(250).await;
    let expected = all(&walk(&simulator, "limit=100").await);
    let mut unique = ids(&expected);
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), 250, "no task comes twice and none is skipped");
    for limit in [1, 7, 10, 33, 99] {
        let pages = walk(&simulator, &format!("limit={limit}")).await;
        assert_eq!(all(&pages), expected, "limit {limit}");
        assert_eq!(pages.len(), 250_usize.div_ceil(limit), "limit {limit}");
        let (last, full) = pages.split_last().expect("there is a page");
        assert!(full.iter().all(|page| tasks(page).len() == limit), "limit {limit}");
        assert!(!tasks(last).is_empty(), "limit {limit}: no page is empty");
    }
}

#[tokio::test]
async fn a_page_has_ten_tasks_if_nothing_is_said() {
    let simulator = simulator(250).await;
    let mut connection = Connection::open(&simulator).await;
    let plain = connection.ask(&Request::list(&simulator, "")).await;
    let ten = connection.ask(&Request::list(&simulator, "limit=10")).await;
    assert_eq!(tasks(&plain.json()).len(), 10);
    assert_eq!(plain.body, ten.body);
}

#[tokio::test]
async fn the_last_page_has_no_marker_and_all_others_have() {
    let simulator = simulator(30).await;
    for limit in [1, 7, 15, 29, 30, 31] {
        let pages = walk(&simulator, &format!("limit={limit}")).await;
        let (last, others) = pages.split_last().expect("there is a page");
        assert_eq!(last["page_info"], serde_json::json!({}), "limit {limit}");
        assert!(others.iter().all(|page| next_marker(page).is_some_and(|marker| !marker.is_empty())));
    }
}

#[tokio::test]
async fn a_filter_holds_on_every_page_and_the_five_together_are_everything() {
    let simulator = simulator(250).await;
    let everything = all(&walk(&simulator, "limit=100").await);
    let mut sum = 0;
    for status in STATUSES {
        let expected: Vec<_> =
            everything.iter().filter(|task| task["job_status"] == status).cloned().collect();
        for limit in [1, 7, 100] {
            let pages = walk(&simulator, &format!("limit={limit}&status={status}")).await;
            assert_eq!(all(&pages), expected, "{status}, limit {limit}");
            assert_eq!(
                pages.len(),
                expected.len().div_ceil(limit),
                "{status}, limit {limit}: no page is empty"
            );
        }
        sum += expected.len();
    }
    assert_eq!(sum, everything.len());
}

#[tokio::test]
async fn a_marker_leads_on_from_its_place_with_a_filter_and_with_another_page_size() {
    let simulator = simulator(250).await;
    let mut connection = Connection::open(&simulator).await;
    let everything = all(&walk(&simulator, "limit=100").await);
    let first = connection.ask(&Request::list(&simulator, "limit=50")).await.json();
    let marker = following(next_marker(&first).expect("there is more"));

    let rest = connection.ask(&Request::list(&simulator, &format!("limit=3{marker}"))).await.json();
    assert_eq!(tasks(&rest), everything[50..53]);

    for status in ["Error", "Stopped", "Success"] {
        let query = format!("limit=5&status={status}{marker}");
        let page = connection.ask(&Request::list(&simulator, &query)).await.json();
        let mut expected = everything[50..].to_vec();
        expected.retain(|task| task["job_status"] == status);
        expected.truncate(5);
        assert_eq!(tasks(&page), expected, "{status}");
    }

    let filtered = connection.ask(&Request::list(&simulator, "limit=4&status=Error")).await.json();
    let last = tasks(&filtered).pop().expect("there are failed tasks");
    let place = everything.iter().position(|task| *task == last).expect("it is one of all");
    let marker = following(next_marker(&filtered).expect("there are more"));
    let rest = connection.ask(&Request::list(&simulator, &format!("limit=2{marker}"))).await.json();
    assert_eq!(tasks(&rest), everything[place + 1..place + 3], "without the filter, from the same place");
}

#[tokio::test]
async fn a_marker_of_one_simulator_serves_in_another_with_the_same_history_only() {
    let (long, short) = (simulator(250).await, simulator(2).await);
    let page = Connection::open(&long).await.ask(&Request::list(&long, "limit=1")).await.json();
    let query = format!("limit=1{}", following(next_marker(&page).expect("there is more")));
    let same = simulator(250).await;
    assert_eq!(Connection::open(&same).await.ask(&Request::list(&same, &query)).await.status, 200);
    assert_eq!(Connection::open(&short).await.ask(&Request::list(&short, &query)).await.status, 400);
}

#[tokio::test]
async fn histories_of_none_one_and_a_thousand_tasks_are_walked_to_their_end() {
    for (count, pages) in [(0, 1), (1, 1), (100, 1), (101, 2), (1000, 10)] {
        let simulator = simulator(count).await;
        let walked = walk(&simulator, "limit=100").await;
        assert_eq!(walked.len(), pages, "{count} tasks");
        let mut ids = ids(&all(&walked));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
    let none = simulator(0).await;
    for query in ["", "limit=1", "status=Error"] {
        assert_eq!(
            walk(&none, query).await,
            [serde_json::json!({ "page_info": {}, "tasks": [] })],
            "{query}"
        );
    }
}
