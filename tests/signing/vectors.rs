//! Byte for byte what the vendor's SDKs make.

use crate::signer::{Authorization, Key, Pair, Request, canonical_request, sign};
use crate::support::{pair, vectors};

#[test]
fn there_are_82_vectors_and_each_has_its_own_name() {
    let mut names: Vec<_> = vectors().into_iter().map(|vector| vector.name).collect();
    assert_eq!(names.len(), 82);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 82);
}

#[test]
fn every_request_is_signed_as_the_python_sdk_signs_it() {
    for vector in vectors() {
        let signed = vector.signed();
        assert_eq!(signed.canonical_request, vector.canonical_request, "{}", vector.name);
        assert_eq!(signed.string_to_sign, vector.string_to_sign, "{}", vector.name);
        assert_eq!(signed.authorization, vector.authorization, "{}", vector.name);
        let names =
            signed.authorization.split_once("SignedHeaders=").and_then(|(_, rest)| rest.split_once(','));
        assert_eq!(names.map(|(names, _)| names), Some(&*vector.signed_headers), "{}", vector.name);
    }
}

#[test]
fn the_target_is_the_path_as_given_and_the_query_as_signed() {
    for vector in vectors() {
        let query = vector.signed().query;
        let mark = if query.is_empty() { "" } else { "?" };
        assert_eq!(format!("{}{mark}{query}", vector.path), vector.request_target, "{}", vector.name);
    }
}

#[test]
fn the_headers_are_those_that_the_python_sdk_sends() {
    for vector in vectors() {
        let request = vector.request();
        let sent = request.headers.iter().map(|(name, value)| (name.to_string(), value.trim().to_owned()));
        assert_eq!(
            sent.collect::<std::collections::BTreeMap<_, _>>(),
            vector.sent_headers,
            "{}",
            vector.name
        );
        assert_eq!(request.headers.len(), vector.sent_headers.len(), "{}", vector.name);
    }
}

#[test]
fn a_server_comes_to_the_same_form_from_what_is_sent() {
    for vector in vectors() {
        let authorization = Authorization::parse(&vector.authorization).expect("the SDK's own header");
        let form = canonical_request(&vector.received(), &authorization.signed_headers);
        assert_eq!(form.as_ref(), Ok(&vector.canonical_request), "{}", vector.name);
        assert_eq!(authorization.verify(&vector.received(), &vector.key()), Ok(()), "{}", vector.name);
    }
}

/// What the Go SDK's own tests expect (`core/auth/signer/signer_test.go`): neither host nor content type is
/// signed, and a JSON body ends with a line feed.
#[test]
fn what_the_go_sdk_signs_is_made_and_accepted_as_well() {
    let key = Key { id: "AccessKey", secret: "SecretKey" };
    let date = pair("X-Sdk-Date", "20060102T150405Z");
    let request = |method, query: Pair<'static>, body| Request {
        method,
        path: "/path",
        query: vec![query],
        headers: vec![date.clone(), pair("TEST_UNDERSCORE", "TEST_VALUE")],
        body,
    };
    let get = request("GET", pair("limit", "1"), b"".as_slice());
    let post = request("POST", pair("key", "value"), b"{\"Name\":\"test\",\"Id\":1}\n");
    for (mut request, signature) in [
        (get, "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624"),
        (post, "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59"),
    ] {
        let authorization = sign(&request, &key).expect("a signature").authorization;
        let expected =
            format!("SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, Signature={signature}");
        assert_eq!(authorization, expected);
        request.headers.push(pair("host", "example.huaweicloud.com"));
        request.headers.push(pair("content-type", "application/json"));
        let parsed = Authorization::parse(&authorization).expect("our own header");
        assert_eq!(parsed.verify(&request, &key), Ok(()));
    }
}

#[test]
fn one_name_with_several_values_has_a_line_for_each() {
    let headers = vec![pair("X-A", "2"), pair("X-Sdk-Date", "20240120T100000Z"), pair("x-a", " 1 ")];
    let request = Request { method: "GET", path: "/", query: vec![], headers, body: b"" };
    let key = Key { id: "id", secret: "secret" };
    let signed = sign(&request, &key).expect("a signature");
    assert!(
        signed.canonical_request.contains("\nx-a:1\nx-a:2\nx-sdk-date:20240120T100000Z\n\nx-a;x-sdk-date\n")
    );
    let parsed = Authorization::parse(&signed.authorization).expect("our own header");
    assert_eq!(parsed.verify(&request, &key), Ok(()));
}
