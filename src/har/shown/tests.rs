use http::{HeaderMap, HeaderName, HeaderValue};

use super::Censor;
use crate::text::Cleaner;

/// A request with this proof, by a client that knows another secret.
fn request(proof: &str) -> (Cleaner, HeaderMap) {
    let cleaner = Cleaner::default();
    cleaner.learn(["Kn0wn/secret".into()]);
    let mut value = HeaderValue::from_str(proof).expect("a header");
    value.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert("x-auth-token", value);
    headers.insert("x-project-id", HeaderValue::from_static("p-1"));
    (cleaner, headers)
}

#[test]
fn of_headers_only_those_are_shown_that_are_known_to_be_harmless() {
    let (cleaner, headers) = request("Pr00f");
    let censor = Censor::new(&cleaner, &headers);
    let shown = |name: &str, value: &str| {
        let value = HeaderValue::from_str(value).expect("a header");
        censor.header(&HeaderName::try_from(name).expect("a name"), &value)
    };
    for name in ["Content-Type", "Date", "X-Request-Id", "Retry-After", "User-Agent", "X-Project-Id"] {
        assert_eq!(shown(name, "a Pr00f of Kn0wn%2Fsecret"), "a [redacted] of [redacted]", "{name}");
    }
    for name in [
        "X-Auth-Token",
        "Authorization",
        "Proxy-Authorization",
        "X-Security-Token",
        "X-Subject-Token",
        "Cookie",
        "Set-Cookie",
        "Location",
        "X-Api-Key",
        "WWW-Authenticate",
        "X-Whatever",
    ] {
        assert_eq!(shown(name, "value"), "[redacted]", "{name}");
    }
}

#[test]
fn bodies_are_as_they_came_but_for_secrets() {
    let (cleaner, headers) = request("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=0123abcd");
    let censor = Censor::new(&cleaner, &headers);
    for same in ["", "{\"a\": \"清\\u6e05 %41 &amp;\",\r\n\t\"p-1\": 1001.0}\u{feff}\0", "Kn0wn"] {
        assert_eq!(censor.body(same.as_bytes()), Ok(same.to_owned()));
    }
    for (body, shown) in [
        ("{\"a\":\"Kn0wn\\/secret\"}", "{\"a\":\"[redacted]\"}"),
        ("not 0123abcd", "not [redacted]"),
        ("%30123abcd&#48;123abcd", "[redacted][redacted]"),
        ("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=0123abcd", "[redacted]"),
    ] {
        assert_eq!(censor.body(body.as_bytes()).as_deref(), Ok(shown));
    }
    assert_eq!(censor.body(b"\xff Kn0wn/secret \xfe\x00"), Err(b"\xff [redacted] \xfe\x00".to_vec()));
}
