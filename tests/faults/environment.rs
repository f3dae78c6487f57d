//! Proxies that the environment names, which only a process of its own can be given.

use std::process::{Command, Output};

use crate::certificates::TRUSTED;
use crate::fault::{PASSWORD, TOKEN};
use crate::front::Fronts;
use crate::proxy::{Proxy, Wrong};
use crate::server::{Script, Server};

/// The command in an environment of these variables and no others.
async fn list(endpoint: &str, flags: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_swr-gc"));
    command.env_clear().env("SWR_GC_TOKEN", TOKEN).envs(variables.iter().copied());
    command.args(["list", "--project", "p-1", "--instance", "i-1", "--output", "jsonl"]);
    command.args(["--endpoint", endpoint, "--retries", "0", "--allow-http"]).args(flags);
    let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("it ran");
    ran.expect("the command starts")
}

#[track_caller]
fn assert_whole(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 5, "{said}");
}

#[tokio::test]
async fn http_proxy_is_for_http() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    let proxy = Proxy::start(&server, Wrong::Nothing).await;
    assert_whole(&list("http://registry.test", &[], &[("HTTP_PROXY", &proxy.url(true))]).await);
    assert!(proxy.heads()[0].starts_with("GET http://registry.test/"), "{:?}", proxy.heads());
}

#[tokio::test]
async fn https_proxy_is_for_https() {
    let front = TRUSTED.good_for("registry.test").front();
    let server = Server::start(Script::none(), Fronts::right(front)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, TRUSTED.pem()).expect("a file");
    let flags = ["--ca-file", file.to_str().expect("UTF-8")];
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = Proxy::start(&server, Wrong::Nothing).await;
        assert_whole(&list("https://registry.test", &flags, &[(name, &proxy.url(true))]).await);
        assert!(proxy.heads()[0].starts_with("CONNECT registry.test:443 "), "{:?}", proxy.heads());
    }
}

#[tokio::test]
async fn no_proxy_is_heeded_also_where_a_proxy_is_given() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    let proxy = Proxy::start(&server, Wrong::Nothing).await;
    // Nobody can resolve it, so whoever goes there without the proxy fails.
    let endpoint = format!("http://{}.test", "x".repeat(64));
    for name in ["HTTP_PROXY", "SWR_GC_PROXY"] {
        let variables = [(name, &*proxy.url(true)), ("NO_PROXY", ".test")];
        let output = list(&endpoint, &[], &variables).await;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains("no connection to"), "{name}: {said}");
        assert_eq!(proxy.heads(), [""; 0], "{name}");
    }
}

#[tokio::test]
async fn this_machine_is_reached_without_the_environments_proxy() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    let proxy = Proxy::start(&server, Wrong::Nothing).await;
    let url = proxy.url(true);
    let variables = [("HTTP_PROXY", &*url), ("HTTPS_PROXY", &url), ("ALL_PROXY", &url)];
    assert_whole(&list(&server.url(), &[], &variables).await);
    assert_eq!(proxy.heads(), [""; 0]);
}

#[tokio::test]
async fn the_password_is_shown_nowhere_when_the_proxy_refuses() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    for says in [crate::pages::answer(407, "", format!("bad password {PASSWORD}")), Vec::new()] {
        let proxy = Proxy::start(&server, Wrong::Says(says, None)).await;
        let bare = proxy.url(true).replace("http://", "");
        for (name, url) in
            [("HTTP_PROXY", proxy.url(true)), ("SWR_GC_PROXY", proxy.url(true)), ("SWR_GC_PROXY", bare)]
        {
            let output = list("http://registry.test", &[], &[(name, &url)]).await;
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success(), "{said}");
            assert!(said.contains("prox"), "it does not say what to look at: {said}");
            assert!(!said.contains(PASSWORD), "{name}: {said}");
        }
    }
}
