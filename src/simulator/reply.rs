//! An answer before it becomes HTTP.

use bytes::Bytes;
use serde_json::Value;

/// Status, extra headers and a body, which is JSON unless they say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    /// Headers that every answer has, and this one has not.
    pub(super) without: Vec<&'static str>,
    /// Whether the body goes in pieces, its length unsaid.
    pub(super) in_pieces: bool,
    pub(super) body: Bytes,
}

impl Reply {
    pub(super) fn new(status: u16, body: Bytes) -> Self {
        Self { status, headers: Vec::new(), without: Vec::new(), in_pieces: false, body }
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

    pub(super) fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Changes the body if it is JSON; it stays to the byte if nothing in it changes.
    pub(super) fn edit(self, edit: impl FnOnce(&mut Value)) -> Self {
        let Ok(before) = serde_json::from_slice::<Value>(&self.body) else { return self };
        let mut body = before.clone();
        edit(&mut body);
        if body == before { self } else { self.with_body(body.to_string()) }
    }
}
