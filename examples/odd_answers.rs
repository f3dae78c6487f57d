//! Looks at what the typed answer leaves out: the raw body, odd values, fields that nobody described.
//!
//! `cargo run --example odd_answers --features simulator`

use swr_gc::simulator::Simulator;
use swr_gc::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let simulator = Simulator::builder().tasks(20).start().await?;
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build()?;

    let mut pages = client.list_gc_tasks().instance_id(simulator.instance_id()).limit(8).pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        println!("{} tasks in {} bytes, request {:?}", page.tasks.len(), page.raw().len(), page.request_id());
        for deviation in page.deviations() {
            println!("  odd: {deviation}");
        }
        for field in page.unknown_fields() {
            println!("  not described: {field}");
        }
    }
    Ok(())
}
