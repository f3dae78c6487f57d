//! Credentials from a source of one's own, and what to make of a refusal.
//!
//! `cargo run --example sign_in --features simulator`

use swr_gc::simulator::Simulator;
use swr_gc::{Client, CredentialProvider, Credentials, Secret};

/// Stands for a vault, or whatever keeps a team's keys.
struct Vault {
    id: String,
    secret: Secret,
}

impl CredentialProvider for Vault {
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        // A key that is lent has an end; the client asks again before it comes.
        let in_an_hour = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
        Ok(Credentials::access_key(self.id.clone(), self.secret.clone()).with_expiry(in_an_hour))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let simulator = Simulator::builder().start().await?;
    let client = |id: &str, secret: &str| {
        Client::builder()
            .endpoint(simulator.endpoint())
            .project_id(simulator.project_id())
            .credentials(Credentials::provider(Vault { id: id.to_owned(), secret: secret.into() }))
            .build()
    };

    let permitted = client(simulator.access_key(), simulator.secret_key())?;
    // A service that is set up wrongly fails at its start, not at its first request.
    permitted.ready().await?;
    println!(
        "signs as {:?}",
        permitted.sign_in().and_then(|sign_in| sign_in.access_key().map(str::to_owned))
    );
    let page = permitted.list_gc_tasks().instance_id(simulator.instance_id()).send().await?;
    println!("{} tasks on the first page", page.tasks.len());

    let forbidden = client(simulator.forbidden_access_key(), simulator.forbidden_secret_key())?;
    let asked = forbidden.list_gc_tasks().instance_id(simulator.instance_id()).send().await;
    let error = asked.err().ok_or("the user without permission was let in")?;
    println!("{error}\n{}", error.remedy());
    // STS decodes why: `client.explain_denied(message)`, or `swr-gc auth explain-denied MESSAGE`.
    println!("sealed reason: {} characters", error.encoded_authorization_message().map_or(0, str::len));
    Ok(())
}
