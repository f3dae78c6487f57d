//! Connections that do not come about, or do not last.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::fault::{FOR_EVER, Fault, ONCE, Stage, Tries, settings};
use crate::front::Fronts;
use crate::pages::{answer, body, listing};
use crate::server::{Script, Server, Step};

pub fn faults() -> Vec<Fault> {
    vec![
        Fault::staged("connection refused", 1, FOR_EVER, async {
            let server = Server::closed().await;
            let client = settings().endpoint(server.url()).build().expect("a client");
            Stage::new(server, client)
        })
        .fails("connect", 4),
        Fault::staged("connection refused", 1, ONCE, opening()).whole_by_chance(),
        Fault::new("connection refused", 2, FOR_EVER, [])
            .after_page_1([Step::Deafen, Step::Say(answer(200, "Connection: close\r\n", body(1)))])
            .fails("connect", 4),
        Fault::staged("name not found", 1, FOR_EVER, nowhere()).fails("connect", 4),
        Fault::staged("name not found", 2, ONCE, resolving(ONCE)).whole_after(2),
        Fault::staged("name not found", 2, FOR_EVER, resolving(FOR_EVER)).fails("connect", 4),
        Fault::new("kept connection closed", 2, ONCE, []).after_page_1([Step::Page]).whole_by_chance(),
        Fault::new("kept connection reset", 2, ONCE, [])
            .after_page_1([Step::Page, Step::Reset])
            .whole_by_chance(),
        Fault::new("an answer that nobody asked for", 2, ONCE, [])
            .after_page_1([Step::Say(stray()), Step::Stay])
            .whole_by_chance(),
        Fault::new("bytes behind the answer", 2, ONCE, [])
            .after_page_1([Step::Page, Step::Say(b"and more".to_vec()), Step::Stay])
            .whole_by_chance(),
    ]
}

/// Page 1, and at once behind it what could be taken for the end of the listing.
fn stray() -> Vec<u8> {
    [answer(200, "", body(1)), answer(200, "", listing([], "null"))].concat()
}

/// A port that is listened on while the client is trying.
async fn opening() -> Stage {
    let server = Server::closed().await;
    let client = settings().endpoint(server.url()).retries(20).build().expect("a client");
    let health = server.health();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        health.recover();
    });
    Stage { tries: Tries::Chance, ..Stage::new(server, client) }
}

/// A host whose name no resolver can even ask for, since a label of it is too long.
async fn nowhere() -> Stage {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    let settings = settings().allow_http(true);
    let lost = settings.clone().endpoint(format!("http://{}.test", "x".repeat(64))).build();
    let mended = settings.endpoint(server.url()).build().expect("a client");
    Stage { mended: Some(mended), ..Stage::new(server, lost.expect("a client")) }
}

/// Knows one host, and forgets it after the first question.
struct Resolver {
    address: SocketAddr,
    asked: AtomicU32,
    times: Option<u32>,
    failures: Arc<AtomicU32>,
    health: crate::server::Health,
}

impl Resolve for Resolver {
    fn resolve(&self, _: Name) -> Resolving {
        let asked = self.asked.fetch_add(1, Relaxed);
        let wrong = asked > 0 && self.times.map_or(!self.health.is_good(), |times| asked <= times);
        let address = self.address;
        if wrong {
            self.failures.fetch_add(1, Relaxed);
        }
        Box::pin(async move {
            if wrong {
                return Err("no such host".into());
            }
            Ok(Box::new(std::iter::once(address)) as Addrs)
        })
    }
}

async fn resolving(times: Option<u32>) -> Stage {
    let close = Step::Say(answer(200, "Connection: close\r\n", body(1)));
    let server = Server::start(Script::new(1, ONCE, [close]), Fronts::plain()).await;
    let failures = Arc::new(AtomicU32::new(0));
    let (address, health) = (server.address(), server.health());
    let resolver = Resolver { address, asked: AtomicU32::new(0), times, failures: failures.clone(), health };
    let http = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(no_tls());
    let http = http.dns_resolver(resolver).build().expect("an HTTP client");
    let url = format!("http://registry.test:{}", address.port());
    let client = settings().endpoint(url).allow_http(true).http_client(http).build().expect("a client");
    Stage { tries: Tries::Failures(failures), ..Stage::new(server, client) }
}

/// A client of its own has to bring its own TLS, also where there is none.
fn no_tls() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let roots = rustls::RootCertStore::empty();
    builder.expect("TLS").with_root_certificates(roots).with_no_client_auth()
}
