//! A plain HTTP/1.1 server, written by hand: it answers what it is told to and remembers what it was asked.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use swr_gc::builder::ListGcTasks;
use swr_gc::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The token of every client here.
pub const TOKEN: &str = "T0ken-of-the-tests";

/// Asks how many connections came before it; no client would begin a request like this.
const PROBE: &[u8] = b"PROBE\r\n\r\n";

/// What the server does with one request: these bytes, and then the end or nothing more.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    form: Form,
}

#[derive(Clone)]
enum Form {
    /// The body with its length.
    Sized,
    /// The head says so many bytes, whatever the body has; then the connection is closed.
    Claiming(u64),
    /// As `Claiming`, but the connection stays open without another byte.
    Stalling(u64),
    /// The body in chunks of so many bytes.
    Chunked(usize),
    /// Only these bytes, which need not be HTTP.
    Raw(Vec<u8>),
    /// No byte, and the connection stays open.
    Silent,
}

impl Reply {
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), form: Form::Sized }
    }

    /// A 200 with this body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200).header("Content-Type", "application/json").body(body)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn claiming(mut self, length: u64) -> Self {
        self.form = Form::Claiming(length);
        self
    }

    pub fn stalling(mut self, length: u64) -> Self {
        self.form = Form::Stalling(length);
        self
    }

    pub fn chunked(mut self, size: usize) -> Self {
        self.form = Form::Chunked(size);
        self
    }

    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { form: Form::Raw(bytes.into()), ..Self::new(0) }
    }

    pub fn silent() -> Self {
        Self { form: Form::Silent, ..Self::new(0) }
    }

    fn stays_open(&self) -> bool {
        matches!(self.form, Form::Silent | Form::Stalling(_))
    }

    fn bytes(&self) -> Vec<u8> {
        let framing = match &self.form {
            Form::Raw(bytes) => return bytes.clone(),
            Form::Silent => return Vec::new(),
            Form::Sized => format!("Content-Length: {}", self.body.len()),
            Form::Claiming(length) | Form::Stalling(length) => format!("Content-Length: {length}"),
            Form::Chunked(_) => "Transfer-Encoding: chunked".to_owned(),
        };
        let mut bytes = format!("HTTP/1.1 {} Told So\r\n{framing}\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            bytes += &format!("{name}: {value}\r\n");
        }
        let mut bytes = bytes.into_bytes();
        bytes.extend(b"\r\n");
        if let Form::Chunked(size) = self.form {
            for chunk in self.body.chunks(size) {
                bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
                bytes.extend(chunk);
                bytes.extend(b"\r\n");
            }
            bytes.extend(b"0\r\n\r\n");
        } else {
            bytes.extend(&self.body);
        }
        bytes
    }
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Received {
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Received {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.head).expect("a request is ASCII")
    }

    /// The request line.
    pub fn line(&self) -> &str {
        self.text().lines().next().unwrap_or_default()
    }

    /// Names, as sent, and values.
    pub fn headers(&self) -> Vec<(&str, &str)> {
        let lines = self.text().lines().skip(1).take_while(|line| !line.is_empty());
        lines.map(|line| line.split_once(": ").expect("a header has a colon")).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers().into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// How much of the body there will be.
    fn length(&self) -> usize {
        self.header("content-length").map_or(0, |length| length.parse().expect("a number"))
    }

    /// The value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let target = self.line().split(' ').nth(1)?;
        let (_, query) = target.split_once('?')?;
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name).map(
            |(_, value)| {
                let bytes = percent_decoded(value.as_bytes());
                String::from_utf8(bytes).expect("a query is UTF-8")
            },
        )
    }
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        out.push(match byte {
            b'%' => {
                let digits = std::str::from_utf8(&after[..2]).expect("hex digits");
                rest = &after[2..];
                u8::from_str_radix(digits, 16).expect("hex digits")
            }
            b'+' => b' ',
            byte => byte,
        });
    }
    out
}

type Answer = Box<dyn FnMut(&Received) -> Reply + Send>;

#[derive(Default)]
struct Log {
    connections: usize,
    requests: Vec<Received>,
}

/// The server; it is gone when this is dropped.
pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers as `answer` says.
    pub async fn start(answer: impl FnMut(&Received) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let address = listener.local_addr().expect("an address");
        let log = Arc::new(Mutex::new(Log::default()));
        let answer: Arc<Mutex<Answer>> = Arc::new(Mutex::new(Box::new(answer)));
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().expect("log").connections += 1;
                tokio::spawn(converse(stream, Arc::clone(&shared), Arc::clone(&answer)));
            }
        });
        Self { address, log, task }
    }

    /// Gives these replies in their order. A request beyond them gets a status that nothing expects.
    pub async fn scripted(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        Self::start(move |_| replies.pop_front().unwrap_or_else(|| Reply::new(599))).await
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What has been asked so far.
    pub fn requests(&self) -> Vec<Received> {
        self.log.lock().expect("log").requests.clone()
    }

    /// How many connections have been made. Connections are accepted in their order, so once this one is
    /// answered, every earlier one has been counted.
    pub async fn connections(&self) -> usize {
        let mut stream = TcpStream::connect(self.address).await.expect("the server is there");
        stream.write_all(PROBE).await.expect("the probe is sent");
        let mut counted = String::new();
        stream.read_to_string(&mut counted).await.expect("the probe is answered");
        counted.parse().expect("a number")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(mut stream: TcpStream, log: Arc<Mutex<Log>>, answer: Arc<Mutex<Answer>>) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(end) = head.windows(4).position(|end| end == b"\r\n\r\n") {
            break end + 4;
        }
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => head.extend(&buffer[..count]),
            _ => return,
        }
    };
    if head == PROBE {
        let counted = {
            let mut log = log.lock().expect("log");
            log.connections -= 1;
            log.connections
        };
        let _ = stream.write_all(counted.to_string().as_bytes()).await;
        return;
    }
    let body = head.split_off(end);
    let mut received = Received { head, body };
    while received.body.len() < received.length() {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => received.body.extend(&buffer[..count]),
            _ => return,
        }
    }
    let reply = (answer.lock().expect("answer"))(&received);
    log.lock().expect("log").requests.push(received);
    // A client that has seen enough closes its side, and that is no fault of the server.
    let _ = stream.write_all(&reply.bytes()).await;
    if reply.stays_open() {
        // Ends when the client hangs up.
        let _ = stream.read(&mut buffer).await;
    }
}

/// The settings of a client of `server`, to change.
pub fn settings(server: &Server) -> ClientBuilder {
    Client::builder().endpoint(server.url()).project_id("p-1").token(TOKEN).retries(0)
}

pub fn client(server: &Server) -> Client {
    settings(server).build().expect("the settings are right")
}

/// A listing at `server`, to refine.
pub fn list(server: &Server) -> ListGcTasks {
    client(server).list_gc_tasks().instance_id("i-1")
}
