//! What recorders write, and what is made of it.

use serde_json::{Value, json};

use super::{MOST, read};
use crate::har::Entry;

fn all(har: &Value) -> Vec<Entry> {
    match read(har.to_string().as_bytes()) {
        Ok(entries) => {
            assert!(entries.iter().all(|entry| entry.flaw.is_none()), "{har}");
            entries
        }
        Err(error) => panic!("{error}: {har}"),
    }
}

fn file(entries: Value) -> Value {
    json!({ "log": { "version": "1.2", "creator": { "name": "n", "version": "v" }, "entries": entries } })
}

fn one(response: Value) -> Entry {
    let request = json!({ "method": "GET", "url": "https://a.example/v2" });
    let entries = all(&file(json!([{ "request": request, "response": response }])));
    entries.into_iter().next().expect("an entry")
}

/// The words of the error for these bytes.
fn refusal(bytes: &[u8]) -> String {
    let flaws = |entries: Vec<Entry>| entries.into_iter().find_map(|entry| entry.flaw);
    read(bytes).map_or_else(Some, flaws).expect("it is refused").to_string()
}

fn with_response(response: Value) -> String {
    let fine = json!({ "request": { "method": "GET", "url": "u" }, "response": { "status": 200 } });
    let odd = json!({ "request": { "method": "GET", "url": "u" }, "response": response });
    refusal(file(json!([fine, odd])).to_string().as_bytes())
}

#[test]
fn an_entry_is_what_was_sent_and_what_came() {
    let entries = all(&file(json!([{
        "startedDateTime": "2024-01-20T10:00:00.250+08:00",
        "time": 12.5,
        "request": {
            "method": "POST", "url": "https://a.example/v2?limit=10", "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": [{ "name": "Accept", "value": "application/json" }], "queryString": [],
            "postData": { "mimeType": "application/json", "text": "{\"a\":1}", "params": [] },
            "headersSize": -1, "bodySize": 7
        },
        "response": {
            "status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": [{ "name": "Content-Type", "value": "application/json" }],
            "content": { "size": 2, "mimeType": "application/json", "text": "{}" },
            "redirectURL": "", "headersSize": -1, "bodySize": 2
        },
        "cache": {}, "timings": { "send": 0, "wait": 12.5, "receive": 0 }
    }])));
    let [entry] = &entries[..] else { panic!("{} entries", entries.len()) };
    assert_eq!((&*entry.method, &*entry.url), ("POST", "https://a.example/v2?limit=10"));
    assert_eq!(entry.request_headers["accept"], "application/json");
    assert_eq!(entry.request_body.as_deref(), Some(&b"{\"a\":1}"[..]));
    assert_eq!(entry.status, Some(200));
    assert_eq!(entry.response_headers["content-type"], "application/json");
    assert_eq!(entry.body.as_deref(), Some(&b"{}"[..]));
    assert_eq!(entry.error, None);
    assert_eq!(entry.started.map(|at| at.to_string()).as_deref(), Some("2024-01-20T02:00:00.25Z"));
}

#[test]
fn a_body_that_was_not_recorded_is_not_an_empty_one() {
    for (who, content, body) in [
        (
            "Chrome, a body that it no longer has",
            json!({ "size": 512, "mimeType": "application/json" }),
            None,
        ),
        ("Firefox, bodies left out", json!({ "size": 512, "mimeType": "", "comment": "not included" }), None),
        (
            "Playwright, bodies in files",
            json!({ "size": -1, "mimeType": "x-unknown", "_file": "a.json" }),
            None,
        ),
        ("text that is null", json!({ "size": 0, "text": null }), None),
        ("an empty text of a body that is not", json!({ "size": 3, "text": "" }), None),
        ("an empty body", json!({ "size": 0, "text": "" }), Some("")),
        ("Safari, base64", json!({ "size": 3, "text": "YWJj", "encoding": "base64" }), Some("abc")),
        ("broken into lines, no padding", json!({ "text": "YWI\r\n", "encoding": "Base64" }), Some("ab")),
        ("Charles, plain", json!({ "size": "2", "text": "清", "encoding": null }), Some("清")),
        ("an encoding of text", json!({ "text": "YWJj", "encoding": "utf8" }), Some("YWJj")),
    ] {
        let entry = one(json!({ "status": 200, "content": content }));
        assert_eq!(entry.body.as_deref(), body.map(str::as_bytes), "{who}");
    }
    assert_eq!(one(json!({ "status": 200 })).body, None);
    let bytes = one(json!({ "status": 200, "content": { "text": "/wD+", "encoding": "base64" } })).body;
    assert_eq!(bytes.as_deref(), Some(&b"\xff\x00\xfe"[..]));
}

#[test]
fn where_no_answer_came_there_is_no_status() {
    for (who, response, error) in [
        (
            "Chrome",
            json!({ "status": 0, "_error": "net::ERR_FAILED", "content": { "text": "" } }),
            Some("net::ERR_FAILED"),
        ),
        ("Playwright", json!({ "status": -1, "_failureText": "timed out" }), Some("timed out")),
        ("Charles", json!({ "status": null, "_error": null }), None),
        ("a proxy", json!({ "status": "", "_error": " " }), None),
        ("Firefox, still under way", Value::Null, None),
        ("nothing at all", json!({}), None),
    ] {
        let entry = one(response);
        assert_eq!((entry.status, entry.body), (None, None), "{who}");
        assert_eq!(entry.error.as_deref(), error, "{who}");
    }
    for status in [json!(204), json!(204.0), json!("204")] {
        assert_eq!(one(json!({ "status": status })).status, Some(204), "{status}");
    }
}

