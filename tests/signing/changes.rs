//! What a signature covers, and what it does not.

use std::borrow::Cow;

use crate::signer::{Authorization, Key, Refusal, Request};
use crate::support::{Vector, pair, vectors};

/// Requests whose `X-Sdk-Content-Sha256` says that the body is not signed.
const UNSIGNED_BODIES: [&str; 2] = ["post-text-unsigned", "content-sha-given"];

fn verify(vector: &Vector, request: &Request<'_>) -> Result<(), Refusal> {
    Authorization::parse(&vector.authorization)?.verify(request, &vector.key())
}

/// The text with one character changed, once for each character; with one added if there is none.
///
/// `!` and `~` are neither hexadecimal nor blank, so no change is undone by decoding or trimming.
fn changed(text: &str) -> Vec<String> {
    let other = |char: char| if char == '~' { '!' } else { '~' };
    let change =
        |at: usize| text.chars().enumerate().map(|(i, c)| if i == at { other(c) } else { c }).collect();
    let mut all: Vec<_> = (0..text.chars().count()).map(change).collect();
    all.push(format!("{text}~"));
    all
}

fn refused(vector: &Vector, request: &Request<'_>, what: &str) {
    assert_eq!(verify(vector, request), Err(Refusal::Mismatch), "{}: {what}", vector.name);
}

#[test]
fn what_was_signed_is_accepted() {
    for vector in vectors() {
        assert_eq!(verify(&vector, &vector.request()), Ok(()), "{}", vector.name);
    }
}

#[test]
fn a_change_of_method_or_path_is_noticed() {
    for vector in vectors() {
        for method in changed(&vector.method) {
            refused(&vector, &Request { method: &method, ..vector.request() }, &method);
        }
        for path in changed(&vector.path) {
            refused(&vector, &Request { path: &path, ..vector.request() }, &path);
        }
    }
}

#[test]
fn a_change_of_the_query_is_noticed() {
    for vector in vectors() {
        let original = vector.request();
        for at in 0..original.query.len() {
            let (name, value) = &original.query[at];
            let names = changed(name).into_iter().map(|name| (Cow::from(name), value.clone()));
            let values = changed(value).into_iter().map(|value| (name.clone(), Cow::from(value)));
            for pair in names.chain(values) {
                let mut request = vector.request();
                request.query[at] = pair;
                refused(&vector, &request, &format!("{:?}", request.query));
            }
            let mut request = vector.request();
            request.query.remove(at);
            refused(&vector, &request, "a parameter less");
        }
        let mut request = vector.request();
        request.query.push(pair("more", ""));
        refused(&vector, &request, "a parameter more");
        let mut request = vector.request();
        request.query.reverse();
        assert_eq!(verify(&vector, &request), Ok(()), "{}: the order is not signed", vector.name);
    }
}

#[test]
fn a_change_of_a_signed_header_is_noticed() {
    for vector in vectors() {
        for at in 0..vector.request().headers.len() {
            let (name, value) = vector.request().headers[at].clone();
            // The date and the stated hash are held against a form of their own; see below.
            if name.contains('_')
                || matches!(&*name.to_ascii_lowercase(), "x-sdk-date" | "x-sdk-content-sha256")
            {
                continue;
            }
            for value in changed(value.trim()) {
                let mut request = vector.request();
                request.headers[at].1 = value.into();
                refused(&vector, &request, &name);
            }
            let mut request = vector.request();
            request.headers.push((name.clone(), "another value".into()));
            refused(&vector, &request, "a value more");
            let mut request = vector.request();
            request.headers.remove(at);
            let missing = Refusal::NoHeader(name.to_ascii_lowercase());
            assert_eq!(verify(&vector, &request), Err(missing), "{}", vector.name);
        }
    }
}

