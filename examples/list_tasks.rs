//! Lists the failed GC tasks of an instance; here of a simulated one.
//!
//! `cargo run --example list_tasks --features simulator`

use swr_gc::simulator::Simulator;
use swr_gc::types::JobStatus;
use swr_gc::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let simulator = Simulator::builder().start().await?;
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build()?;

    let mut tasks =
        client.list_gc_tasks().instance_id(simulator.instance_id()).status(JobStatus::Error).tasks();
    while let Some(task) = tasks.next().await {
        let task = task?;
        println!("{:?} failed, last seen {:?}", task.id, task.update_time);
    }
    Ok(())
}
