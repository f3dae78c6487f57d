//! What can happen between two sockets.

use std::time::{Duration, Instant};

use swr_gc::{Client, Error};

use crate::server::{Reply, Server, TOKEN, client, list, settings};

const PAGE: &str = r#"{"tasks":[{"id":1}]}"#;

async fn fault(reply: Reply) -> Error {
    let server = Server::scripted([reply]).await;
    let error = list(&server).send().await.expect_err("this is no page");
    assert_eq!(server.connections().await, 1, "asked once and no second time: {error}");
    assert!(error.to_string().contains(&server.url()), "it says where the request went: {error}");
    assert!(!error.to_string().contains("i-1"), "it says nothing of the tenant: {error}");
    error
}

/// The connection broke: neither a refusal nor an answer, and the request may have arrived.
fn assert_broken(error: &Error) {
    assert!(!error.is_usage() && !error.is_connect() && !error.is_timeout(), "{error:?}");
    assert!(!error.is_service() && !error.is_decode(), "{error:?}");
    assert!(error.may_have_run(), "{error:?}");
    assert!(std::error::Error::source(error).is_some(), "{error:?}");
    assert!(!error.remedy().is_empty());
}

#[tokio::test]
async fn a_refused_connection_is_certain_not_to_have_run() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let client =
        Client::builder().endpoint(format!("http://{address}")).project_id("p-1").token(TOKEN).retries(0);
    let error = client.build().expect("a client").list_gc_tasks().instance_id("i-1").send().await;
    let error = error.expect_err("nobody is there");
    assert!(error.is_connect() && !error.is_timeout() && !error.is_usage(), "{error:?}");
    assert!(!error.may_have_run());
    assert_eq!(error.status(), None);
    assert!(error.to_string().contains(&format!("http://{address}")), "{error}");
}

#[tokio::test]
async fn a_connection_closed_before_the_answer_is_broken() {
    assert_broken(&fault(Reply::raw("")).await);
}

#[tokio::test]
async fn an_answer_cut_in_its_head_is_broken() {
    assert_broken(&fault(Reply::raw("HTTP/1.1 200 OK\r\nContent-Le")).await);
}

#[tokio::test]
async fn an_answer_cut_in_its_body_is_broken() {
    let length = PAGE.len() as u64;
    assert_broken(&fault(Reply::ok(PAGE).claiming(length + 1)).await);
    assert_broken(&fault(Reply::ok(&PAGE[..10]).claiming(length)).await);
    // The end of a chunked body is missing, although the JSON is complete.
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_broken(&fault(Reply::raw(format!("{head}{:x}\r\n{PAGE}\r\n", PAGE.len()))).await);
    assert_broken(&fault(Reply::raw(format!("{head}zz\r\n{PAGE}\r\n"))).await);
}

#[tokio::test]
async fn a_cut_refusal_is_not_taken_for_a_whole_one() {
    assert_broken(&fault(Reply::new(401).body(r#"{"error_code":"A""#).claiming(500)).await);
}

#[tokio::test]
async fn garbage_is_broken() {
    for bytes in
        ["SSH-2.0-OpenSSH_9.6\r\n\r\n", "\0\u{1}\u{2}\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "{}\r\n\r\n"]
    {
        assert_broken(&fault(Reply::raw(bytes)).await);
    }
    let twice = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ";
    assert_broken(&fault(Reply::raw(twice)).await);
}

#[tokio::test]
async fn an_answer_that_never_comes_is_a_timeout() {
    let half = Reply::ok(&PAGE[..10]).stalling(PAGE.len() as u64);
    for (name, reply) in [("no byte", Reply::silent()), ("half a body", half)] {
        let server = Server::scripted([reply]).await;
        let client = settings(&server).timeout(Duration::from_millis(150)).build().expect("a client");
        let started = Instant::now();
        let error = client.list_gc_tasks().instance_id("i-1").send().await.expect_err(name);
        assert!(started.elapsed() >= Duration::from_millis(150), "{name}: too early");
        assert!(started.elapsed() < Duration::from_secs(30), "{name}: the default was waited for");
        assert!(error.is_timeout() && !error.is_connect(), "{name}: {error:?}");
        assert!(error.may_have_run(), "{name}");
        assert!(error.to_string().contains("150ms"), "{name}: {error}");
        assert!(error.remedy().contains("longer timeout"), "{name}: {}", error.remedy());
    }
}

#[tokio::test]
async fn chunks_of_any_size_make_a_body() {
    for size in [1, 3, PAGE.len(), 1000] {
        let server = Server::scripted([Reply::ok(PAGE).chunked(size)]).await;
        let page = list(&server).send().await.expect("a page");
        assert_eq!(page.raw(), PAGE);
        assert_eq!(page.tasks[0].id, Some(1));
    }
}

#[tokio::test]
async fn an_answer_without_a_length_ends_with_its_connection() {
    let server = Server::scripted([Reply::raw(format!("HTTP/1.1 200 OK\r\n\r\n{PAGE}"))]).await;
    assert_eq!(list(&server).send().await.expect("a page").raw(), PAGE);
}

#[tokio::test]
async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
    let limited = async |limit: usize, reply: Reply| {
        let server = Server::scripted([reply]).await;
        let client = settings(&server).body_limit(limit).build().expect("a client");
        client.list_gc_tasks().instance_id("i-1").send().await
    };
    for reply in [Reply::ok(PAGE), Reply::ok(PAGE).chunked(3)] {
        limited(PAGE.len(), reply.clone()).await.expect("exactly the limit");
        let limit = PAGE.len() - 1;
        let error = limited(limit, reply).await.expect_err("too large");
        assert!(error.is_decode() && error.status() == Some(200), "{error:?}");
        assert!(error.to_string().contains(&limit.to_string()), "it names the limit: {error}");
        assert!(error.to_string().contains("body_limit"), "it names the setting: {error}");
    }
    let error = limited(10, Reply::new(502).body("x".repeat(11))).await.expect_err("too large");
    assert_eq!(error.status(), Some(502));
}

#[tokio::test]
async fn a_promise_of_a_huge_body_takes_no_memory() {
    // Whoever took memory by what the head says would end the process here.
    let huge = u64::MAX / 4;
    assert_broken(&fault(Reply::ok(PAGE).claiming(huge)).await);

    let server = Server::scripted([Reply::ok("x".repeat(5000)).stalling(huge)]).await;
    let client = settings(&server).body_limit(4096).build().expect("a client");
    let error = client.list_gc_tasks().instance_id("i-1").send().await.expect_err("too large");
    assert!(error.is_decode() && error.to_string().contains("4096"), "{error:?}");
}

#[tokio::test]
async fn the_default_limit_is_16_mib() {
    let fits = format!("{PAGE}{}", " ".repeat((16 << 20) - PAGE.len()));
    let server = Server::scripted([Reply::ok(fits.clone()), Reply::ok(format!("{fits} "))]).await;
    assert_eq!(list(&server).send().await.expect("a page").raw().len(), 16 << 20);
    let error = list(&server).send().await.expect_err("too large");
    assert!(error.to_string().contains("16777216"), "{error}");
}

#[tokio::test]
async fn a_client_goes_on_after_a_fault() {
    let server = Server::scripted([Reply::raw(""), Reply::new(500), Reply::ok(PAGE)]).await;
    let client = client(&server);
    let request = client.list_gc_tasks().instance_id("i-1");
    assert_broken(&request.clone().send().await.expect_err("closed"));
    assert!(request.clone().send().await.expect_err("500").is_service());
    assert_eq!(request.send().await.expect("a page").tasks.len(), 1);
}
