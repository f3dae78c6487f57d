//! Listing 100,000 tasks, and the two loops that others measure with.

use std::time::Duration;

use swr_gc::{Client, ClientBuilder};
use tokio::runtime::{Builder, Runtime};

use crate::pairs::compare;
use crate::sample::List;
use crate::server::serve;

const TASKS: usize = 100_000;

pub fn run() {
    let url = serve(TASKS, Duration::ZERO);
    compare(
        "list 100,000 tasks in pages of 100, two threads",
        1.05,
        || assert_eq!(double().block_on(ours(token(&url), Duration::ZERO)), TASKS),
        || assert_eq!(double().block_on(by_hand(&url, Duration::ZERO)), TASKS),
    );
    compare(
        "the same on a runtime of one thread",
        1.05,
        || assert_eq!(single().block_on(ours(token(&url), Duration::ZERO)), TASKS),
        || assert_eq!(single().block_on(by_hand(&url, Duration::ZERO)), TASKS),
    );
    let signed = || Client::builder().endpoint(&url).access_key("AK0123456789", "0123456789abcdef");
    compare(
        "the same, signed and retried; with a token, no retries",
        1.10,
        || assert_eq!(single().block_on(ours(signed(), Duration::ZERO)), TASKS),
        || assert_eq!(single().block_on(ours(token(&url).retries(0), Duration::ZERO)), TASKS),
    );
}

pub fn single() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be built")
}

fn double() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be built")
}

/// A client that asks with a token.
pub fn token(url: &str) -> ClientBuilder {
    Client::builder().endpoint(url).token("t-0123456789")
}

/// Lists everything by our client, with `work` to do for each page.
pub async fn ours(client: ClientBuilder, work: Duration) -> usize {
    let client = client.project_id("p").build();
    let mut pages = client.expect("the configuration is sound").list_gc_tasks().instance_id("i").pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.expect("the server answers").tasks.len();
        if !work.is_zero() {
            tokio::time::sleep(work).await;
        }
    }
    count
}

/// The loop one would write with reqwest and serde.
pub async fn by_hand(url: &str, work: Duration) -> usize {
    let client = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls()).build();
    let client = client.expect("the configuration is sound");
    let url = format!("{url}/v2/p/instances/i/system/gc");
    let (mut count, mut marker) = (0, None::<String>);
    loop {
        let mut request = client.get(&url).query(&[("limit", "100")]).header("x-auth-token", "t-0123456789");
        if let Some(marker) = &marker {
            request = request.query(&[("marker", marker)]);
        }
        let body = request.send().await.expect("the server answers").bytes().await.expect("the body comes");
        let list: List = serde_json::from_slice(&body).expect("the body is as described");
        count += list.tasks.len();
        if !work.is_zero() {
            tokio::time::sleep(work).await;
        }
        marker = list.page_info.and_then(|info| info.next_marker);
        if marker.is_none() {
            return count;
        }
    }
}

/// Without certificates, which a plain loop over http would not load either.
fn tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let versions =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    versions
        .expect("ring has the default versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
