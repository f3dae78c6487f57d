//! A server that answers by the instance it is asked for, so that one run of the SDK sees many answers.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use swr_gc::{Client, Error, Page};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::sdk::{Call, Outcome, Report, Sdk};

pub const PROJECT: &str = "p-1";

#[derive(Clone, Debug)]
pub struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    pub fn new(status: &str, media: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nX-Request-Id: r-1\r\n");
        if !media.is_empty() {
            head.push_str(&format!("Content-Type: {media}\r\n"));
        }
        if !status.starts_with("204") {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        Self { head, body }
    }

    pub fn json(status: &str, body: &str) -> Self {
        Self::new(status, "application/json", body)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }
}

/// The server; it is gone when this is dropped.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<(String, String)>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start<'a>(answers: impl IntoIterator<Item = (&'a str, Answer)>) -> Self {
        let answers: HashMap<_, _> =
            answers.into_iter().map(|(instance, answer)| (instance.to_owned(), answer)).collect();
        let answers = Arc::new(answers);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&answers), Arc::clone(&kept)));
            }
        });
        Self { address, requests, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn client(&self) -> Client {
        let builder = Client::builder().endpoint(self.url()).project_id(PROJECT).token("a-token");
        builder.build().expect("the settings are right")
    }

    /// Head and body of each request so far.
    pub fn requests(&self) -> Vec<(String, String)> {
        self.requests.lock().expect("requests").clone()
    }

    /// The heads alone.
    pub fn heads(&self) -> Vec<String> {
        self.requests().into_iter().map(|(head, _)| head).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    mut stream: TcpStream,
    answers: Arc<HashMap<String, Answer>>,
    requests: Arc<Mutex<Vec<(String, String)>>>,
) {
    let mut received = String::new();
    let mut buffer = [0; 4096];
    let (head, body) = loop {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => {
                received.push_str(std::str::from_utf8(&buffer[..count]).expect("a request is ASCII"));
            }
            _ => return,
        }
        if let Some((head, body)) = received.split_once("\r\n\r\n")
            && body.len() >= length(head)
        {
            break (head.to_owned(), body.to_owned());
        }
    };
    let answer = head.split('/').nth(4).and_then(|instance| answers.get(instance));
    let bytes = match answer {
        Some(Answer { head, body }) => [head.as_bytes(), b"\r\n", body].concat(),
        None => b"HTTP/1.1 599 Unknown Instance\r\nConnection: close\r\n\r\n".to_vec(),
    };
    requests.lock().expect("requests").push((head, body));
    let _ = stream.write_all(&bytes).await;
}

/// How long the body behind a head is.
fn length(head: &str) -> usize {
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    let found = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    found.map_or(0, |(_, value)| value.parse().expect("a length is a number"))
}

/// An answer that the SDK gets wrong.
pub struct Mistake {
    /// What is odd about it, in a form that can be an instance id.
    pub name: &'static str,
    pub answer: Answer,
    /// What the SDK makes of it: one page, or what it raises.
    pub sdk: Value,
    /// What is right, in the form that [`compare`] was given.
    pub ours: Value,
}

/// Serves each answer to both and checks what they make of it. The SDK is held to its mistakes, so that one
/// that was mended leaves the list.
pub async fn compare(sdk: &Sdk, mistakes: Vec<Mistake>, show: fn(Result<Page, Error>) -> Value) {
    let server = Server::start(mistakes.iter().map(|mistake| (mistake.name, mistake.answer.clone()))).await;
    let calls: Vec<_> =
        mistakes.iter().map(|mistake| Call::new(server.url(), PROJECT, mistake.name)).collect();
    let Report { version, outcomes, .. } = sdk.call(&calls).await;
    let client = server.client();
    let mut wrong = Vec::new();
    for (mistake, Outcome { answers, raised }) in mistakes.iter().zip(outcomes) {
        let name = mistake.name;
        let theirs = raised.or_else(|| answers.first().cloned()).unwrap_or_default();
        if theirs != mistake.sdk {
            wrong.push(format!("{name}: SDK {version}\n   now {theirs}\n  then {}", mistake.sdk));
        }
        let ours = show(client.list_gc_tasks().instance_id(name).send().await);
        if ours != mistake.ours {
            wrong.push(format!("{name}: this client\n    is {ours}\n   not {}", mistake.ours));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
