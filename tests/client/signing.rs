//! Requests signed with an access key: what is signed is what arrives.

use std::borrow::Cow;

use swr_gc::{Client, Credentials};

use crate::server::{Received, Reply, Server};
use crate::signer::{Authorization, Key, Request};

const KEY: Key<'static> = Key { id: "AK0123456789", secret: "sk-canary-0123456789" };

fn key() -> Credentials {
    Credentials::access_key(KEY.id, KEY.secret)
}

fn signing(server: &Server, credentials: Credentials) -> swr_gc::ClientBuilder {
    let endpoint = format!("{}/gate", server.url());
    Client::builder().endpoint(endpoint).project_id("p-1").credentials(credentials)
}

/// Judges a request by the bytes that came, as a gateway does.
fn verify(request: &Received) -> Result<Vec<String>, String> {
    let target = request.line().split(' ').nth(1).expect("a target").to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded =
            |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        (Cow::from(decoded(name)), Cow::from(decoded(value)))
    });
    let headers = request.headers();
    let given = Request {
        method: "GET",
        path,
        query: pairs.collect(),
        headers: headers.iter().map(|(name, value)| (Cow::from(*name), Cow::from(*value))).collect(),
        body: request.body(),
    };
    let text = request.header("authorization").ok_or("there is no signature")?;
    let authorization = Authorization::parse(text).map_err(|refusal| refusal.to_string())?;
    authorization.verify(&given, &KEY).map_err(|refusal| refusal.to_string())?;
    Ok(authorization.signed_headers.iter().map(|name| (*name).to_owned()).collect())
}

#[tokio::test]
async fn every_request_is_signed_as_it_arrives_whatever_is_in_its_query() {
    let marker = "a b+c/d=~*%ä&e";
    let pages = [r#"{"page_info":{"next_marker":"MARK"},"tasks":[{"id":1}]}"#, r#"{"tasks":[{"id":2}]}"#];
    let replies = pages.map(|page| Reply::ok(page.replace("MARK", marker)));
    let server = Server::scripted(replies).await;
    let client = signing(&server, key()).build().expect("a client");
    let mut tasks = client.list_gc_tasks().instance_id("i-1").tasks();
    while let Some(task) = tasks.next().await {
        task.expect("a task");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(verify(request), Ok(["host", "x-project-id", "x-sdk-date"].map(str::to_owned).to_vec()));
        assert_eq!(request.header("x-project-id"), Some("p-1"));
        assert_eq!(request.header("x-auth-token"), None);
    }
    assert!(
        requests[1].line().contains("marker=a%20b%2Bc%2Fd%3D~%2A%25%C3%A4%26e"),
        "{}",
        requests[1].line()
    );
}

#[tokio::test]
async fn the_token_of_a_temporary_key_travels_and_is_signed() {
    let server = Server::scripted([Reply::ok("{}")]).await;
    let client = signing(&server, key().with_security_token("st-0123456789")).build().expect("a client");
    client.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
    let request = &server.requests()[0];
    assert_eq!(request.header("x-security-token"), Some("st-0123456789"));
    let signed = verify(request).expect("a sound signature");
    assert!(signed.contains(&"x-security-token".to_owned()), "{signed:?}");
}

#[tokio::test]
async fn the_secret_key_is_shown_nowhere_also_when_it_is_echoed() {
    let body = format!(r#"{{"error_code":"APIGW.0301","error_msg":"not {}"}}"#, KEY.secret);
    let server = Server::scripted([Reply::new(401).body(body)]).await;
    let client = signing(&server, key()).build().expect("a client");
    let request = client.list_gc_tasks().instance_id("i-1");
    let error = request.clone().send().await.expect_err("refused");
    let shown = format!("{error} {error:?} {client:?} {request:?} {:?}", signing(&server, key()));
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("[redacted]"), "{shown}");
    assert!(!server.requests()[0].line().contains("canary"));
}

#[test]
fn an_access_key_is_whole() {
    let builder = || Client::builder().endpoint("https://example.com").project_id("p-1");
    for (builder, reason) in [
        (builder().access_key("", "sk"), "the id (AK) is empty"),
        (builder().access_key("ak", " "), "the secret (SK) is empty"),
    ] {
        let error = builder.build().expect_err(reason);
        assert!(error.is_usage() && error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_request_for_another_project_is_signed_for_that_one() {
    let server = Server::scripted([Reply::ok("{}")]).await;
    let client = signing(&server, key()).build().expect("a client");
    client.list_gc_tasks().project_id("p-2").instance_id("i-1").send().await.expect("a page");
    let request = &server.requests()[0];
    assert!(request.line().contains("/v2/p-2/"), "{}", request.line());
    assert_eq!(request.header("x-project-id"), Some("p-2"));
    verify(request).expect("a sound signature");
}

/// Never has an answer.
struct Silent;

impl swr_gc::CredentialProvider for Silent {
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_provider_that_never_answers_ends_with_the_call() {
    let server = Server::scripted([]).await;
    let client = Client::builder().endpoint(server.url()).credentials(Credentials::provider(Silent));
    let client = client.timeout(std::time::Duration::from_millis(200)).build().expect("a client");
    let calls = (0..5).map(|_| client.list_gc_tasks().instance_id("i-1").send());
    let began = std::time::Instant::now();
    let mut running = tokio::task::JoinSet::new();
    calls.for_each(|call| drop(running.spawn(call)));
    while let Some(outcome) = running.join_next().await {
        let error = outcome.expect("no panic").expect_err("no answer");
        assert!(error.is_timeout() && !error.may_have_run() && error.tries() == 0, "{error:?}");
        assert!(error.to_string().contains("before credentials and project were known"), "{error}");
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "one after the other");
    assert_eq!(server.connections().await, 0);
}
