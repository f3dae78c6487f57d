//! Every answer of the simulator is one that the API description allows.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use swr_gc::simulator::Simulator;

use super::http::{Connection, Request};
use super::judge::{Judge, contract};
use super::spec::{Contract, Operation, Parameter, Place};

const OTHER_METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"];

/// The path of an operation with values in its placeholders.
fn fill(operation: &Operation, project: &str, instance: &str) -> String {
    let path = operation.path.replace("{project_id}", project).replace("{instance_id}", instance);
    path.replace("{gc_id}", "1001")
}

/// A body that an operation is described to take, if it takes one.
fn body(operation: &Operation) -> Option<Value> {
    operation.body.as_ref()?;
    let mut body = json!({ "schedule": {}, "parameters": { "workers": 2 } });
    let (word, _) = operation.body.as_ref()?.cases.as_ref()?.needs.last()?;
    body["schedule"] = json!({ "type": word, "cron": "0 0 16 * * *" });
    Some(body)
}

/// Bodies that are not allowed: what stands at a place instead.
fn wrong_bodies(operation: &Operation) -> Vec<String> {
    let Some(good) = body(operation) else { return Vec::new() };
    let mut bodies = ["", "{", "7", "[]", "{}", "null"].map(str::to_owned).to_vec();
    for (at, wrong) in [
        ("/parameters/workers", json!(0)),
        ("/parameters/workers", json!(6)),
        ("/parameters/workers", json!("2")),
        ("/parameters/workers", json!(5.0)),
        ("/parameters/dry_run", json!("yes")),
        ("/parameters", json!({ "dry_run": true })),
        ("/parameters", Value::Null),
        ("/schedule/type", json!("Hourly")),
        ("/schedule", json!({ "cron": "0 0 16 * * *" })),
    ] {
        let (parent, name) = at.rsplit_once('/').expect("a pointer");
        let mut body = good.clone();
        body.pointer_mut(parent).expect("it is there")[name] = wrong;
        bodies.push(body.to_string());
    }
    let without = |name: &str| {
        let mut body = good.clone();
        body.as_object_mut().expect("an object").remove(name);
        body.to_string()
    };
    bodies.extend(["parameters", "schedule"].map(without));
    bodies
}

