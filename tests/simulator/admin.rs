//! What a test asks of the simulator itself.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use swr_gc::simulator::{Scenario, Simulator, SimulatorBuilder};

use super::http::{Answer, Connection, Request, path};
use super::instance::{Instance, cron_body, standing, start_body};

/// A request to the simulator itself, without any credential.
async fn ask(simulator: &Simulator, method: &str, name: &str, body: Option<&Value>) -> Answer {
    let request = Request::new(method, &format!("/simulator/{name}"));
    let request = body.map_or(request.clone(), |body| request.body(body.to_string()));
    Connection::open(simulator).await.ask(&request).await
}

async fn done(simulator: &Simulator, method: &str, name: &str, body: Option<&Value>) -> Value {
    let answer = ask(simulator, method, name, body).await;
    assert_eq!(answer.status, 200, "{method} {name}: {}", answer.json());
    answer.json()
}

async fn statuses(simulator: &Simulator, query: &str, count: usize) -> Vec<u16> {
    let mut connection = Connection::open(simulator).await;
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(connection.ask(&Request::list(simulator, query)).await.status);
    }
    statuses
}

fn now(answer: &Value) -> Timestamp {
    answer["now"].as_str().and_then(|now| now.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
}

#[tokio::test]
async fn time_passes() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let id = instance.started(&start_body(false, 2, false)).await;
    let before = done(&instance.simulator, "POST", "advance", Some(&json!({ "seconds": 0 }))).await;
    let after = done(&instance.simulator, "POST", "advance", Some(&json!({ "seconds": 3600.5 }))).await;
    // Half a second may make the next one whole.
    let passed = now(&after).duration_since(now(&before)).as_secs();
    assert!((3600..=3601).contains(&passed), "{passed}");
    assert_eq!(instance.status(id).await, "Success");
}

#[tokio::test]
async fn everything_begins_anew() {
    let builder = standing(Scenario::Busy).defect("limit-maximum-refused");
    let mut instance = Instance::of(builder).await;
    let before = instance.list("limit=99").await;
    instance.stop(before[0]["id"].as_i64().expect("an id")).await;
    instance.write(&json!({ "schedule": { "type": "None" } })).await;
    done(&instance.simulator, "PUT", "defects", Some(&json!({ "defects": [] }))).await;
    assert_eq!(statuses(&instance.simulator, "limit=100", 1).await, [200]);
    done(&instance.simulator, "POST", "reset", None).await;
    let journal = done(&instance.simulator, "GET", "journal", None).await;
    assert_eq!(journal, json!({ "requests": [], "forgotten": 0 }));
    assert_eq!(statuses(&instance.simulator, "limit=100", 1).await, [400], "as it was started");
    let after = instance.list("limit=99").await;
    assert_eq!((after.len(), &after[0]["job_status"]), (41, &json!("Running")));
    assert_eq!(instance.schedule().await["schedule"]["type"], "Custom");
}

