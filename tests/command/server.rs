//! A server that answers by a script, one connection a request.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use serde_json::{Value, json};

use super::run::{PATIENCE, Ran, Running, command};

pub const PROJECT: &str = "p-1";
pub const INSTANCE: &str = "i-1";
pub const TOKEN: &str = "a-token";

/// What happens to one request.
pub enum Step {
    Answer(Answer),
    /// The answer waits until the test lets it go.
    Held(Answer),
    /// No answer, and the connection stays open.
    Silence,
    /// The connection is closed without a word.
    Close,
}

pub struct Answer {
    status: String,
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    pub fn new(status: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = "Content-Type: application/json\r\n".to_owned();
        Self { status: status.to_owned(), headers, body: body.into() }
    }

    /// A page of tasks, and the marker of the next one.
    pub fn page(tasks: &[Value], next: Option<&str>) -> Self {
        let info = next.map_or_else(|| json!({}), |next| json!({ "next_marker": next }));
        Self::new("200 OK", json!({ "page_info": info, "tasks": tasks }).to_string())
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub fn html(mut self) -> Self {
        self.headers = "Content-Type: text/html\r\n".to_owned();
        self
    }

    fn send(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let Self { status, headers, body } = self;
        let length = if status.starts_with("204") {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        let head = format!("HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n");
        stream.write_all(&[head.as_bytes(), body].concat())
    }
}

impl From<Answer> for Step {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// A small task, different for every id.
pub fn task(id: i64) -> Value {
    json!({ "id": id, "job_name": format!("task-{id}"), "job_kind": "MANUAL", "job_status": "Success" })
}

pub struct Server {
    address: SocketAddr,
    requests: Receiver<String>,
    release: Sender<()>,
}

impl Server {
    /// Answers as many requests as there are steps, and no more.
    pub fn start<S: Into<Step>>(steps: impl IntoIterator<Item = S>) -> Self {
        let steps: Vec<Step> = steps.into_iter().map(Into::into).collect();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (arrived, requests) = channel();
        let (release, released) = channel();
        thread::spawn(move || serve(&listener, steps, &arrived, &released));
        Self { address, requests, release }
    }

    /// Answers every request by its head and body, until the tests end; the URL.
    pub fn answering(answer: impl Fn(&str) -> Answer + Send + 'static) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut head = head(&mut stream);
                body(&mut stream, &mut head);
                // A command that has gone already does not want the answer.
                let _ = answer(&head).send(&mut stream);
            }
        });
        url
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets one held answer go.
    pub fn release(&self) {
        self.release.send(()).expect("the server waits");
    }

    /// The head of the next request, which may still be on its way.
    pub fn request(&self) -> String {
        self.requests.recv_timeout(PATIENCE).expect("a request arrives")
    }

    /// The heads of the requests that have arrived and were not looked at.
    pub fn requests(&self) -> Vec<String> {
        self.requests.try_iter().collect()
    }

    /// `swr-gc list` that asks this server, and whatever else the test wants of it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(&["list", "--endpoint", &self.url()]);
        // What each answer leads to is told by one try of it.
        command.args(["--project", PROJECT, "--instance", INSTANCE, "--retries", "0"]).args(arguments);
        command.env("SWR_GC_TOKEN", TOKEN);
        command
    }

    pub fn list(&self, arguments: &[&str]) -> Ran {
        Running::start(self.command(arguments)).finish()
    }
}

fn serve(listener: &TcpListener, steps: Vec<Step>, arrived: &Sender<String>, released: &Receiver<()>) {
    let mut silent = Vec::new();
    for step in steps {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let head = head(&mut stream);
        if arrived.send(head).is_err() {
            return;
        }
        let outcome = match step {
            Step::Answer(answer) => answer.send(&mut stream),
            Step::Held(answer) => {
                if released.recv().is_err() {
                    return;
                }
                answer.send(&mut stream)
            }
            Step::Silence => {
                silent.push(stream);
                Ok(())
            }
            Step::Close => Ok(()),
        };
        // A command that has gone already does not want the answer.
        drop(outcome);
    }
    // Silent connections stay open until the test is over, which drops the other end of this channel.
    if !silent.is_empty() {
        while released.recv().is_ok() {}
    }
}

fn head(stream: &mut TcpStream) -> String {
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    while !received.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            // A TLS hello has no empty line: what came is all there is to see.
            Ok(count) if received.is_empty() && buffer[..count].first() == Some(&0x16) => {
                received.extend_from_slice(&buffer[..count]);
                break;
            }
            Ok(count) if count > 0 => received.extend_from_slice(&buffer[..count]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&received).into_owned()
}

/// Reads what is missing of the body behind a head.
fn body(stream: &mut TcpStream, request: &mut String) {
    let length = header(request, "Content-Length").and_then(|length| length.parse::<usize>().ok());
    let begun = request.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len());
    let mut rest = vec![0; length.unwrap_or(0).saturating_sub(begun)];
    if stream.read_exact(&mut rest).is_ok() {
        request.push_str(&String::from_utf8_lossy(&rest));
    }
}

/// The value of a header in the head of a request.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// The target of a request: path and query.
pub fn target(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}
