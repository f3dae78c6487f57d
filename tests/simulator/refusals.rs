//! Which request is refused how.

use serde_json::{Value, json};
use swr_gc::simulator::Simulator;

use super::http::{Answer, Request, ask, path};

async fn simulator() -> Simulator {
    Simulator::builder().tasks(30).start().await.expect("it starts")
}

/// The service tells every error in the new form and in the old one, in one body.
fn assert_both_forms(answer: &Answer, code: &str) {
    let body = answer.json();
    assert_eq!(answer.text("/error_code"), code, "{body}");
    let pairs = [
        ("/errors/0/errorCode", "/error_code"),
        ("/details/0/error_code", "/error_code"),
        ("/errors/0/errorMessage", "/error_msg"),
        ("/errors/0/detail", "/details/0/error_msg"),
    ];
    for (old, new) in pairs {
        assert!(body.pointer(old).is_some_and(Value::is_string), "{old}: {body}");
        assert_eq!(body.pointer(old), body.pointer(new), "{old} and {new}: {body}");
    }
    assert_eq!(body.get("request_id"), None, "only the gateway tells a request id in the body");
}

/// The gateway in front of the service has a form of its own.
fn assert_gateway_form(answer: &Answer, code: &str) {
    let body = answer.json();
    assert_eq!(answer.text("/error_code"), code, "{body}");
    let mut names: Vec<_> = body.as_object().expect("an error is an object").keys().collect();
    names.sort();
    assert_eq!(names, ["error_code", "error_msg", "request_id"], "{body}");
    assert!(!answer.text("/request_id").is_empty());
}

#[tokio::test]
async fn a_bad_parameter_is_told_with_its_name_value_and_bound() {
    let simulator = simulator().await;
    for (query, told) in [
        ("limit=0", &["limit", "0", "minimum of 1"][..]),
        ("limit=-1", &["limit", "-1", "minimum of 1"]),
        ("limit=101", &["limit", "101", "maximum of 100"]),
        ("limit=2147483648", &["limit", "2147483648", "maximum of 100"]),
        ("limit=99999999999999999999", &["limit", "99999999999999999999", "integer"]),
        ("limit=abc", &["limit", "abc", "integer"]),
        ("limit=1%20", &["limit", "\"1 \"", "integer"]),
        ("limit=%0a2%09", &["limit", "integer"]),
        ("limit=1.5", &["limit", "1.5", "integer"]),
        ("limit=", &["limit", "\"\"", "integer"]),
        ("limit", &["limit", "\"\"", "integer"]),
        ("limit=5&limit=5", &["limit", "twice"]),
        ("limit=5&status=Error&limit=6", &["limit", "twice"]),
        ("status=Frozen", &["status", "\"Frozen\"", "Success", "Stopped", "Running", "Pending", "Error"]),
        ("status=success", &["status", "\"success\"", "Success"]),
        ("status=", &["status", "\"\"", "Success"]),
        ("limit=5&marker=no-such-marker", &["marker", "no-such-marker"]),
        ("limit=5&marker=eyJpZCI6OTk5OX0%3D", &["marker", "eyJpZCI6OTk5OX0="]),
    ] {
        let answer = ask(&simulator, &Request::list(&simulator, query)).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_both_forms(&answer, "SVCSTG.SWR.4000014");
        let message = answer.text("/error_msg");
        for part in told {
            assert!(message.contains(part), "{query}: {part:?} is not in {message:?}");
        }
    }
}

#[tokio::test]
async fn the_bounds_themselves_and_what_is_not_described_are_allowed() {
    let simulator = simulator().await;
    for query in ["limit=1", "limit=100", "status=Error", "x=1", "limit=2&x=1&y", "limit=7&status=Success"] {
        let answer = ask(&simulator, &Request::list(&simulator, query)).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.json());
    }
}

#[tokio::test]
async fn an_unknown_project_or_instance_is_named() {
    let simulator = simulator().await;
    let (project, instance) = (simulator.project_id(), simulator.instance_id());
    for (project, instance, told) in [
        ("p-unknown", instance, ["project_id", "p-unknown"]),
        (project, "i-unknown", ["instance_id", "i-unknown"]),
        (instance, instance, ["project_id", instance]),
        (project, project, ["instance_id", project]),
    ] {
        let request = Request::new("GET", &path(project, instance)).header("X-Auth-Token", simulator.token());
        let answer = ask(&simulator, &request).await;
        assert_eq!(answer.status, 404);
        assert_both_forms(&answer, "SVCSTG.SWR.4040000");
        let message = answer.text("/error_msg");
        assert!(told.iter().all(|part| message.contains(part)), "{told:?} in {message:?}");
    }
}

#[tokio::test]
async fn an_unknown_path_is_refused_by_the_gateway() {
    let simulator = simulator().await;
    let known = path(simulator.project_id(), simulator.instance_id());
    for path in [
        "/".to_owned(),
        "/v2".to_owned(),
        format!("{known}/"),
        format!("{known}/1001/log"),
        format!("/gate{known}"),
        format!("/{known}"),
        known.replace("/v2/", "/v3/"),
        known.replace("/gc", "/GC"),
        known.replace(simulator.instance_id(), ""),
    ] {
        // Without a token as well as with one: the gateway looks at the path first.
        for request in [
            Request::new("GET", &path),
            Request::new("GET", &path).header("X-Auth-Token", simulator.token()),
            Request::new("DELETE", &path),
        ] {
            let answer = ask(&simulator, &request).await;
            assert_eq!(answer.status, 404, "{request:?}");
            assert_gateway_form(&answer, "APIGW.0101");
        }
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_which_one_is_right() {
    let simulator = simulator().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "get", "BREW"] {
        let request = Request { method: method.to_owned(), ..Request::list(&simulator, "") };
        let answer = ask(&simulator, &request).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("Allow"), Some("GET"), "{method}");
        if method != "HEAD" {
            assert_gateway_form(&answer, "APIGW.0101");
        }
    }
}

#[tokio::test]
async fn a_body_that_nobody_asked_for_does_not_upset_the_connection() {
    let simulator = simulator().await;
    let mut connection = super::http::Connection::open(&simulator).await;
    let body = json!({ "delete_untagged": true }).to_string();
    let request = Request { method: "GET".to_owned(), ..Request::list(&simulator, "limit=1") }
        .header("Content-Length", &body.len().to_string());
    for _ in 0..3 {
        connection.send(&[&request.bytes(), body.as_bytes()].concat()).await;
        assert_eq!(connection.answer(false).await.status, 200);
    }
}