#[tokio::test]
async fn tasks_and_schedule_are_seeded_in_the_shapes_of_the_api() {
    let mut instance = Instance::standing(Scenario::Busy).await;
    let task = |id: i64, status: &str| {
        json!({
            "id": id,
            "job_name": "seeded",
            "job_kind": "SCHEDULE",
            "job_parameters": { "workers": 1 },
            "job_status": status,
            "creation_time": "2026-01-01T00:00:00Z",
            "update_time": "2026-01-01T00:10:00Z",
        })
    };
    let tasks = json!([task(70, "Running"), task(60, "Error"), task(5, "Success")]);
    let shown = json!({ "schedule": { "type": "None" }, "parameters": {} });
    done(&instance.simulator, "POST", "seed", Some(&json!({ "tasks": tasks, "schedule": shown }))).await;
    assert_eq!(json!(instance.list("").await), tasks);
    assert_eq!(instance.schedule().await, shown);
    // What is seeded stands still, and ids go on behind it.
    assert_eq!(instance.started(&start_body(false, 2, false)).await, 71);
    instance.advance(SignedDuration::from_hours(1));
    assert_eq!(instance.status(70).await, "Running");
    let written = cron_body("0 0 3 * * *");
    done(&instance.simulator, "POST", "seed", Some(&json!({ "schedule": written }))).await;
    assert_eq!(instance.schedule().await["schedule"]["cron"], "0 0 3 * * *");
    assert_eq!(instance.list("").await.len(), 4, "what is not told stays");
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place_and_changes_nothing() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let before = (instance.list("limit=100").await, instance.schedule().await);
    for (method, name, body, told) in [
        ("POST", "seed", json!({ "tasks": [{ "id": 1 }, { "id": 1 }] }), "/tasks/1/id: 1 stands there twice"),
        ("POST", "seed", json!({ "tasks": [{ "id": 1, "job_status": "Frozen" }] }), "/tasks/0/job_status: "),
        (
            "POST",
            "seed",
            json!({ "tasks": [{ "id": -5 }] }),
            "/tasks/0/id: -5 is not a whole number from 0 to 4611",
        ),
        (
            "POST",
            "seed",
            json!({ "tasks": [{ "id": i64::MAX }] }),
            "/tasks/0/id: 9223372036854775807 is not a",
        ),
        (
            "POST",
            "seed",
            json!({ "tasks": [{ "job_name": "x" }] }),
            "/tasks/0/id: a whole number from 0 to 4611686018427387904 is missing",
        ),
        ("POST", "seed", json!({ "tasks": [{ "id": 1, "creation_time": "x" }] }), "/tasks/0/creation_time: "),
        ("POST", "seed", json!({ "tasks": {} }), "/tasks: {} is not a list"),
        (
            "POST",
            "seed",
            json!({ "tasks": [{ "id": 1, "job_statu": "Error" }] }),
            "/tasks/0/job_statu: no job_statu is described",
        ),
        (
            "POST",
            "seed",
            json!({ "schedule": { "schedule": { "typ": "None" } } }),
            "/schedule/schedule/typ: no typ is described",
        ),
        (
            "POST",
            "seed",
            json!({ "tasks": [{ "id": 1, "job_parameters": { "workers": 2.0 } }] }),
            "/tasks/0/job_parameters/workers: 2.0 is written with a fraction",
        ),
        ("POST", "seed", json!({ "task": [] }), "/task: there is only tasks, schedule"),
        ("POST", "seed", json!({ "schedule": cron_body("nightly") }), "/schedule/schedule/cron: "),
        ("POST", "seed", json!({}), "the body: it has neither tasks nor schedule"),
        ("POST", "seed", json!([]), "the body: it is no JSON object"),
        (
            "POST",
            "advance",
            json!({}),
            "/seconds: a number from 0 to 3153600000 (a hundred years) is missing",
        ),
        ("POST", "advance", json!({ "seconds": -1 }), "/seconds: -1 is not a number from 0 to 3153600000"),
        ("POST", "advance", json!({ "seconds": "1" }), "/seconds: "),
        ("POST", "advance", json!({ "seconds": 1e300 }), "/seconds: "),
        ("POST", "reset", json!({ "seed": 1 }), "/seed: nothing is to be said here"),
        ("PUT", "defects", json!({}), "/defects: a list is missing"),
        ("PUT", "defects", json!({ "defects": [{ "name": "marker-lop" }] }), "did you mean marker-loop?"),
        (
            "PUT",
            "defects",
            json!({ "defects": [{ "name": "marker-loop" }, { "name": "id-text" }, { "name": "marker-loop" }] }),
            "/defects/2: {\"name\":\"marker-loop\"} stands there twice",
        ),
        (
            "PUT",
            "defects",
            json!({ "defects": [{ "name": "marker-loop", "operation": "List" }] }),
            "/defects/0/operation: \"List\" is not one of ListGcTasks, ShowGcTask",
        ),
        ("PUT", "defects", json!({ "defects": [{ "name": "marker-loop", "nth": 0 }] }), "/defects/0/nth: "),
        (
            "PUT",
            "defects",
            json!({ "defects": [{ "name": "marker-loop", "probability": 1.5 }] }),
            "/defects/0/probability: 1.5 is not a number from 0 to 1",
        ),
        (
            "PUT",
            "defects",
            json!({ "defects": [{ "name": "marker-loop", "nth": 1, "probability": 1 }] }),
            "/defects/0/probability: it does not go with nth",
        ),
    ] {
        let answer = ask(&instance.simulator, method, name, Some(&body)).await;
        assert_eq!(answer.status, 400, "{name} {body}");
        assert!(answer.text("/error").contains(told), "{name} {body}: {}", answer.json());
    }
    for (method, name, status) in [("GET", "reset", 405), ("POST", "rest", 404), ("GET", "", 404)] {
        let answer = ask(&instance.simulator, method, name, None).await;
        assert_eq!(answer.status, status, "{method} {name}");
        assert!(answer.text("/error").contains("POST /simulator/reset"), "{}", answer.json());
        assert_eq!(answer.header("Allow"), (name == "reset").then_some("POST"), "{method} {name}");
    }
    let endless = Request::new("POST", "/simulator/seed").header("Content-Length", "99999999");
    let answer = Connection::open(&instance.simulator).await.ask(&endless).await;
    assert_eq!((answer.status, &*answer.text("/error")), (413, "Request entity too large."));
    assert_eq!((instance.list("limit=100").await, instance.schedule().await), before);
}

