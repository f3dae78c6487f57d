//! A contract test of a service of one's own: is what it answers what the API description says?
//!
//! `cargo run --example contract_test --features contract,simulator`

use std::process::ExitCode;

use swr_gc::findings::{Format, Verdict, write};
use swr_gc::simulator::Simulator;
use swr_gc::{Client, Error, contract};

/// What a test function does with the endpoint of the service that it has started.
async fn judge(client: Client, instance_id: &str) -> Result<Verdict, Error> {
    let report = contract::suite(client, instance_id).run().await?;
    // Not `println!` of the report alone: a CI server reads JUnit, GitHub annotations, and so on.
    if write(&report, Format::Text, &mut std::io::stdout()).is_err() {
        eprintln!("the report cannot be printed");
    }
    Ok(report.verdict(false))
}

#[tokio::main]
async fn main() -> Result<ExitCode, Error> {
    let client = |simulator: &Simulator| {
        let builder = Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
        builder.token(simulator.token()).build()
    };
    let right = Simulator::builder().start().await?;
    let wrong = Simulator::builder().defect("duplicate-ids").start().await?;
    // What stands in for your service here does it right once, and once lists a task twice.
    let clean = judge(client(&right)?, right.instance_id()).await?;
    let found = judge(client(&wrong)?, wrong.instance_id()).await?;
    let as_expected = (clean, found) == (Verdict::Clean, Verdict::Found);
    Ok(if as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
