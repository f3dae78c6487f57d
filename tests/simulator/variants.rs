//! Other ways of being right: nothing may be said against them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use swr_gc::simulator::{Scenario, Simulator, variants};

use super::http::{Answer, Connection, Request, ask};
use super::instance::{Instance, standing, start_body};
use super::judge::{Judge, contract};
use super::spec::Pagination;
use super::tour::{STATUSES, Tour, start, with_marker};

/// What there is to tell of a simulator that answers in a way of its own.
struct Strict {
    judge: Judge,
    connection: Connection,
    simulator: Simulator,
}

impl Strict {
    async fn start(variant: &str) -> Self {
        let simulator = start(Simulator::builder().tasks(30).variant(variant)).await;
        let connection = Connection::open(&simulator).await;
        Self { judge: Judge::default(), connection, simulator }
    }

    fn pagination(&self) -> &Pagination {
        contract().operations[0].pagination.as_ref().expect("it is a listing")
    }

    /// Asks, and has the answer judged by the description.
    async fn ask(&mut self, request: &Request) -> Answer {
        let answer = self.connection.ask(request).await;
        let borne = self.borne(answer.clone());
        let verdict = self.judge.judge(&contract().operations[0], request, &borne);
        assert_eq!(verdict, Ok(()), "{request:?}\n{}", String::from_utf8_lossy(&answer.body));
        answer
    }

    /// An answer without what the schema alone does not allow, and the description does: the charset that JSON
    /// has anyway, and null at the end of a listing.
    fn borne(&self, mut answer: Answer) -> Answer {
        for (name, value) in &mut answer.headers {
            if name == "content-type" && value.eq_ignore_ascii_case("application/json;charset=utf-8") {
                "application/json".clone_into(value);
            }
        }
        let next = &self.pagination().next;
        let (parent, name) = next.rsplit_once('/').expect("a pointer");
        let mut body = answer.json();
        if let Some(Value::Object(info)) = body.pointer_mut(parent)
            && info.get(name).is_some_and(Value::is_null)
        {
            info.remove(name);
            answer.body = body.to_string().into_bytes();
        }
        answer
    }

