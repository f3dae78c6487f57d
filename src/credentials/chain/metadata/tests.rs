use std::sync::Arc;
use std::time::{Duration, Instant};

use super::look;
use crate::auth::Identity;
use crate::credentials::chain::{Absent, Source, ask as ask_all};
use crate::credentials::testing::recording::Recording;
use crate::credentials::testing::server::{Received, Reply, Server};
use crate::credentials::testing::{World, key, reason};
use crate::environment::Environment;
use crate::transport::Pace;

const KEY: &str = r#"{"credential":{"access":"AK1","secret":"sk-1","securitytoken":"st-1",
    "expires_at":"2030-01-01T06:00:00.000000Z"}}"#;

fn world(endpoint: &str) -> World {
    World::new(Environment::of(&[("SWR_GC_METADATA_ENDPOINT", endpoint)]))
}

async fn ask(server: &Server) -> Result<Identity, Absent> {
    look(&world(&server.url()).context()).await
}

fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.line().to_owned()).collect()
}

const TOKEN_LINE: &str = "PUT /meta-data/latest/api/token HTTP/1.1";
const KEY_LINE: &str = "GET /openstack/latest/securitykey HTTP/1.1";

#[tokio::test]
async fn a_token_is_taken_first_and_shown_for_the_key() {
    let server = Server::scripted([Reply::new(200).body("mt-1\n"), Reply::ok(KEY)]).await;
    let identity = ask(&server).await.expect("a key");
    assert_eq!(identity.expires_at, Some("2030-01-01T06:00:00Z".parse().expect("a time")));
    assert_eq!(key(Ok(identity)), ("AK1".into(), "sk-1".into(), Some("st-1".into())));
    let requests = server.requests();
    assert_eq!(lines(&server), [TOKEN_LINE, KEY_LINE]);
    assert_eq!(requests[0].header("x-metadata-token-ttl-seconds"), Some("21600"));
    assert_eq!(requests[0].header("content-length"), Some("0"));
    assert_eq!(requests[1].header("x-metadata-token"), Some("mt-1"));
}

#[tokio::test]
async fn a_service_without_tokens_is_asked_without_one() {
    for status in [404, 405, 503] {
        let server = Server::scripted([Reply::new(status), Reply::ok(KEY)]).await;
        assert_eq!(key(ask(&server).await).0, "AK1", "{status}");
        assert_eq!(server.requests()[1].header("x-metadata-token"), None);
    }
}

#[tokio::test]
async fn a_key_that_is_refused_is_asked_for_once_more_with_a_new_token() {
    let answer = |tokens: &'static [&'static str]| {
        let mut tokens = tokens.iter();
        move |request: &Received| match request.header("x-metadata-token") {
            _ if request.line() == TOKEN_LINE => {
                Reply::new(200).body(*tokens.next().expect("a token is left"))
            }
            Some("good") => Reply::ok(KEY),
            _ => Reply::new(401).body("no"),
        }
    };
    let server = Server::start(answer(&["old", "good"])).await;
    assert_eq!(key(ask(&server).await).0, "AK1");
    let server = Server::start(answer(&["old", "older"])).await;
    let told = reason(ask(&server).await);
    assert!(told.contains("401") && told.contains("agency"), "{told}");
    assert_eq!(lines(&server), [TOKEN_LINE, KEY_LINE, TOKEN_LINE, KEY_LINE]);
}

#[tokio::test]
async fn every_spelling_of_a_key_is_understood() {
    for body in [
        r#"{"credential":{"access":"AK1","secret":"sk-1","securitytoken":"st-1"}}"#,
        r#"{"credentials":{"access":"AK1","secret":"sk-1","securitytoken":"st-1","expires_at":null,"more":1}}"#,
        r#"{"credential":{"accessKeyId":"AK1","secretAccessKey":"sk-1","securityToken":"st-1"}}"#,
        r#"{"credentials":{"access_key_id":"AK1","secret_access_key":"sk-1","security_token":"st-1"}}"#,
    ] {
        let server = Server::scripted([Reply::new(404), Reply::ok(body)]).await;
        assert_eq!(key(ask(&server).await), ("AK1".into(), "sk-1".into(), Some("st-1".into())), "{body}");
    }
    for time in ["2030-01-01T06:00:00Z", "2030-01-01T06:00:00.000Z", "2030-01-01T06:00:00.000000Z"] {
        for name in ["expires_at", "expiration"] {
            let body = r#"{"credential":{"access":"AK1","secret":"s","securitytoken":"t","NAME":"TIME"}}"#;
            let body = body.replace("NAME", name).replace("TIME", time);
            let server = Server::scripted([Reply::new(404), Reply::ok(body)]).await;
            let identity = ask(&server).await.expect("a key");
            assert_eq!(identity.expires_at, Some("2030-01-01T06:00:00Z".parse().expect("a time")), "{time}");
        }
    }
}

