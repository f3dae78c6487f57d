//! A listing written by hand, which shares no line with the simulator; tests put their faults in its way.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::{Value, json};
use url::Url;

use super::support::{INSTANCE, PROJECT, TOKEN};

/// A request, as far as the listing cares.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// How many came before it.
    pub number: usize,
    pub method: String,
    pub path: String,
    pub token: Option<String>,
    pub limit: Option<String>,
    pub marker: Option<String>,
    pub status: Option<String>,
}

/// An answer, before it is written.
#[derive(Clone, Debug)]
pub struct Told {
    pub status: u16,
    pub kind: &'static str,
    pub body: Vec<u8>,
    /// Whether the body is sent; else the connection ends before it.
    pub whole: bool,
}

impl Told {
    pub fn new(status: u16, body: &Value) -> Self {
        Self { status, kind: "application/json", body: body.to_string().into_bytes(), whole: true }
    }

    pub fn refusal(status: u16) -> Self {
        let code = format!("SVCSTG.SWR.{status}0001");
        Self::new(status, &json!({ "error_code": code, "error_msg": "The request was refused." }))
    }

    /// Changes the body of a page.
    pub fn edit(self, edit: impl FnOnce(&mut Value)) -> Self {
        if self.status != 200 {
            return self;
        }
        let mut body = serde_json::from_slice(&self.body).expect("a page is JSON");
        edit(&mut body);
        Self { body: body.to_string().into_bytes(), ..self }
    }
}

const WORDS: [&str; 5] = ["Success", "Stopped", "Running", "Pending", "Error"];

/// So many tasks, the newest first; one is running, the others have ended.
pub fn tasks(count: usize) -> Vec<Value> {
    let task = |index: usize| {
        let status =
            if index == 0 { "Running" } else { ["Success", "Error", "Success", "Stopped"][index % 4] };
        let day = 1 + (count - index) % 28;
        json!({
            "id": 1000 + count - index,
            "job_name": "daily-gc-task",
            "job_kind": "SCHEDULE",
            "job_parameters": { "workers": 1 + index % 5, "dry_run": false },
            "job_status": status,
            "creation_time": format!("2024-03-{day:02}T10:00:00Z"),
            "update_time": format!("2024-03-{day:02}T10:07:00Z"),
        })
    };
    (0..count).map(task).collect()
}

/// The page that is asked for, as the API description has it. Markers are offsets: where new tasks come in, the last
/// ones of a page are on the next one, too.
pub fn honest(tasks: &[Value], asked: &Asked) -> Told {
    if asked.token.as_deref() != Some(TOKEN) {
        return Told::refusal(401);
    }
    if asked.path != format!("/v2/{PROJECT}/instances/{INSTANCE}/system/gc") {
        return Told::refusal(404);
    }
    let limit = match asked.limit.as_deref().map(str::parse::<usize>) {
        None => 10,
        Some(Ok(limit @ 1..=100)) => limit,
        Some(_) => return Told::refusal(400),
    };
    let start =
        match asked.marker.as_deref().map(|marker| marker.strip_prefix("at-").map(str::parse::<usize>)) {
            None => 0,
            Some(Some(Ok(start))) => start,
            Some(_) => return Told::refusal(400),
        };
    if asked.status.as_deref().is_some_and(|word| !WORDS.contains(&word)) {
        return Told::refusal(400);
    }
    let fits = |task: &&Value| asked.status.as_ref().is_none_or(|word| task["job_status"] == word.as_str());
    let fitting: Vec<_> = tasks.iter().filter(fits).collect();
    let page: Vec<_> = fitting.iter().skip(start).take(limit).collect();
    let mut info = json!({});
    if start + page.len() < fitting.len() && !page.is_empty() {
        info["next_marker"] = json!(format!("at-{}", start + page.len()));
    }
    Told::new(200, &json!({ "page_info": info, "tasks": page }))
}

/// Serves, one connection a request, until the tests end; the endpoint.
pub fn serve(answer: impl Fn(&Asked) -> Told + Send + Sync + 'static) -> String {
    serve_some(usize::MAX, answer)
}

/// Serves so many requests, and is gone then.
pub fn serve_some(most: usize, answer: impl Fn(&Asked) -> Told + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let (answer, count) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
    thread::spawn(move || {
        for stream in listener.incoming().take(most) {
            let (answer, number) = (Arc::clone(&answer), count.fetch_add(1, Ordering::Relaxed));
            // Whoever hangs up has seen enough.
            thread::spawn(move || stream.map(|stream| exchange(stream, number, &*answer)));
        }
    });
    endpoint
}

fn exchange(mut stream: TcpStream, number: usize, answer: &dyn Fn(&Asked) -> Told) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let head = lines.next()?.ok()?;
    let url = Url::parse(&format!("http://x{}", head.split(' ').nth(1)?)).ok()?;
    let method = head.split(' ').next()?.to_owned();
    let mut asked = Asked { number, method, path: url.path().to_owned(), ..Asked::default() };
    for (name, value) in url.query_pairs() {
        let place = match &*name {
            "limit" => &mut asked.limit,
            "marker" => &mut asked.marker,
            _ => &mut asked.status,
        };
        *place = Some(value.into_owned());
    }
    for line in lines {
        let line = line.ok()?;
        if line.is_empty() {
            break;
        }
        if let Some(token) = line.strip_prefix("x-auth-token: ") {
            asked.token = Some(token.to_owned());
        }
    }
    let Told { status, kind, body, whole } = answer(&asked);
    let length = body.len();
    let body = if whole { body } else { Vec::new() };
    let head = format!(
        "HTTP/1.1 {status} Told So\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), &body].concat()).ok()
}
