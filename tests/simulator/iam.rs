//! IAM: tokens for a password, and the project of a region.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use swr_gc::simulator::Simulator;

use super::http::{Answer, Connection, Request, ask, path};
use super::signed::Signing;

async fn simulator() -> Simulator {
    Simulator::builder().tasks(3).start().await.expect("it starts")
}

/// The documented body, for a scope.
fn login(simulator: &Simulator, scope: &Value) -> Value {
    let (user, password, domain) = (simulator.user(), simulator.password(), simulator.domain());
    json!({ "auth": {
        "identity": {
            "methods": ["password"],
            "password": {
                "user": { "name": user, "password": password, "domain": { "name": domain } },
            },
        },
        "scope": scope,
    }})
}

fn of_region(simulator: &Simulator) -> Value {
    json!({ "project": { "name": simulator.region() } })
}

fn asking(body: &Value) -> Request {
    Request::new("POST", "/v3/auth/tokens").query("nocatalog=true").body(body.to_string())
}

/// The token that `scope` gets.
async fn token(simulator: &Simulator, scope: &Value) -> String {
    let answer = ask(simulator, &asking(&login(simulator, scope))).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
    answer.header("X-Subject-Token").expect("the token").to_owned()
}

/// In the form of Keystone, and traced; returns the message.
#[track_caller]
fn refused(answer: &Answer, status: u16, title: &str) -> String {
    let body = answer.json();
    assert_eq!((answer.status, &body["error"]["code"]), (status, &json!(status)), "{body}");
    assert_eq!(body["error"]["title"], title, "{body}");
    assert_eq!(answer.header("X-Subject-Token"), None);
    assert!(answer.header("X-IAM-Trace-Id").is_some_and(|id| !id.is_empty()));
    answer.text("/error/message")
}

#[tokio::test]
async fn a_password_gets_a_token_that_opens_the_listing() {
    let simulator = simulator().await;
    let before = Timestamp::now();
    let answer = ask(&simulator, &asking(&login(&simulator, &of_region(&simulator)))).await;
    assert_eq!(answer.status, 201);
    assert!(answer.header("X-IAM-Trace-Id").is_some_and(|id| !id.is_empty()));
    let body = answer.json();
    let parts: Vec<_> = body["token"].as_object().expect("an object").keys().map(String::as_str).collect();
    let documented = ["catalog", "expires_at", "issued_at", "methods", "project", "roles", "user"];
    assert_eq!(parts, documented);
    assert_eq!(body["token"]["project"]["id"], simulator.project_id());
    assert_eq!(body["token"]["user"]["name"], simulator.user());
    assert_eq!(body["token"]["user"]["domain"]["name"], simulator.domain());
    let time = |name: &str| answer.text(&format!("/token/{name}")).parse::<Timestamp>().expect("a time");
    assert_eq!(time("expires_at").duration_since(time("issued_at")), SignedDuration::from_hours(24));
    assert!(time("issued_at").duration_since(before) < SignedDuration::from_secs(30));
    assert!(!String::from_utf8_lossy(&answer.body).contains(simulator.password()));
    let token = answer.header("X-Subject-Token").expect("the token");
    let request = Request::bare(&simulator).header("X-Auth-Token", token);
    assert_eq!(ask(&simulator, &request).await.status, 200);
}

#[tokio::test]
async fn a_scope_is_a_project_by_id_or_by_name() {
    let simulator = simulator().await;
    for scope in [
        of_region(&simulator),
        json!({ "project": { "id": simulator.project_id() } }),
        json!({ "project": { "id": simulator.project_id(), "domain": { "name": "more" } } }),
    ] {
        let token = token(&simulator, &scope).await;
        let request = Request::bare(&simulator).header("X-Auth-Token", &token);
        assert_eq!(ask(&simulator, &request).await.status, 200, "{scope}");
    }
}

