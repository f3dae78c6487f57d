//! Contract tests for a project of your own: paste this file into its `tests` folder.
//!
//! ```toml
//! [dev-dependencies]
//! swr-gc = { git = "…", features = ["contract", "simulator"] }
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```

use swr_gc::contract::suite;
use swr_gc::findings::{Report, Verdict};
use swr_gc::simulator::Simulator;
use swr_gc::{Client, Error};

/// Fails with the whole report if something was found, or it could not be judged.
fn assert_kept(report: &Report) {
    assert_eq!(report.verdict(false), Verdict::Clean, "{report}");
}

/// On every machine: no account, no network.
#[tokio::test]
async fn the_simulator_keeps_the_contract() -> Result<(), Error> {
    let simulator = Simulator::builder().start().await?;
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build()?;
    assert_kept(&suite(client, simulator.instance_id()).run().await?);
    Ok(())
}

/// At night: `cargo test -- --ignored`. Region and instance are in `SWR_GC_REGION` and `SWR_GC_INSTANCE`, the access
/// key is in `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, or wherever else the official SDKs look for one.
///
/// It sends at most 60 requests, ten a second, and all of them only read. `contract.har` has what was sent and what
/// came, without secrets.
#[tokio::test]
#[ignore = "it asks the service, with your credentials"]
async fn the_service_keeps_the_contract() -> Result<(), Box<dyn std::error::Error>> {
    let (region, instance_id) = (std::env::var("SWR_GC_REGION")?, std::env::var("SWR_GC_INSTANCE")?);
    let client = Client::builder().region(region).record("contract.har").build()?;
    assert_kept(&suite(client, instance_id).run().await?);
    Ok(())
}
