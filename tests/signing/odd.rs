//! Requests that nobody should send: signed or refused, and what is signed is accepted.

use std::borrow::Cow;

use crate::signer::{Authorization, Key, Refusal, Request, canonical_request, lacking, parse_date, sign};
use crate::support::{pair, vectors};

const KEY: Key<'_> = Key { id: "id", secret: "secret" };
const DATE: &str = "20240120T100000Z";

/// Texts from bytes that follow no rule, the same in every run.
fn noise() -> impl Iterator<Item = Vec<u8>> {
    // The low bits of this generator have short periods, so the high ones are taken.
    let mut state = 0x5eed_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let likely = b"%%%/&=+;,_- \t\r\n\0:?#aF0Z\xff\xe5\x90\x8d\x80\xc3";
    (0..4000).map(move |_| {
        let length = next() % 24;
        (0..length)
            .map(|_| if next() % 4 == 0 { next() as u8 } else { likely[next() % likely.len()] })
            .collect()
    })
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn request(path: &str) -> Request<'_> {
    Request { method: "GET", path, query: vec![], headers: vec![pair("X-Sdk-Date", DATE)], body: b"" }
}

#[test]
fn odd_bytes_are_signed_and_what_is_signed_is_accepted() {
    for bytes in noise() {
        let odd = text(&bytes);
        let mut request = request(&odd);
        request.method = &odd;
        request.body = &bytes;
        request.query = vec![(odd.clone(), "".into()), ("".into(), odd.clone()), (odd.clone(), odd.clone())];
        request.headers.extend([("X-Odd".into(), odd.clone()), ("X_Odd".into(), odd.clone())]);
        let key = Key { id: "id", secret: &odd };
        let signed = sign(&request, &key).expect("a signature");
        assert!(signed.query.is_ascii());
        let authorization = Authorization::parse(&signed.authorization).expect("our own header");
        assert_eq!(authorization.verify(&request, &key), Ok(()), "{odd:?}");
    }
}

#[test]
fn a_query_that_was_signed_is_read_back_as_it_was() {
    for bytes in noise() {
        let odd = text(&bytes);
        let mut request = request("/");
        request.query = vec![(odd.clone(), odd.clone()), ("name".into(), odd.clone())];
        let query = sign(&request, &KEY).expect("a signature").query;
        let mut read: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        read.sort();
        request.query.sort();
        assert_eq!(read, request.query, "{query}");
        let url = format!("https://example.com/?{query}").parse::<url::Url>().expect("a URL");
        assert_eq!(url.query(), Some(&*query), "a URL keeps the query as it was signed");
    }
}

#[test]
fn odd_headers_never_panic() {
    for bytes in noise() {
        let odd = text(&bytes);
        let _ = parse_date(&odd);
        for header in [
            odd.to_string(),
            format!("SDK-HMAC-SHA256 {odd}"),
            format!("SDK-HMAC-SHA256 Access={odd}, SignedHeaders={odd}, Signature={odd}"),
            format!("SDK-HMAC-SHA256 Access=id, SignedHeaders={odd}, Signature={}", "0".repeat(64)),
        ] {
            if let Ok(parsed) = Authorization::parse(&header) {
                assert!(parsed.verify(&request("/"), &KEY).is_err(), "{header:?}");
            }
        }
        let mut request = request(&odd);
        request.headers.push((odd.clone(), odd.clone()));
        request.headers.extend(lacking(&[(odd.clone(), odd.clone())], &odd, &odd));
        let _ = sign(&request, &Key { id: &odd, secret: &odd });
        let _ = canonical_request(&request, &[&odd, "", "x-sdk-date"]);
    }
}

#[test]
fn every_cut_of_a_header_is_refused() {
    for vector in vectors() {
        for end in 0..vector.authorization.len() {
            assert!(Authorization::parse(&vector.authorization[..end]).is_err(), "{end}");
        }
    }
}

#[test]
fn a_request_with_nothing_in_it_is_signed_as_the_root() {
    let mut request = request("");
    request.method = "";
    let form = canonical_request::<&str>(&request, &[]).expect("a form");
    assert_eq!(form, "\n/\n\n\n\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert!(sign(&request, &KEY).is_ok());
}

#[test]
fn a_content_type_that_says_nothing_and_an_empty_hash_count_for_nothing() {
    for (content_type, unsigned) in [("", false), ("application/bson", false), ("Application/JSON", true)] {
        let added = lacking(&[pair("Content-Type", content_type)], "host", DATE);
        assert_eq!(
            added.contains(&pair("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")),
            unsigned,
            "{content_type}"
        );
    }
    let mut request = request("/");
    request.body = b"hello";
    let hashed = canonical_request::<&str>(&request, &[]);
    request.headers.push(pair("X-Sdk-Content-Sha256", " "));
    assert_eq!(canonical_request::<&str>(&request, &[]), hashed);
}

#[test]
fn a_request_without_a_date_is_refused() {
    let mut request = request("/");
    for (date, refusal) in [("", Refusal::DateForm), ("2024-01-20T10:00:00Z", Refusal::DateForm)] {
        request.headers = vec![pair("X-Sdk-Date", date)];
        assert_eq!(sign(&request, &KEY).err(), Some(refusal), "{date:?}");
    }
    request.headers.clear();
    let refusal = sign(&request, &KEY).err().expect("no date");
    assert_eq!(refusal.to_string(), "the header X-Sdk-Date is missing");
}

#[test]
fn an_id_that_could_not_be_read_back_is_refused() {
    for id in ["", " id", "id ", "id\n", "a,b", "a, SignedHeaders=host", "名", "a\0b"] {
        let refused = sign(&request("/"), &Key { id, secret: "s3cret" }).err().expect("no id");
        assert_eq!(refused, Refusal::KeyId, "{id:?}");
    }
    assert!(sign(&request("/"), &Key { id: "a=b;c", secret: "" }).is_ok());
}