#[test]
fn headers_are_those_that_the_wire_could_carry() {
    let entry = one(json!({ "status": 200, "headers": [
        { "name": ":status", "value": "200" },
        { "name": "Set-Cookie", "value": "a=1\nb=2" },
        { "name": "X-Number", "value": 5 },
        { "name": "X-Null", "value": null },
        { "name": "X-Request-Id", "value": "ä", "_further": true },
        { "value": "nameless" },
    ] }));
    let shown: Vec<_> =
        entry.response_headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    assert_eq!(
        shown,
        [
            ("set-cookie", &b"a=1"[..]),
            ("set-cookie", b"b=2"),
            ("x-number", b"5"),
            ("x-request-id", "ä".as_bytes())
        ]
    );
}

#[test]
fn entries_keep_their_order_and_what_nobody_knows_is_passed_over() {
    let request = |url: &str| json!({ "method": "GET", "url": url, "cookies": 5, "_initiator": { "a": [] } });
    let mut har = file(json!([
        { "request": request("second"), "startedDateTime": "2024-01-20T10:00:01Z", "_webSocketMessages": [] },
        { "request": request("first"), "startedDateTime": "yesterday", "response": { "status": 200 } },
    ]));
    har["log"]["pages"] = json!("none");
    har["further"] = json!({ "deep": [[[[]]]] });
    let marked = format!("\u{feff}{har}\n");
    let entries = read(marked.as_bytes()).expect("a byte order mark is no obstacle");
    assert_eq!(entries.iter().map(|entry| &*entry.url).collect::<Vec<_>>(), ["second", "first"]);
    assert_eq!(entries[1].started, None);
    assert!(all(&file(json!([]))).is_empty());
}

#[test]
fn an_error_names_the_entry_and_the_field() {
    for (response, told) in [
        (json!({ "status": 70000 }), "entry 2: response.status: 70000 is no status"),
        (json!({ "status": 200.5 }), "entry 2: response.status: 200.5 is no status"),
        (json!({ "status": "fine" }), "entry 2: response.status: \"fine\" is no status"),
        (
            json!({ "status": 200, "content": { "text": "a_", "encoding": "base64" } }),
            "entry 2: response.content.text: this is no base64",
        ),
        (
            json!({ "status": 200, "content": { "text": "a", "encoding": "br\u{1b}" } }),
            "entry 2: response.content.encoding: \"br\\\\u{1b}\" is not known",
        ),
        (
            json!({ "status": 200, "headers": [{ "name": "Content-Encoding", "value": "gzip" }],
                "content": { "text": "H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==", "encoding": "base64" } }),
            "entry 2: response.content.text: it is still packed (gzip): record it unpacked",
        ),
        (json!({ "content": { "text": 5 } }), "entry 2: response.content.text: invalid type: integer `5`"),
        (json!({ "headers": {} }), "entry 2: response.headers: invalid type: map"),
        (json!("none"), "entry 2: response: invalid type: string"),
    ] {
        let message = with_response(response);
        assert!(message.starts_with(told), "{message}");
    }
    let missing = refusal(file(json!([{ "request": { "method": "GET" } }])).to_string().as_bytes());
    assert!(missing.starts_with("entry 1: request: missing field `url`"), "{missing}");
    assert!(refusal(file(json!([[]])).to_string().as_bytes()).starts_with("entry 1: "));
}

#[test]
fn what_is_no_har_file_is_told_so() {
    for text in [
        "",
        "[]",
        "{}",
        "{\"log\":{}}",
        "{\"log\":{\"entries\":5}}",
        "<html>",
        "{\"log\":{\"entries\":[]}} x",
    ] {
        let message = refusal(text.as_bytes());
        assert!(message.starts_with("it is no HAR file: ") && message.contains("line"), "{text}: {message}");
    }
    let much = vec![b' '; MOST + 1];
    assert_eq!(refusal(&much), "it has 67108865 bytes, and at most 64 MiB are read: record less at a time");
}

#[test]
fn whatever_is_changed_it_is_read_or_refused() {
    let har = file(json!([
        { "startedDateTime": "2024-01-20T10:00:00Z", "request": { "method": "GET", "url": "u", "headers": [{ "name": "a", "value": "b" }] },
          "response": { "status": 200, "content": { "size": 3, "text": "YWJj", "encoding": "base64" } } },
        { "request": { "method": "PUT", "url": "u", "postData": { "text": "x" } }, "response": { "status": 0, "_error": "e" } },
    ]))
    .to_string();
    let mut random = fastrand::Rng::with_seed(11);
    let signs = b"{}[]:,\"\\-.0e9ntf \xff\x00";
    let mut refused = 0;
    for _ in 0..20_000 {
        let mut bytes = har.clone().into_bytes();
        for _ in 0..random.usize(1..=3) {
            let at = random.usize(..bytes.len().max(1));
            let sign = signs[random.usize(..signs.len())];
            match random.u8(..4) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 if at < bytes.len() => bytes[at] = sign,
                2 => bytes.truncate(at),
                _ => bytes.insert(at, sign),
            }
        }
        match read(&bytes) {
            Ok(entries) => assert!(entries.len() <= 3),
            Err(error) => {
                refused += 1;
                assert!(!error.message.is_empty() && error.entry.is_none_or(|entry| entry > 0));
            }
        }
    }
    assert!((1..20_000).contains(&refused), "{refused}");
    for end in 0..har.len() {
        assert!(read(&har.as_bytes()[..end]).is_err(), "{end}");
    }
}
