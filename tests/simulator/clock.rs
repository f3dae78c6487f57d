//! A simulator whose clock is off.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use swr_gc::simulator::Simulator;

use super::http::{Answer, Request, ask};
use super::signed::Signing;

async fn ahead(offset: SignedDuration) -> Simulator {
    Simulator::builder().tasks(1).clock_offset(offset).start().await.expect("it starts")
}

/// How far the header `Date` is ahead of this machine's clock.
#[track_caller]
fn lead(answer: &Answer) -> SignedDuration {
    let date = answer.header("Date").expect("an answer has a date");
    let date = jiff::fmt::rfc2822::parse(date).unwrap_or_else(|error| panic!("{date}: {error}"));
    date.timestamp().duration_since(Timestamp::now())
}

#[track_caller]
fn assert_near(offset: SignedDuration, lead: SignedDuration) {
    assert!((lead - offset).abs() < SignedDuration::from_secs(30), "{lead:?} is not about {offset:?}");
}

#[tokio::test]
async fn every_answer_is_dated_by_the_simulators_clock() {
    for hours in [0, 2, -2, 24 * 365, -24 * 365] {
        let offset = SignedDuration::from_hours(hours);
        let simulator = ahead(offset).await;
        for request in [Request::list(&simulator, ""), Request::bare(&simulator), Request::new("GET", "/")] {
            let answer = ask(&simulator, &request).await;
            assert_near(offset, lead(&answer));
            assert_eq!(
                answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("date")).count(),
                1
            );
        }
    }
}

#[tokio::test]
async fn signatures_are_judged_by_the_simulators_clock() {
    for minutes in [-20, 20] {
        let offset = SignedDuration::from_mins(minutes);
        let simulator = ahead(offset).await;
        let signing = Signing::of(&simulator);
        let answer = ask(&simulator, &signing.sign(Request::bare(&simulator))).await;
        assert_eq!(answer.status, 401, "{minutes}");
        assert!(answer.text("/error_msg").contains("signature expired"), "{}", answer.json());
        // What a client can do: sign by the date of the answer.
        let right = Timestamp::now() + lead(&answer);
        let request = signing.at(right).sign(Request::bare(&simulator));
        assert_eq!(ask(&simulator, &request).await.status, 200, "{minutes}");
    }
}

#[tokio::test]
async fn a_time_that_is_too_far_off_is_refused_at_the_start() {
    let (century, more) = (SignedDuration::from_hours(876_000), SignedDuration::from_hours(876_001));
    for offset in [century, -century] {
        assert_near(offset, lead(&ask(&ahead(offset).await, &Request::new("GET", "/")).await));
    }
    let long = Duration::from_secs(u64::MAX);
    for (builder, setting) in [
        (Simulator::builder().clock_offset(more), "clock_offset"),
        (Simulator::builder().clock_offset(-more), "clock_offset"),
        (Simulator::builder().clock_offset(SignedDuration::MIN), "clock_offset"),
        (Simulator::builder().token_lifetime(long), "token_lifetime"),
        (Simulator::builder().temporary_key_lifetime(long), "temporary_key_lifetime"),
    ] {
        let error = builder.start().await.expect_err("nobody can tell that time");
        assert!(error.is_usage() && error.to_string().contains(setting), "{error}");
    }
}
