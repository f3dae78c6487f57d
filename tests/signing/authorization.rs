//! The header `Authorization`: what is read, and what is said of one that cannot be.

use crate::signer::{Authorization, Refusal};
use crate::support::vectors;

const SIGNATURE: &str = "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624";

fn refusal(text: &str) -> String {
    match Authorization::parse(text) {
        Ok(_) => panic!("{text:?} is accepted"),
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn the_parts_of_every_vector_are_found() {
    for vector in vectors() {
        let parsed = Authorization::parse(&vector.authorization).expect("the SDK's own header");
        assert_eq!(parsed.access, vector.ak, "{}", vector.name);
        assert_eq!(parsed.signed_headers.join(";"), vector.signed_headers, "{}", vector.name);
    }
}

#[test]
fn order_blanks_and_unknown_parts_do_not_matter() {
    for text in [
        format!("SDK-HMAC-SHA256 Access=id,SignedHeaders=host;x-sdk-date,Signature={SIGNATURE}"),
        format!("  SDK-HMAC-SHA256\t Signature={SIGNATURE} ,  SignedHeaders=host;x-sdk-date, Access=id  "),
        format!(
            "SDK-HMAC-SHA256 Access=id, More, SignedHeaders=host;x-sdk-date, X=1, Signature={SIGNATURE},"
        ),
    ] {
        let parsed = Authorization::parse(&text).expect("a header that can be read");
        assert_eq!((parsed.access, parsed.signed_headers), ("id", vec!["host", "x-sdk-date"]), "{text}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let begin = "the header Authorization does not begin with SDK-HMAC-SHA256";
    let name =
        "the header Authorization has something that is no header name in lower case in its SignedHeaders";
    let order = "the header Authorization has names out of order or twice in its SignedHeaders";
    let digits =
        "the header Authorization does not have 64 hexadecimal digits in lower case as its Signature";
    let with_names =
        |names: &str| format!("SDK-HMAC-SHA256 Access=id, SignedHeaders={names}, Signature={SIGNATURE}");
    let with_signature =
        |signature: &str| format!("SDK-HMAC-SHA256 Access=id, SignedHeaders=host, Signature={signature}");
    for (text, expected) in [
        (String::new(), begin),
        ("Bearer abc".to_owned(), begin),
        ("SDK-HMAC-SHA256".to_owned(), begin),
        ("sdk-hmac-sha256 Access=id".to_owned(), begin),
        ("SDK-HMAC-SHA2567 Access=id".to_owned(), begin),
        (format!("V11-HMAC-SHA256 Credential=id, SignedHeaders=host, Signature={SIGNATURE}"), begin),
        ("SDK-HMAC-SHA256 nothing".to_owned(), "the header Authorization has no Access"),
        (
            format!("SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature={SIGNATURE}"),
            "the header Authorization has no Access",
        ),
        (
            format!("SDK-HMAC-SHA256 Access=id, SignedHeader=host, Signature={SIGNATURE}"),
            "the header Authorization has no SignedHeaders",
        ),
        (
            "SDK-HMAC-SHA256 Access=id, SignedHeaders=host".to_owned(),
            "the header Authorization has no Signature",
        ),
        (
            format!("SDK-HMAC-SHA256 Access=id, Access=id, SignedHeaders=host, Signature={SIGNATURE}"),
            "the header Authorization has more than one Access",
        ),
        (with_names("Host"), name),
        (with_names("host;"), name),
        (with_names("host; x-sdk-date"), name),
        (with_names("host;日期"), name),
        (with_names("x-sdk-date;host"), order),
        (with_names("host;host"), order),
        (with_signature("abc"), digits),
        (with_signature(&SIGNATURE.to_ascii_uppercase()), digits),
        (with_signature(&SIGNATURE.replace('5', "+")), digits),
        (with_signature(&"é".repeat(32)), digits),
        (with_signature(&format!("{SIGNATURE}00")), digits),
    ] {
        assert_eq!(refusal(&text), expected, "{text}");
    }
}

#[test]
fn every_digit_of_the_signature_counts() {
    for vector in vectors() {
        let start = vector.authorization.len() - 64;
        for at in start..vector.authorization.len() {
            let digit = if &vector.authorization[at..=at] == "0" { "1" } else { "0" };
            let mut text = vector.authorization.clone();
            text.replace_range(at..=at, digit);
            let parsed = Authorization::parse(&text).expect("still a header that can be read");
            let verdict = parsed.verify(&vector.request(), &vector.key());
            assert_eq!(verdict, Err(Refusal::Mismatch), "{}", vector.name);
        }
    }
}

#[test]
fn a_list_with_a_name_more_or_less_does_not_fit() {
    for vector in vectors() {
        let less = vector.authorization.replace(";x-sdk-date", "");
        let less = Authorization::parse(&less).expect("still a header that can be read");
        assert_eq!(less.verify(&vector.request(), &vector.key()), Err(Refusal::Mismatch), "{}", vector.name);
        let more = vector.authorization.replace("SignedHeaders=", "SignedHeaders=!;");
        let more = Authorization::parse(&more).expect("still a header that can be read");
        let missing = Err(Refusal::NoHeader("!".to_owned()));
        assert_eq!(more.verify(&vector.request(), &vector.key()), missing, "{}", vector.name);
    }
}
