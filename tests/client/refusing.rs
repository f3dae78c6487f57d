//! What is refused before anything is sent.

use std::fmt::Write as _;
use std::time::Duration;

use swr_gc::{Client, ClientBuilder, Error};

use crate::server::{Reply, Server, TOKEN, client, list};

/// A wrong call of each kind, and what came of it.
async fn wrong_requests(server: &Server) -> Vec<(String, Error)> {
    let requests = [
        ("limit 0", list(server).limit(0)),
        ("limit 101", list(server).limit(101)),
        ("limit -1", list(server).limit(-1)),
        ("limit 2^64-1", list(server).limit(u64::MAX)),
        ("marker without limit", list(server).marker("abc")),
        ("status that is no word", list(server).status("running")),
        ("no instance id", client(server).list_gc_tasks()),
        ("project id with a slash", list(server).project_id("a/b")),
    ];
    let mut refused = Vec::new();
    for (name, request) in requests {
        refused.push((name.to_owned(), request.send().await.expect_err(name)));
    }
    let long = "x".repeat(129);
    for id in ["", ".", "..", "a/b", "a b", "ä", "a\n", &long, "{project_id}", "<YOUR REGION>"] {
        let shown = if id.len() > 100 { "129 characters".to_owned() } else { format!("{id:?}") };
        let request = client(server).list_gc_tasks().instance_id(id);
        refused.push((format!("instance id {shown}"), request.send().await.expect_err(&shown)));
    }
    refused
}

/// A wrong setting of each kind, and what came of it.
fn wrong_settings() -> Vec<(String, Error)> {
    let good = || Client::builder().project_id("p-1").token(TOKEN);
    let at = |endpoint: &str| good().endpoint(endpoint);
    let bare = || Client::builder().endpoint("https://example.com");
    let settings: Vec<(&str, ClientBuilder)> = vec![
        ("no endpoint", good()),
        ("unknown region", good().region("mars-1")),
        ("placeholder region", good().region("<YOUR REGION>")),
        ("empty endpoint", at(" ")),
        ("ftp endpoint", at("ftp://example.com")),
        ("endpoint with a user", at("https://user:pa55word@example.com")),
        ("endpoint with a query", at("https://example.com?a=b")),
        ("placeholder endpoint", at("https://{endpoint}")),
        ("endpoint that is no URL", at("https://exa mple")),
        ("placeholder project id", bare().project_id("{project_id}").token(TOKEN)),
        ("project id of dots", bare().project_id("..").token(TOKEN)),
        ("plain http", at("http://example.com")),
        ("no requests at all", at("https://example.com").requests_per_second(0.0)),
        ("no places", at("https://example.com").concurrent_requests(0)),
        ("proxy without a host", at("https://example.com").proxy("http://")),
        ("certificates that are none", at("https://example.com").root_certificates("x")),
        ("empty token", at("https://example.com").token("")),
        ("blank token", at("https://example.com").token(" \t")),
        ("token with a line feed", at("https://example.com").token("s3cret\nX-Evil: 1")),
        ("no time", at("https://example.com").timeout(Duration::ZERO)),
        ("no time to connect", at("https://example.com").connect_timeout(Duration::ZERO)),
        ("user agent with a line feed", at("https://example.com").user_agent("a\r\nb")),
    ];
    settings
        .into_iter()
        .map(|(name, settings)| (name.to_owned(), settings.build().err().unwrap_or_else(|| panic!("{name}"))))
        .collect()
}

#[tokio::test]
async fn a_wrong_request_reaches_no_server() {
    let server = Server::scripted([]).await;
    for (name, error) in wrong_requests(&server).await {
        assert!(error.is_usage(), "{name}: {error:?}");
        assert!(!error.may_have_run(), "{name}: {error:?}");
        assert_eq!(error.status(), None, "{name}");
        assert_eq!(error.operation().map(|operation| operation.id), Some("ListGcTasks"), "{name}");
    }
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn the_count_of_connections_can_be_other_than_zero() {
    let server = Server::scripted([Reply::ok(r#"{"tasks":[]}"#)]).await;
    list(&server).limit(100).send().await.expect("100 is allowed");
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn a_walk_does_not_repair_a_wrong_request() {
    let server = Server::scripted([]).await;
    let long = "x".repeat(129);
    let requests = [
        ("limit 0", list(&server).limit(0)),
        ("limit 101", list(&server).limit(101)),
        ("status", list(&server).status("running")),
        ("instance id", list(&server).instance_id(long.as_str())),
        ("project id", list(&server).project_id("..")),
    ];
    let mut sent = Vec::new();
    for (name, request) in requests {
        for max in [None, Some(5)] {
            let mut tasks = request.clone().tasks();
            if let Some(max) = max {
                tasks = tasks.max_items(max);
            }
            match tasks.next().await {
                Some(Err(error)) if error.is_usage() && !error.may_have_run() => {
                    assert!(tasks.next().await.is_none(), "{name}: the stream goes on after an error");
                }
                other => sent.push(format!("{name}: {other:?}")),
            }
        }
    }
    assert_eq!(sent, [""; 0]);
    assert_eq!(server.connections().await, 0);
}

#[test]
fn a_wrong_setting_makes_no_client() {
    for (name, error) in wrong_settings() {
        assert!(error.is_usage(), "{name}: {error:?}");
        assert!(!error.may_have_run(), "{name}: {error:?}");
        assert!(error.operation().is_none(), "{name}");
        let shown = format!("{error} {error:?}");
        for secret in ["s3cret", "pa55word", TOKEN] {
            assert!(!shown.contains(secret), "{name}: {shown}");
        }
    }
}

#[tokio::test]
async fn every_refusal_names_the_value_and_what_to_do() {
    let server = Server::scripted([]).await;
    let mut text = String::new();
    for (name, error) in wrong_requests(&server).await.into_iter().chain(wrong_settings()) {
        let _ = writeln!(text, "{name}\n    {error}\n    {}", error.remedy());
    }
    insta::with_settings!({
        snapshot_path => "../../snapshots/client",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("refusals", text);
    });
}
