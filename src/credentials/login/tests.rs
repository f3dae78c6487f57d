use std::error::Error as _;

use serde_json::{Value, json};

use crate::client::{Client, ClientBuilder};
use crate::credentials::Credentials;
use crate::credentials::testing::recording::Recording;
use crate::credentials::testing::server::{Received, Reply, Server};
use crate::environment::Environment;
use crate::error::Error;

const PASSWORD: &str = "canary \"p/w+d\\ä";

const EXCHANGE: &str = "POST /v3/auth/tokens?nocatalog=true HTTP/1.1";

fn is_exchange(request: &Received) -> bool {
    request.line().starts_with("POST ")
}

/// An answer of IAM with this token.
fn issued(token: &str, expires_at: &str) -> Reply {
    let body = json!({ "token": { "expires_at": expires_at, "issued_at": "…", "project": { "id": "p-9", "name": "mars-1" } } });
    Reply::new(201).header("X-Subject-Token", token).body(body.to_string())
}

/// IAM and the service in one: tokens `t-1`, `t-2` and so on, and what the service makes of them.
async fn server(service: impl Fn(&str) -> Reply + Send + 'static) -> Server {
    let mut count = 0;
    Server::start(move |request| {
        if is_exchange(request) {
            count += 1;
            return issued(&format!("t-{count}"), "2999-01-01T00:00:00.123000Z");
        }
        service(request.header("x-auth-token").expect("a token"))
    })
    .await
}

fn settings(server: &Server) -> ClientBuilder {
    let credentials = Credentials::password("user", "account", PASSWORD);
    Client::builder().endpoint(server.url()).credentials(credentials).retries(0)
}

fn build(builder: ClientBuilder, iam: &str) -> Client {
    let variables = [("HUAWEICLOUD_SDK_IAM_ENDPOINT", iam)];
    builder.build_in(Environment::of(&variables)).expect("the settings are right")
}

async fn list(client: &Client) -> Result<(), Error> {
    client.list_gc_tasks().instance_id("i-1").send().await.map(|_| ())
}

fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.line().to_owned()).collect()
}

#[tokio::test]
async fn a_password_is_exchanged_for_a_token_of_the_clients_project() {
    for (project, scope, listing) in
        [(Some("p-1"), json!({ "id": "p-1" }), "p-1"), (None, json!({ "name": "cn-x" }), "p-9")]
    {
        let server = server(|_| Reply::ok("{}")).await;
        let builder = settings(&server).region("cn-x");
        let builder = project.into_iter().fold(builder, ClientBuilder::project_id);
        let client = build(builder, &server.url());
        list(&client).await.expect("a page");
        list(&client).await.expect("a page");
        let service = format!("GET /v2/{listing}/instances/i-1/system/gc HTTP/1.1");
        assert_eq!(lines(&server), [EXCHANGE, &service, &service]);
        let requests = server.requests();
        let exchange = &requests[0];
        assert_eq!(exchange.header("content-type"), Some("application/json"));
        assert_eq!(exchange.header("user-agent"), Some(concat!("swr-gc/", env!("CARGO_PKG_VERSION"))));
        assert_eq!((exchange.header("x-auth-token"), exchange.header("authorization")), (None, None));
        let user = json!({ "name": "user", "domain": { "name": "account" }, "password": PASSWORD });
        let identity = json!({ "methods": ["password"], "password": { "user": user } });
        let body: Value = serde_json::from_slice(exchange.body()).expect("JSON");
        assert_eq!(body, json!({ "auth": { "identity": identity, "scope": { "project": scope } } }));
        assert_eq!(requests[1].header("x-auth-token"), Some("t-1"));
    }
}

#[tokio::test]
async fn calls_that_begin_together_share_one_exchange() {
    let server = server(|_| Reply::ok("{}")).await;
    let client = build(settings(&server).region("mars-1"), &server.url());
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let client = client.clone();
        calls.spawn(async move { list(&client).await });
    }
    for outcome in calls.join_all().await {
        outcome.expect("a page");
    }
    let exchanges = server.requests().iter().filter(|request| is_exchange(request)).count();
    assert_eq!((exchanges, server.requests().len()), (1, 13));
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let server = server(|token| if token == "t-1" { Reply::new(401) } else { Reply::ok("{}") }).await;
    let client = build(settings(&server).project_id("p-1"), &server.url());
    list(&client).await.expect("the second token is good");
    let tokens: Vec<_> =
        server.requests().iter().map(|request| request.header("x-auth-token").map(str::to_owned)).collect();
    assert_eq!(tokens, [None, Some("t-1".to_owned()), None, Some("t-2".to_owned())]);

    let server = self::server(|_| Reply::new(401)).await;
    let client = build(settings(&server).project_id("p-1").retries(3), &server.url());
    let error = list(&client).await.expect_err("no token is good");
    assert_eq!((error.status(), server.requests().len()), (Some(401), 4));
    assert_eq!(error.operation().map(|operation| operation.id), Some("ListGcTasks"));
}

