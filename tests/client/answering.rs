//! Every way to say no that has been seen: what the error tells, and what it advises.

use std::fmt::Write as _;

use swr_gc::Error;

use crate::server::{Reply, Server, list};

/// The error that a reply leads to; one request is made for it, and no second one.
pub async fn refusal(reply: Reply) -> Error {
    let server = Server::scripted([reply]).await;
    let error = list(&server).send().await.expect_err("this is no page");
    assert_eq!(server.connections().await, 1, "{error}");
    assert_eq!(error.operation().map(|operation| operation.id), Some("ListGcTasks"));
    assert!(!error.is_usage() && !error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!((error.page(), error.marker()), (None, None));
    error
}

fn json(status: u16, body: &str) -> Reply {
    Reply::new(status).header("Content-Type", "application/json").body(body)
}

/// Old and new form in one body, as the service sends them.
const DOUBLE: &str = r#"{
  "errors": [{"errorCode": "SVCSTG.SWR.4030170", "errorMessage": "old words", "detail": "old detail",
              "encoded_authorization_message": "b2xk"}],
  "error_code": "SVCSTG.SWR.4030170", "error_msg": "new words", "encoded_authorization_message": "bmV3",
  "details": [{"error_code": "SVCSTG.SWR.1", "error_msg": "first"}, {"error_code": "SVCSTG.SWR.2"}]
}"#;

const GATEWAY: &str = r#"{"error_msg":"Incorrect IAM authentication information","error_code":"APIGW.0301","request_id":"r-body"}"#;

