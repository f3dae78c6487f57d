//! Signatures: what holds, what does not, and what is said of it.

use jiff::{SignedDuration, Timestamp};
use swr_gc::simulator::Simulator;

use super::http::{Answer, Request, ask};
use super::signed::Signing;
use super::signer;

async fn simulator() -> Simulator {
    Simulator::builder().tasks(30).start().await.expect("it starts")
}

/// Refused in the gateway's form; returns what it said.
#[track_caller]
fn refused(what: &str, answer: &Answer) -> String {
    assert_eq!((answer.status, &*answer.text("/error_code")), (401, "APIGW.0301"), "{what}");
    assert_eq!(Some(&*answer.text("/request_id")), answer.header("X-Request-Id"), "{what}");
    let message = answer.text("/error_msg");
    let reason = message.strip_prefix("Incorrect IAM authentication information: ");
    reason.unwrap_or_else(|| panic!("{what}: {message}")).to_owned()
}

/// The value of a header that a request has.
fn value<'a>(request: &'a Request, name: &str) -> &'a str {
    &request.headers.iter().find(|(known, _)| known == name).expect("the header is there").1
}

fn with(mut request: Request, name: &str, value: &str) -> Request {
    let header = request.headers.iter_mut().find(|(known, _)| known == name).expect("the header is there");
    value.clone_into(&mut header.1);
    request
}

#[tokio::test]
async fn whatever_headers_the_caller_signed_a_good_signature_is_accepted() {
    let simulator = simulator().await;
    let signing = Signing::of(&simulator);
    let bare = || Request::bare(&simulator);
    let requests = [
        ("the host signed, as by Python and Java", signing.sign(bare())),
        ("the host not signed, as by Go", Signing { host: false, ..signing }.sign(bare())),
        (
            "a content type signed, as by Node",
            signing.sign(bare().header("Content-Type", "application/json")),
        ),
        ("a header that is sent, but not signed", signing.sign(bare()).header("User-Agent", "a proxy's")),
        ("a project", signing.sign(bare().header("X-Project-Id", simulator.project_id()))),
        ("a header twice", signing.sign(bare().header("X-More", "b").header("X-More", "a"))),
        ("a value that is not ASCII", signing.sign(bare().header("X-More", "清理"))),
        ("a security token without a value", signing.sign(bare().header("X-Security-Token", ""))),
        ("a query", signing.sign(bare().query("limit=2&status=Success"))),
        ("a body", signing.sign(bare().body("{}"))),
        (
            "a body with a stated hash",
            signing.sign(
                bare()
                    .header(
                        "X-Sdk-Content-Sha256",
                        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                    )
                    .body("{}"),
            ),
        ),
        (
            "a body that is not signed",
            signing.sign(bare().header("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD").body("{}")),
        ),
    ];
    for (what, request) in requests {
        let answer = ask(&simulator, &request).await;
        assert_eq!(answer.status, 200, "{what}: {}", String::from_utf8_lossy(&answer.body));
    }
}

#[tokio::test]
async fn the_parts_of_the_header_may_come_in_any_order_and_its_name_in_any_case() {
    let simulator = simulator().await;
    let request = Signing::of(&simulator).sign(Request::bare(&simulator));
    let authorization = value(&request, "Authorization").to_owned();
    let parts: Vec<_> =
        authorization.strip_prefix("SDK-HMAC-SHA256 ").expect("the algorithm").split(", ").collect();
    let [access, names, signature] = parts[..] else { panic!("{authorization}") };
    for parts in [[signature, names, access], [names, access, signature], [access, signature, names]] {
        for separator in [",", ", ", " , "] {
            let text = format!("SDK-HMAC-SHA256 {}", parts.join(separator));
            let answer = ask(&simulator, &with(request.clone(), "Authorization", &text)).await;
            assert_eq!(answer.status, 200, "{text}");
        }
    }
    let mut lower = request;
    lower.headers.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase());
    assert_eq!(ask(&simulator, &lower).await.status, 200);
}