#[tokio::test]
async fn a_refusal_of_iam_is_told_as_one_of_iam() {
    for (status, remedy) in [
        (400, "the account's name (domain) and the project"),
        (401, "and the password"),
        (403, "access mode in IAM"),
        (503, "try again later"),
    ] {
        let body = r#"{"error":{"code":STATUS,"message":"so it is","title":"T"}}"#
            .replace("STATUS", &status.to_string());
        let reply = Reply::new(status).header("X-IAM-Trace-Id", "trace-1").body(body);
        let server = Server::start(move |_| reply.clone()).await;
        let client = build(settings(&server).project_id("p-1"), &server.url());
        let error = list(&client).await.expect_err("refused");
        let operation = error.operation().map(|operation| operation.id);
        assert_eq!(operation, Some("KeystoneCreateUserTokenByPassword"), "{error}");
        assert_eq!((error.status(), error.may_have_run()), (Some(status), false), "{error}");
        assert!(error.remedy().contains(remedy), "{}", error.remedy());
        assert!(error.to_string().contains("so it is") && error.request_id() == Some("trace-1"), "{error}");
        assert_eq!(lines(&server), [EXCHANGE]);
    }
}

#[tokio::test]
async fn a_503_of_iam_is_tried_again() {
    let server =
        Server::scripted([Reply::new(503), issued("t-1", "2999-01-01T00:00:00Z"), Reply::ok("{}")]).await;
    let client = build(settings(&server).project_id("p-1").retries(1), &server.url());
    list(&client).await.expect("a page");
    assert_eq!(lines(&server)[..2], [EXCHANGE, EXCHANGE]);
}

