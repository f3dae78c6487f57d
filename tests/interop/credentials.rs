//! The SDK's own ways to a project and to a key, walked to the simulator's IAM and metadata.

use serde_json::Value;
use swr_gc::simulator::Simulator;

use crate::sdk::{Call, Outcome, Sdk};

/// What the SDK reads the address of IAM from.
const IAM: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

/// A call with a region in place of a project.
fn of_region(simulator: &Simulator) -> Call {
    let region = Some(simulator.region().to_owned());
    Call { project_id: None, region, ..Call::of(simulator) }
}

/// The number of tasks on the only page.
#[track_caller]
fn tasks(outcome: &Outcome) -> usize {
    assert_eq!(outcome.raised, None);
    outcome.answers[0]["tasks"].as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sdk_finds_the_project_of_the_region_by_itself() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = Simulator::builder().tasks(5).start().await.expect("it starts");
    let report = sdk.call_where(&[(IAM, &simulator.endpoint())], &[of_region(&simulator)]).await;
    assert_eq!(tasks(&report.outcomes[0]), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sdk_is_told_of_no_project_of_several_and_of_a_missing_permission() {
    let Some(sdk) = Sdk::find() else { return };
    let builder = Simulator::builder().tasks(5).further_project("cn-north-4");
    let simulator = builder.start().await.expect("it starts");
    let elsewhere = Call { region: Some("cn-south-1".to_owned()), ..of_region(&simulator) };
    let forbidden = Call {
        access_key: simulator.forbidden_access_key().to_owned(),
        secret_key: simulator.forbidden_secret_key().to_owned(),
        ..of_region(&simulator)
    };
    let calls = [of_region(&simulator), elsewhere, forbidden];
    let report = sdk.call_where(&[(IAM, &simulator.endpoint())], &calls).await;
    for (outcome, told) in report.outcomes.iter().zip([
        &["Multiple project ids found", simulator.project_id(), "00000001]", "X-IAM-Trace-Id=0"][..],
        &["Failed to get project id of region 'cn-south-1'", "X-IAM-Trace-Id=0"],
        &["status_code:403", "iam:projects:listProjects"],
    ]) {
        let message = outcome.raised.as_ref().and_then(|raised| raised["error_msg"].as_str());
        let message = message.unwrap_or_else(|| panic!("{told:?}: {outcome:?}"));
        assert!(told.iter().all(|part| message.contains(part)), "{told:?}: {message}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sdk_takes_a_temporary_key_from_the_metadata_service() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = Simulator::builder().tasks(5).start().await.expect("it starts");
    let endpoint = simulator.endpoint();
    // The address is fixed, but the way to it leads through a proxy where there is one.
    let variables = [("http_proxy", &*endpoint), ("no_proxy", "127.0.0.1")];
    let call = Call {
        access_key: String::new(),
        secret_key: String::new(),
        from_metadata: true,
        ..Call::of(&simulator)
    };
    let report = sdk.call_where(&variables, &[call]).await;
    assert_eq!(tasks(&report.outcomes[0]), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reason_of_a_refusal_reaches_the_caller_of_the_sdk() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = Simulator::builder().tasks(5).start().await.expect("it starts");
    let call = Call {
        access_key: simulator.forbidden_access_key().to_owned(),
        secret_key: simulator.forbidden_secret_key().to_owned(),
        ..Call::of(&simulator)
    };
    let report = sdk.call(&[call]).await;
    let raised: &Value = report.outcomes[0].raised.as_ref().expect("a refusal");
    assert_eq!(raised["error_code"], "SVCSTG.SWR.4030170");
    let reason = raised["encoded_auth_msg"].as_str().expect("a text");
    assert!(reason.contains('.'), "{reason}");
}