#[tokio::test]
async fn a_token_is_for_its_project_only() {
    let simulator =
        Simulator::builder().tasks(1).further_project("cn-north-4_team").start().await.expect("up");
    let team = token(&simulator, &json!({ "project": { "name": "cn-north-4_team" } })).await;
    let main = token(&simulator, &of_region(&simulator)).await;
    let projects = ask(&simulator, &Request::new("GET", "/v3/projects").header("X-Auth-Token", &team)).await;
    let other = projects.text("/projects/1/id");
    for (token, project, status) in [
        (&main, simulator.project_id(), 200),
        (&team, simulator.project_id(), 401),
        (&main, &other, 401),
        // There is no instance in it, but the token is good.
        (&team, &other, 404),
    ] {
        let request = Request::new("GET", &path(project, simulator.instance_id()));
        let answer = ask(&simulator, &request.header("X-Auth-Token", token)).await;
        assert_eq!(answer.status, status, "{}", answer.json());
    }
}

#[tokio::test]
async fn a_wrong_user_password_account_or_project_gets_no_token() {
    let simulator = simulator().await;
    let good = login(&simulator, &of_region(&simulator));
    for (place, value) in [
        ("/auth/identity/password/user/name", "nobody"),
        ("/auth/identity/password/user/password", "wrong"),
        ("/auth/identity/password/user/password", ""),
        ("/auth/identity/password/user/domain/name", "another"),
        ("/auth/scope/project/name", "cn-south-1"),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(place).expect("it is in the body") = json!(value);
        let message = refused(&ask(&simulator, &asking(&body)).await, 401, "Unauthorized");
        assert!(!message.is_empty() && !message.contains(simulator.password()), "{message}");
    }
    let unknown = json!({ "project": { "id": "unknown", "name": simulator.region() } });
    refused(&ask(&simulator, &asking(&login(&simulator, &unknown))).await, 401, "Unauthorized");
}

#[tokio::test]
async fn a_part_that_is_missing_is_named() {
    let simulator = simulator().await;
    let good = login(&simulator, &of_region(&simulator));
    for (parent, name) in [
        ("/auth/identity/password/user", "name"),
        ("/auth/identity/password/user", "password"),
        ("/auth/identity/password/user/domain", "name"),
        ("/auth/identity", "methods"),
        ("/auth/scope/project", "name"),
        ("/auth", "scope"),
    ] {
        for value in [None, Some(json!(7))] {
            let mut body = good.clone();
            let parent = body.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
            match value {
                None => drop(parent.remove(name)),
                Some(value) => drop(parent.insert(name.to_owned(), value)),
            }
            let message = refused(&ask(&simulator, &asking(&body)).await, 400, "Bad Request");
            assert!(message.contains(name), "{name}: {message}");
        }
    }
    for body in ["", "no JSON", "[]", "null"] {
        let request = Request::new("POST", "/v3/auth/tokens").body(body);
        refused(&ask(&simulator, &request).await, 400, "Bad Request");
    }
}

#[tokio::test]
async fn a_token_expires_and_an_older_one_stays_good_until_then() {
    let builder = Simulator::builder().tasks(1).token_lifetime(Duration::from_secs(2));
    let simulator = builder.start().await.expect("it starts");
    let status = async |token: &str| {
        let request = Request::bare(&simulator).header("X-Auth-Token", token);
        ask(&simulator, &request).await.status
    };
    let first = token(&simulator, &of_region(&simulator)).await;
    let second = token(&simulator, &of_region(&simulator)).await;
    assert_ne!(first, second);
    assert_eq!((status(&first).await, status(&second).await), (200, 200));
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert_eq!((status(&first).await, status(&second).await), (401, 401));
    let third = token(&simulator, &of_region(&simulator)).await;
    assert_eq!(status(&third).await, 200);
    assert_eq!(status(simulator.token()).await, 200, "this one is good for ever");
}

