//! Stopping: asked once, and looked at until it is over.

use std::time::Duration;

use serde_json::json;

use super::server::{Reply, Server, client};
use crate::builder::StopGcTask;
use crate::operate::Polling;
use crate::types::JobStatus;

fn stop(server: &Server) -> StopGcTask {
    client(server).stop_gc_task().instance_id("i-1").gc_id(7)
}

fn shown(status: &str) -> Reply {
    Reply::ok(json!({ "id": 7, "job_status": status }).to_string())
}

fn hurried() -> Polling {
    Polling::default().pauses(Duration::from_millis(1), Duration::from_millis(5))
}

#[tokio::test]
async fn it_is_over_when_the_task_is_and_not_before() {
    for (last, status) in [("Stopped", JobStatus::Stopped), ("Success", JobStatus::Success)] {
        let server =
            Server::scripted([Reply::new(200), shown("Running"), shown("Running"), shown(last)]).await;
        let mut wait = stop(&server).stop().await.expect("it was taken").polling(hurried());
        assert_eq!(wait.until_over().await.expect("it ends").status, status);
        let lines: Vec<_> = server.requests().iter().map(|request| request.line().to_owned()).collect();
        let path = "/v2/p-1/instances/i-1/system/gc/7 HTTP/1.1";
        let show = format!("GET {path}");
        assert_eq!(lines, [format!("PUT {path}"), show.clone(), show.clone(), show]);
    }
}

#[tokio::test]
async fn a_refusal_is_told_and_nothing_is_looked_at() {
    for status in [403, 404, 409] {
        let server = Server::scripted([Reply::new(status)]).await;
        let error = stop(&server).stop().await.expect_err("refused");
        assert_eq!((error.status(), error.may_have_run()), (Some(status), false));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_task_that_goes_on_is_told_to() {
    let server = Server::start(|request| match request.line().starts_with("PUT") {
        true => Reply::new(200),
        false => shown("Running"),
    })
    .await;
    let wait = stop(&server).stop().await.expect("it was taken");
    let error = wait.polling(hurried()).deadline(Duration::from_millis(50)).until_over().await;
    assert!(error.expect_err("it runs on").is_unfinished());
}
