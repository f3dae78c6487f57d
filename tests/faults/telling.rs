//! What is told while a walk is under way: a span a call, a span a try, and no secret.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, Once};

use swr_gc::{Client, ClientBuilder};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::fault::{PASSWORD, TOKEN, settings};
use crate::front::Fronts;
use crate::pages::answer;
use crate::proxy::{Proxy, Wrong};
use crate::server::{Script, Server, Step};

const SECRET_KEY: &str = "s3cret-key-of-the-tests";

/// A span or an event.
#[derive(Clone, Debug)]
struct Told {
    name: String,
    /// The number of the span around it.
    around: Option<u64>,
    fields: BTreeMap<String, String>,
}

impl Told {
    fn new(name: &str, heard: &Heard) -> Self {
        let around = heard.entered.last().copied();
        Self { name: name.to_owned(), around, fields: BTreeMap::new() }
    }

    fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name().to_owned(), value.to_owned());
    }
}

/// What one test has heard, of every target and level.
#[derive(Default)]
struct Heard {
    spans: Vec<Told>,
    events: Vec<Told>,
    entered: Vec<u64>,
}

thread_local! {
    static HEARD: RefCell<Option<Heard>> = const { RefCell::new(None) };
}

/// Writes down what a thread tells on which a test listens.
///
/// It listens for the whole process, because whether anybody does is asked once for each place that tells.
struct Ear;

/// Begins to listen on this thread, where everything happens: the runtime of a test has no other.
fn listen() {
    static GLOBAL: Once = Once::new();
    GLOBAL.call_once(|| tracing::subscriber::set_global_default(Ear).expect("nobody else listens"));
    HEARD.set(Some(Heard::default()));
}

fn heard<T>(work: impl FnOnce(&mut Heard) -> T) -> Option<T> {
    HEARD.with_borrow_mut(|heard| heard.as_mut().map(work))
}

fn spans(name: &str) -> Vec<Told> {
    let named = |heard: &mut Heard| heard.spans.iter().filter(|span| span.name == name).cloned().collect();
    heard(named).expect("a test that listens")
}

fn events(message: &str) -> Vec<Told> {
    let saying = |heard: &mut Heard| {
        heard.events.iter().filter(|event| event.get("message") == message).cloned().collect()
    };
    heard(saying).expect("a test that listens")
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let number = heard(|heard| {
            let mut told = Told::new(span.metadata().name(), heard);
            span.record(&mut told);
            heard.spans.push(told);
            heard.spans.len() as u64
        });
        Id::from_u64(number.unwrap_or(1))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        heard(|heard| values.record(&mut heard.spans[span.into_u64() as usize - 1]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        heard(|heard| {
            let mut told = Told::new(event.metadata().target(), heard);
            event.record(&mut told);
            heard.events.push(told);
        });
    }

    fn enter(&self, span: &Id) {
        heard(|heard| heard.entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        heard(|heard| {
            let last = heard.entered.iter().rposition(|entered| *entered == span.into_u64());
            heard.entered.remove(last.expect("a span that was entered"));
        });
    }
}

/// What is told by the older facade, which the HTTP client below uses.
struct Log(Mutex<Vec<String>>);

static LOG: Log = Log(Mutex::new(Vec::new()));

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().expect("the log").push(format!("{}: {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

async fn walk(settings: ClientBuilder) {
    let client: Client = settings.build().expect("the settings are right");
    let mut tasks = client.list_gc_tasks().instance_id("i-1").limit(2).tasks();
    while let Some(task) = tasks.next().await {
        task.expect("a task");
    }
}

/// A server that is out of service at the first request for a page.
async fn unsteady(page: u64) -> Server {
    let refusal = answer(503, "X-Request-Id: refused\r\n", "");
    Server::start(Script::new(page, Some(1), [Step::Say(refusal), Step::Stay]), Fronts::plain()).await
}

#[tokio::test]
async fn a_call_is_a_span_and_each_of_its_tries_is_one_inside() {
    listen();
    let server = unsteady(2).await;
    walk(settings().endpoint(server.url())).await;

    let calls = spans("call");
    let seen: Vec<_> =
        calls.iter().map(|call| ["status", "request_id", "tries"].map(|name| call.get(name))).collect();
    assert_eq!(seen, [["200", "page-1", "1"], ["200", "page-2", "2"], ["200", "page-3", "1"]]);
    for call in &calls {
        assert_eq!((call.get("operation"), call.get("method")), ("ListGcTasks", "GET"));
        assert_eq!(call.get("route"), "/v2/{project_id}/instances/{instance_id}/system/gc");
        assert_eq!(call.around, None);
    }

    let tries = spans("try");
    let seen: Vec<_> =
        tries.iter().map(|span| ["attempt", "status", "request_id"].map(|name| span.get(name))).collect();
    let second = [["1", "503", "refused"], ["2", "200", "page-2"]];
    assert_eq!(seen, [["1", "200", "page-1"], second[0], second[1], ["1", "200", "page-3"]]);
    for span in &tries {
        assert!(span.get("duration_ms").parse::<u64>().is_ok(), "{span:?}");
        let around = span.around.expect("a call around it");
        assert_eq!(heard(|heard| heard.spans[around as usize - 1].name == "call"), Some(true));
    }

    let again = events("trying again");
    assert_eq!(again.len(), 1, "{again:?}");
    assert!(again[0].get("reason").contains("503") && !again[0].get("pause").is_empty(), "{again:?}");
    assert_eq!(events("answered").len(), 3);
}

#[tokio::test]
async fn a_call_without_an_answer_says_so_in_its_span() {
    listen();
    let server = Server::start(Script::new(1, None, [Step::Reset]), Fronts::plain()).await;
    let client = settings().endpoint(server.url()).retries(1).build().expect("the settings are right");
    client.list_gc_tasks().instance_id("i-1").send().await.expect_err("a reset");
    assert_eq!(spans("call")[0].get("tries"), "2");
    assert_eq!(spans("call")[0].get("status"), "");
    assert_eq!(events("failed").len(), 2);
    let last = &events("no answer")[0];
    assert!(last.get("error").contains("after 2 tries"), "{last:?}");
}

#[tokio::test]
async fn no_secret_and_no_query_is_told_at_any_level() {
    log::set_logger(&LOG).expect("no other test listens");
    log::set_max_level(log::LevelFilter::Trace);
    listen();
    let server = unsteady(2).await;
    let proxy = Proxy::start(&server, Wrong::Nothing).await;
    walk(settings().endpoint(server.url())).await;
    walk(settings().endpoint("http://registry.test").allow_http(true).proxy(proxy.url(true))).await;
    let key = Client::builder().project_id("p-1").access_key("AK-of-the-tests", SECRET_KEY);
    walk(key.endpoint(server.url())).await;

    let logged = LOG.0.lock().expect("the log").join("\n");
    assert!(!logged.is_empty(), "the HTTP client tells nothing, so this test proves nothing");
    let told = heard(|heard| format!("{:?}\n{:?}", heard.spans, heard.events)).expect("a test that listens");
    for shown in [told, logged] {
        for secret in [TOKEN, PASSWORD, SECRET_KEY, "Signature=", "dXNlcjpQcjB4eS1wYXNz", "marker=", "limit="]
        {
            assert!(!shown.contains(secret), "{secret:?} is told: {shown}");
        }
    }
}
