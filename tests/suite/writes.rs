//! What changes something is asked where that is allowed, and leaves nothing behind.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;
use swr_gc::findings::Outcome;
use swr_gc::simulator::Simulator;

use super::server::{Told, honest, serve, tasks};
use super::support::{
    TOKEN, client_of, of, of_simulator, of_simulator_signed, report, simulated_whole, text,
};

#[tokio::test]
async fn nothing_is_said_of_the_simulator_where_everything_is_asked() {
    for (count, seed) in [(0, 1), (1, 1), (2, 1), (7, 1), (28, 3), (100, 1), (250, 1), (250, 9), (1000, 1)] {
        let report = simulated_whole(Simulator::builder().tasks(count).seed(seed)).await;
        assert_eq!(report.findings, [], "{count} tasks, seed {seed}");
        // A list that takes most of the budget leaves none for what changes something.
        let long = count >= 1000;
        let expected = if long { Outcome::Inconclusive } else { Outcome::Complete };
        assert_eq!(report.summary.outcome, expected, "{count} tasks: {:?}", report.summary.notes);
        assert_eq!(report.summary.notes.is_empty(), !long, "{:?}", report.summary.notes);
        assert!(report.summary.requests <= 60, "{count} tasks: {}", report.summary.requests);
        // Of a list of one page there is no marker to judge.
        let idle = report.summary.checked.iter().filter(|(_, judged)| !judged).count();
        assert!(idle == 0 || long || count < 7, "{count} tasks: {:?}", report.summary.checked);
    }
}

#[tokio::test]
async fn nothing_is_said_where_requests_that_change_something_are_signed() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    let report = report(of_simulator_signed(&simulator).allow_writes(true)).await;
    assert_eq!((report.findings.len(), report.summary.outcome), (0, Outcome::Complete), "{}", text(&report));
    assert!(report.summary.requests <= 60, "{}", report.summary.requests);
}

/// Whatever the budget is, what was there before is there again.
#[tokio::test]
async fn the_schedule_is_put_back_as_it_was() {
    let simulator = Simulator::builder().tasks(28).start().await.expect("a simulator");
    let client = client_of(&simulator);
    let schedule = || async {
        let shown = client.show_gc_schedule().instance_id(simulator.instance_id()).send().await;
        shown.expect("a schedule").raw().to_vec()
    };
    let before = schedule().await;
    for most in (30..=60).step_by(3) {
        let report = report(of_simulator(&simulator).allow_writes(true).max_requests(most)).await;
        assert!(report.findings.is_empty() && report.summary.requests <= most, "{}", text(&report));
        assert_eq!(schedule().await, before, "{most} requests");
    }
}

#[tokio::test]
async fn nothing_is_changed_where_nobody_has_allowed_it() {
    let tasks = tasks(28);
    let report = report(of(&serve(move |asked| {
        assert_eq!(asked.method, "GET", "{}", asked.path);
        honest(&tasks, asked)
    })))
    .await;
    assert_eq!((report.findings.len(), report.summary.outcome), (0, Outcome::Complete), "{}", text(&report));
}

/// A service that has only the list is not blamed for it, whatever it says instead.
#[tokio::test]
async fn a_service_need_not_have_all_operations() {
    for (status, body) in [
        (404, "<html>404 page not found</html>"),
        (404, r#"{"error_code":"APIGW.0101","error_msg":"no such API"}"#),
        (405, ""),
        (501, "Not Implemented"),
        (400, "{}"),
        (302, ""),
    ] {
        for count in [0, 1, 28, 250] {
            let tasks = tasks(count);
            let report = report(
                of(&serve(move |asked| match asked.path.strip_suffix("/system/gc") {
                    Some(_) => honest(&tasks, asked),
                    None => Told { status, kind: "text/html", body: body.as_bytes().to_vec(), whole: true },
                }))
                .allow_writes(true),
            )
            .await;
            assert_eq!(report.findings, [], "{count} tasks, {status}: {}", text(&report));
            assert_eq!(report.summary.outcome, Outcome::Complete, "{count}, {status}: {}", text(&report));
            let told = report.summary.notes.iter().any(|note| note.contains("does not have it"));
            assert!(told, "{count} tasks, {status}: {:?}", report.summary.notes);
        }
    }
}

/// That an unknown task is refused does not say that the service shows none.
#[tokio::test]
async fn what_is_wrong_with_every_known_item_is_not_hidden_by_an_unknown_one() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    let body = r#"{"defects":[{"name":"compressed-in-name-only","operation":"ShowGcTask"}]}"#;
    let head = format!("PUT /simulator/defects HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n", body.len());
    let (address, request) = (simulator.endpoint(), format!("{head}Connection: close\r\n\r\n{body}"));
    let telling = tokio::task::spawn_blocking(move || {
        let mut socket = TcpStream::connect(address.trim_start_matches("http://")).expect("it listens");
        socket.write_all(request.as_bytes()).expect("it is sent");
        let mut told = String::new();
        socket.read_to_string(&mut told).expect("an answer");
        told
    });
    let told = telling.await.expect("an answer");
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
    let report = report(of_simulator(&simulator)).await;
    let found = report.findings.iter().any(|found| found.rule == "connection-broken");
    assert!(found, "{}", text(&report));
}

/// The description's own example of no schedule can be put back.
#[tokio::test]
async fn a_schedule_that_is_off_is_written_and_put_back() {
    let simulator = Simulator::builder().defect("schedule-never-kept").start().await.expect("a simulator");
    let client = client_of(&simulator);
    let off = client.update_gc_schedule().instance_id(simulator.instance_id());
    off.body(swr_gc::types::UpdateGcScheduleRequest::none()).send().await.expect("it is off");
    let report = report(of_simulator(&simulator).allow_writes(true)).await;
    let found = report.findings.iter().any(|found| found.rule == "written-not-kept");
    assert!(found, "{}", text(&report));
}

/// Who may only read is told so, and the service is not blamed.
#[tokio::test]
async fn a_user_who_may_not_write_is_no_fault_of_the_service() {
    let tasks = tasks(28);
    let report = report(
        of(&serve(move |asked| match (&*asked.method, asked.path.rsplit('/').next().unwrap_or_default()) {
            ("GET", "schedule") if asked.token.as_deref() == Some(TOKEN) => {
                let schedule = json!({ "type": "Custom", "cron": "0 0 1 * * *" });
                Told::new(200, &json!({ "schedule": schedule, "parameters": { "workers": 2 } }))
            }
            ("GET", _) => honest(&tasks, asked),
            _ if asked.token.as_deref() != Some(TOKEN) => Told::refusal(401),
            _ => Told::refusal(403),
        }))
        .allow_writes(true),
    )
    .await;
    assert_eq!(report.findings, [], "{}", text(&report));
    assert!(report.summary.notes.iter().any(|note| note.contains("403")), "{:?}", report.summary.notes);
}
