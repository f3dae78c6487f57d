//! Time: what is waited for, and what ends a call before.

use std::time::{Duration, Instant};

use swr_gc::{Client, ClientBuilder, Error};

use crate::fault::{TOKEN, settings};
use crate::front::Fronts;
use crate::pages::{answer, head};
use crate::server::{Script, Server, Step};

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A server that answers the first request so.
async fn at_first(bytes: Vec<u8>) -> Server {
    Server::start(Script::new(1, Some(1), [Step::Say(bytes), Step::Stay]), Fronts::plain()).await
}

/// One call, and how long it took.
async fn call(server: &Server, settings: ClientBuilder) -> (Result<(), Error>, Duration) {
    let client = settings.endpoint(server.url()).build().expect("the settings are right");
    let started = Instant::now();
    let outcome = client.list_gc_tasks().instance_id("i-1").send().await;
    (outcome.map(|_| ()), started.elapsed())
}

fn asking_to_wait(wait: &str) -> Vec<u8> {
    answer(503, &format!("Retry-After: {wait}\r\n"), "")
}

#[tokio::test]
async fn what_the_service_asks_for_is_waited_for_in_full() {
    let server = at_first(asking_to_wait("1")).await;
    let (outcome, took) = call(&server, settings()).await;
    outcome.expect("the second try");
    assert!(took >= secs(1), "{took:?}");

    // A date has no fractions, so two seconds from now are more than one.
    let date = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(2);
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&date);
    let server = at_first(asking_to_wait(&date.expect("a date"))).await;
    let (outcome, took) = call(&server, settings()).await;
    outcome.expect("the second try");
    assert!(took >= secs(1), "{took:?}");
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_ends_the_call_at_once_with_that_answer() {
    for settings in [settings(), settings().timeout(secs(29))] {
        let server = at_first(asking_to_wait("3600")).await;
        let (outcome, took) = call(&server, settings).await;
        let error = outcome.expect_err("503");
        assert!(took < secs(20), "{took:?}");
        assert_eq!((error.status(), error.tries()), (Some(503), 1), "{error}");
        assert!(error.remedy().ends_with("asks to wait 3600 s."), "{}", error.remedy());
    }
    // One that reaches just to the deadline leaves no time for a try.
    let server = at_first(asking_to_wait("30")).await;
    let (outcome, took) = call(&server, settings().timeout(secs(30))).await;
    assert_eq!(outcome.expect_err("503").status(), Some(503));
    assert!(took < secs(20), "{took:?}");
}

#[tokio::test]
async fn a_server_that_drips_meets_the_deadline_of_the_whole_call() {
    let drip = [Step::Say(head(200, "")), Step::Drip(b" ".to_vec())];
    let server = Server::start(Script::new(1, None, drip), Fronts::plain()).await;
    let (outcome, took) = call(&server, settings().timeout(secs(1))).await;
    let error = outcome.expect_err("a timeout");
    assert!(error.is_timeout() && error.tries() == 1, "{error:?}");
    assert!(error.took() >= Duration::from_millis(900) && error.took() <= took, "{:?}", error.took());
    assert!(took < secs(15), "{took:?}");
}

#[tokio::test]
async fn a_try_that_gets_no_turn_leaves_the_answer_before_it() {
    let server = at_first(answer(503, "X-Request-Id: r-1\r\n", "")).await;
    let (outcome, _) = call(&server, settings().requests_per_second(0.2).timeout(secs(2))).await;
    let error = outcome.expect_err("503");
    assert_eq!((error.status(), error.tries()), (Some(503), 1), "{error}");
    assert!(error.may_have_run());
}

#[tokio::test]
async fn an_earlier_try_that_may_have_run_is_not_forgotten() {
    let refusal = Step::Say(answer(503, "Connection: close\r\n", ""));
    let script = Script::new(1, Some(1), [Step::Deafen, refusal]);
    let server = Server::start(script, Fronts::plain()).await;
    let (outcome, _) = call(&server, settings().retries(1)).await;
    let error = outcome.expect_err("nobody listens any more");
    assert!(error.is_connect() && error.tries() == 2, "{error:?}");
    assert!(error.may_have_run(), "the first try reached the service");
    assert!(!error.remedy().contains("nothing was sent"), "{}", error.remedy());

    let script = Script::new(1, Some(1), [Step::Say(answer(429, "Connection: close\r\n", ""))]);
    let server = Server::start(script, Fronts::plain()).await;
    let (outcome, _) = call(&server, settings().retries(0)).await;
    assert!(!outcome.expect_err("429").may_have_run(), "it was refused");
}

#[tokio::test]
async fn a_call_that_gets_no_turn_was_never_sent() {
    let server = Server::start(Script::none(), Fronts::plain()).await;
    let settings = settings().endpoint(server.url()).requests_per_second(0.02).timeout(secs(1));
    let client = settings.build().expect("the settings are right");
    let request = client.list_gc_tasks().instance_id("i-1");
    request.clone().send().await.expect("the first has its turn");
    let error = request.send().await.expect_err("the second has none in time");
    assert!(error.is_timeout() && !error.may_have_run() && error.tries() == 0, "{error:?}");
    assert!(error.to_string().contains("limits on rate"), "{error}");
    assert_eq!(server.asked(1), 1);
}

#[tokio::test]
async fn the_longest_limits_are_none() {
    let server = at_first(answer(503, "", "")).await;
    let (most, few) = (Duration::MAX, settings());
    let settings = few.timeout(most).try_timeout(most).connect_timeout(most);
    call(&server, settings).await.0.expect("the second try");
}

#[tokio::test]
async fn a_refused_signature_is_laid_on_a_clock_that_is_wrong() {
    let refusing = async |minutes: i64, settings: ClientBuilder| {
        let service = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(minutes);
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&service);
        let date = format!("Date: {}\r\n", date.expect("a date"));
        let server = at_first(answer(401, &date, r#"{"error_code":"APIGW.0301","error_msg":"no"}"#)).await;
        call(&server, settings).await.0.expect_err("401")
    };
    let key = || Client::builder().project_id("p-1").access_key("AK", "the secret key");
    for (minutes, side, other) in [(20, "behind", "ahead of"), (-20, "ahead of", "behind")] {
        let error = refusing(minutes, key()).await;
        let said = error.to_string();
        assert!(said.contains(side) && !said.contains(other), "{said}");
        assert!(said.contains("20m") || said.contains("19m"), "it does not say by how much: {said}");
        assert!(error.remedy().starts_with("Set the clock"), "{}", error.remedy());
    }
    for error in
        [refusing(1, key()).await, refusing(20, Client::builder().project_id("p-1").token(TOKEN)).await]
    {
        assert!(!error.to_string().contains("clock"), "{error}");
        assert!(!error.remedy().starts_with("Set the clock"), "{}", error.remedy());
    }
}
