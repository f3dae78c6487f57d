//! A request that is refused: both tell status, code and words, and where the SDK does not.

use jiff::SignedDuration;
use serde_json::{Value, json};
use swr_gc::simulator::Simulator;
use swr_gc::{Client, Error, Page};

use crate::sdk::{Call, Report, Sdk};
use crate::server::{Answer, Mistake, PROJECT, Server, compare};

async fn simulator() -> Simulator {
    Simulator::builder().tasks(5).start().await.expect("it starts")
}

fn client(simulator: &Simulator) -> Client {
    let builder = Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
    builder.token(simulator.token()).build().expect("the settings are right")
}

/// What the SDK raised at the first of its calls.
fn raised(report: &Report) -> &Value {
    report.outcomes[0].raised.as_ref().expect("the request is refused")
}

/// An exchange's own id is never the same for two exchanges, only its form is.
fn is_request_id(id: &str) -> bool {
    id.len() == 32 && id.chars().all(|digit| digit.is_ascii_hexdigit())
}

#[track_caller]
pub fn assert_told_alike(theirs: &Value, ours: &Error, status: u16, code: &str) {
    assert_eq!(theirs["class"], "ClientRequestException");
    assert_eq!((theirs["status_code"].as_u64(), ours.status()), (Some(status.into()), Some(status)));
    assert_eq!((theirs["error_code"].as_str(), ours.error_code()), (Some(code), Some(code)));
    assert!(ours.error_msg().is_some_and(|message| !message.is_empty()), "{ours}");
    assert_eq!(theirs["error_msg"].as_str(), ours.error_msg());
    assert!(theirs["request_id"].as_str().is_some_and(is_request_id), "{theirs}");
    assert!(ours.request_id().is_some_and(is_request_id), "{ours}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_instance_is_told_in_the_same_words() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    let call = Call { instance_id: "another-instance".to_owned(), ..Call::of(&simulator) };
    let report = sdk.call(&[call]).await;
    let ours = client(&simulator).list_gc_tasks().instance_id("another-instance").send().await;
    let ours = ours.expect_err("the simulator does not know it");
    assert_told_alike(raised(&report), &ours, 404, "SVCSTG.SWR.4040000");
    assert!(ours.error_msg().is_some_and(|message| message.contains("another-instance")), "{ours}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_marker_of_another_listing_is_told_in_the_same_words() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    let marker = Some("of-another-listing".to_owned());
    let report = sdk.call(&[Call { marker, limit: Some(7), ..Call::of(&simulator) }]).await;
    let request = client(&simulator).list_gc_tasks().instance_id(simulator.instance_id()).limit(7);
    let ours = request.marker("of-another-listing").send().await.expect_err("the marker is wrong");
    assert_told_alike(raised(&report), &ours, 400, "SVCSTG.SWR.4000014");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_not_known_and_a_wrong_secret_are_told_by_the_gateway() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    for (id, secret, told) in [
        (
            "NOSUCHACCESSKEY",
            simulator.secret_key(),
            "Get secretKey failed,ak:NOSUCHACCESSKEY,err:ak not exist",
        ),
        (simulator.access_key(), "wrong", "verify aksk signature fail,canonicalRequest:GET|/v2/"),
    ] {
        let (access_key, secret_key) = (id.to_owned(), secret.to_owned());
        let report = sdk.call(&[Call { access_key, secret_key, ..Call::of(&simulator) }]).await;
        let builder = Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
        let client = builder.access_key(id, secret).build().expect("the settings are right");
        let ours = client.list_gc_tasks().instance_id(simulator.instance_id()).send().await;
        let ours = ours.expect_err("the key is wrong");
        let theirs = raised(&report);
        for (status, code, message) in [
            (theirs["status_code"].as_u64(), theirs["error_code"].as_str(), theirs["error_msg"].as_str()),
            (ours.status().map(u64::from), ours.error_code(), ours.error_msg()),
        ] {
            assert_eq!((status, code), (Some(401), Some("APIGW.0301")));
            assert!(message.is_some_and(|message| message.contains(told)), "{message:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_off_is_told_with_both_times() {
    let Some(sdk) = Sdk::find() else { return };
    for minutes in [-20, 20] {
        let builder = Simulator::builder().tasks(1).clock_offset(SignedDuration::from_mins(minutes));
        let simulator = builder.start().await.expect("it starts");
        let report = sdk.call(&[Call::of(&simulator)]).await;
        let theirs = raised(&report);
        assert_eq!((&theirs["status_code"], &theirs["error_code"]), (&json!(401), &json!("APIGW.0301")));
        let message = theirs["error_msg"].as_str().expect("a text");
        let parts = ["signature expired, signature time:", ",server time:"];
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_of_101_costs_the_sdk_a_request_and_this_client_none() {
    let Some(sdk) = Sdk::find() else { return };
    let simulator = simulator().await;
    let report = sdk.call(&[Call { limit: Some(101), ..Call::of(&simulator) }]).await;
    let theirs = raised(&report);
    assert_eq!(theirs["class"], "ClientRequestException");
    assert_eq!(theirs["status_code"], 400);
    assert_eq!(theirs["error_code"], "SVCSTG.SWR.4000014");
    let request = client(&simulator).list_gc_tasks().instance_id(simulator.instance_id()).limit(101);
    let ours = request.send().await.expect_err("the limit is too large");
    assert!(ours.is_usage() && ours.status().is_none(), "{ours:?}");
    for message in [theirs["error_msg"].as_str().expect("a text"), &ours.to_string()] {
        let parts = ["limit", "101", "maximum of 100"];
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
}

/// Everything that this client's error tells of what the service said.
fn told(answer: Result<Page, Error>) -> Value {
    let error = match answer {
        Ok(page) => return json!({ "page": &*page }),
        Err(error) => error,
    };
    json!({
        "status_code": error.status(),
        "error_code": error.error_code(),
        "error_msg": error.error_msg(),
        "request_id": error.request_id(),
        "encoded_auth_msg": error.encoded_authorization_message(),
    })
}

/// A refusal of which the SDK keeps `code` and `message`.
fn mistake(name: &'static str, status: u16, body: &str, sdk: (Value, &str), ours: Value) -> Mistake {
    Mistake {
        name,
        answer: Answer::json(&format!("{status} Refused"), body),
        sdk: json!({
            "class": "ClientRequestException",
            "status_code": status,
            "error_code": sdk.0,
            "error_msg": sdk.1,
            "request_id": "r-1",
            "encoded_auth_msg": null,
        }),
        ours,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_the_sdk_does_not_understand_are_understood() {
    let Some(sdk) = Sdk::find() else { return };
    let ours = |status: u16, code: &str, message: Option<&str>, encoded: Option<&str>| {
        json!({
            "status_code": status,
            "error_code": code,
            "error_msg": message,
            "request_id": "r-1",
            "encoded_auth_msg": encoded,
        })
    };
    let old =
        r#"{"errors":[{"errorCode":"A.1","errorMessage":"not you","encoded_authorization_message":"e"}]}"#;
    let bare = r#"[{"errorCode":"A.1","errorMessage":"not you"}]"#;
    let code_alone = r#"{"error_code":"A.1"}"#;
    let mistakes = vec![
        mistake("old-form", 403, old, ("403".into(), old), ours(403, "A.1", Some("not you"), Some("e"))),
        mistake("bare-list", 403, bare, ("403".into(), bare), ours(403, "A.1", Some("not you"), None)),
        mistake("code-alone", 400, code_alone, ("400".into(), code_alone), ours(400, "A.1", None, None)),
        // Its documentation calls the code a text.
        mistake(
            "code-as-number",
            400,
            r#"{"code":7,"message":"m"}"#,
            (7.into(), "m"),
            ours(400, "7", Some("m"), None),
        ),
    ];
    compare(&sdk, mistakes, told).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_too_many_requests_the_sdk_keeps_nothing_that_the_gateway_said() {
    let Some(sdk) = Sdk::find() else { return };
    let body = r#"{"error_code":"APIGW.0308","error_msg":"slow down","request_id":"r-1"}"#;
    let answer = Answer::json("429 Too Many Requests", body).header("Retry-After", "1");
    let server = Server::start([("busy", answer)]).await;
    let report = sdk.call(&[Call::new(server.url(), PROJECT, "busy")]).await;
    let theirs = raised(&report);
    assert_eq!(theirs["status_code"], 429);
    assert_eq!(theirs["error_code"], "429", "SDK {}", report.version);
    assert_eq!(theirs["request_id"], "");
    // The words are the HTTP library's, and name the port of this run.
    assert!(theirs["error_msg"].as_str().is_some_and(|text| text.contains("Max retries exceeded")));
    let ours = told(server.client().list_gc_tasks().instance_id("busy").send().await);
    let expected = json!({
        "status_code": 429,
        "error_code": "APIGW.0308",
        "error_msg": "slow down",
        "request_id": "r-1",
        "encoded_auth_msg": null,
    });
    assert_eq!(ours, expected);
}
