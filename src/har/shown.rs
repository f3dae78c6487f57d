//! What of an exchange may be written down.

#[cfg(test)]
mod tests;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::auth::Secret;
use crate::generated::headers;
use crate::text::{Cleaner, REDACTED};

/// Headers whose values are written down. Of every other one, only the name is: it may hold a secret.
const HARMLESS: [&str; 21] = [
    headers::REQUEST_ID,
    headers::RETRY_AFTER,
    "accept",
    "accept-encoding",
    "accept-language",
    "age",
    "allow",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "last-modified",
    "server",
    "transfer-encoding",
    "user-agent",
    "vary",
    "x-project-id",
    "x-sdk-date",
];

/// What the signature follows in the header that holds it.
const SIGNATURE: &str = "Signature=";

/// Takes secrets out: those that the client knows, and those in the headers of one request.
pub(super) struct Censor<'c> {
    cleaner: &'c Cleaner,
    own: Vec<Secret>,
}

impl<'c> Censor<'c> {
    /// For an exchange whose request has these headers.
    pub(super) fn new(cleaner: &'c Cleaner, request: &HeaderMap) -> Self {
        let proofs = request.values().filter(|value| value.is_sensitive());
        // A signature is as good as a key for a while, and may come back without what stands around it.
        let own = proofs.filter_map(|value| value.to_str().ok()).flat_map(|value| {
            let signature = value.rsplit_once(SIGNATURE).map(|(_, signature)| signature);
            [Some(value), signature].into_iter().flatten()
        });
        Self { cleaner, own: own.map(Secret::from).collect() }
    }

    pub(super) fn text(&self, text: &str) -> String {
        self.cleaner.redact_beside(text, &self.own)
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        let harmless = HARMLESS.contains(&name.as_str());
        if harmless { self.text(&String::from_utf8_lossy(value.as_bytes())) } else { REDACTED.to_owned() }
    }

    /// A body: text, or bytes that are none.
    pub(super) fn body(&self, body: &[u8]) -> Result<String, Vec<u8>> {
        if let Ok(text) = std::str::from_utf8(body) {
            return Ok(self.text(text));
        }
        let chunks = body.utf8_chunks().flat_map(|chunk| {
            let valid = self.text(chunk.valid()).into_bytes();
            [valid, chunk.invalid().to_vec()]
        });
        Err(chunks.flatten().collect())
    }
}
