//! Of services that are right there is nothing to say.

use serde_json::json;
use swr_gc::findings::{Format, Outcome, Verdict};
use swr_gc::simulator::Simulator;

use super::server::{honest, serve, tasks};
use super::support::{of, of_simulator, of_simulator_signed, report, simulated, text, written};

#[tokio::test]
async fn nothing_is_said_of_the_simulator_whatever_its_history() {
    for (count, seed) in [
        (0, 1),
        (1, 1),
        (2, 1),
        (6, 3),
        (7, 1),
        (10, 1),
        (11, 2),
        (99, 1),
        (100, 1),
        (101, 7),
        (250, 1),
        (250, 9),
        (1000, 1),
    ] {
        let report = simulated(Simulator::builder().tasks(count).seed(seed)).await;
        assert_eq!(report.findings, [], "{count} tasks, seed {seed}");
        assert_eq!(report.summary.outcome, Outcome::Complete, "{count} tasks: {:?}", report.summary.notes);
        assert!((15..=60).contains(&report.summary.requests), "{count} tasks: {}", report.summary.requests);
    }
}

#[tokio::test]
async fn nothing_is_said_where_requests_are_signed() {
    let simulator = Simulator::builder().tasks(28).start().await.expect("a simulator");
    let report = report(of_simulator_signed(&simulator)).await;
    assert_eq!((report.findings.len(), report.summary.outcome), (0, Outcome::Complete), "{}", text(&report));
}

#[tokio::test]
async fn nothing_is_said_of_a_listing_by_another_hand() {
    for count in [0, 1, 9, 10, 28, 100, 250, 700] {
        let tasks = tasks(count);
        let report = report(of(&serve(move |asked| honest(&tasks, asked)))).await;
        assert_eq!(
            (report.findings.len(), report.summary.outcome),
            (0, Outcome::Complete),
            "{}",
            text(&report)
        );
    }
}

#[tokio::test]
async fn a_list_beyond_the_budget_is_walked_as_far_as_it_goes() {
    let report = simulated(Simulator::builder().tasks(3000)).await;
    assert_eq!(
        (report.findings.len(), report.summary.outcome),
        (0, Outcome::Inconclusive),
        "{}",
        text(&report)
    );
    assert_eq!((report.summary.requests <= 60, report.verdict(true)), (true, Verdict::Clean));
}

#[tokio::test]
async fn the_same_service_gets_the_same_report_to_the_byte() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    let reports = [report(of_simulator(&simulator)).await, report(of_simulator(&simulator)).await];
    for format in Format::ALL {
        let [first, second] = reports.each_ref().map(|report| written(report, *format));
        assert_eq!(first, second);
    }
}

/// Offsets as markers, new tasks at the front and others that end: everything moves, and nobody lied.
#[tokio::test]
async fn what_changes_during_the_run_is_no_finding() {
    // Requests until one more task arrives, and until one more ends.
    let shapes = [("tasks arrive", 9, 1000), ("tasks end", 1000, 9), ("both", 5, 7)];
    for count in [5, 28, 250] {
        for (name, arrives, ends) in shapes {
            let all = tasks(count + 60);
            let report = report(of(&serve(move |asked| {
                let mut tasks = all[60 - asked.number / arrives..].to_vec();
                for (age, task) in tasks.iter_mut().rev().skip(count.saturating_sub(4)).enumerate() {
                    if age >= asked.number / ends {
                        task["job_status"] = json!("Running");
                    }
                }
                honest(&tasks, asked)
            })))
            .await;
            assert_eq!(report.findings, [], "{name}, {count} tasks");
            assert_eq!(report.summary.outcome, Outcome::Inconclusive, "{name}, {count} tasks");
        }
    }
}

/// What the document leaves open may be either way.
#[tokio::test]
async fn what_is_left_open_is_no_finding_either_way() {
    let tasks = tasks(28);
    let report = report(of(&serve(move |asked| {
        let lone_marker =
            asked.marker.is_some() && asked.limit.is_none() || asked.marker.as_deref() == Some("");
        assert!(!lone_marker, "nobody asks what has no answer");
        honest(&tasks, asked)
    })))
    .await;
    assert_eq!(report.findings, []);
}
