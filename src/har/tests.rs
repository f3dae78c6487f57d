//! What a client sends and a server answers, written and read again.

use std::time::Duration;

use bytes::Bytes;

use super::{Entry, read};
use crate::Client;
use crate::credentials::testing::server::{Reply, Server, TOKEN, settings};
use crate::types::UpdateGcScheduleRequest;

/// A client that records, and the file.
struct Recorded {
    client: Client,
    path: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

impl Recorded {
    fn new(server: &Server, retries: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.har");
        let client = settings(server).retries(retries).record(&path).build().expect("a client");
        Self { client, path, _folder: folder }
    }

    fn entries(&self) -> Vec<Entry> {
        read(&std::fs::read(&self.path).expect("a file")).expect("it is HAR")
    }

    /// Lists once, whatever comes of it; the entries.
    async fn list(&self) -> Vec<Entry> {
        let _ = self.client.list_gc_tasks().instance_id("i-1").limit(7).send().await;
        self.entries()
    }
}

fn bodies(entries: &[Entry]) -> Vec<Option<&[u8]>> {
    entries.iter().map(|entry| entry.body.as_deref()).collect()
}

#[tokio::test]
async fn what_is_sent_and_what_comes_is_written_down() {
    let body = "{\"tasks\":[],\r\n \"page_info\":{\"next_marker\":\"清\\u6e05\"}}";
    let reply =
        Reply::ok(body).header("X-Request-Id", "r-1").header("Set-Cookie", "a=b").header("X-More", "m");
    let server = Server::start(move |_| reply.clone()).await;
    let entries = Recorded::new(&server, 0).list().await;
    let [entry] = &entries[..] else { panic!("{} entries", entries.len()) };
    assert_eq!(entry.method, "GET");
    assert_eq!(entry.url, format!("{}/v2/p-1/instances/i-1/system/gc?limit=7", server.url()));
    assert_eq!((entry.status, entry.error.as_deref()), (Some(200), None));
    assert_eq!(entry.request_headers["x-auth-token"], "[redacted]");
    assert!(entry.request_headers["user-agent"].to_str().expect("text").starts_with("swr-gc/"));
    assert_eq!(entry.response_headers["content-type"], "application/json");
    assert_eq!(entry.response_headers["x-request-id"], "r-1");
    assert_eq!(entry.response_headers["set-cookie"], "[redacted]");
    assert_eq!(entry.response_headers["x-more"], "[redacted]");
    assert_eq!(bodies(&entries), [Some(body.as_bytes())]);
    assert_eq!(entry.request_body, None);
    assert!(entry.started.is_some());
}

#[tokio::test]
async fn a_body_that_is_sent_is_written_down() {
    let server = Server::start(|_| Reply::ok("{}")).await;
    let recorded = Recorded::new(&server, 0);
    let request =
        recorded.client.update_gc_schedule().instance_id("i-1").body(UpdateGcScheduleRequest::none());
    request.send().await.expect("it is answered");
    let entries = recorded.entries();
    assert_eq!(entries[0].method, "PUT");
    assert_eq!(entries[0].request_body.as_deref(), Some(server.requests()[0].body()));
}

#[tokio::test(start_paused = true)]
async fn each_try_is_an_entry() {
    let server = Server::scripted([Reply::new(503).body("busy"), Reply::ok("{}"), Reply::ok("[]")]).await;
    let recorded = Recorded::new(&server, 1);
    let entries = recorded.list().await;
    assert_eq!(entries.iter().map(|entry| entry.status).collect::<Vec<_>>(), [Some(503), Some(200)]);
    assert_eq!(bodies(&entries), [Some(&b"busy"[..]), Some(b"{}")]);
    assert_eq!(bodies(&recorded.list().await), [Some(&b"busy"[..]), Some(b"{}"), Some(b"[]")]);
}

#[tokio::test]
async fn bytes_that_are_no_text_come_back_to_the_letter() {
    let body = b"{\"a\":\"\xff\xfe\x00\"}";
    let server = Server::start(|_| Reply::ok(&body[..])).await;
    assert_eq!(bodies(&Recorded::new(&server, 0).list().await), [Some(&body[..])]);
}

#[tokio::test]
async fn a_secret_that_comes_back_is_not_written_down() {
    for body in
        [format!("{{\"a\":\"{TOKEN}\"}}").into_bytes(), [b"\xff ", TOKEN.as_bytes(), b" \xfe"].concat()]
    {
        let sent = body.clone();
        let server = Server::start(move |_| Reply::new(401).body(sent.clone())).await;
        let recorded = Recorded::new(&server, 0);
        let entries = recorded.list().await;
        let shown = String::from_utf8_lossy(&body).replace(TOKEN, "[redacted]");
        assert_eq!(entries[0].body.as_deref().map(String::from_utf8_lossy), Some(shown.into()));
        assert!(!std::fs::read_to_string(&recorded.path).expect("a file").contains(TOKEN));
    }
}

#[tokio::test]
async fn a_try_without_a_whole_answer_says_why() {
    let nobody = Server::scripted([]).await.url();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.har");
    let client =
        Client::builder().endpoint(nobody).project_id("p-1").token(TOKEN).retries(0).record(&path).build();
    let error =
        client.expect("a client").list_gc_tasks().instance_id("i-1").send().await.expect_err("nobody");
    let entries = read(&std::fs::read(&path).expect("a file")).expect("it is HAR");
    assert_eq!((entries[0].status, &entries[0].body), (None, &None::<Bytes>));
    assert!(error.to_string().contains("no connection"), "{error}");
    assert!(entries[0].error.as_deref().is_some_and(|why| why.contains("no connection")));

    let server = Server::start(|_| Reply::ok("{\"tasks\"").claiming(100)).await;
    let entries = Recorded::new(&server, 0).list().await;
    assert_eq!((entries[0].status, bodies(&entries)), (Some(200), vec![Some(&b"{\"tasks\""[..])]));
    assert!(entries[0].error.as_deref().is_some_and(|why| why.contains("broke")));
}

#[tokio::test]
async fn a_try_that_is_given_up_is_an_entry_as_well() {
    let server = Server::start(|_| Reply::silent()).await;
    let recorded = Recorded::new(&server, 0);
    let listing = recorded.client.list_gc_tasks().instance_id("i-1").send();
    tokio::select! {
        answer = listing => panic!("{answer:?}"),
        () = async { while server.requests().is_empty() { tokio::time::sleep(Duration::from_millis(1)).await } } => {}
    }
    let entries = recorded.entries();
    assert_eq!((entries.len(), entries[0].status), (1, None));
    assert_eq!(entries[0].error.as_deref(), Some("given up before an answer came"));
}

#[tokio::test]
async fn a_recording_that_cannot_go_on_fails_no_call() {
    let server = Server::start(|_| Reply::ok("{}")).await;
    let Recorded { client, path, _folder: folder } = Recorded::new(&server, 0);
    let recorder = client.transport().recorder.clone().expect("it records");
    client.list_gc_tasks().instance_id("i-1").send().await.expect("it is answered");
    assert_eq!(recorder.problem(), None);
    std::fs::remove_dir_all(folder.path()).expect("it can be removed");
    for _ in 0..2 {
        client.list_gc_tasks().instance_id("i-1").send().await.expect("it is answered");
        assert!(recorder.problem().is_some());
    }
    assert!(!path.exists());
}
