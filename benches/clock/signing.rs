//! Signing a request, against the bare hash calls that it cannot do without.

use std::hint::black_box;

use ring::{digest, hmac};

use crate::pairs::compare;
use crate::signer::{Key, Request, sign};

const ROUNDS: usize = 10_000;

pub fn run() {
    let key = Key { id: "AK0123456789ABCDEFGH", secret: "0123456789abcdefghijklmnopqrstuvwxyzABCD" };
    let request = Request {
        method: "GET",
        path: "/v2/0a1b2c3d4e5f60718293a4b5c6d7e8f9/instances/8c0ab2c1-3a3f-4a7f-9d6d-2f8f1a3b5c7d/system/gc",
        query: vec![("limit".into(), "100".into()), ("marker".into(), "eyJpZCI6MTIzNH0=".into())],
        headers: vec![
            ("host".into(), "swr-api.cn-north-4.myhuaweicloud.com".into()),
            ("X-Sdk-Date".into(), "20261125T020000Z".into()),
            ("X-Project-Id".into(), "0a1b2c3d4e5f60718293a4b5c6d7e8f9".into()),
        ],
        body: b"",
    };
    let signed = sign(&request, &key).expect("the request can be signed");
    let (canonical, to_sign) = (signed.canonical_request, signed.string_to_sign);
    let name = format!("sign a request, {ROUNDS} times; bare SHA-256 and HMAC calls");
    compare(
        &name,
        2.50,
        || {
            for _ in 0..ROUNDS {
                drop(black_box(sign(black_box(&request), &key).map(|signed| signed.authorization)));
            }
        },
        || {
            for _ in 0..ROUNDS {
                black_box(digest::digest(&digest::SHA256, black_box(b"")));
                black_box(digest::digest(&digest::SHA256, black_box(canonical.as_bytes())));
                let key = hmac::Key::new(hmac::HMAC_SHA256, black_box(key.secret.as_bytes()));
                black_box(hmac::sign(&key, black_box(to_sign.as_bytes())));
            }
        },
    );
}
