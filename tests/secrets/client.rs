//! The library: what it logs and what its types show, whatever a server sends back.

use std::error::Error as _;
use std::fmt::Write as _;

use serde_json::json;
use swr_gc::{Client, ClientBuilder, Credentials, Error, Page, Request as _, Secret};

use crate::canaries::{
    CLIENT_KEY, PASSWORD, PROXY_PASSWORD, SECRET_KEY, SECURITY_TOKEN, TOKEN, hunt, hunt_in_recording,
    spellings,
};
use crate::recording::Recording;
use crate::server::{Reply, Server};

/// Every kind of credentials that is sent to the service, with the secrets in it.
fn kinds() -> Vec<(Credentials, Vec<&'static str>)> {
    let key = Credentials::access_key("AK0123456789", SECRET_KEY).with_security_token(SECURITY_TOKEN);
    vec![(Credentials::token(TOKEN), vec![TOKEN]), (key, vec![SECRET_KEY, SECURITY_TOKEN])]
}

fn settings(server: &Server, credentials: Credentials) -> ClientBuilder {
    let proxy = format!("http://user:{}@proxy.example.com", PROXY_PASSWORD.replace('=', "%3D"));
    let builder = Client::builder().endpoint(server.url()).project_id("p-1").retries(0).proxy(proxy);
    builder.credentials(credentials)
}

/// Everything that an error says, but for [`Error::raw`] and [`Error::header`], which are what was received.
pub fn said(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.remedy());
    let _ = writeln!(text, "{:?} {:?} {:?}", error.error_code(), error.error_msg(), error.request_id());
    let _ = writeln!(text, "{:?} {:?}", error.details(), error.encoded_authorization_message());
    let mut cause = error.source();
    while let Some(inner) = cause {
        let _ = writeln!(text, "{inner} {inner:?}");
        cause = inner.source();
    }
    text
}

/// Everything that a page says, but for [`Page::raw`], [`Page::header`] and the typed value itself.
fn told(page: &Page) -> String {
    let mut text = format!("{page:?}\n{page:#?}\n{:?}\n", page.request_id());
    for deviation in page.deviations() {
        let _ = writeln!(text, "{deviation} {deviation:?} {} {}", deviation.pointer(), deviation.raw());
    }
    text
}