#[tokio::test]
async fn an_instance_without_an_agency_is_asked_whether_it_has_one() {
    let body = r#"{"error":"no agency is configured"}"#;
    let server = Server::scripted([Reply::new(200).body("mt"), Reply::new(404).body(body)]).await;
    let told = reason(ask(&server).await);
    assert!(told.contains("404") && told.contains("has the instance an agency?"), "{told}");
}

#[tokio::test]
async fn what_is_no_key_is_told_and_not_quoted() {
    for (token, body) in [
        ("mt", "<html>canary</html>"),
        ("mt", "{}"),
        ("mt", r#"{"credential":{"access":"AK1","secret":"canary"}}"#),
        ("mt", r#"{"credential":{"access":"AK1","secret":["canary"],"securitytoken":"canary"}}"#),
        (
            "mt",
            r#"{"credential":{"access":"AK1","secret":"canary","securitytoken":"c","expires_at":"canary"}}"#,
        ),
        ("two\nlines", ""),
    ] {
        let server = Server::scripted([Reply::new(200).body(token), Reply::ok(body)]).await;
        let told = reason(ask(&server).await);
        assert!(told.contains("metadata service"), "{told}");
        assert!(!told.contains("canary"), "{told}");
    }
    for status in [302, 400, 500] {
        let server = Server::scripted([Reply::new(status).header("Location", "http://127.0.0.1:1/")]).await;
        assert!(reason(ask(&server).await).contains(&status.to_string()));
        assert_eq!(lines(&server), [TOKEN_LINE]);
    }
}

#[tokio::test]
async fn a_machine_where_nothing_answers_waits_a_second_and_no_longer() {
    let server = Server::scripted([Reply::silent()]).await;
    let began = Instant::now();
    let told = reason(ask(&server).await);
    assert!(told.contains("does not answer"), "{told}");
    let took = began.elapsed();
    assert!((Duration::from_millis(900)..Duration::from_secs(5)).contains(&took), "{took:?}");
    assert_eq!(lines(&server), [TOKEN_LINE]);

    let told = reason(look(&world("http://127.0.0.1:1").context()).await);
    assert!(told.contains("does not answer"), "{told}");
}

#[tokio::test]
async fn the_clients_own_pace_does_not_count_for_a_service_next_door() {
    let server = Server::scripted([Reply::new(200).body("mt"), Reply::ok(KEY)]).await;
    let mut world = world(&server.url());
    world.transport.pace = Arc::new(Pace::new(Some(0.1), 1));
    assert_eq!(key(look(&world.context()).await).0, "AK1");
}

#[tokio::test]
async fn only_this_machine_and_its_link_are_asked() {
    for endpoint in
        ["http://192.0.2.1", "http://metadata.example.com", "http://169.253.0.1", "http://[2001:db8::1]"]
    {
        let told = reason(look(&world(endpoint).context()).await);
        assert!(told.contains("SWR_GC_METADATA_ENDPOINT names neither"), "{endpoint}: {told}");
    }
    let told = reason(look(&world("nonsense").context()).await);
    assert!(told.contains("SWR_GC_METADATA_ENDPOINT is no URL"), "{told}");
}

#[tokio::test]
async fn no_log_holds_the_token_or_the_key() {
    let recording = Recording::start();
    let key = r#"{"credential":{"access":"AK1","secret":"canary-sk","securitytoken":"canary-st"}}"#;
    let server = Server::scripted([Reply::new(200).body("canary-mt"), Reply::ok(key)]).await;
    let world = world(&server.url());
    let found = ask_all(&[Source::Metadata], &world.context()).await.expect("a key");
    assert!(!format!("{found:?}").contains("canary"), "{found:?}");

    let refused = Reply::new(403).header("X-Request-Id", "canary-mt").body("not with canary-mt");
    let server = Server::scripted([Reply::new(200).body("canary-mt"), refused]).await;
    let error =
        ask_all(&[Source::Metadata], &self::world(&server.url()).context()).await.expect_err("refused");
    assert!(
        error.to_string().contains("not with [redacted]") && !format!("{error:?}").contains("canary"),
        "{error}"
    );
    let log = recording.text();
    for part in ["EcsMetadataToken", "EcsSecurityKey", "credentials found", "hyper"] {
        assert!(log.contains(part), "{part} is not in:\n{log}");
    }
    assert!(!log.contains("canary"), "{log}");
}
