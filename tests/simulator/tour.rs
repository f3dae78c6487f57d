//! The same requests to every simulator: what an answer can depend on.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use swr_gc::simulator::{Simulator, SimulatorBuilder};
use url::form_urlencoded;

use super::http::{Answer, Connection, Request, path};
use super::signed::Signing;

pub const STATUSES: [&str; 5] = ["Success", "Stopped", "Running", "Pending", "Error"];

/// Requests with what a healthy simulator answers to them.
pub struct Tour {
    pub steps: Vec<(Request, Answer)>,
    /// Where the operations other than the list begin.
    others: usize,
}

/// Everything that a query says of the way, beside the marker.
fn walks() -> Vec<String> {
    let whole = [100, 10, 7, 1].map(|limit| format!("limit={limit}"));
    let filtered =
        STATUSES.iter().flat_map(|word| [7, 100].map(|limit| format!("limit={limit}&status={word}")));
    whole.into_iter().chain(filtered).collect()
}

pub fn with_marker(query: &str, marker: &str) -> String {
    let marker: String = form_urlencoded::byte_serialize(marker.as_bytes()).collect();
    format!("{query}&marker={marker}")
}

/// Requests whose answers do not lead to further ones.
fn single(simulator: &Simulator) -> Vec<Request> {
    let list = |query: &str| Request::list(simulator, query);
    let (project, instance) = (simulator.project_id(), simulator.instance_id());
    let bare = || Request::bare(simulator);
    let at = |path: &str| Request::new("GET", path).header("X-Auth-Token", simulator.token());
    let signing = Signing::of(simulator);
    let mut requests: Vec<_> =
        ["", "", "limit=10", "limit=0", "limit=-1", "limit=101", "limit=250", "limit=abc"]
            .into_iter()
            .chain([
                "limit=1.5",
                "limit=",
                "status=Frozen",
                "status=success",
                "status=",
                "limit=5&marker=none",
            ])
            .map(list)
            .collect();
    requests.extend([
        bare(),
        bare().header("X-Auth-Token", "wrong"),
        bare().header("X-Auth-Token", simulator.forbidden_token()),
        bare().header("Authorization", "SDK-HMAC-SHA256 Access=x, SignedHeaders=host, Signature=0"),
        signing.sign(bare()),
        signing.at(Timestamp::now() - Duration::from_secs(3600)).sign(bare()),
        Signing::by(simulator.forbidden_access_key(), simulator.forbidden_secret_key()).sign(bare()),
        at(&path(project, "unknown")),
        at(&path("unknown", instance)),
        at("/v2"),
        Request { method: "DELETE".to_owned(), ..list("") },
    ]);
    requests
}

/// The other operations, in an order in which one leads to the next.
fn others(simulator: &Simulator) -> Vec<Request> {
    let list = path(simulator.project_id(), simulator.instance_id());
    let schedule = format!("{list}/schedule");
    let by = |token: &str, method: &str, path: &str| Request::new(method, path).header("X-Auth-Token", token);
    let ask = |method: &str, path: &str| by(simulator.token(), method, path);
    let task = |method: &str, id: &str| ask(method, &format!("{list}/{id}"));
    let start = |kind: &str, workers: i64| {
        json!({ "schedule": { "type": kind }, "parameters": { "workers": workers, "dry_run": true } })
            .to_string()
    };
    let times = |kind: &str, workers: i64| {
        let schedule = json!({ "type": kind, "cron": "0 30 2 * * 6" });
        json!({ "schedule": schedule, "parameters": { "workers": workers, "dry_run": true } }).to_string()
    };
    let without_cron =
        json!({ "schedule": { "type": "Custom" }, "parameters": { "workers": 1 } }).to_string();
    let (started, unknown) = ("1251", "999999");
    vec![
        task("GET", "1248"),
        task("GET", "1249"),
        task("GET", unknown),
        task("GET", "no-such-value"),
        ask("GET", &schedule),
        ask("POST", &schedule).body(start("Manual", 6)),
        ask("POST", &schedule).body(start("Manual", 0)),
        ask("POST", &schedule).body(start("Hourly", 1)),
        ask("PUT", &schedule).body(times("Hourly", 4)),
        ask("PUT", &schedule).body(without_cron),
        ask("PUT", &schedule).body(times("Custom", 5)),
        ask("GET", &schedule),
        ask("PUT", &schedule).body(times("Hourly", 1)),
        ask("GET", &schedule),
        ask("POST", &schedule).body(start("Manual", 1)),
        Request::list(simulator, "limit=1"),
        task("GET", started),
        task("PUT", started),
        task("GET", started),
        task("PUT", started),
        task("PUT", unknown),
        ask("POST", &schedule).body(start("Manual", 2)),
        Request::list(simulator, "limit=1"),
        Request::new("GET", &format!("{list}/1248")),
        Request::new("GET", &schedule),
        by(simulator.forbidden_token(), "GET", &format!("{list}/1248")),
        by(simulator.forbidden_token(), "GET", &schedule),
        by(simulator.forbidden_token(), "PUT", &schedule).body(times("Custom", 3)),
        ask("GET", &schedule),
        Request::new("POST", &schedule).body(start("Manual", 1)),
    ]
}

