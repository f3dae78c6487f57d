//! STS: why a request was refused.

use serde_json::{Value, json};
use swr_gc::simulator::Simulator;

use super::http::{Answer, Request, ask, path};
use super::judge::contract;
use super::signed::Signing;

async fn simulator() -> Simulator {
    Simulator::builder().tasks(3).start().await.expect("it starts")
}

fn decoding(message: &str) -> Request {
    Request::new("POST", "/v5/decode-authorization-message")
        .body(json!({ "encoded_message": message }).to_string())
}

/// A refusal of the user without permission.
async fn refusal(simulator: &Simulator) -> Answer {
    let request = Request::bare(simulator).header("X-Auth-Token", simulator.forbidden_token());
    let answer = ask(simulator, &request).await;
    assert_eq!(answer.status, 403);
    answer
}

async fn decoded(simulator: &Simulator, signing: Signing<'_>, message: &str) -> Value {
    let answer = ask(simulator, &signing.sign(decoding(message))).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    serde_json::from_str(&answer.text("/decoded_message")).expect("the text is JSON")
}

/// In the documented form; returns the message.
#[track_caller]
fn malformed(answer: &Answer) -> String {
    let body = answer.json();
    assert_eq!(answer.status, 400, "{body}");
    let names: Vec<_> = body.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(names, ["error_code", "error_msg"]);
    answer.text("/error_msg")
}

#[tokio::test]
async fn a_refusal_tells_who_may_not_do_what_to_what_and_why() {
    let simulator = simulator().await;
    let answer = refusal(&simulator).await;
    let message = answer.text("/encoded_authorization_message");
    assert_eq!(message, answer.text("/errors/0/encoded_authorization_message"));
    let contract = contract();
    let action = contract.operations[0].permission.as_ref().expect("it needs a permission").action.as_str();
    for signing in [
        Signing::of(&simulator),
        // Whoever is refused may ask why.
        Signing::by(simulator.forbidden_access_key(), simulator.forbidden_secret_key()),
    ] {
        let content = decoded(&simulator, signing, &message).await;
        let context = &content["context"];
        assert_eq!(context["action"], action);
        assert!(context["resource"].as_str().is_some_and(|text| text.ends_with(simulator.instance_id())));
        assert_eq!(context["user_profile"]["domain"]["name"], simulator.domain());
        assert_ne!(context["user_profile"]["name"], simulator.user());
        assert_eq!(context["request_id"].as_str(), answer.header("X-Request-Id"));
        assert!(content["failure"].as_str().is_some_and(|text| text.contains("implicit deny")), "{content}");
    }
}

#[tokio::test]
async fn an_id_of_any_length_leaves_a_message_that_can_be_decoded() {
    let simulator = simulator().await;
    let path = path(simulator.project_id(), &"x".repeat(20_000));
    let request = Request::new("GET", &path).header("X-Auth-Token", simulator.forbidden_token());
    let message = ask(&simulator, &request).await.text("/encoded_authorization_message");
    decoded(&simulator, Signing::of(&simulator), &message).await;
}

#[tokio::test]
async fn a_message_that_was_changed_or_comes_from_elsewhere_is_not_decoded() {
    let simulator = simulator().await;
    let message = refusal(&simulator).await.text("/encoded_authorization_message");
    let (content, mark) = message.split_once('.').expect("a dot");
    let swap = |text: &str| format!("{}{}", if text.starts_with('A') { "B" } else { "A" }, &text[1..]);
    let example: Value =
        serde_json::from_str(include_str!("../../openapi/examples/error-403-no-permission.json"))
            .expect("JSON");
    let example = example["encoded_authorization_message"].as_str().expect("a text");
    for message in [
        &*format!("{}.{mark}", swap(content)),
        &format!("{content}.{}", swap(mark)),
        &format!("{content}."),
        &format!("{mark}.{mark}"),
        content,
        &message[..message.len() - 1],
        &format!("{message} "),
        "é",
        ".",
        example,
    ] {
        let answer = ask(&simulator, &Signing::of(&simulator).sign(decoding(message))).await;
        assert!(malformed(&answer).contains("cannot be decoded"), "{message}");
    }
}

#[tokio::test]
async fn a_message_has_1_to_10240_characters() {
    let simulator = simulator().await;
    for (length, told) in
        [(0, "0 characters"), (1, "cannot be"), (10240, "cannot be"), (10241, "10241 characters")]
    {
        let request = Signing::of(&simulator).sign(decoding(&"é".repeat(length)));
        let message = malformed(&ask(&simulator, &request).await);
        assert!(message.contains(told), "{length}: {message}");
    }
    for body in ["", "{}", "[]", "no JSON", r#"{"encoded_message":7}"#, r#"{"encoded_message":null}"#] {
        let request = Request::new("POST", "/v5/decode-authorization-message").body(body);
        let answer = ask(&simulator, &Signing::of(&simulator).sign(request)).await;
        assert!(malformed(&answer).contains("encoded_message"), "{body}");
    }
}

#[tokio::test]
async fn only_a_signature_proves_who_asks() {
    let simulator = simulator().await;
    let message = refusal(&simulator).await.text("/encoded_authorization_message");
    let mut changed = Signing::of(&simulator).sign(decoding(&message));
    changed.body = vec![b' '; changed.body.len()];
    for request in [
        decoding(&message),
        decoding(&message).header("X-Auth-Token", simulator.token()),
        Signing::by(simulator.access_key(), "wrong").sign(decoding(&message)),
        changed,
    ] {
        let answer = ask(&simulator, &request).await;
        assert_eq!((answer.status, &*answer.text("/error_code")), (401, "APIGW.0301"));
    }
}