#[tokio::test]
async fn the_journal_has_every_request_without_what_nobody_should_read() {
    let instance = Instance::standing(Scenario::Idle).await;
    let simulator = &instance.simulator;
    let list = path(simulator.project_id(), simulator.instance_id());
    let mut connection = Connection::open(simulator).await;
    let first = connection.ask(&Request::list(simulator, "limit=5&status=Success")).await;
    connection.ask(&Request::bare(simulator).query("X-Auth-Token=secret-canary&limit=7")).await;
    connection.ask(&Request::new("GET", "/nowhere").header("X-Auth-Token", "header-canary")).await;
    let journal = done(simulator, "GET", "journal", None).await;
    let requests = journal["requests"].as_array().expect("a list");
    let row = |index: usize| {
        let request = &requests[index];
        (
            request["method"].as_str(),
            request["path"].as_str(),
            request["query"].as_str(),
            request["status"].as_u64(),
        )
    };
    assert_eq!(requests.len(), 3, "what is asked of the simulator itself is not in it: {journal}");
    assert_eq!(row(0), (Some("GET"), Some(&*list), Some("limit=5&status=Success"), Some(200)));
    assert_eq!(row(1), (Some("GET"), Some(&*list), Some("X-Auth-Token=...&limit=7"), Some(401)));
    assert_eq!(row(2), (Some("GET"), Some("/nowhere"), Some(""), Some(404)));
    assert_eq!(requests[0]["request_id"].as_str(), first.header("X-Request-Id"));
    assert!(!journal.to_string().contains("canary"), "{journal}");
}

#[tokio::test]
async fn the_journal_keeps_the_last_thousand() {
    let instance = Instance::standing(Scenario::Idle).await;
    let mut connection = Connection::open(&instance.simulator).await;
    for number in 0..1003 {
        connection.ask(&Request::new("GET", &format!("/{number}"))).await;
    }
    let journal = done(&instance.simulator, "GET", "journal", None).await;
    let requests = journal["requests"].as_array().expect("a list");
    assert_eq!(
        (requests.len(), &journal["forgotten"], &requests[0]["path"]),
        (1000, &json!(3), &json!("/3"))
    );
}

#[tokio::test]
async fn defects_are_switched_on_and_off() {
    let instance = Instance::standing(Scenario::Idle).await;
    let simulator = &instance.simulator;
    let switch =
        async |list: Value| done(simulator, "PUT", "defects", Some(&json!({ "defects": list }))).await;
    assert_eq!(done(simulator, "GET", "defects", None).await, json!({ "defects": [] }));
    let always = json!([{ "name": "status-302" }]);
    assert_eq!(switch(always.clone()).await["defects"], always);
    assert_eq!(statuses(simulator, "", 3).await, [302; 3]);
    let third = json!([{ "name": "status-302", "operation": "ListGcTasks", "nth": 3 }]);
    assert_eq!(switch(third.clone()).await["defects"], third);
    assert_eq!(statuses(simulator, "", 5).await, [200, 200, 302, 200, 200]);
    switch(json!([{ "name": "status-302", "operation": "ShowGcTask" }])).await;
    assert_eq!(statuses(simulator, "", 2).await, [200; 2]);
    switch(json!([])).await;
    assert_eq!(statuses(simulator, "", 2).await, [200; 2]);
}

#[tokio::test]
async fn a_defect_shows_with_its_probability_at_the_same_requests_for_the_same_seed() {
    let seen = async |builder: SimulatorBuilder| {
        let simulator = builder.start().await.expect("it starts");
        let defects = json!({ "defects": [{ "name": "status-302", "probability": 0.3 }] });
        done(&simulator, "PUT", "defects", Some(&defects)).await;
        statuses(&simulator, "limit=1", 200).await
    };
    let first = seen(Simulator::builder().seed(4)).await;
    let shown = first.iter().filter(|status| **status == 302).count();
    assert!((30..90).contains(&shown), "{shown} of 200");
    assert_eq!(first, seen(Simulator::builder().seed(4)).await);
    assert_ne!(first, seen(Simulator::builder().seed(5)).await);
}

/// Method, path and body of the requests that the documentation shows, in the order of the text.
fn shown_in_the_documentation() -> Vec<(String, String, Option<Value>)> {
    let text = include_str!("../../docs/simulator.md");
    let commands = text.split("\n```shell\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let commands = commands.filter_map(|command| command.strip_prefix("curl -s "));
    let read = |command: &str| {
        let (line, body) =
            command.split_once(" -d '").map_or((command, None), |(line, body)| (line, Some(body)));
        let (method, url) =
            line.strip_prefix("-X ").and_then(|rest| rest.split_once(' ')).unwrap_or(("GET", line));
        let name = url.strip_prefix("http://127.0.0.1:8080/simulator/").expect("it is one of these");
        let body = body.map(|body| body.strip_suffix('\'').expect("a quotation mark"));
        let body =
            body.map(|body| serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}")));
        (method.to_owned(), name.to_owned(), body)
    };
    commands.map(read).collect()
}

#[tokio::test]
async fn what_the_documentation_shows_works() {
    let instance = Instance::standing(Scenario::Idle).await;
    let shown = shown_in_the_documentation();
    assert_eq!(shown.len(), 6, "{shown:?}");
    for (method, name, body) in &shown {
        done(&instance.simulator, method, name, body.as_ref()).await;
    }
}