#[tokio::test]
async fn code_and_message_are_understood_in_every_form() {
    for (body, code, message) in [
        (r#"{"error_code":"A","error_msg":"m"}"#, Some("A"), Some("m")),
        (r#"{"errorCode":"A","errorMsg":"m"}"#, Some("A"), Some("m")),
        (r#"{"code":"A","message":"m"}"#, Some("A"), Some("m")),
        (r#"{"code":404,"message":"m"}"#, Some("404"), Some("m")),
        (r#"{"error":{"code":"A","message":"m"}}"#, Some("A"), Some("m")),
        (r#"{"x":[{"y":{"error_code":"A","error_msg":"m"}}]}"#, Some("A"), Some("m")),
        (r#"{"errors":[{"errorCode":"A","errorMessage":"m","detail":"d"}]}"#, Some("A"), Some("m")),
        (
            r#"[{"errorCode":"A","errorMessage":"m"},{"errorCode":"B","errorMessage":"n"}]"#,
            Some("A"),
            Some("m"),
        ),
        (r#"{"error_code":"A"}"#, Some("A"), None),
        (r#"{"error_msg":"m"}"#, None, Some("m")),
        (r#"{"error_code":null,"error_msg":"m","code":"A"}"#, Some("A"), Some("m")),
        (
            r#"{"errors":[{"errorCode":"B","errorMessage":"n"}],"error_code":"A","error_msg":"m"}"#,
            Some("A"),
            Some("m"),
        ),
        ("{}", None, None),
        ("null", None, None),
        ("<html>No</html>", None, None),
        ("", None, None),
    ] {
        let error = refusal(json(400, body)).await;
        assert!(error.is_service() && !error.is_decode(), "{body}: {error:?}");
        assert_eq!(error.status(), Some(400));
        assert_eq!((error.error_code(), error.error_msg()), (code, message), "{body}");
        for part in [code, message].into_iter().flatten() {
            assert!(error.to_string().contains(part), "{body}: {error}");
        }
    }
}

#[tokio::test]
async fn both_forms_at_once_lose_nothing() {
    let error = refusal(json(403, DOUBLE).header("X-Request-Id", "r-head")).await;
    assert_eq!(error.error_code(), Some("SVCSTG.SWR.4030170"));
    assert_eq!(error.error_msg(), Some("new words"));
    assert_eq!(error.encoded_authorization_message(), Some("bmV3"));
    assert_eq!(error.request_id(), Some("r-head"));
    let details: Vec<_> = error
        .details()
        .iter()
        .map(|detail| (detail.error_code.as_deref(), detail.error_msg.as_deref()))
        .collect();
    assert_eq!(details, [(Some("SVCSTG.SWR.1"), Some("first")), (Some("SVCSTG.SWR.2"), None)]);
    assert!(error.remedy().contains("swr:instance:listGcTasks"), "{}", error.remedy());
    assert!(error.remedy().contains("white list"), "{}", error.remedy());
}

#[tokio::test]
async fn the_old_form_alone_loses_nothing() {
    let old = r#"[{"errorCode":"A","errorMessage":"m","detail":"d","encoded_authorization_message":"eA=="},
                  {"errorCode":"B","errorMessage":"n"}]"#;
    for body in [old.to_owned(), format!(r#"{{"errors":{old}}}"#)] {
        let error = refusal(json(403, &body)).await;
        assert_eq!(error.encoded_authorization_message(), Some("eA=="), "{body}");
        let details = error.details();
        assert_eq!(details.len(), 2, "{body}");
        assert_eq!(details[0].error_code.as_deref(), Some("A"));
        let words = details[0].error_msg.as_deref().expect("words");
        assert!(words.contains('m') && words.contains('d'), "{words}");
        assert_eq!(details[1].error_msg.as_deref(), Some("n"));
    }
}

#[tokio::test]
async fn the_request_id_is_that_of_the_header_else_that_of_the_body() {
    let error = refusal(json(401, GATEWAY).header("x-request-id", "r-head")).await;
    assert_eq!(error.request_id(), Some("r-head"));
    assert!(error.to_string().contains("r-head"), "{error}");
    let error = refusal(json(401, GATEWAY)).await;
    assert_eq!(error.request_id(), Some("r-body"));
    assert!(error.to_string().contains("r-body"), "{error}");
    let error = refusal(json(401, GATEWAY).header("X-Request-Id", "")).await;
    assert_eq!(error.request_id(), Some("r-body"));
    assert_eq!(refusal(Reply::new(500)).await.request_id(), None);
    let error = refusal(Reply::ok("<html>").header("X-Request-Id", "r-page")).await;
    assert_eq!(error.request_id(), Some("r-page"));
}

#[tokio::test]
async fn only_a_refusal_is_certain_not_to_have_run() {
    for (status, may_have_run) in [
        (400, false),
        (401, false),
        (403, false),
        (404, false),
        (409, false),
        (429, false),
        (500, true),
        (502, true),
        (503, true),
        (504, true),
    ] {
        let error = refusal(Reply::new(status)).await;
        assert!(error.is_service(), "{status}");
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.may_have_run(), may_have_run, "{status}");
    }
    for reply in [Reply::ok(""), Reply::ok("[]"), Reply::new(202), Reply::new(204)] {
        assert!(refusal(reply).await.may_have_run());
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_used_is_an_error() {
    let task = r#"{"id":1}"#;
    for reply in [
        Reply::ok("<!DOCTYPE html><title>Login</title>").header("Content-Type", "text/html"),
        Reply::ok(""),
        Reply::ok(" \n"),
        Reply::ok("null"),
        Reply::ok("7"),
        Reply::ok(r#""page""#),
        Reply::ok(format!("[{task}]")),
        Reply::ok(format!(r#"[null,[{task}]]"#)),
        Reply::ok(format!(r#"{{"tasks":[{task}"#)),
        Reply::ok(format!(r#"{{"tasks":[{task}]}}}}"#)),
        Reply::ok(format!(r#"{{"tasks":[{task}]}} trailing"#)),
        Reply::ok(r#"{'tasks':[]}"#),
        Reply::new(202).body(r#"{"tasks":[]}"#),
        Reply::new(204),
        Reply::new(206).body(r#"{"tasks":[]}"#),
    ] {
        let error = refusal(reply).await;
        assert!(error.is_decode() && !error.is_service(), "{error:?}");
        assert!(error.status().is_some_and(|status| (200..300).contains(&status)), "{error:?}");
        assert!(error.to_string().contains("body"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::scripted([Reply::ok(r#"{"tasks":[]}"#)]).await;
        let error = refusal(Reply::new(status).header("Location", &other.url())).await;
        assert_eq!(error.status(), Some(status));
        assert!(error.is_service() && error.to_string().contains(&other.url()), "{error}");
        assert_eq!(other.connections().await, 0, "the token went elsewhere");
    }
    let error = refusal(Reply::new(302)).await;
    assert!(error.to_string().contains("302"), "{error}");
}

#[tokio::test]
async fn each_answer_has_its_words_and_its_advice() {
    let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>nginx</body></html>";
    let other =
        |status: u16, code: &str| json(status, &format!(r#"{{"error_code":"{code}","error_msg":"words"}}"#));
    let cases = [
        ("service, both forms", json(403, DOUBLE).header("X-Request-Id", "r-1")),
        ("gateway", json(401, GATEWAY)),
        ("bare array", json(400, r#"[{"errorCode":"A","errorMessage":"m","detail":"d"}]"#)),
        ("numeric code", json(404, r#"{"code":404,"message":"no such thing"}"#)),
        ("code alone", json(400, r#"{"error_code":"SVCSTG.SWR.4000001"}"#)),
        ("JSON that says nothing", json(400, r#"{"a":1}"#)),
        ("busy", other(409, "SVCSTG.SWR.4090023")),
        ("too many", other(429, "APIGW.0308").header("Retry-After", "7")),
        ("undescribed 418", Reply::new(418).body("short and stout")),
        ("internal", other(500, "SVCSTG.SWR.5000000")),
        ("HTML from a proxy", Reply::new(502).header("Content-Type", "text/html").body(page)),
        ("empty 503", Reply::new(503)),
        ("redirect", Reply::new(302).header("Location", "https://login.example.com/?next=gc")),
        ("redirect to nowhere", Reply::new(307)),
        ("200 with HTML", Reply::ok(page)),
        ("200 empty", Reply::ok("")),
        ("200 with a list", Reply::ok(r#"[{"id":1}]"#)),
        ("200 cut off", Reply::ok(r#"{"tasks":[{"id":1,"job_na"#)),
        ("202", Reply::new(202).body(r#"{"id":1}"#)),
        ("204", Reply::new(204)),
    ];
    let mut text = String::new();
    for (name, reply) in cases {
        let error = refusal(reply).await;
        let _ = writeln!(text, "{name}\n    {error}\n    {}", error.remedy());
    }
    insta::with_settings!({
        snapshot_path => "../../snapshots/client",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("answers", text);
    });
}

#[tokio::test]
async fn an_answer_of_another_kind_is_not_taken_for_an_empty_page() {
    for body in [r#"{"error_code":"APIGW.0301","error_msg":"no"}"#, r#"{"items":[]}"#] {
        let server = Server::scripted([Reply::ok(body)]).await;
        let error = list(&server).send().await.expect_err("this is no page");
        assert!(error.is_decode() && error.status() == Some(200), "{error:?}");
        assert!(error.to_string().contains("none of the properties"), "{error}");
    }
    let server = Server::scripted([Reply::ok("{}")]).await;
    assert!(list(&server).send().await.expect("nothing is said, so nothing is wrong").tasks.is_empty());
}

#[tokio::test]
async fn what_an_error_was_made_of_stays_within_reach() {
    let body = r#"{"error_code":"APIGW.0308","error_msg":"slow down"}"#;
    let reply = || Reply::new(429).body(body);
    let server =
        Server::scripted([reply().header("Retry-After", "7"), reply().header("Retry-After", "soon")]).await;
    let error = list(&server).send().await.expect_err("too many");
    assert_eq!(error.raw().map(|raw| &raw[..]), Some(body.as_bytes()));
    assert_eq!(error.header("retry-after"), Some("7"));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
    assert_eq!(list(&server).send().await.expect_err("too many").retry_after(), None);

    let past = reply().header("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
    let error = list(&Server::scripted([past]).await).send().await.expect_err("too many");
    assert_eq!(error.retry_after(), Some(std::time::Duration::ZERO));
}