#[tokio::test]
async fn a_query_may_be_written_in_other_ways_than_it_was_signed() {
    let simulator = simulator().await;
    let pair = |name: &'static str, value: &'static str| (name.into(), value.into());
    for (sent, pairs) in [
        ("x=a%20b&limit=1", vec![pair("x", "a b"), pair("limit", "1")]),
        ("x=a+b&limit=1", vec![pair("limit", "1"), pair("x", "a b")]),
        ("limit=1&x=", vec![pair("limit", "1"), pair("x", "")]),
        // Go signs the equals sign and does not send it.
        ("limit=1&x", vec![pair("limit", "1"), pair("x", "")]),
        ("x=%2b%2F", vec![pair("x", "+/")]),
        ("x=2&x=10&x", vec![pair("x", "10"), pair("x", "2"), pair("x", "")]),
        ("x=%E6%B8%85", vec![pair("x", "清")]),
    ] {
        let request = Signing::of(&simulator).sign_query(Request::bare(&simulator).query(sent), pairs);
        let answer = ask(&simulator, &request).await;
        assert_eq!(answer.status, 200, "{sent}: {}", String::from_utf8_lossy(&answer.body));
    }
}

#[tokio::test]
async fn whatever_was_changed_after_signing_is_refused_and_the_canonical_request_shown() {
    let simulator = simulator().await;
    let signed = Signing::of(&simulator)
        .sign(Request::bare(&simulator).query("limit=2").header("X-More", "1").body("{}"));
    assert_eq!(ask(&simulator, &signed).await.status, 200);
    let date = signer::format_date(Timestamp::now() - SignedDuration::from_secs(1));
    let changed = [
        ("the query", Request { query: "limit=3".to_owned(), ..signed.clone() }),
        ("a parameter more", Request { query: "limit=2&x=1".to_owned(), ..signed.clone() }),
        ("no query", Request { query: String::new(), ..signed.clone() }),
        ("the body", Request { body: b"[]".to_vec(), ..signed.clone() }),
        ("a header", with(signed.clone(), "X-More", "2")),
        ("the host", with(signed.clone(), "Host", "127.0.0.1")),
        ("the date", with(signed.clone(), "X-Sdk-Date", &date)),
        ("a header once more", signed.clone().header("X-More", "1")),
        ("the secret key", {
            let secret = simulator.forbidden_secret_key();
            Signing { secret, ..Signing::of(&simulator) }.sign(Request::bare(&simulator))
        }),
    ];
    for (what, request) in changed {
        let reason = refused(what, &ask(&simulator, &request).await);
        let canonical = reason.strip_prefix("verify aksk signature fail,canonicalRequest:");
        let canonical: Vec<_> = canonical.unwrap_or_else(|| panic!("{what}: {reason}")).split('|').collect();
        assert_eq!(canonical[..2], [&*request.method, &*format!("{}/", request.path)], "{what}");
        assert_eq!(canonical[2], request.query, "{what}");
        let date = format!("x-sdk-date:{}", value(&request, "X-Sdk-Date"));
        assert!(canonical.contains(&&*date), "{what}: {canonical:?}");
        assert_eq!(canonical.last().map(|hash| hash.len()), Some(64), "{what}");
        assert!(!reason.contains(simulator.secret_key()), "{what}");
    }
}