/// The words that a parameter is described to have.
fn words(contract: &Contract, parameter: &Parameter) -> Vec<String> {
    let schema = contract.source.resolve(&parameter.schema).map(|(_, schema)| schema);
    let words = schema.and_then(|schema| schema.get("enum")).and_then(Value::as_array);
    words.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Query strings that are allowed, and such that are not.
fn queries(contract: &Contract, operation: &Operation) -> Vec<String> {
    let mut queries = vec![String::new(), "not-described=1".to_owned()];
    for parameter in operation.parameters.iter().filter(|parameter| parameter.place == Place::Query) {
        let name = &parameter.name;
        let mut values = words(contract, parameter);
        values.extend(["1", "7", "10", "100", "0", "-1", "101", "abc", "1.5", ""].map(str::to_owned));
        values.extend(["Frozen", "eyJpZCI6MX0%3D", "%00", "%E6%B8%85%E7%90%86", "%ff"].map(str::to_owned));
        values.push("9".repeat(40));
        queries.extend(values.iter().map(|value| format!("{name}={value}")));
        queries.push(format!("{name}=1&{name}=1"));
        queries.push(name.clone());
    }
    queries
}

/// Good and bad requests to one operation.
fn requests(contract: &Contract, operation: &Operation, simulator: &Simulator) -> Vec<Request> {
    let (project, instance) = (simulator.project_id(), simulator.instance_id());
    let path = fill(operation, project, instance);
    let bare = |path: &str| {
        let request = Request::new(&operation.method, path);
        body(operation).map_or(request.clone(), |body| request.body(body.to_string()))
    };
    let good = |path: &str| bare(path).header("X-Auth-Token", simulator.token());
    let mut requests: Vec<_> =
        queries(contract, operation).iter().map(|query| good(&path).query(query)).collect();
    for wrong in wrong_bodies(operation) {
        let request = Request::new(&operation.method, &path).header("X-Auth-Token", simulator.token());
        requests.push(request.body(wrong));
    }
    let bare = bare(&path);
    requests.push(bare.clone());
    for (name, value) in [
        ("X-Auth-Token", "wrong"),
        ("X-Auth-Token", ""),
        ("X-Auth-Token", simulator.forbidden_token()),
        ("Authorization", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=0"),
        ("Authorization", "Bearer x"),
    ] {
        requests.push(bare.clone().header(name, value));
    }
    requests.push(good(&fill(operation, "unknown", instance)));
    requests.push(good(&fill(operation, project, "unknown")));
    requests.push(good(&fill(operation, project, "a%20b")));
    for path in
        ["/".to_owned(), "/v2".to_owned(), format!("{path}/"), format!("{path}/x"), format!("/x{path}")]
    {
        requests.push(good(&path));
    }
    let here = contract.operations.iter().filter(|other| other.path == operation.path);
    let here: Vec<_> = here.map(|other| other.method.as_str()).collect();
    for method in OTHER_METHODS.iter().filter(|method| !here.contains(*method)) {
        requests.push(Request { method: (*method).to_owned(), ..good(&path) });
    }
    requests
}

#[tokio::test]
async fn every_answer_is_one_that_the_description_has() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let contract = contract();
    let mut judge = Judge::default();
    let mut connection = Connection::open(&simulator).await;
    for operation in &contract.operations {
        let mut statuses: BTreeMap<u16, u32> = BTreeMap::new();
        for request in requests(contract, operation, &simulator) {
            let answer = connection.ask(&request).await;
            *statuses.entry(answer.status).or_default() += 1;
            let verdict = judge.judge(operation, &request, &answer);
            assert_eq!(verdict, Ok(()), "{request:?}\n{}", String::from_utf8_lossy(&answer.body));
        }
        let success =
            *operation.responses.keys().find(|status| **status < 300).expect("a success is described");
        for status in [success, 400, 401, 403, 404, 405] {
            assert!(statuses.contains_key(&status), "{}: nothing was answered with {status}", operation.id);
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_allowed_is_refused_with_its_place() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let mut connection = Connection::open(&simulator).await;
    let mut asked = 0;
    for operation in &contract().operations {
        let path = fill(operation, simulator.project_id(), simulator.instance_id());
        for wrong in wrong_bodies(operation) {
            let request = Request::new(&operation.method, &path).header("X-Auth-Token", simulator.token());
            let answer = connection.ask(&request.body(wrong.clone())).await;
            assert_eq!(answer.status, 400, "{}: {wrong}", operation.id);
            asked += 1;
        }
    }
    assert!(asked >= 32, "only {asked} bodies were sent");
}

#[tokio::test]
async fn a_task_is_shown_as_it_is_listed_and_an_unknown_one_is_not_found() {
    let simulator = Simulator::builder().tasks(3).start().await.expect("it starts");
    let mut connection = Connection::open(&simulator).await;
    let list = connection.ask(&Request::list(&simulator, "limit=100")).await.json();
    let path = super::http::path(simulator.project_id(), simulator.instance_id());
    let token = simulator.token().to_owned();
    let mut show = async |id: &str| {
        connection.ask(&Request::new("GET", &format!("{path}/{id}")).header("X-Auth-Token", &token)).await
    };
    for task in list["tasks"].as_array().expect("tasks") {
        let shown = show(&task["id"].to_string()).await;
        assert_eq!((shown.status, &shown.json()), (200, task));
    }
    for (id, status) in [("999", 404), ("x", 400), ("-1", 400), ("12345678901234567890", 400)] {
        assert_eq!(show(id).await.status, status, "{id}");
    }
}

#[tokio::test]
async fn every_page_of_every_listing_is_as_described() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let contract = contract();
    let mut judge = Judge::default();
    let mut connection = Connection::open(&simulator).await;
    let mut pages = 0;
    for operation in &contract.operations {
        let Some(pagination) = &operation.pagination else { continue };
        let mut filters = vec![String::new()];
        for parameter in
            operation.parameters.iter().filter(|parameter| operation.filters.contains_key(&parameter.name))
        {
            filters
                .extend(words(contract, parameter).iter().map(|word| format!("&{}={word}", parameter.name)));
        }
        assert!(filters.len() > 1, "{} has a filter", operation.id);
        let path = fill(operation, simulator.project_id(), simulator.instance_id());
        for filter in &filters {
            for limit in [1, 7, 100] {
                let mut marker = String::new();
                loop {
                    let query = format!("{}={limit}{filter}{marker}", pagination.limit);
                    let request =
                        Request::new("GET", &path).query(&query).header("X-Auth-Token", simulator.token());
                    let answer = connection.ask(&request).await;
                    assert_eq!(answer.status, 200, "{query}");
                    assert_eq!(judge.judge(operation, &request, &answer), Ok(()), "{query}");
                    pages += 1;
                    let next = answer.text(&pagination.next);
                    if next.is_empty() {
                        break;
                    }
                    marker =
                        format!("&{}={}", pagination.marker, next.replace('=', "%3D").replace('+', "%2B"));
                }
            }
        }
    }
    assert!(pages > 500, "only {pages} pages were judged");
}

#[tokio::test]
async fn request_ids_of_several_connections_are_different_too() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let request = Request::list(&simulator, "limit=1");
    let mut ids = std::collections::HashSet::new();
    let mut connections = Vec::new();
    for _ in 0..5 {
        connections.push(Connection::open(&simulator).await);
    }
    for _ in 0..3 {
        for connection in &mut connections {
            let answer = connection.ask(&request).await;
            let id = answer.header("X-Request-Id").expect("an answer has a request id");
            assert!(ids.insert(id.to_owned()), "{id} came twice");
        }
    }
}
