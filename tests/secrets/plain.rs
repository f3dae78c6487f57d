//! Secrets travel to whom they are for, and not in the clear.

use swr_gc::Client;

use crate::canaries::{TOKEN, hunt};
use crate::client::said;
use crate::run::{Running, command};
use crate::server::{Reply, Server};

#[tokio::test]
async fn plain_http_is_for_this_machine_or_for_whom_it_was_allowed() {
    let builder = |endpoint: &str| Client::builder().endpoint(endpoint).project_id("p-1").token(TOKEN);
    for endpoint in [
        "http://example.com",
        "http://192.0.2.1",
        "http://10.0.0.1:8080/gate",
        "HTTP://Example.com",
        "http://[2001:db8::1]",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
    ] {
        let error = builder(endpoint).build().expect_err(endpoint);
        assert!(error.is_usage() && error.to_string().starts_with("endpoint: http would send"), "{error}");
        for way_out in ["use https", ".allow_http(true)", "--allow-http"] {
            assert!(error.to_string().contains(way_out), "{error}");
        }
        hunt("the error", &said(&error));
        builder(endpoint).allow_http(true).build().expect("it was allowed");
    }
    for endpoint in [
        "http://127.0.0.1:1",
        "http://localhost",
        "http://[::1]:8080",
        "http://127.8.9.1",
        "https://example.com",
        "example.com",
    ] {
        builder(endpoint).build().expect(endpoint);
    }
    let server = Server::scripted([Reply::ok("{}")]).await;
    let client = builder(&server.url()).build().expect("a client");
    client.list_gc_tasks().instance_id("i-1").send().await.expect("a page");
}

#[tokio::test]
async fn a_redirect_is_an_error_that_names_its_target_and_is_not_followed() {
    let other = Server::scripted([]).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/login?next=%2F", other.url());
        let server = Server::scripted([Reply::new(status).header("Location", &target)]).await;
        let client = Client::builder().endpoint(server.url()).project_id("p-1").token(TOKEN).build();
        let request = client.expect("a client").list_gc_tasks().instance_id("i-1");
        let error = request.send().await.expect_err("a redirect");
        assert!(
            error.to_string().contains(&format!("a redirect to {target}, which is not followed")),
            "{error}"
        );
        assert_eq!((error.status(), server.requests().len()), (Some(status), 1));
    }
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn the_command_says_how_to_allow_it() {
    // A proxy is told where a request is meant to go, so nothing leaves this machine.
    let proxy = Server::start(|_| Reply::ok("{}")).await;
    let run = |arguments: &[&str]| {
        let rest = ["list", "--endpoint", "http://service.example.com", "--project", "p", "--instance", "i"];
        let mut command = command(&[&rest, arguments].concat());
        command.env("SWR_GC_TOKEN", TOKEN).env("HTTP_PROXY", proxy.url()).env("http_proxy", proxy.url());
        tokio::task::spawn_blocking(move || Running::start(command).finish())
    };
    let refused = run(&[]).await.expect("it ran");
    assert_eq!((refused.code, &*refused.stdout), (Some(2), ""));
    refused.assert_says(&["--endpoint: http would send the credentials", "--allow-http"]);
    assert_eq!(proxy.connections().await, 0);
    let allowed = run(&["--allow-http"]).await.expect("it ran");
    assert_eq!(allowed.code, Some(0), "{}", allowed.stderr);
    let sent = proxy.requests().pop().expect("a request");
    assert!(sent.line().starts_with("GET http://service.example.com/v2/p/"), "{}", sent.line());
    assert_eq!(sent.header("user-agent"), Some(concat!("swr-gc/", env!("CARGO_PKG_VERSION"))));
}
