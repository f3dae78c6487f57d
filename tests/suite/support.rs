//! Runs of the suite, and what is in their reports.

use swr_gc::Client;
use swr_gc::contract::{Suite, suite};
use swr_gc::findings::{Format, Report, Severity, write};
use swr_gc::simulator::{Simulator, SimulatorBuilder};

pub const TOKEN: &str = "T0ken-of-the-tests";
pub const PROJECT: &str = "p-1";
pub const INSTANCE: &str = "i-1";

pub fn client(endpoint: &str) -> Client {
    let client = Client::builder().endpoint(endpoint).project_id(PROJECT).token(TOKEN).build();
    client.expect("the settings are right")
}

/// The suite for a server of [`server`](super::server).
pub fn of(endpoint: &str) -> Suite {
    suite(client(endpoint), INSTANCE)
}

/// The suite for a simulator that signs in by an access key.
pub fn of_simulator_signed(simulator: &Simulator) -> Suite {
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .access_key(simulator.access_key(), simulator.secret_key())
        .build();
    suite(client.expect("the settings are right"), simulator.instance_id())
}

/// A client of a simulator.
pub fn client_of(simulator: &Simulator) -> Client {
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build();
    client.expect("the settings are right")
}

/// The suite for a simulator, with the token of its user without permission.
pub fn of_simulator(simulator: &Simulator) -> Suite {
    suite(client_of(simulator), simulator.instance_id()).forbidden_token(simulator.forbidden_token())
}

pub async fn report(suite: Suite) -> Report {
    suite.run().await.expect("the suite runs")
}

/// What the suite says of a simulator that is made like this.
pub async fn simulated(builder: SimulatorBuilder) -> Report {
    let simulator = builder.start().await.expect("a simulator");
    report(of_simulator(&simulator)).await
}

/// The same with everything allowed that the suite may ask.
pub async fn simulated_whole(builder: SimulatorBuilder) -> Report {
    let simulator = builder.start().await.expect("a simulator");
    report(of_simulator(&simulator).allow_writes(true)).await
}

/// Rules that found something as bad as this, and do not only tell consequences.
pub fn causes(report: &Report, least: Severity) -> Vec<&'static str> {
    let causes = report.findings.iter().filter(|found| found.caused_by.is_none() && found.severity >= least);
    let mut rules: Vec<_> = causes.map(|found| found.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

pub fn text(report: &Report) -> String {
    written(report, Format::Text)
}

pub fn written(report: &Report, format: Format) -> String {
    let mut bytes = Vec::new();
    write(report, format, &mut bytes).expect("memory takes it");
    String::from_utf8(bytes).expect("reports are text")
}
