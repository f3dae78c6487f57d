//! An answer before it becomes HTTP.

use bytes::Bytes;
use serde_json::Value;

/// Status, extra headers and a body, which is JSON unless they say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Bytes,
}

impl Reply {
    pub(super) fn new(status: u16, body: Bytes) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, Bytes::from(body.to_string()))
    }

    pub(super) fn text(status: u16, body: String) -> Self {
        Self::new(status, Bytes::from(body)).with_header("content-type", "text/plain".to_owned())
    }

    pub(super) fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}
