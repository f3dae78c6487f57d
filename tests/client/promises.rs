//! What callers build upon: who may cross threads, what is never shown, whose HTTP client it is.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};

use http::{HeaderMap, HeaderValue};
use static_assertions::{assert_impl_all, assert_not_impl_any};
use swr_gc::builder::ListGcTasks;
use swr_gc::operate::{Wait, Watch};
use swr_gc::types::GcTask;
use swr_gc::wire::{Deviation, InvalidText, OutOfBounds, UnknownWord};
use swr_gc::{Client, ClientBuilder, Error, Page, Prepared, Secret};

use crate::server::{Reply, Server, TOKEN, client, list, settings};

assert_impl_all!(Client: Clone, Send, Sync, Debug);
assert_impl_all!(ClientBuilder: Clone, Send, Sync, Debug, Default);
assert_impl_all!(Error: StdError, Send, Sync, Debug, Display);
assert_impl_all!(ListGcTasks: Clone, Send, Sync, Debug);
assert_impl_all!(Page: Clone, Send, Sync, Debug);
assert_impl_all!(Prepared: Send, Debug);
assert_impl_all!(Wait: Send, Sync, Unpin, Debug);
assert_impl_all!(Watch: Send, Sync, Unpin, Debug, futures_core::Stream);
assert_impl_all!(GcTask: Clone, Send, Sync, Debug, PartialEq);
assert_impl_all!(Deviation: Clone, Send, Sync, Debug, Display);
assert_impl_all!(InvalidText: StdError, Send, Sync);
assert_impl_all!(OutOfBounds: StdError, Send, Sync);
assert_impl_all!(UnknownWord: StdError, Send, Sync);
assert_impl_all!(Secret: Clone, Send, Sync, Debug);
assert_not_impl_any!(Secret: Display, serde::Serialize, AsRef<str>, PartialEq);

/// Fails to compile for a future that must stay on its thread or borrows from the caller.
fn movable<F: Future + Send + 'static>(future: F) -> F {
    future
}

fn any_error<E: StdError + Send + Sync + 'static>(error: E) -> Box<dyn StdError + Send + Sync> {
    Box::new(error)
}

#[tokio::test]
async fn futures_can_be_spawned_and_do_not_borrow_their_client() {
    let server = Server::scripted([Reply::ok(r#"{"tasks":[]}"#), Reply::ok(r#"{"tasks":[]}"#)]).await;
    let client = client(&server);
    let request = client.list_gc_tasks().instance_id("i-1");
    tokio::spawn(movable(request.clone().send())).await.expect("no panic").expect("a page");
    let mut wait = client.show_gc_task().instance_id("i-1").gc_id(7).wait();
    drop(movable(async move { wait.until_over().await }));
    drop(movable(client.stop_gc_task().instance_id("i-1").gc_id(7).stop()));
    drop(movable(client.execute_gc_schedule().instance_id("i-1").start()));
    drop(client);
    let walk = movable(async move { request.tasks().next().await.is_none() });
    assert!(tokio::spawn(walk).await.expect("no panic"));
}

#[tokio::test]
async fn an_error_fits_where_any_error_does() {
    let server = Server::scripted([Reply::new(404)]).await;
    let error = any_error(list(&server).send().await.expect_err("404"));
    assert_eq!(error.downcast_ref::<Error>().and_then(Error::status), Some(404));
    assert!(size_of::<Error>() <= size_of::<usize>(), "a Result of it stays small");
}

#[tokio::test]
async fn the_token_is_shown_by_nothing() {
    let server = Server::scripted([]).await;
    let builder = settings(&server);
    let client = client(&server);
    let request = client.list_gc_tasks().instance_id("i-1");
    let (pages, tasks) = (request.clone().pages(), request.clone().tasks());
    let secret = Secret::from(TOKEN);
    for shown in [
        format!("{secret:?} {secret:#?}"),
        format!("{builder:?} {builder:#?}"),
        format!("{client:?} {client:#?}"),
        format!("{request:?} {request:#?}"),
        format!("{pages:?} {pages:#?} {tasks:?} {tasks:#?}"),
    ] {
        assert!(!shown.contains(TOKEN), "{shown}");
        assert!(!shown.contains(&TOKEN[..5]), "{shown}");
    }
    let shown = format!("{client:?}");
    assert!(shown.contains(&server.url()) && shown.contains("p-1"), "{shown}");
}

#[tokio::test]
async fn a_callers_own_http_client_is_used() {
    let server = Server::scripted([Reply::ok(r#"{"tasks":[]}"#)]).await;
    let mut headers = HeaderMap::new();
    headers.insert("x-from-the-caller", HeaderValue::from_static("yes"));
    headers.insert("user-agent", HeaderValue::from_static("not this one"));
    let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .default_headers(headers)
        .build()
        .expect("an HTTP client");
    let client = settings(&server).http_client(http).build().expect("a client");
    client.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
    let request = &server.requests()[0];
    assert_eq!(request.header("x-from-the-caller"), Some("yes"));
    assert_eq!(request.header("x-auth-token"), Some(TOKEN));
    assert_eq!(request.header("user-agent"), Some(concat!("swr-gc/", env!("CARGO_PKG_VERSION"))));
}

#[tokio::test]
async fn clones_are_one_client() {
    let server = Server::scripted([Reply::ok(r#"{"tasks":[]}"#), Reply::ok(r#"{"tasks":[]}"#)]).await;
    let one = client(&server);
    let two = one.clone();
    drop(one);
    two.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
    two.clone().list_gc_tasks().instance_id("i-2").send().await.expect("a page");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_the_answer_says_beside_its_body_is_reachable() {
    let reply = Reply::ok(r#"{"tasks":[]}"#).header("X-Request-Id", "r-1").header("X-Other", "o");
    let server = Server::scripted([reply]).await;
    let page = list(&server).send().await.expect("a page");
    assert_eq!(page.status(), 200);
    assert_eq!(page.request_id(), Some("r-1"));
    assert_eq!(page.header("x-other"), Some("o"));
    assert_eq!(page.header("x-none"), None);
    assert!(page.took() > std::time::Duration::ZERO);
}
