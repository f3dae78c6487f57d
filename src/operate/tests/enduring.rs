//! What a client goes through in hours, in a second: tokens that expire and are refused, outages, answers cut short.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::server::{Received, Reply, Server, settings};
use crate::client::Client;
use crate::operate::Polling;
use crate::types::JobStatus;
use crate::{CredentialProvider, Credentials};

/// Lends a token for a moment, then nothing for a while, then others.
#[derive(Clone, Default)]
struct Vault(Arc<AtomicU32>);

/// So often in a row it has nothing to lend.
const SEALED: u32 = 4;

impl CredentialProvider for Vault {
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        let soon = Timestamp::now() + SignedDuration::from_millis(100);
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(Credentials::token("t-0").with_expiry(soon)),
            1..=SEALED => Err("the vault is sealed".into()),
            later => Ok(Credentials::token(format!("t-{later}"))),
        }
    }
}

fn shown(status: &str) -> Reply {
    Reply::ok(json!({ "id": 7, "job_status": status }).to_string())
}

/// Nothing happens as long as the first token is good; then everything does.
async fn service() -> Server {
    let mut looks = 0;
    Server::start(move |request: &Received| {
        if request.header("x-auth-token") == Some("t-0") {
            return shown("Running");
        }
        looks += 1;
        match looks {
            1 => Reply::new(503),
            2 => Reply::raw(""),
            3 => Reply::ok("{\"id\": 7, \"job_st"),
            // The one that is refused, and the one in its place.
            4 | 5 => Reply::new(401),
            6 => shown("Running"),
            _ => shown("Success"),
        }
    })
    .await
}

fn client(server: &Server, vault: &Vault) -> Client {
    let lent = Credentials::provider(vault.clone());
    settings(server).credentials(lent).build().expect("the settings are right")
}

fn hurried() -> Polling {
    Polling::default().pauses(Duration::from_millis(5), Duration::from_millis(20))
}

#[tokio::test]
async fn a_wait_outlives_its_token_and_every_failure_that_passes() {
    let (server, vault) = (service().await, Vault::default());
    let show = client(&server, &vault).show_gc_task().instance_id("i-1").gc_id(7);
    let ended = show.wait().polling(hurried()).until_over().await.expect("it ends");
    assert_eq!(ended.status, JobStatus::Success);
    assert!(vault.0.load(Ordering::SeqCst) > SEALED);
}

#[tokio::test]
async fn so_does_watching() {
    let (server, vault) = (service().await, Vault::default());
    let show = client(&server, &vault).show_gc_task().instance_id("i-1").gc_id(7);
    let mut changes = show.watch().polling(hurried());
    let mut seen = Vec::new();
    while let Some(change) = changes.next().await {
        let task = change.expect("it is borne").task;
        seen.extend(task.job_status.map(|status| status.as_str().to_owned()));
    }
    assert_eq!(seen, ["Running", "Success"]);
}

#[tokio::test]
async fn credentials_that_there_never_were_are_told_at_once() {
    let (server, vault) = (service().await, Vault::default());
    vault.0.store(1, Ordering::SeqCst);
    let show = client(&server, &vault).show_gc_task().instance_id("i-1").gc_id(7);
    let error = show.wait().polling(hurried()).until_over().await.expect_err("the vault is sealed");
    assert!(error.is_usage() && error.to_string().contains("sealed"), "{error}");
}