#[tokio::test]
async fn the_method_and_the_path_are_signed_too() {
    let simulator = simulator().await;
    let projects = Signing::of(&simulator).sign(Request::new("GET", "/v3/projects"));
    assert_eq!(ask(&simulator, &projects).await.status, 200);
    let other_path = Request { path: Request::bare(&simulator).path, ..projects };
    let decode = Signing::of(&simulator).sign(Request::new("GET", "/v5/decode-authorization-message"));
    let other_method = Request { method: "POST".to_owned(), ..decode };
    for (what, request) in [("the path", other_path), ("the method", other_method)] {
        let reason = refused(what, &ask(&simulator, &request).await);
        let canonical = format!("canonicalRequest:{}|{}/|", request.method, request.path);
        assert!(reason.contains(&canonical), "{what}: {reason}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_have_its_stated_hash_is_refused() {
    let simulator = simulator().await;
    let hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let request = Request::bare(&simulator).header("X-Sdk-Content-Sha256", hash).body("[]");
    let answer = ask(&simulator, &Signing::of(&simulator).sign(request)).await;
    let reason = refused("the body", &answer);
    assert!(reason.contains("X-Sdk-Content-Sha256"), "{reason}");
}

#[tokio::test]
async fn a_date_may_be_off_by_fifteen_minutes_and_no_more() {
    let simulator = simulator().await;
    let at = |seconds| {
        let date = Timestamp::now() + SignedDuration::from_secs(seconds);
        (date, Signing::of(&simulator).at(date).sign(Request::bare(&simulator)))
    };
    for seconds in [-14 * 60 - 50, 0, 14 * 60 + 50] {
        assert_eq!(ask(&simulator, &at(seconds).1).await.status, 200, "{seconds} seconds");
    }
    for seconds in [-16 * 60, -15 * 60 - 5, 15 * 60 + 5, 16 * 60, 365 * 24 * 60 * 60] {
        let (date, request) = at(seconds);
        let reason = refused("the date", &ask(&simulator, &request).await);
        let told = format!(
            "calc aksk signature fail:signature expired, signature time:{},server time:",
            signer::format_date(date)
        );
        let server = reason.strip_prefix(&told).unwrap_or_else(|| panic!("{reason}"));
        let server = signer::parse_date(server).expect("a time in the form of the header");
        let off = Timestamp::now().duration_since(server).abs();
        assert!(off < SignedDuration::from_secs(30), "{reason}");
    }
}

#[tokio::test]
async fn what_cannot_be_verified_is_told_why() {
    let simulator = simulator().await;
    let signed = Signing::of(&simulator).sign(Request::bare(&simulator));
    let authorization = value(&signed, "Authorization").to_owned();
    let replaced = |text: &str| with(signed.clone(), "Authorization", text);
    let mut undated = signed.clone();
    undated.headers.retain(|(name, _)| name != "X-Sdk-Date");
    for (request, told) in [
        (
            Signing::by("NOSUCHACCESSKEY", simulator.secret_key()).sign(Request::bare(&simulator)),
            "Get secretKey failed,ak:NOSUCHACCESSKEY,err:ak not exist",
        ),
        (undated.clone(), "the header \"x-sdk-date\" is signed, but missing"),
        (
            with(undated, "Authorization", &authorization.replace(";x-sdk-date", "")),
            "the header X-Sdk-Date is missing",
        ),
        (with(signed.clone(), "X-Sdk-Date", "2024-01-20T10:00:00Z"), "no time in the form YYYYMMDDTHHMMSSZ"),
        (replaced("Bearer x"), "does not begin with SDK-HMAC-SHA256"),
        (replaced(&authorization.replace("SHA256", "SM3")), "does not begin with SDK-HMAC-SHA256"),
        (replaced("SDK-HMAC-SHA256 x"), "has no Access"),
        (replaced(&authorization.replace("host;", "")), "canonicalRequest:GET|"),
        (
            replaced(&authorization.replace("host;", "host;more;")),
            "the header \"more\" is signed, but missing",
        ),
        (replaced(&authorization.replace("host;x", "x;host")), "out of order"),
        (replaced(&authorization[..authorization.len() - 1]), "64 hexadecimal digits"),
        (
            Signing::of(&simulator).sign(Request::bare(&simulator).header("X-Security-Token", "stale")),
            "X-Security-Token is not of this access key",
        ),
    ] {
        let reason = refused(told, &ask(&simulator, &request).await);
        assert!(reason.contains(told), "{told}: {reason}");
    }
}

#[tokio::test]
async fn a_token_beside_a_signature_decides() {
    let simulator = simulator().await;
    let good = Signing::of(&simulator).sign(Request::bare(&simulator));
    for (token, status) in [(simulator.token(), 200), ("wrong", 401), (simulator.forbidden_token(), 403)] {
        let request = good.clone().header("X-Auth-Token", token);
        assert_eq!(ask(&simulator, &request).await.status, status, "{token}");
    }
    let bad = with(good, "Authorization", "Bearer x").header("X-Auth-Token", simulator.token());
    assert_eq!(ask(&simulator, &bad).await.status, 200);
}

#[tokio::test]
async fn the_key_of_a_user_without_permission_is_known_and_refused() {
    let simulator = simulator().await;
    let signing = Signing::by(simulator.forbidden_access_key(), simulator.forbidden_secret_key());
    let answer = ask(&simulator, &signing.sign(Request::bare(&simulator))).await;
    assert_eq!((answer.status, &*answer.text("/error_code")), (403, "SVCSTG.SWR.4030170"));
}
