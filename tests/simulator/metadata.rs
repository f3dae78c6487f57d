//! The metadata of a cloud server: temporary keys, and what they open.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use swr_gc::simulator::Simulator;

use super::http::{Answer, Request, ask};
use super::signed::Signing;

async fn simulator() -> Simulator {
    Simulator::builder().tasks(3).start().await.expect("it starts")
}

fn asking_token(seconds: &str) -> Request {
    Request::new("PUT", "/meta-data/latest/api/token").header("X-Metadata-Token-Ttl-Seconds", seconds)
}

async fn token(simulator: &Simulator, seconds: &str) -> String {
    let answer = ask(simulator, &asking_token(seconds)).await;
    assert_eq!((answer.status, answer.header("Content-Type")), (200, Some("text/plain")), "{seconds}");
    String::from_utf8(answer.body).expect("a token is text")
}

fn asking_key(token: &str) -> Request {
    Request::new("GET", "/openstack/latest/securitykey").header("X-Metadata-Token", token)
}

/// What was given out: id, secret, security token.
struct Key {
    access: String,
    secret: String,
    token: String,
    expires: String,
}

impl Key {
    async fn of(simulator: &Simulator) -> Self {
        let answer = ask(simulator, &asking_key(&token(simulator, "21600").await)).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        let part = |name: &str| answer.text(&format!("/credential/{name}"));
        Self {
            access: part("access"),
            secret: part("secret"),
            token: part("securitytoken"),
            expires: part("expires_at"),
        }
    }

    fn sign(&self, request: Request) -> Request {
        Signing::by(&self.access, &self.secret).sign(request)
    }

    fn listing(&self, simulator: &Simulator) -> Request {
        self.sign(Request::bare(simulator).header("X-Security-Token", &self.token))
    }
}

#[track_caller]
fn refused(answer: &Answer, told: &str) {
    assert_eq!((answer.status, &*answer.text("/error_code")), (401, "APIGW.0301"), "{told}");
    assert!(answer.text("/error_msg").contains(told), "{told}: {}", answer.json());
}

#[tokio::test]
async fn a_token_and_then_a_key_open_the_listing() {
    let simulator = simulator().await;
    let key = Key::of(&simulator).await;
    assert_eq!((key.access.len(), key.secret.len()), (20, 40), "as long as real ones");
    let answer = ask(&simulator, &key.listing(&simulator)).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let request = Request::new("GET", "/v3/projects").header("X-Security-Token", &key.token);
    assert_eq!(ask(&simulator, &key.sign(request)).await.status, 200);
    // The form that the vendor's SDK for Python insists on.
    assert!(key.expires.ends_with('Z') && key.expires.contains('.'), "{}", key.expires);
    let expires: Timestamp = key.expires.parse().expect("a time");
    let left = expires.duration_since(Timestamp::now());
    assert!((left - SignedDuration::from_hours(24)).abs() < SignedDuration::from_secs(30), "{left:?}");
    assert_ne!(Key::of(&simulator).await.access, key.access);
}

#[tokio::test]
async fn a_temporary_key_is_worth_nothing_without_its_security_token() {
    let simulator = simulator().await;
    let (key, other) = (Key::of(&simulator).await, Key::of(&simulator).await);
    let bare = || Request::bare(&simulator);
    for (request, told) in [
        (key.sign(bare()), "X-Security-Token is missing"),
        (key.sign(bare().header("X-Security-Token", "")), "X-Security-Token is missing"),
        (key.sign(bare().header("X-Security-Token", &other.token)), "X-Security-Token is not of this"),
        (key.sign(bare().header("X-Security-Token", &key.token[1..])), "X-Security-Token is not of this"),
        (
            Signing::by(&key.access, &other.secret).sign(bare().header("X-Security-Token", &key.token)),
            "canonicalRequest",
        ),
        (
            Signing::of(&simulator).sign(bare().header("X-Security-Token", &key.token)),
            "X-Security-Token is not of this",
        ),
    ] {
        refused(&ask(&simulator, &request).await, told);
    }
    // Whether the token is signed is not what matters: Go and Python sign it.
    let unsigned = key.sign(bare()).header("X-Security-Token", &key.token);
    assert_eq!(ask(&simulator, &unsigned).await.status, 200);
}

#[tokio::test]
async fn a_temporary_key_expires() {
    let builder = Simulator::builder().tasks(1).temporary_key_lifetime(Duration::from_secs(2));
    let simulator = builder.start().await.expect("it starts");
    let key = Key::of(&simulator).await;
    assert_eq!(ask(&simulator, &key.listing(&simulator)).await.status, 200);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    refused(&ask(&simulator, &key.listing(&simulator)).await, "the temporary access key expired at ");
    let next = Key::of(&simulator).await;
    assert_eq!(ask(&simulator, &next.listing(&simulator)).await.status, 200);
}

#[tokio::test]
async fn a_token_lives_for_1_to_21600_seconds() {
    let simulator = simulator().await;
    for seconds in ["1", "60", "21600"] {
        assert!(!token(&simulator, seconds).await.is_empty(), "{seconds}");
    }
    let bare = Request::new("PUT", "/meta-data/latest/api/token");
    let bad = ["0", "21601", "-1", "1.5", "six", "", "99999999999999999999"].map(asking_token);
    for request in [bare].iter().chain(&bad) {
        let answer = ask(&simulator, request).await;
        assert_eq!((answer.status, answer.header("Content-Type")), (400, Some("text/plain")), "{request:?}");
    }
}

#[tokio::test]
async fn without_a_token_that_is_alive_there_is_no_key() {
    let simulator = simulator().await;
    let short = token(&simulator, "1").await;
    let requests = [
        Request::new("GET", "/openstack/latest/securitykey"),
        asking_key("wrong"),
        asking_key(simulator.token()),
    ];
    for request in requests {
        let answer = ask(&simulator, &request).await;
        assert_eq!(answer.status, 401, "{request:?}");
        // With these words the SDKs would not ask for another token.
        assert!(!String::from_utf8_lossy(&answer.body).contains("configure"));
    }
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(ask(&simulator, &asking_key(&short)).await.status, 401);
}

#[tokio::test]
async fn another_method_is_told_which_one_is_right() {
    let simulator = simulator().await;
    for (path, allowed) in [
        ("/meta-data/latest/api/token", "PUT"),
        ("/openstack/latest/securitykey", "GET"),
        ("/v3/auth/tokens", "POST"),
        ("/v3/projects", "GET"),
        ("/v5/decode-authorization-message", "POST"),
    ] {
        let answer = ask(&simulator, &Request::new("DELETE", path)).await;
        assert_eq!((answer.status, answer.header("Allow")), (405, Some(allowed)), "{path}");
        assert_eq!(ask(&simulator, &Request::new(allowed, &format!("{path}/"))).await.status, 404, "{path}");
    }
}
