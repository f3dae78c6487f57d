//! Proxies that do not let through.

use std::time::Duration;

use swr_gc::ClientBuilder;

use crate::certificates::{TRUSTED, UNKNOWN};
use crate::fault::{FOR_EVER, Fault, ONCE, Stage, Tries, settings};
use crate::front::{Front, Fronts};
use crate::pages::answer;
use crate::proxy::{Proxy, Wrong};
use crate::server::{Script, Server};

/// A host that is reached through a proxy and no other way.
const HOST: &str = "registry.test";

pub fn faults() -> Vec<Fault> {
    let gateway = || answer(502, "Connection: close\r\n", "<html>no way</html>");
    let tunnel = |name, times, says: Vec<u8>| {
        let stage = tunnelling(Wrong::Says(says, times));
        Fault::staged(name, 1, times, async { stage.await.0 })
    };
    vec![
        Fault::staged("a proxy that refuses connections", 1, FOR_EVER, async {
            let server = Server::closed().await;
            let client = plain().proxy(server.url()).build().expect("a client");
            Stage::new(server, client)
        })
        .fails("connect", 4),
        Fault::staged("a proxy whose name is not found", 1, FOR_EVER, async {
            let server = Server::start(Script::none(), Fronts::plain()).await;
            let lost = plain().proxy(format!("http://{}.test", "x".repeat(64))).build();
            let mended = plain().proxy(server.url()).build().expect("a client");
            Stage { mended: Some(mended), ..Stage::new(server, lost.expect("a client")) }
        })
        .fails("connect", 4),
        Fault::staged("a wrong password for the proxy, http", 1, FOR_EVER, async {
            let server = Server::start(Script::none(), Fronts::plain()).await;
            stage(server, plain(), Wrong::Nothing, false).await.0
        })
        .fails_at(407, "service", 1),
        Fault::staged("a wrong password for the proxy, https", 1, FOR_EVER, async {
            stage(secure(TRUSTED.good_for(HOST).front()).await, trusting(), Wrong::Nothing, false).await.0
        })
        .fails("connect", 1)
        .saying("proxy authorization required"),
        tunnel("a proxy that finds no way", ONCE, gateway()).whole_after(2),
        tunnel("a proxy that finds no way", FOR_EVER, gateway()).fails("connect", 4),
        tunnel("a proxy that hangs up", ONCE, Vec::new()).whole_after(2),
        tunnel("a proxy that hangs up", FOR_EVER, Vec::new()).fails("connect", 4),
        tunnel("a proxy of another protocol", FOR_EVER, b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec())
            .fails("connect", 4),
        Fault::staged("a proxy that says nothing", 1, FOR_EVER, async {
            let (stage, proxy) = tunnelling(Wrong::Silent).await;
            let hurried = trusting().proxy(proxy).connect_timeout(Duration::from_millis(300)).retries(1);
            Stage { client: hurried.build().expect("a client"), mended: Some(stage.client), ..stage }
        })
        .fails("connect", 2),
        Fault::staged("a proxy that looks into TLS", 1, FOR_EVER, async {
            let fronts = Fronts::right(TRUSTED.good_for(HOST).front());
            let fronts = fronts.wrong_from(1, UNKNOWN.good_for(HOST).front());
            let server = Server::start(Script::none(), fronts).await;
            stage(server, trusting(), Wrong::Nothing, true).await.0
        })
        .fails("connect", 1)
        .saying("UnknownIssuer"),
    ]
}

fn plain() -> ClientBuilder {
    settings().endpoint(format!("http://{HOST}")).allow_http(true)
}

fn trusting() -> ClientBuilder {
    settings().endpoint(format!("https://{HOST}")).root_certificates(TRUSTED.pem())
}

async fn secure(front: Front) -> Server {
    Server::start(Script::none(), Fronts::right(front)).await
}

/// A server behind a proxy, and the URL of that.
async fn stage(server: Server, settings: ClientBuilder, wrong: Wrong, right: bool) -> (Stage, String) {
    let proxy = Proxy::start(&server, wrong).await;
    let client = settings.clone().proxy(proxy.url(right)).build().expect("a client");
    let mended = Some(settings.proxy(proxy.url(true)).build().expect("a client"));
    let (tries, url) = (Tries::Failures(proxy.failures()), proxy.url(true));
    (Stage { mended, tries, others: vec![Box::new(proxy)], ..Stage::new(server, client) }, url)
}

/// A server with TLS behind a proxy that goes wrong before there is a tunnel.
async fn tunnelling(wrong: Wrong) -> (Stage, String) {
    stage(secure(TRUSTED.good_for(HOST).front()).await, trusting(), wrong, true).await
}

/// Everything that the client asks through a proxy that is fine.
async fn asked(server: &Server, settings: ClientBuilder) -> Vec<String> {
    let proxy = Proxy::start(server, Wrong::Nothing).await;
    let client = settings.proxy(proxy.url(true)).build().expect("a client");
    for shown in [format!("{client:?}"), format!("{:?}", settings_of(&proxy))] {
        assert!(!shown.contains(crate::fault::PASSWORD), "{shown}");
    }
    let mut tasks = client.list_gc_tasks().instance_id("i-1").tasks();
    let mut ids = Vec::new();
    while let Some(task) = tasks.next().await {
        ids.push(task.expect("a task").id.expect("an id"));
    }
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    proxy.heads()
}

fn settings_of(proxy: &Proxy) -> ClientBuilder {
    plain().proxy(proxy.url(true))
}

#[tokio::test]
async fn http_goes_through_the_proxy_with_its_password() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    let asked = asked(&server, plain()).await;
    assert!(asked[0].starts_with(&format!("GET http://{HOST}/v2/")), "{}", asked[0]);
    assert!(!server.heads().is_empty());
}

#[tokio::test]
async fn https_goes_through_a_tunnel_whose_proxy_sees_nothing_of_it() {
    let server = secure(TRUSTED.good_for(HOST).front()).await;
    let asked = asked(&server, trusting()).await;
    assert_eq!(asked.len(), 1, "one tunnel for the whole walk: {asked:?}");
    assert!(asked[0].starts_with(&format!("CONNECT {HOST}:443 ")), "{}", asked[0]);
    assert!(!asked[0].contains(crate::fault::TOKEN) && !asked[0].contains("i-1"), "{}", asked[0]);
    for head in server.heads() {
        assert!(!head.to_ascii_lowercase().contains("proxy-authorization"), "{head}");
    }
}

#[tokio::test]
async fn this_machine_is_reached_without_the_proxy() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    assert!(asked(&server, settings().endpoint(server.url())).await.is_empty());
    assert!(
        asked(&server, settings().endpoint(server.url().replace("127.0.0.1", "localhost"))).await.is_empty()
    );
}
