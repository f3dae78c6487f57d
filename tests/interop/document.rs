//! The published sample for Python, as `docs/from-other-sdks.md` quotes it, run with the SDK against the simulator.

use swr_gc::simulator::Simulator;
use swr_gc::types::ListGcTasksResponse;

use crate::markdown::read;
use crate::sdk::Sdk;

/// The first column of the table for Python, with the values for which the sample has placeholders.
fn sample(simulator: &Simulator) -> String {
    let page = read("docs/from-other-sdks.md");
    let section = page.iter().find(|section| section.title == "Python").expect("the page has Python");
    let rows = section.tables.iter().flatten();
    let lines: Vec<&str> = rows.flat_map(|row| &row[0].spans).map(String::as_str).collect();
    lines
        .join("\n")
        .replace("<YOUR REGION>", simulator.region())
        .replace("{project_id}", simulator.project_id())
        .replace("{instance_id}", simulator.instance_id())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_of_the_document_lists_the_simulators_tasks() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = Simulator::builder().seed(7).start().await.expect("it starts");
    let region = simulator.region().replace('-', "_").to_uppercase();
    let variables = [
        ("CLOUD_SDK_AK", simulator.access_key()),
        ("CLOUD_SDK_SK", simulator.secret_key()),
        (&format!("HUAWEICLOUD_SDK_REGION_SWR_{region}"), &simulator.endpoint()),
    ];
    let printed = sdk.run(&variables, sample(&simulator)).await;
    let theirs: ListGcTasksResponse = serde_json::from_slice(&printed)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&printed)));
    let client = swr_gc::Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .access_key(simulator.access_key(), simulator.secret_key())
        .build()
        .expect("the settings are right");
    let ours = client.list_gc_tasks().instance_id(simulator.instance_id()).send().await.expect("a page");
    assert_eq!(theirs.tasks.len(), 10);
    assert_eq!(serde_json::to_value(&theirs).ok(), serde_json::to_value(&*ours).ok());
}
