//! A run sends as many requests as it may, at the rate that it may.

use std::time::{Duration, Instant};

use swr_gc::findings::Outcome;
use swr_gc::simulator::Simulator;

use super::server::{Told, honest, serve, tasks};
use super::support::{of, of_simulator, report, text};

#[tokio::test]
async fn a_small_budget_is_kept_and_leaves_the_verdict_open() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    for most in [1, 2, 5, 20, 40] {
        let report = report(of_simulator(&simulator).max_requests(most)).await;
        assert!((1..=most).contains(&report.summary.requests), "{most}: {}", report.summary.requests);
        assert_eq!((report.findings.len(), report.summary.outcome), (0, Outcome::Inconclusive), "{most}");
    }
}

#[tokio::test]
async fn whatever_the_service_does_no_more_is_sent_than_allowed() {
    for most in [1, 7, 33, 60] {
        let tasks = tasks(40);
        let report = report(
            of(&serve(move |asked| {
                assert!(asked.number < most, "request {} of {most}", asked.number + 1);
                honest(&tasks, asked).edit(|body| {
                    body["page_info"]["next_marker"] = format!("at-{}", asked.number % 30).into();
                })
            }))
            .max_requests(most),
        )
        .await;
        assert!(report.summary.requests <= most, "{}", text(&report));
    }
}

#[tokio::test]
async fn the_rate_is_kept_where_one_is_set() {
    let tasks = tasks(3);
    let suite = of(&serve(move |asked| honest(&tasks, asked))).max_requests(6).rate(20.0);
    let began = Instant::now();
    assert_eq!(report(suite).await.summary.requests, 6);
    assert!(began.elapsed() >= Duration::from_millis(5 * 50), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_rate_that_is_none_is_refused_before_anything_is_sent() {
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let suite = of(&serve(|_| panic!("nothing is sent"))).rate(rate);
        let error = suite.run().await.expect_err("it is no rate");
        assert!(error.is_usage() && error.to_string().contains("rate"), "{error}");
    }
}

#[tokio::test]
async fn a_429_ends_the_run_wherever_it_comes() {
    for at in [0, 4, 30] {
        let tasks = tasks(28);
        let report = report(of(&serve(move |asked| match asked.number {
            number if number == at => Told::refusal(429),
            number => {
                assert!(number < at, "asked on after a 429");
                honest(&tasks, asked)
            }
        })))
        .await;
        assert_eq!((report.summary.outcome, report.summary.requests), (Outcome::Throttled, at + 1));
        assert_eq!(report.findings, [], "{}", text(&report));
    }
}