/// Answers that send back a text, each in another place.
fn echoes(text: &str) -> Vec<Reply> {
    // JSON that holds the text as it is, also where it has escapes of its own.
    let raw = |template: &str| template.replace("ECHO", text).into_bytes();
    let refusal =
        |status: u16, body: Vec<u8>| Reply::new(status).header("Content-Type", "application/json").body(body);
    let header = |reply: Reply, name: &str| match text.is_ascii() {
        true => reply.header(name, &format!("x {text}")),
        false => reply,
    };
    vec![
        refusal(401, raw(r#"{"error_code":"A","error_msg":"not ECHO"}"#)),
        refusal(403, raw(r#"{"error_code":"ECHO","error_msg":"m","request_id":"ECHO"}"#)),
        refusal(403, raw(r#"{"error_code":"A","error_msg":"m","encoded_authorization_message":"ECHO"}"#)),
        refusal(400, raw(r#"{"errors":[{"errorCode":"ECHO","errorMessage":"ECHO","detail":"ECHO"}]}"#)),
        refusal(400, json!({ "error_code": "A", "error_msg": text, "details": [{ "error_msg": text }] }).to_string().into()),
        refusal(500, raw("<html>ECHO</html>")),
        refusal(500, raw(&format!("{}ECHO", "x".repeat(190)))),
        header(Reply::new(401).body("{}"), "X-Request-Id"),
        header(Reply::new(302), "Location"),
        header(Reply::ok(r#"{"tasks":[]}"#), "X-Request-Id"),
        Reply::ok(raw(r#"{"tasks":[{"id":1,"job_name":"ECHO"}]}"#)),
        Reply::ok(raw(r#"{"tasks":[{"id":1,"job_name":["ECHO"]}]}"#)),
        Reply::ok(raw(r#"{"tasks":[{"id":"ECHO","job_parameters":"{\"workers\":\"ECHO\"}"}]}"#)),
        Reply::ok(json!({ "tasks": [{ "creation_time": text, "job_parameters": json!({ "workers": text }).to_string() }] }).to_string()),
        Reply::ok(raw(r#"{"ECHO":1e400,"tasks":[]}"#)),
        Reply::ok(raw(r#"{"tasks":[],"page_info":{"next_marker":"ECHO"}}"#)),
        Reply::ok(raw("ECHO")),
        Reply::ok([b"\xff\xfe ", text.as_bytes(), b" \x80"].concat()),
        header(Reply::ok("{}"), "Content-Type"),
        header(Reply::ok("{}"), "X-Further"),
        Reply::ok(raw("{\"a\":\"ECHO\"}")).claiming(1_000_000),
        Reply::raw(raw("ECHO\r\n\r\n")),
        Reply::raw(raw("HTTP/1.1 200 OK\r\nECHO\r\n\r\n")),
    ]
}

#[tokio::test]
async fn what_a_server_sends_back_is_neither_logged_nor_shown() {
    let recording = Recording::start();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.har");
    for (credentials, mut secrets) in kinds() {
        secrets.push(PROXY_PASSWORD);
        for text in secrets.iter().flat_map(|secret| spellings(secret)) {
            for (number, reply) in echoes(&text).into_iter().enumerate() {
                let server = Server::start(move |_| reply.clone()).await;
                let builder = settings(&server, credentials.clone()).record(&path);
                let client = builder.build().expect("a client");
                let what = format!("echo {number} of {}", text.replace("Canary", "…"));
                match client.list_gc_tasks().instance_id("i-1").send().await {
                    Ok(page) => hunt(&what, &told(&page)),
                    Err(error) => hunt(&what, &said(&error)),
                }
                hunt_in_recording(&path);
            }
        }
    }
    let log = recording.text();
    for part in ["ListGcTasks", "hyper", "reqwest", "[redacted]", "TRACE"] {
        assert!(log.contains(part), "{part} is not in the log");
    }
    hunt("the log", &log);
}

#[tokio::test]
async fn a_walk_that_goes_in_circles_shows_its_marker_without_the_secret() {
    let recording = Recording::start();
    for text in spellings(TOKEN) {
        let body = format!(r#"{{"tasks":[{{"id":1}}],"page_info":{{"next_marker":"{text}"}}}}"#);
        let server = Server::start(move |_| Reply::ok(body.clone())).await;
        let client = settings(&server, Credentials::token(TOKEN)).build().expect("a client");
        let mut pages = client.list_gc_tasks().instance_id("i-1").pages();
        let error = loop {
            match pages.next().await.expect("the walk does not end well") {
                Ok(page) => hunt("a page", &told(&page)),
                Err(error) => break error,
            }
        };
        assert!(error.is_walk(), "{error}");
        hunt("the error", &said(&error));
        hunt("the walk", &format!("{pages:?}"));
    }
    hunt("the log", &recording.text());
}

#[tokio::test]
async fn no_type_shows_the_secret_that_it_holds() {
    let server = Server::scripted([Reply::ok("{}")]).await;
    let password = Credentials::password("user", "account", PASSWORD);
    let every = kinds().into_iter().map(|(credentials, _)| credentials).chain([password]);
    for credentials in every {
        hunt("credentials", &format!("{credentials:?} {credentials:#?}"));
        let builder = settings(&server, credentials.clone());
        hunt("a builder", &format!("{builder:?} {builder:#?}"));
        let client = builder.clone().build().expect("a client");
        hunt("a client", &format!("{client:?} {client:#?}"));
        let request = client.list_gc_tasks().instance_id("i-1");
        hunt("a request", &format!("{request:?} {request:#?}"));
        hunt("a walk", &format!("{:?} {:?}", request.clone().pages(), request.clone().tasks()));
        let prepared = request.prepare().expect("in order");
        hunt("what is prepared", &format!("{prepared:?} {} {:?}", prepared.url(), prepared.headers()));

        let with_key = builder.client_certificate("no certificate", CLIENT_KEY);
        hunt("a builder with a key", &format!("{with_key:?} {with_key:#?}"));
        hunt("its error", &said(&with_key.build().expect_err("no certificate")));
    }
    let secret = Secret::from(SECRET_KEY);
    hunt("a secret", &format!("{secret:?} {secret:#?}"));
}

#[tokio::test]
async fn a_wrong_setting_is_told_without_its_secret() {
    let builder = || Client::builder().endpoint("https://example.com").project_id("p-1");
    let broken = |secret: &str| format!("{secret}\nX-More: {secret}");
    for (what, builder) in [
        ("token", builder().token(broken(TOKEN))),
        ("secret key", builder().access_key("AK", broken(SECRET_KEY))),
        (
            "security token",
            builder()
                .credentials(Credentials::access_key("AK", "sk").with_security_token(broken(SECURITY_TOKEN))),
        ),
        ("secret key for an id", builder().access_key(broken(SECRET_KEY), "sk")),
        ("password", builder().credentials(Credentials::password("", "d", PASSWORD))),
        ("proxy", builder().token(TOKEN).proxy(format!("ftp://user:{PROXY_PASSWORD}@proxy.example.com"))),
        ("proxy", builder().token(TOKEN).proxy(format!("http://user:{PROXY_PASSWORD}@"))),
        ("client key", builder().token(TOKEN).client_certificate("none", CLIENT_KEY)),
        ("client key", builder().token(TOKEN).client_certificate(CLIENT_KEY, CLIENT_KEY)),
    ] {
        hunt(what, &said(&builder.build().expect_err(what)));
    }
}

#[tokio::test]
async fn a_proxy_that_sends_its_password_back_does_not_get_it_shown() {
    let recording = Recording::start();
    for text in spellings(PROXY_PASSWORD) {
        let scheme = ["http://", ""].into_iter();
        for (scheme, status) in scheme.zip([407, 200]) {
            let reply = Reply::new(status).body(format!("not {text}"));
            let proxy = Server::start(move |_| reply.clone()).await;
            let address = proxy.url().replace("http://", "");
            let builder =
                Client::builder().endpoint("http://service.example.com").project_id("p-1").token(TOKEN);
            let builder = builder.proxy(format!("{scheme}user:{PROXY_PASSWORD}@{address}"));
            let client = builder.allow_http(true).retries(0).build().expect("a client");
            let error = client.list_gc_tasks().instance_id("i-1").send().await.expect_err("refused");
            hunt("the error", &said(&error));
            assert!(error.to_string().contains("not [redacted]"), "{error}");
            let asked = proxy.requests();
            assert!(asked[0].header("proxy-authorization").is_some_and(|value| value.starts_with("Basic ")));
        }
    }
    hunt("the log", &recording.text());
}
