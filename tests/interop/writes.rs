//! Starts, stops and schedules that are refused, or whose answer says nothing: what each caller is told.

use serde_json::{Value, json};
use swr_gc::Error;
use swr_gc::types::{ExecuteGcScheduleRequest, RequestedGcParameters, UpdateGcScheduleRequest};

use crate::operations::{about, client, of, standing_still, with};
use crate::refusals::assert_told_alike;
use crate::sdk::{Call, Outcome, Sdk};
use crate::server::{Answer, PROJECT, Server};

fn run() -> ExecuteGcScheduleRequest {
    ExecuteGcScheduleRequest::manual(RequestedGcParameters::new(3).expect("three are allowed"))
}

/// The same as the SDK is given it.
fn run_as_json() -> Value {
    json!({"schedule": {"type": "Manual"}, "parameters": {"workers": 3}})
}

#[track_caller]
fn raised(outcome: &Outcome) -> &Value {
    outcome.raised.as_ref().unwrap_or_else(|| panic!("{outcome:?} is no refusal"))
}

fn refused<T>(answer: Result<T, Error>) -> Error {
    answer.err().expect("the request is refused")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_clean_up_beside_the_first_is_refused_alike() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let start = with(&simulator, "execute_gc_schedule", run_as_json());
    let report = sdk.call(&[start.clone(), start]).await;
    assert_eq!(report.outcomes[0].raised, None);
    let request = client(&simulator).execute_gc_schedule().instance_id(simulator.instance_id());
    let ours = refused(request.body(run()).send().await);
    assert_told_alike(raised(&report.outcomes[1]), &ours, 409, "SVCSTG.SWR.4090023");
    assert!(!ours.may_have_run(), "{ours}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_task_is_told_in_the_same_words() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let calls = [about(&simulator, "show_gc_task", 999_999), about(&simulator, "stop_gc_task", 999_999)];
    let report = sdk.call(&calls).await;
    let (client, instance) = (client(&simulator), simulator.instance_id());
    let show = refused(client.show_gc_task().instance_id(instance).gc_id(999_999).send().await);
    let stop = refused(client.stop_gc_task().instance_id(instance).gc_id(999_999).send().await);
    for (outcome, ours) in report.outcomes.iter().zip([show, stop]) {
        assert_told_alike(raised(outcome), &ours, 404, "SVCSTG.SWR.4040000");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_that_are_none_are_refused_alike_and_change_nothing() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let show = || client(&simulator).show_gc_schedule().instance_id(simulator.instance_id()).send();
    let before = show().await.expect("a schedule").raw().clone();
    let body = json!({"schedule": {"type": "Custom", "cron": "every night"}, "parameters": {"workers": 3}});
    let report = sdk.call(&[with(&simulator, "update_gc_schedule", body)]).await;
    let parameters = RequestedGcParameters::new(3).expect("three are allowed");
    let body = UpdateGcScheduleRequest::custom("every night", parameters).expect("it is short");
    let request = client(&simulator).update_gc_schedule().instance_id(simulator.instance_id());
    let ours = refused(request.body(body).send().await);
    assert_told_alike(raised(&report.outcomes[0]), &ours, 400, "SVCSTG.SWR.4000014");
    assert_eq!(show().await.expect("a schedule").raw(), &before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_without_permission_is_told_which_one_is_missing() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let body = json!({"schedule": {"type": "None"}});
    let calls = [
        of(&simulator, "list_gc_tasks"),
        about(&simulator, "show_gc_task", 1),
        about(&simulator, "stop_gc_task", 1),
        of(&simulator, "show_gc_schedule"),
        with(&simulator, "execute_gc_schedule", run_as_json()),
        with(&simulator, "update_gc_schedule", body),
    ];
    let forbidden = |call| Call {
        access_key: simulator.forbidden_access_key().to_owned(),
        secret_key: simulator.forbidden_secret_key().to_owned(),
        ..call
    };
    let report = sdk.call(&calls.map(forbidden)).await;

    let builder = swr_gc::Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
    let builder = builder.access_key(simulator.forbidden_access_key(), simulator.forbidden_secret_key());
    let (client, instance) = (builder.build().expect("the settings are right"), simulator.instance_id());
    let none = UpdateGcScheduleRequest::none();
    let ours = [
        refused(client.list_gc_tasks().instance_id(instance).send().await),
        refused(client.show_gc_task().instance_id(instance).gc_id(1).send().await),
        refused(client.stop_gc_task().instance_id(instance).gc_id(1).send().await),
        refused(client.show_gc_schedule().instance_id(instance).send().await),
        refused(client.execute_gc_schedule().instance_id(instance).body(run()).send().await),
        refused(client.update_gc_schedule().instance_id(instance).body(none).send().await),
    ];
    for (outcome, ours) in report.outcomes.iter().zip(ours) {
        let theirs = raised(outcome);
        assert_told_alike(theirs, &ours, 403, "SVCSTG.SWR.4030170");
        let sealed = ours.encoded_authorization_message().expect("a reason");
        assert!(theirs["encoded_auth_msg"].is_string() && !sealed.is_empty(), "{theirs}");
        // The SDK has no words of its own; which permission it takes is on a page of the reference.
        let permission = ours.operation().and_then(|operation| operation.permission).expect("it has one");
        assert!(ours.remedy().contains(permission), "{}", ours.remedy());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_workers_cost_the_sdk_a_request_and_cannot_be_written_here() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let six = json!({"schedule": {"type": "Manual"}, "parameters": {"workers": 6}});
    let report = sdk.call(&[with(&simulator, "execute_gc_schedule", six)]).await;
    let theirs = raised(&report.outcomes[0]);
    assert_eq!((&theirs["status_code"], &theirs["error_code"]), (&json!(400), &json!("SVCSTG.SWR.4000014")));
    let ours = refused(RequestedGcParameters::new(6));
    assert!(ours.is_usage() && ours.tries() == 0, "{ours:?}");
    for message in [theirs["error_msg"].as_str().expect("a text"), &ours.to_string()] {
        assert!(["workers", "6", "5"].iter().all(|part| message.contains(part)), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_is_none_leads_the_sdk_elsewhere() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = standing_still().await;
    let calls = [about(&simulator, "show_gc_task", "schedule"), of(&simulator, "stop_gc_task")];
    let report = sdk.call(&calls).await;
    // That path is the schedule's: a task without a single property, and no word about it.
    assert_eq!((&report.outcomes[0].raised, &report.outcomes[0].answers[..]), (&None, &[json!({})][..]));
    // The placeholder of the path is sent.
    let placeholder = raised(&report.outcomes[1])["error_msg"].as_str().expect("a text");
    assert!(placeholder.contains("%7Bgc_id%7D"), "{placeholder}");

    let (client, instance) = (client(&simulator), simulator.instance_id());
    for (ours, told) in [
        (refused(client.show_gc_task().instance_id(instance).gc_id("schedule").send().await), "schedule"),
        (refused(client.stop_gc_task().instance_id(instance).send().await), "gc_id"),
    ] {
        assert!(ours.is_usage() && ours.tries() == 0, "{ours:?}");
        assert!(ours.to_string().contains(told), "{ours}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_whose_answer_says_nothing_has_worked_for_the_sdk() {
    let Some(sdk) = Sdk::find() else { return };
    let html = "<html><body>Please sign in</body></html>";
    let answers = [
        ("a-web-page", Answer::new("202 Accepted", "text/html", html)),
        ("an-empty-body", Answer::json("202 Accepted", "")),
        ("null", Answer::json("202 Accepted", "null")),
        ("cut-off", Answer::json("202 Accepted", r#"{"id":70"#)),
        ("moved", Answer::new("302 Found", "", "").header("Location", "/sign-in")),
    ];
    let server = Server::start(answers.clone()).await;
    let calls = answers.each_ref().map(|(name, _)| Call {
        operation: "execute_gc_schedule",
        body: Some(run_as_json()),
        ..Call::new(server.url(), PROJECT, name)
    });
    let report = sdk.call(&calls).await;
    for ((name, _), outcome) in answers.iter().zip(&report.outcomes) {
        let told = (&outcome.raised, &outcome.answers[..]);
        assert_eq!(told, (&None, &[json!({})][..]), "{name}: SDK {}", report.version);
        let ours = refused(server.client().execute_gc_schedule().instance_id(*name).body(run()).send().await);
        assert!(ours.is_decode() || ours.status() == Some(302), "{name}: {ours:?}");
        assert!(ours.may_have_run(), "{name}: {ours:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_too_many_requests_the_sdk_keeps_what_a_start_was_told_and_not_what_a_stop_was() {
    let Some(sdk) = Sdk::find() else { return };
    let body = r#"{"error_code":"APIGW.0308","error_msg":"slow down","request_id":"r-1"}"#;
    let server = Server::start([("busy", Answer::json("429 Too Many Requests", body))]).await;
    let call =
        |operation, gc_id, body| Call { operation, gc_id, body, ..Call::new(server.url(), PROJECT, "busy") };
    let start = call("execute_gc_schedule", None, Some(run_as_json()));
    let report = sdk.call(&[start, call("stop_gc_task", Some(json!(7)), None)]).await;
    let codes: Vec<_> = report.outcomes.iter().map(|outcome| &raised(outcome)["error_code"]).collect();
    assert_eq!(codes, ["APIGW.0308", "429"], "SDK {}", report.version);
    let client = server.client();
    let start = client.execute_gc_schedule().instance_id("busy").body(run()).send().await;
    let stop = client.stop_gc_task().instance_id("busy").gc_id(7).send().await;
    for ours in [refused(start), refused(stop)] {
        assert_eq!((ours.status(), ours.error_code()), (Some(429), Some("APIGW.0308")));
        assert!(!ours.may_have_run(), "{ours:?}");
    }
}
