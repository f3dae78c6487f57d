//! What a request says, as far as answers depend on it.

use http::HeaderMap;
use jiff::Timestamp;
use url::form_urlencoded;

use crate::auth::signer;

/// One request with its body, and the time at which it came.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    pub(super) request_id: &'a str,
    pub(super) now: Timestamp,
}

impl<'a> Asked<'a> {
    /// The value of a header, if it is text.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The request as a signature covers it: `+` and `%20` in the query are a blank, `k` and `k=` the same.
    pub(super) fn signable(&self) -> signer::Request<'a> {
        let header = |(name, value): (&'a http::HeaderName, &'a http::HeaderValue)| {
            (name.as_str().into(), String::from_utf8_lossy(value.as_bytes()))
        };
        signer::Request {
            method: self.method,
            path: self.path,
            query: form_urlencoded::parse(self.query.as_bytes()).collect(),
            headers: self.headers.iter().map(header).collect(),
            body: self.body,
        }
    }
}
