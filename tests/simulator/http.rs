//! A small HTTP client of the tests' own.

use std::time::Duration;

use serde_json::Value;
use swr_gc::simulator::Simulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than any answer takes; a test that waits in vain fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request, before it becomes bytes.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: String::new(),
            headers: vec![("Host".to_owned(), "simulator".to_owned())],
            body: Vec::new(),
        }
    }

    /// The listing without any credential.
    pub fn bare(simulator: &Simulator) -> Self {
        Self::new("GET", &path(simulator.project_id(), simulator.instance_id()))
    }

    /// The listing that the simulator knows, with its token.
    pub fn list(simulator: &Simulator, query: &str) -> Self {
        Self::bare(simulator).query(query).header("X-Auth-Token", simulator.token())
    }

    pub fn query(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Gives it a body, and the length of it.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        let length = self.body.len().to_string();
        self.header("Content-Length", &length)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mark = if self.query.is_empty() { "" } else { "?" };
        let mut text = format!("{} {}{mark}{} HTTP/1.1\r\n", self.method, self.path, self.query);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        [text.as_bytes(), &self.body].concat()
    }
}

pub fn path(project: &str, instance: &str) -> String {
    format!("/v2/{project}/instances/{instance}/system/gc")
}

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// A text of the body by JSON pointer; empty if there is none.
    pub fn text(&self, pointer: &str) -> String {
        self.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// One connection, which may carry many requests.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    pub async fn open(simulator: &Simulator) -> Self {
        let endpoint = simulator.endpoint();
        let address = endpoint.strip_prefix("http://").expect("the simulator speaks plain HTTP");
        let stream = TcpStream::connect(address).await.expect("the simulator listens");
        Self { stream, received: Vec::new() }
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("the connection is open");
    }

    /// The next answer, which has no body if it is one to HEAD.
    pub async fn answer(&mut self, to_head: bool) -> Answer {
        loop {
            if let Some((answer, length)) = parse(&self.received, to_head) {
                self.received.drain(..length);
                return answer;
            }
            let count = self.read().await;
            assert_ne!(count, 0, "cut off: {}", String::from_utf8_lossy(&self.received));
        }
    }

    /// What a single read takes from the socket; nothing once the peer has closed.
    pub async fn read(&mut self) -> usize {
        self.received.reserve(64 * 1024);
        let read = self.stream.read_buf(&mut self.received);
        timeout(PATIENCE, read).await.expect("an answer in time").unwrap_or(0)
    }

    /// What was received and is not taken yet.
    pub fn received(&self) -> &[u8] {
        &self.received
    }

    pub async fn ask(&mut self, request: &Request) -> Answer {
        self.send(&request.bytes()).await;
        self.answer(request.method == "HEAD").await
    }
}

/// One request on a connection of its own.
pub async fn ask(simulator: &Simulator, request: &Request) -> Answer {
    Connection::open(simulator).await.ask(request).await
}

/// A whole answer at the beginning of `bytes`, and its length.
pub fn parse(bytes: &[u8], to_head: bool) -> Option<(Answer, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).expect("a head is text");
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().expect("a status is a number");
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let mut answer = Answer { status, headers, body: Vec::new() };
    let begin = end + 4;
    let length = match answer.header("Content-Length") {
        _ if to_head || status == 204 => 0,
        Some(length) => length.parse().expect("a length is a number"),
        None if answer.header("Transfer-Encoding") == Some("chunked") => {
            let length;
            (answer.body, length) = joined(&bytes[begin..])?;
            return Some((answer, begin + length));
        }
        None => panic!("an answer without a length: {head}"),
    };
    answer.body = bytes.get(begin..begin + length)?.to_vec();
    Some((answer, begin + length))
}

/// The body whose chunks are at the beginning of `bytes`, and their length.
fn joined(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut body = Vec::new();
    let mut begin = 0;
    loop {
        let size = bytes[begin..].windows(2).position(|window| window == b"\r\n")?;
        let text = std::str::from_utf8(&bytes[begin..begin + size]).expect("a size is text");
        let length = usize::from_str_radix(text, 16).expect("a size is a number");
        begin += size + 2;
        body.extend_from_slice(bytes.get(begin..begin + length)?);
        begin += length + 2;
        if length == 0 {
            return (begin <= bytes.len()).then_some((body, begin));
        }
    }
}