#[tokio::test]
async fn a_password_that_is_echoed_is_not_shown() {
    let spellings = [
        PASSWORD.to_owned(),
        r"canary \u0022p\u002fw\u002bd\u005c\u00e4".to_owned(),
        "canary%20%22p%2Fw%2Bd%5C%C3%A4".to_owned(),
        "canary &quot;p&#47;w&#43;d\\&#228;".to_owned(),
    ];
    for echoed in spellings {
        let body = json!({ "error_code": "IAM.1", "error_msg": format!("not {echoed}!") }).to_string();
        for reply in [
            Reply::new(401).body(body),
            Reply::new(500).body(format!("<p>not {echoed}!</p>")),
            Reply::new(302).header("Location", &format!("/not {echoed}!")),
        ] {
            let server = Server::start(move |_| reply.clone()).await;
            let client = build(settings(&server).project_id("p-1"), &server.url());
            let error = list(&client).await.expect_err("refused");
            assert!(error.to_string().contains("not [redacted]!"), "{error}");
            assert!(!format!("{error:?} {:?}", error.source()).contains("canary"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_without_a_token_is_no_success() {
    let nothing = || Reply::new(201).body(r#"{"token":{}}"#);
    for reply in
        [nothing(), nothing().header("X-Subject-Token", ""), nothing().header("X-Subject-Token", "  ")]
    {
        let server = Server::start(move |_| reply.clone()).await;
        let client = build(settings(&server).project_id("p-1"), &server.url());
        let error = list(&client).await.expect_err("there is no token");
        assert!(
            error.to_string().contains("the header x-subject-token with the token is missing"),
            "{error}"
        );
        assert_eq!((error.is_decode(), error.may_have_run()), (true, false));
        assert_eq!(lines(&server), [EXCHANGE]);
    }
}

#[tokio::test]
async fn a_token_in_an_answer_that_cannot_be_read_is_still_a_token() {
    for body in ["", "<html>", r#"{"token":7}"#, r#"{"token":{"expires_at":"soon","project":null}}"#] {
        let replies = [Reply::new(201).header("X-Subject-Token", "t-1").body(body), Reply::ok("{}")];
        let server = Server::scripted(replies).await;
        list(&build(settings(&server).project_id("p-1"), &server.url())).await.expect(body);
    }
}

#[tokio::test]
async fn the_user_can_come_from_variables() {
    let server = server(|_| Reply::ok("{}")).await;
    let url = server.url();
    let variables = [
        ("SWR_GC_IAM_USER", "user"),
        ("SWR_GC_IAM_DOMAIN", "account"),
        ("SWR_GC_IAM_PASSWORD", PASSWORD),
        ("HUAWEICLOUD_SDK_IAM_ENDPOINT", &url),
        // Behind the user in the chain.
        ("HUAWEICLOUD_SDK_AK", "AK"),
        ("HUAWEICLOUD_SDK_SK", "SK"),
    ];
    let client = |more: &[(&str, &str)]| {
        let environment =
            more.iter().fold(Environment::of(&variables), |all, (name, value)| all.with(name, value));
        Client::builder().endpoint(server.url()).project_id("p-1").build_in(environment).expect("a client")
    };
    list(&client(&[])).await.expect("a page");
    assert_eq!(lines(&server)[0], EXCHANGE);
    list(&client(&[("SWR_GC_TOKEN", "t-0")])).await.expect("a page");
    let last = server.requests().pop().expect("a request");
    assert_eq!(last.header("x-auth-token"), Some("t-0"), "a token comes before a user");
}

#[tokio::test]
async fn an_iam_that_fails_is_not_passed_over_for_the_next_source() {
    let server = Server::start(|_| Reply::new(401).body(r#"{"error_code":"A","error_msg":"m"}"#)).await;
    let url = server.url();
    let environment = Environment::of(&[
        ("SWR_GC_IAM_USER", "user"),
        ("SWR_GC_IAM_DOMAIN", "account"),
        ("SWR_GC_IAM_PASSWORD", PASSWORD),
        ("HUAWEICLOUD_SDK_IAM_ENDPOINT", &url),
        ("HUAWEICLOUD_SDK_AK", "AK"),
        ("HUAWEICLOUD_SDK_SK", "SK"),
    ]);
    let client = Client::builder().endpoint(server.url()).project_id("p-1").build_in(environment);
    let error = list(&client.expect("a client")).await.expect_err("refused");
    assert_eq!((error.status(), lines(&server).len()), (Some(401), 1));
}

#[tokio::test]
async fn what_the_exchange_lacks_is_told_before_anything_is_sent() {
    let server = Server::scripted([]).await;
    let error = list(&build(settings(&server), &server.url())).await.expect_err("no project");
    assert!(error.is_usage() && error.to_string().contains("set the project id or a region"), "{error}");
    // The password would be for everybody on the way to read.
    let client = build(settings(&server).project_id("p-1"), "http://iam.example.com");
    let error = list(&client).await.expect_err("plain http");
    assert!(error.is_usage() && error.to_string().contains("--allow-http"), "{error}");
    for (user, domain, password, part) in
        [("", "d", "p", "user"), ("u", " ", "p", "domain"), ("u", "d", "", "password")]
    {
        let builder = Client::builder()
            .endpoint(server.url())
            .credentials(Credentials::password(user, domain, password));
        let error = builder.build().expect_err(part);
        assert!(error.to_string().contains(&format!("the {part} is empty")), "{error}");
    }
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn no_log_holds_the_password_or_a_token() {
    let recording = Recording::start();
    let body =
        json!({ "error_code": "A", "error_msg": format!("not {PASSWORD} nor canary-t-1") }).to_string();
    let refused = move || Reply::new(401).header("X-Request-Id", "canary-t-1").body(body.clone());
    let replies =
        [issued("canary-t-1", "2999-01-01T00:00:00Z"), refused(), Reply::new(503), refused(), refused()];
    let server = Server::scripted(replies).await;
    let client = build(settings(&server).project_id("p-1").retries(1), &server.url());
    let error = list(&client).await.expect_err("refused");
    drop((client, error));
    let log = recording.text();
    for part in [
        "KeystoneCreateUserTokenByPassword",
        "ListGcTasks",
        "hyper",
        "reqwest",
        "[redacted]",
        "could not be renewed",
    ] {
        assert!(log.contains(part), "{part} is not in:\n{log}");
    }
    assert!(!log.contains("canary"), "{log}");
}
