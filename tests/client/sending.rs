//! What leaves the process, byte by byte.

use std::collections::BTreeSet;

use swr_gc::types::JobStatus;

use crate::listing::{marker, serving};
use crate::server::{Reply, Server, TOKEN, client, list, settings};

async fn empty_pages(count: usize) -> Server {
    Server::scripted(std::iter::repeat_n(Reply::ok(r#"{"tasks":[]}"#), count)).await
}

#[tokio::test]
async fn a_request_without_parameters_has_no_query() {
    let server = empty_pages(1).await;
    list(&server).send().await.expect("a page");
    assert_eq!(server.requests()[0].line(), "GET /v2/p-1/instances/i-1/system/gc HTTP/1.1");
}

#[tokio::test]
async fn every_parameter_is_in_the_query() {
    let server = empty_pages(1).await;
    let request = list(&server).status(JobStatus::Running).marker("abc").limit(25);
    request.send().await.expect("a page");
    assert_eq!(
        server.requests()[0].line(),
        "GET /v2/p-1/instances/i-1/system/gc?limit=25&marker=abc&status=Running HTTP/1.1"
    );
}

#[tokio::test]
async fn a_marker_is_percent_encoded_and_arrives_intact() {
    let server = empty_pages(1).await;
    let marker = "a=+&/%ä?#;:@\"'<>\\~^.-_*!()日";
    list(&server).marker(marker).limit(1).send().await.expect("a page");
    let request = &server.requests()[0];
    assert_eq!(request.query("marker").as_deref(), Some(marker), "{}", request.line());
    let target = request.line().split(' ').nth(1).expect("a target");
    let (_, query) = target.split_once('?').expect("a query");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "=&%-._~*!'()".contains(letter);
    assert!(query.chars().all(plain), "{query}");
    assert!(query.contains("marker=a%3D%2B%26%2F%25%C3%A4%3F%23"), "{query}");
}

#[tokio::test]
async fn a_blank_in_a_marker_arrives_as_a_blank() {
    let server = empty_pages(1).await;
    list(&server).marker("=+&/ %ä").limit(1).send().await.expect("a page");
    let request = &server.requests()[0];
    assert_eq!(request.query("marker").as_deref(), Some("=+&/ %ä"), "{}", request.line());
}

#[tokio::test]
async fn nothing_but_the_needed_headers_is_sent() {
    let server = empty_pages(1).await;
    list(&server).limit(5).send().await.expect("a page");
    let request = &server.requests()[0];
    let names: Vec<_> = request.headers().iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let known: BTreeSet<_> = names.iter().map(String::as_str).collect();
    assert_eq!(known, BTreeSet::from(["accept", "accept-encoding", "host", "user-agent", "x-auth-token"]));
    assert_eq!(names.len(), known.len(), "a header stands twice: {names:?}");
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("host").map(|host| format!("http://{host}")), Some(server.url()));
    assert_eq!(request.header("x-auth-token"), Some(TOKEN));
}

#[tokio::test]
async fn the_user_agent_says_name_and_version_and_nothing_of_the_machine() {
    let server = empty_pages(2).await;
    list(&server).send().await.expect("a page");
    let own = concat!("swr-gc/", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.requests()[0].header("user-agent"), Some(own));

    let named = settings(&server).user_agent("nightly-report/7").build().expect("a client");
    named.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
    assert_eq!(server.requests()[1].header("user-agent"), Some("nightly-report/7"));
}

#[tokio::test]
async fn the_base_path_of_an_endpoint_is_kept() {
    for path in ["/gate/way", "/gate/way/"] {
        let server = empty_pages(1).await;
        let client = settings(&server).endpoint(format!("{}{path}", server.url())).build().expect("a client");
        client.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
        assert_eq!(server.requests()[0].line(), "GET /gate/way/v2/p-1/instances/i-1/system/gc HTTP/1.1");
    }
}

#[tokio::test]
async fn a_request_can_be_for_another_project_than_the_client() {
    let server = empty_pages(2).await;
    let client = client(&server);
    client.list_gc_tasks().project_id("p-2").instance_id("i-1").send().await.expect("a page");
    client.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
    let lines: Vec<_> = server.requests().iter().map(|request| request.line().to_owned()).collect();
    assert_eq!(
        lines,
        ["p-2", "p-1"].map(|project| format!("GET /v2/{project}/instances/i-1/system/gc HTTP/1.1"))
    );
}

#[tokio::test]
async fn ids_with_every_allowed_sign_are_sent_as_they_are() {
    let server = empty_pages(1).await;
    client(&server).list_gc_tasks().instance_id("..A-z_0.9").send().await.expect("a page");
    assert_eq!(server.requests()[0].line(), "GET /v2/p-1/instances/..A-z_0.9/system/gc HTTP/1.1");
}

#[tokio::test]
async fn a_whole_listing_asks_for_the_largest_pages() {
    let server = serving(101, "").await;
    let mut pages = list(&server).pages();
    while let Some(page) = pages.next().await {
        page.expect("a page");
    }
    let limits: Vec<_> = server.requests().iter().map(|request| request.query("limit")).collect();
    assert_eq!(limits, [Some("100".to_owned()), Some("100".to_owned())]);
}

#[tokio::test]
async fn status_and_limit_stay_on_every_page() {
    let server = serving(50, "").await;
    let mut tasks = list(&server).status(JobStatus::Error).limit(4).tasks();
    let mut count = 0;
    while let Some(task) = tasks.next().await {
        assert_eq!(task.expect("a task").job_status, Some(JobStatus::Error.into()));
        count += 1;
    }
    assert_eq!(count, 10);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for (request, expected) in requests.iter().zip([None, Some(marker(4)), Some(marker(8))]) {
        assert_eq!(request.query("limit").as_deref(), Some("4"), "{}", request.line());
        assert_eq!(request.query("status").as_deref(), Some("Error"), "{}", request.line());
        assert_eq!(request.query("marker"), expected, "{}", request.line());
    }
}

#[tokio::test]
async fn what_is_prepared_is_what_is_sent() {
    use swr_gc::Request as _;
    let server = empty_pages(1).await;
    let request = list(&server).limit(3).marker("x y");
    let prepared = request.clone().prepare().expect("in order");
    request.send().await.expect("a page");
    let sent = server.requests();
    let target = prepared.url().strip_prefix(&server.url()).expect("the server's URL");
    assert_eq!(sent[0].line(), format!("{} {target} HTTP/1.1", prepared.method()));
    assert!(!format!("{prepared:?}").contains(TOKEN));
}