impl Tour {
    /// Asks a healthy simulator, following its markers.
    pub async fn healthy() -> Self {
        let simulator = start(Simulator::builder()).await;
        let mut connection = Connection::open(&simulator).await;
        let mut steps = Vec::new();
        for request in single(&simulator) {
            let answer = connection.ask(&request).await;
            steps.push((request, answer));
        }
        // Twice: what was asked before may not matter.
        for query in walks().into_iter().chain(["limit=100".to_owned(), "limit=100".to_owned()]) {
            let mut next = query.clone();
            for _ in 0..40 {
                let request = Request::list(&simulator, &next);
                let answer = connection.ask(&request).await;
                let marker = answer.text("/page_info/next_marker");
                steps.push((request, answer));
                if marker.is_empty() {
                    break;
                }
                next = with_marker(&query, &marker);
            }
        }
        // A marker without a filter, of a page of ten, is good for other pages too.
        let marker = steps[0].1.text("/page_info/next_marker");
        for query in ["limit=7", "limit=7&status=Success", "x=1"] {
            let request = Request::list(&simulator, &with_marker(query, &marker));
            let answer = connection.ask(&request).await;
            steps.push((request, answer));
        }
        let begin = steps.len();
        for request in others(&simulator) {
            let answer = connection.ask(&request).await;
            steps.push((request, answer));
        }
        Self { steps, others: begin }
    }

    /// The part in which the list is not all that is asked for.
    pub fn others(&self) -> Self {
        Self { steps: self.steps[self.others..].to_vec(), others: 0 }
    }

    /// Where the answers of another simulator are different, at most `most` times.
    pub async fn differences(&self, builder: SimulatorBuilder, most: usize) -> Vec<usize> {
        let simulator = start(builder).await;
        let mut connection = Connection::open(&simulator).await;
        let mut found = Vec::new();
        for (index, (request, healthy)) in self.steps.iter().enumerate() {
            if found.len() == most {
                break;
            }
            let answer = connection.ask(request).await;
            if !is_same(&answer, healthy) {
                found.push(index);
            }
        }
        found
    }
}

pub async fn start(builder: SimulatorBuilder) -> Simulator {
    builder.start().await.expect("it starts")
}

/// Whether two answers say the same, but for what the clock does to them.
fn is_same(one: &Answer, other: &Answer) -> bool {
    let headers = |answer: &Answer| {
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| name != "date");
        headers
    };
    let heads = [one, other].map(|answer| (answer.status, headers(answer)));
    // Most bodies are the same to the byte, and reading them is what costs.
    heads[0] == heads[1] && (one.body == other.body || timeless(one) == timeless(other))
}

/// The body of an answer without the times of this hour.
fn timeless(answer: &Answer) -> Vec<u8> {
    let mut body = answer.body.clone();
    let time = b"server time:";
    if let Some(place) = body.windows(time.len()).position(|window| window == time) {
        let digits = place + time.len()..place + time.len() + "20260101T000000Z".len();
        body.drain(digits);
    }
    if let Ok(told) = serde_json::from_slice(&body) {
        let mut text = String::from_utf8_lossy(&body).into_owned();
        recent(&told).iter().for_each(|time| text = text.replace(time, "just now"));
        body = text.into_bytes();
    }
    body
}

/// Times of this hour: those of what a test has started.
fn recent(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => {
            let age = text.parse::<Timestamp>().map(|time| time.duration_since(Timestamp::now()).abs());
            age.is_ok_and(|age| age.as_secs() < 3600).then(|| text.clone()).into_iter().collect()
        }
        Value::Array(items) => items.iter().flat_map(recent).collect(),
        Value::Object(entries) => entries.values().flat_map(recent).collect(),
        _ => Vec::new(),
    }
}
