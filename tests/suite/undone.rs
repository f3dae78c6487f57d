//! Whatever a service does, nothing of a run goes on behind it, and nothing stays changed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use serde_json::Value;
use swr_gc::Client;
use swr_gc::contract::suite;
use swr_gc::findings::{Outcome, Severity};
use swr_gc::simulator::{Scenario, Simulator};

use super::support::{causes, client_of, of_simulator, report, simulated_whole, text};

/// A simulator in which nothing is at work, with a defect from now on.
async fn idle(defect: &str) -> Simulator {
    let builder = Simulator::builder().scenario(Scenario::Idle).defect(defect);
    builder.start().await.expect("a simulator")
}

/// How many tasks are at work.
async fn at_work(simulator: &Simulator) -> usize {
    let client = client_of(simulator);
    let page = client.list_gc_tasks().instance_id(simulator.instance_id()).limit(100).send().await;
    let page: Value = serde_json::from_slice(page.expect("a list").raw()).expect("JSON");
    let tasks = page["tasks"].as_array().into_iter().flatten();
    tasks.filter(|task| task["job_status"] == "Pending" || task["job_status"] == "Running").count()
}

#[tokio::test]
async fn what_should_not_have_been_started_is_stopped() {
    for defect in [
        "start-with-six-workers",
        "start-with-no-workers",
        "start-of-unknown-type",
        "start-without-token",
        "start-for-real",
    ] {
        let simulator = idle(defect).await;
        let report = report(of_simulator(&simulator).allow_writes(true)).await;
        assert!(!report.findings.is_empty() && report.summary.requests <= 60, "{defect}: {}", text(&report));
        assert_eq!(at_work(&simulator).await, 0, "{defect}: {:?}", report.summary.notes);
    }
}

#[tokio::test]
async fn what_could_not_be_stopped_is_named() {
    for (defect, said) in [
        ("start-without-id", "ExecuteGcSchedule has started something without saying what"),
        ("start-with-known-id", "ExecuteGcSchedule has started something under the known name "),
        ("start-with-first-id-again", "ExecuteGcSchedule has started something under the name "),
        (
            "stop-refused",
            "was started and is not known to have ended, since StopGcTask was answered with 400",
        ),
    ] {
        let simulator = idle(defect).await;
        let report = report(of_simulator(&simulator).allow_writes(true)).await;
        let told = report.summary.notes.iter().any(|note| note.contains(said));
        // A stop that is refused and done all the same has left nothing.
        let over = defect == "stop-refused" && at_work(&simulator).await == 0;
        assert!(told || over, "{defect}: {:?}", report.summary.notes);
        assert!(over || report.summary.outcome == Outcome::Inconclusive, "{defect}: {}", text(&report));
    }
}

/// Passes everything on to a simulator, and sends this in place of the answer to one request that begins so.
fn without_answer(simulator: &Simulator, begins: String, nth: usize, instead: &'static str) -> String {
    let address = simulator.endpoint().trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let mut seen = 0;
        for stream in listener.incoming().flatten() {
            let Ok(request) = read_request(&stream) else { continue };
            let mut beyond = TcpStream::connect(&address).expect("the simulator");
            beyond.write_all(&request).expect("it takes the request");
            let mut answer = Vec::new();
            beyond.read_to_end(&mut answer).expect("an answer");
            seen += usize::from(request.starts_with(begins.as_bytes()));
            let is_lost = seen == nth && request.starts_with(begins.as_bytes());
            let _ = (&stream).write_all(if is_lost { instead.as_bytes() } else { &answer });
        }
    });
    endpoint
}

/// A request, to be answered on a connection of its own.
fn read_request(stream: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line == "\r\n" {
            request.extend_from_slice(b"connection: close\r\n\r\n");
            break;
        }
        request.extend_from_slice(line.as_bytes());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    request.append(&mut body);
    Ok(request)
}

/// A write that is not answered may have been done.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_whose_answer_is_lost_is_undone() {
    for nth in 1..=4 {
        let simulator = Simulator::builder().scenario(Scenario::Idle).start().await.expect("a simulator");
        let schedule = || async {
            let client = client_of(&simulator);
            let shown = client.show_gc_schedule().instance_id(simulator.instance_id()).send().await;
            shown.expect("a schedule").raw().to_vec()
        };
        let before = schedule().await;
        let root = format!("/v2/{}/instances/{}/system/gc", simulator.project_id(), simulator.instance_id());
        let begins = format!("PUT {root}/schedule");
        let client = Client::builder()
            .endpoint(without_answer(&simulator, begins, nth, ""))
            .project_id(simulator.project_id())
            .token(simulator.token())
            .build();
        let suite = suite(client.expect("the settings are right"), simulator.instance_id());
        let report = report(suite.allow_writes(true)).await;
        assert_eq!(causes(&report, Severity::Warning), ["connection-broken"], "{nth}: {}", text(&report));
        assert_eq!(schedule().await, before, "{nth}: {:?}", report.summary.notes);
        assert_eq!(at_work(&simulator).await, 0, "{nth}: {:?}", report.summary.notes);
    }
}

/// A gateway that did not wait does not know either.
#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_failed_at_the_gateway_is_named() {
    const LATE: &str = "HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let simulator = Simulator::builder().scenario(Scenario::Idle).start().await.expect("a simulator");
    let begins = format!(
        "POST /v2/{}/instances/{}/system/gc/schedule",
        simulator.project_id(),
        simulator.instance_id()
    );
    let client = Client::builder()
        .endpoint(without_answer(&simulator, begins, 1, LATE))
        .project_id(simulator.project_id())
        .token(simulator.token())
        .build();
    let suite = suite(client.expect("the settings are right"), simulator.instance_id());
    let report = report(suite.allow_writes(true)).await;
    let said = "ExecuteGcSchedule was answered with a failure of the server, so nobody knows";
    let told = report.summary.notes.iter().any(|note| note.contains(said));
    assert!(told && report.summary.outcome == Outcome::Inconclusive, "{}", text(&report));
}

#[tokio::test]
async fn what_has_one_cause_is_one_finding() {
    for defect in ["schedule-never-kept", "request-id-constant", "start-with-six-workers"] {
        let report = simulated_whole(Simulator::builder().tasks(28).defect(defect)).await;
        assert_eq!(report.findings.len(), 1, "{defect}: {}", text(&report));
    }
}
