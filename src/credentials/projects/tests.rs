use serde_json::json;

use crate::client::{Client, ClientBuilder};
use crate::credentials::testing::server::{Reply, Server};
use crate::environment::Environment;
use crate::error::Error;

const LOOKUP: &str = "GET /v3/projects?name=mars-1 HTTP/1.1";

/// IAM with these projects of the region's name, and a service that has no tasks.
async fn server(projects: &[(&str, &str)]) -> Server {
    let projects: Vec<_> =
        projects.iter().map(|(id, name)| json!({ "id": id, "name": name, "enabled": true })).collect();
    answering(
        Reply::ok(json!({ "projects": projects, "links": {} }).to_string())
            .header("X-IAM-Trace-Id", "trace-1"),
    )
    .await
}

async fn answering(lookup: Reply) -> Server {
    Server::start(move |request| match request.line().contains("/v3/projects") {
        true => lookup.clone(),
        false => Reply::ok("{}"),
    })
    .await
}

fn settings(server: &Server) -> ClientBuilder {
    Client::builder().endpoint(server.url()).region("mars-1").access_key("AK", "SK").retries(0)
}

fn build(server: &Server, builder: ClientBuilder, more: &[(&str, &str)]) -> Client {
    let url = server.url();
    let environment = Environment::of(&[("HUAWEICLOUD_SDK_IAM_ENDPOINT", &url)]);
    let environment = more.iter().fold(environment, |all, (name, value)| all.with(name, value));
    builder.build_in(environment).expect("the settings are right")
}

async fn list(client: &Client) -> Result<(), Error> {
    client.list_gc_tasks().instance_id("i-1").send().await.map(|_| ())
}

fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.line().to_owned()).collect()
}

fn listing(project: &str) -> String {
    format!("GET /v2/{project}/instances/i-1/system/gc HTTP/1.1")
}

#[tokio::test]
async fn a_project_that_is_given_is_not_looked_up() {
    let server = server(&[("p-9", "mars-1")]).await;
    list(&build(&server, settings(&server).project_id("p-1"), &[])).await.expect("a page");
    assert_eq!(lines(&server), [listing("p-1")]);
}

#[tokio::test]
async fn a_project_that_the_source_names_is_not_looked_up() {
    let server = server(&[("p-9", "mars-1")]).await;
    let variables =
        [("HUAWEICLOUD_SDK_AK", "AK"), ("HUAWEICLOUD_SDK_SK", "SK"), ("HUAWEICLOUD_SDK_PROJECT_ID", "p-2")];
    let builder = Client::builder().endpoint(server.url()).region("mars-1");
    list(&build(&server, builder, &variables)).await.expect("a page");
    assert_eq!(lines(&server), [listing("p-2")]);
}

#[tokio::test]
async fn the_project_of_the_region_is_looked_up_once() {
    let server = server(&[("p-9", "mars-1")]).await;
    let client = build(&server, settings(&server), &[]);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let client = client.clone();
        calls.spawn(async move { list(&client).await });
    }
    for outcome in calls.join_all().await {
        outcome.expect("a page");
    }
    client.ready().await.expect("it is");
    let mut expected = vec![LOOKUP.to_owned()];
    expected.extend(std::iter::repeat_n(listing("p-9"), 12));
    assert_eq!(lines(&server), expected);
    // The lookup is signed for no project; the listing for the one that was found.
    let requests = server.requests();
    let signed = |at: usize| requests[at].header("authorization").expect("a signature").to_owned();
    assert!(signed(0).contains("SignedHeaders=host;x-sdk-date,"), "{}", signed(0));
    assert!(signed(1).contains("SignedHeaders=host;x-project-id;x-sdk-date,"), "{}", signed(1));
    assert_eq!(requests[1].header("x-project-id"), Some("p-9"));
}

#[tokio::test]
async fn a_request_for_a_project_of_its_own_needs_no_lookup() {
    let server = server(&[]).await;
    let client = build(&server, settings(&server), &[]);
    client.list_gc_tasks().project_id("p-3").instance_id("i-1").send().await.expect("a page");
    assert_eq!(lines(&server), [listing("p-3")]);
}

#[tokio::test]
async fn none_or_several_is_an_error_that_lists_them() {
    let none = server(&[]).await;
    let error = list(&build(&none, settings(&none), &[])).await.expect_err("none");
    assert!(error.is_usage() && !error.may_have_run(), "{error:?}");
    for part in ["project_id: ", "no project named \"mars-1\"", "trace-1", "set the project id"] {
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    assert_eq!(lines(&none), [LOOKUP]);

    let several = server(&[("p-1", "mars-1"), ("p-2", "mars-1_team\u{1b}[2J")]).await;
    let error = list(&build(&several, settings(&several), &[])).await.expect_err("several").to_string();
    assert!(error.contains("2 projects for \"mars-1\": set one of them:"), "{error}");
    assert!(error.contains("\n  p-1 mars-1\n  p-2 mars-1_team\\u{1b}[2J"), "{error}");
    assert_eq!(lines(&several), [LOOKUP]);
}

#[tokio::test]
async fn a_refusal_of_iam_says_how_to_do_without_it() {
    for (status, remedy) in [(401, "Check the credentials"), (403, "`iam:projects:listProjects`")] {
        let server = answering(Reply::new(status).body(r#"{"error_code":"A","error_msg":"m"}"#)).await;
        let error = list(&build(&server, settings(&server), &[])).await.expect_err("refused");
        assert_eq!(error.operation().map(|operation| operation.id), Some("KeystoneListProjects"));
        assert_eq!((error.status(), error.may_have_run()), (Some(status), false));
        assert!(error.remedy().contains(remedy), "{}", error.remedy());
        assert!(error.remedy().to_lowercase().contains("set the project id"), "{}", error.remedy());
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_told_without_what_was_echoed() {
    for body in [
        "",
        "[]",
        "{}",
        r#"{"projects":"canary-sk"}"#,
        r#"{"projects":[{"id":["canary-sk"]}]}"#,
        r#"{"projects":[{"name":"mars-1"}]}"#,
    ] {
        let server = answering(Reply::ok(body)).await;
        let client = build(
            &server,
            Client::builder().endpoint(server.url()).region("mars-1").access_key("AK", "canary-sk"),
            &[],
        );
        let error = list(&client).await.expect_err("no projects");
        assert_eq!((error.is_decode(), error.may_have_run()), (true, false), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    let server = server(&[("../admin", "mars-1")]).await;
    let error = list(&build(&server, settings(&server), &[])).await.expect_err("no id");
    assert!(error.to_string().starts_with("project_id: ") && lines(&server).len() == 1, "{error}");
}

#[tokio::test]
async fn without_a_region_there_is_nothing_to_ask_by() {
    let server = server(&[]).await;
    let client = build(&server, Client::builder().endpoint(server.url()).access_key("AK", "SK"), &[]);
    let error = list(&client).await.expect_err("no region");
    assert!(error.is_usage() && error.to_string().contains("set it, or a region"), "{error}");
    assert_eq!(server.connections().await, 0);
}