    /// Every task by id, in the order in which a walk meets them.
    async fn walk(&mut self, query: &str) -> Vec<(i64, Value)> {
        let Pagination { next, items, identity, .. } = self.pagination().clone();
        let limit: usize =
            query.split('&').next().and_then(|limit| limit.split('=').nth(1)).map_or(10, number);
        let mut tasks = Vec::new();
        let (mut markers, mut asked) = (BTreeSet::new(), query.to_owned());
        loop {
            let answer = self.ask(&Request::list(&self.simulator, &asked)).await;
            assert_eq!(answer.status, 200, "{asked}");
            let body = answer.json();
            let page = body.pointer(&items).and_then(Value::as_array).expect("a page has a list");
            assert!(page.len() <= limit, "{asked}: {} tasks", page.len());
            tasks.extend(page.iter().map(|task| (task[&identity].as_i64().expect("an id"), task.clone())));
            let marker = answer.text(&next);
            if marker.is_empty() {
                return tasks;
            }
            asked = with_marker(query, &marker);
            assert!(markers.insert(marker), "{asked}: the marker came before");
        }
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

/// Each id once.
fn unique(tasks: &[(i64, Value)]) -> BTreeMap<i64, &Value> {
    let ids: BTreeMap<_, _> = tasks.iter().map(|(id, task)| (*id, task)).collect();
    assert_eq!(ids.len(), tasks.len(), "a task comes twice");
    ids
}

#[tokio::test]
async fn every_variant_is_right() {
    for variant in variants() {
        let name = variant.name;
        let mut strict = Strict::start(name).await;
        let moves = ["task-ends", "task-arrives"].contains(&name);
        let first = strict.walk("limit=100").await;
        unique(&first);
        for limit in [1, 7, 10] {
            let tasks = strict.walk(&format!("limit={limit}")).await;
            let there = unique(&tasks);
            assert!(
                first.iter().all(|(id, _)| there.contains_key(id)),
                "{name}: a task is lost, limit {limit}"
            );
            assert!(moves || tasks.len() == first.len(), "{name}, limit {limit}: {}", tasks.len());
            let ids = |tasks: &[(i64, Value)]| tasks.iter().map(|(id, _)| *id).collect::<Vec<_>>();
            assert!(moves || ids(&tasks) == ids(&first), "{name}, limit {limit}: another order");
        }
        let mut sum = 0;
        for word in STATUSES {
            let tasks = strict.walk(&format!("limit=7&status={word}")).await;
            unique(&tasks);
            assert!(tasks.iter().all(|(_, task)| task["job_status"] == word), "{name}: {word}");
            sum += tasks.len();
        }
        assert!(moves || sum == first.len(), "{name}: {sum} tasks by status, {} in all", first.len());
        for (query, status) in
            [("limit=0", 400), ("limit=101", 400), ("status=X", 400), ("limit=5&marker=no", 400)]
        {
            let request = Request::list(&strict.simulator, query);
            assert_eq!(strict.ask(&request).await.status, status, "{name}: {query}");
        }
        let bare = Request::bare(&strict.simulator);
        let forbidden = bare.clone().header("X-Auth-Token", strict.simulator.forbidden_token());
        assert_eq!(strict.ask(&bare).await.status, 401, "{name}");
        assert_eq!(strict.ask(&forbidden).await.status, 403, "{name}");
    }
}

#[tokio::test]
async fn every_variant_is_another_way() {
    let tour = Tour::healthy().await;
    for variant in variants() {
        let different = tour.differences(Simulator::builder().variant(variant.name), 1).await;
        assert!(!different.is_empty(), "{} is the usual way", variant.name);
    }
}

#[tokio::test]
async fn the_length_of_a_history_is_what_its_name_says() {
    for (name, count) in [
        ("no-task", 0),
        ("one-task", 1),
        ("exactly-one-page", 10),
        ("exactly-one-largest-page", 100),
        ("exactly-full-pages", 700),
    ] {
        assert_eq!(Strict::start(name).await.walk("limit=100").await.len(), count, "{name}");
    }
}

#[tokio::test]
async fn a_body_in_chunks_says_the_same() {
    let (plain, chunked) = (Simulator::builder(), Simulator::builder().variant("in-chunks"));
    let (plain, chunked) = (start(plain).await, start(chunked).await);
    for query in ["limit=1", "limit=100", "limit=0"] {
        let told = ask(&plain, &Request::list(&plain, query)).await;
        let answer = ask(&chunked, &Request::list(&chunked, query)).await;
        assert_eq!(answer.header("Transfer-Encoding"), Some("chunked"), "{query}");
        assert_eq!(answer.header("Content-Length"), None, "{query}");
        assert_eq!((answer.status, answer.body), (told.status, told.body), "{query}");
    }
}

#[tokio::test]
async fn tasks_go_on_while_they_are_listed() {
    let mut strict = Strict::start("task-ends").await;
    let before = strict.walk("limit=1").await;
    let after = strict.walk("limit=1").await;
    let status = |tasks: &[(i64, Value)], id: i64| {
        tasks.iter().find(|(known, _)| *known == id).map(|(_, task)| task["job_status"].clone())
    };
    assert_eq!(
        (&before[0].1["job_status"], &before[1].1["job_status"]),
        (&"Pending".into(), &"Running".into())
    );
    assert_eq!(status(&after, before[0].0), Some("Running".into()));
    assert_eq!(status(&after, before[1].0), Some("Success".into()));

    let mut strict = Strict::start("task-arrives").await;
    let before = strict.walk("limit=1").await;
    let after = strict.walk("limit=1").await;
    assert_eq!(
        (before.len(), after.len()),
        (30, 31),
        "a walk does not turn back for what is new at the head"
    );
    assert!(after[0].0 > before[0].0);
}

#[tokio::test]
async fn a_task_that_has_ended_by_itself_cannot_be_stopped_either() {
    let variant = "stop-of-ended-task-refused";
    let mut instance = Instance::of(standing(Scenario::Idle).variant(variant)).await;
    assert_eq!(instance.stop(1001).await.status, 409);
    let id = instance.started(&start_body(false, 1, false)).await;
    assert_eq!([instance.stop(id).await.status, instance.stop(id).await.status], [200, 409]);
    assert_eq!(instance.stop(1).await.status, 404);
}