#[test]
fn a_header_that_is_not_signed_may_change_freely() {
    for vector in vectors() {
        let mut request = vector.request();
        let signed =
            |name: &str| vector.signed_headers.split(';').any(|signed| name.eq_ignore_ascii_case(signed));
        request.headers.retain(|(name, _)| signed(name));
        assert_eq!(verify(&vector, &request), Ok(()), "{}", vector.name);
        request.headers.extend([
            pair("Via", "1.1 proxy"),
            pair("X_A", "anything"),
            pair("x-forwarded-for", ""),
        ]);
        request.headers.reverse();
        assert_eq!(verify(&vector, &request), Ok(()), "{}", vector.name);
    }
}

#[test]
fn a_change_of_the_date_is_noticed() {
    for vector in vectors() {
        let place = |request: &Request<'_>| {
            request
                .headers
                .iter()
                .position(|(name, _)| name.eq_ignore_ascii_case("X-Sdk-Date"))
                .expect("a date")
        };
        let mut request = vector.request();
        let at = place(&request);
        request.headers[at].1 = vector.request().headers[at].1.replace("0Z", "1Z").into();
        refused(&vector, &request, "another second");
        for date in changed(&vector.x_sdk_date) {
            request.headers[at].1 = date.into();
            let refusal = verify(&vector, &request).expect_err("no date");
            assert_eq!(refusal, Refusal::DateForm, "{}", vector.name);
        }
        request.headers.remove(at);
        assert!(verify(&vector, &request).is_err(), "{}: no date at all", vector.name);
    }
}

#[test]
fn a_change_of_the_body_is_noticed_unless_it_is_said_to_be_unsigned() {
    let mut unsigned = Vec::new();
    for vector in vectors() {
        let mut bodies: Vec<_> = (0..vector.body.len()).map(|_| vector.body.clone().into_bytes()).collect();
        bodies.iter_mut().enumerate().for_each(|(at, body)| body[at] ^= 1);
        bodies.push([vector.body.as_bytes(), b"\n"].concat());
        let accepted =
            bodies.iter().filter(|body| verify(&vector, &Request { body, ..vector.request() }).is_ok());
        match accepted.count() {
            0 => {}
            count if count == bodies.len() => unsigned.push(vector.name.clone()),
            _ => panic!("{}: the signature covers a part of the body", vector.name),
        }
    }
    assert_eq!(unsigned, UNSIGNED_BODIES);
}

#[test]
fn a_stated_hash_has_to_be_that_of_the_body() {
    // Signed like any other text, so only a look at the body shows that it is not the one that was meant.
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    let headers = vec![pair("x-sdk-date", "20240120T100000Z"), pair("x-sdk-content-sha256", hash)];
    let key = Key { id: "id", secret: "secret" };
    let request = Request { method: "POST", path: "/", query: vec![], headers, body: b"hello" };
    let authorization = crate::signer::sign(&request, &key).expect("a signature").authorization;
    let authorization = Authorization::parse(&authorization).expect("our own header");
    assert_eq!(authorization.verify(&request, &key), Ok(()));
    let other = Request { body: b"hellO", ..request.clone() };
    assert_eq!(authorization.verify(&other, &key), Err(Refusal::OtherBody));
}

#[test]
fn another_key_is_noticed() {
    for vector in vectors() {
        let authorization = Authorization::parse(&vector.authorization).expect("the SDK's own header");
        for secret in changed(&vector.sk) {
            let key = Key { secret: &secret, ..vector.key() };
            assert_eq!(
                authorization.verify(&vector.request(), &key),
                Err(Refusal::Mismatch),
                "{}",
                vector.name
            );
        }
        for id in changed(&vector.ak) {
            let key = Key { id: &id, ..vector.key() };
            assert_eq!(
                authorization.verify(&vector.request(), &key),
                Err(Refusal::OtherKey),
                "{}",
                vector.name
            );
        }
    }
}

#[test]
fn a_key_is_printed_without_its_secret() {
    let printed = format!("{:#?}", Key { id: "visible", secret: "s3cret" });
    assert!(printed.contains("visible") && !printed.contains("s3cret"), "{printed}");
}
