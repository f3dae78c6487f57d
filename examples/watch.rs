//! Watches the tasks of an instance, as a chat bot or a dashboard would, until none is at work.
//!
//! `cargo run --example watch --features simulator`

use std::time::Duration;

use swr_gc::operate::Polling;
use swr_gc::simulator::{Scenario, Simulator};
use swr_gc::wire::Open;
use swr_gc::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // An instance with a clean-up at work, in which ten minutes pass in a second.
    let simulator = Simulator::builder().scenario(Scenario::Busy).speed(600.0).start().await?;
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build()?;

    let polling = Polling::default().pauses(Duration::from_millis(50), Duration::from_millis(500));
    let mut changes = client.list_gc_tasks().instance_id(simulator.instance_id()).watch().polling(polling);
    while let Some(change) = changes.next().await {
        let change = change?;
        let status = change.task.job_status.as_ref();
        let before = change.before.as_ref().and_then(|task| task.job_status.as_ref());
        println!(
            "task {:?}: {} -> {}",
            change.task.id,
            before.map_or("not seen", Open::as_str),
            status.map_or("unknown", Open::as_str),
        );
        // Without an end of one's own this goes on for ever.
        if changes.is_idle() == Some(true) {
            break;
        }
    }
    Ok(())
}
