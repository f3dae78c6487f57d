//! Every answer of the simulator is one that the API description allows.

use std::collections::BTreeMap;

use serde_json::Value;
use swr_gc::simulator::Simulator;

use super::http::{Connection, Request};
use super::judge::{Judge, contract};
use super::spec::{Contract, Operation, Parameter, Place};

const OTHER_METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"];

/// The path of an operation with values in its placeholders.
fn fill(operation: &Operation, project: &str, instance: &str) -> String {
    operation.path.replace("{project_id}", project).replace("{instance_id}", instance)
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
    let good = |path: &str| Request::new(&operation.method, path).header("X-Auth-Token", simulator.token());
    let mut requests: Vec<_> =
        queries(contract, operation).iter().map(|query| good(&path).query(query)).collect();
    let bare = Request::new(&operation.method, &path);
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
    let mut judge = Judge::new(&contract);
    let mut connection = Connection::open(&simulator).await;
    for operation in contract.operations.iter().filter(|operation| operation.pagination.is_some()) {
        let mut statuses: BTreeMap<u16, u32> = BTreeMap::new();
        for request in requests(&contract, operation, &simulator) {
            let answer = connection.ask(&request).await;
            *statuses.entry(answer.status).or_default() += 1;
            let verdict = judge.judge(operation, &request, &answer);
            assert_eq!(verdict, Ok(()), "{request:?}\n{}", String::from_utf8_lossy(&answer.body));
        }
        for status in [200, 400, 401, 403, 404, 405] {
            assert!(statuses.contains_key(&status), "{}: nothing was answered with {status}", operation.id);
        }
    }
}

#[tokio::test]
async fn every_page_of_every_listing_is_as_described() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let contract = contract();
    let mut judge = Judge::new(&contract);
    let mut connection = Connection::open(&simulator).await;
    let mut pages = 0;
    for operation in &contract.operations {
        let Some(pagination) = &operation.pagination else { continue };
        let mut filters = vec![String::new()];
        for parameter in
            operation.parameters.iter().filter(|parameter| operation.filters.contains_key(&parameter.name))
        {
            filters
                .extend(words(&contract, parameter).iter().map(|word| format!("&{}={word}", parameter.name)));
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