#[tokio::test]
async fn of_a_thousand_tokens_all_are_good_and_of_more_the_oldest_is_forgotten() {
    let simulator = simulator().await;
    let request = asking(&login(&simulator, &of_region(&simulator)));
    let mut connection = Connection::open(&simulator).await;
    let mut tokens = Vec::new();
    for _ in 0..=1000 {
        let answer = connection.ask(&request).await;
        tokens.push(answer.header("X-Subject-Token").expect("the token").to_owned());
    }
    for (token, status) in [(&tokens[0], 401), (&tokens[1], 200), (&tokens[1000], 200)] {
        let request = Request::bare(&simulator).header("X-Auth-Token", token);
        assert_eq!(connection.ask(&request).await.status, status);
    }
}

/// The ids of the projects that are listed.
fn ids(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    assert!(body["links"].is_object(), "{body}");
    assert!(answer.header("X-IAM-Trace-Id").is_some_and(|id| !id.is_empty()));
    let projects = body["projects"].as_array().expect("a list");
    projects.iter().map(|project| project["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn the_project_of_a_region_is_found_by_its_exact_name() {
    let simulator = simulator().await;
    let listing = |query: &str| Request::new("GET", "/v3/projects").query(query);
    let main = [simulator.project_id().to_owned()];
    for (query, expected) in [
        ("", &main[..]),
        ("name=cn-north-4", &main),
        ("name=cn%2Dnorth-4&enabled=true", &main),
        ("name=cn-north-", &[]),
        ("name=CN-NORTH-4", &[]),
        ("name=cn-north-41", &[]),
        ("name=", &[]),
    ] {
        let by_token = listing(query).header("X-Auth-Token", simulator.token());
        for request in [by_token, Signing::of(&simulator).sign(listing(query))] {
            let answer = ask(&simulator, &request).await;
            assert_eq!((answer.status, ids(&answer)), (200, expected.to_vec()), "{query}");
        }
    }
    assert_eq!(simulator.region(), "cn-north-4");
    let request = listing("name=cn-north-4").header("X-Auth-Token", simulator.token());
    let project = &ask(&simulator, &request).await.json()["projects"][0];
    assert_eq!((&project["name"], &project["enabled"]), (&json!("cn-north-4"), &json!(true)));
    assert!(project["domain_id"].is_string(), "{project}");
}

#[tokio::test]
async fn several_projects_of_one_name_are_all_listed() {
    let builder = Simulator::builder().tasks(1).further_project("cn-north-4").further_project("cn-south-1");
    let simulator = builder.start().await.expect("it starts");
    let listing = async |query: &str| {
        let request = Request::new("GET", "/v3/projects").query(query);
        ids(&ask(&simulator, &request.header("X-Auth-Token", simulator.token())).await)
    };
    let (all, several, one) =
        (listing("").await, listing("name=cn-north-4").await, listing("name=cn-south-1").await);
    assert_eq!(several[0], simulator.project_id());
    assert_eq!((several.len(), one.len()), (2, 1));
    assert_eq!(all, [several, one].concat());
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
}

#[tokio::test]
async fn projects_are_listed_for_nobody_else() {
    let simulator = simulator().await;
    let listing = || Request::new("GET", "/v3/projects");
    for request in [listing(), listing().header("X-Auth-Token", "wrong")] {
        refused(&ask(&simulator, &request).await, 401, "Unauthorized");
    }
    let forged = Signing::by(simulator.access_key(), "wrong").sign(listing());
    let answer = ask(&simulator, &forged).await;
    assert_eq!((answer.status, &*answer.text("/error_code")), (401, "APIGW.0301"));
    let key = Signing::by(simulator.forbidden_access_key(), simulator.forbidden_secret_key());
    let forbidden = listing().header("X-Auth-Token", simulator.forbidden_token());
    for request in [forbidden, key.sign(listing())] {
        let message = refused(&ask(&simulator, &request).await, 403, "Forbidden");
        assert!(message.contains("iam:projects:listProjects"), "{message}");
    }
}
