//! One request of a recording, with what came of it.

use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;

use super::read::Unreadable;

/// A request that somebody recorded. What a recording leaves out is `None`, and not empty.
///
/// It has no `Debug`: what a browser or a proxy recorded has its user's credentials in it.
pub(crate) struct Entry {
    pub(crate) method: String,
    /// As it stands in the file, which may be no URL.
    pub(crate) url: String,
    pub(crate) request_headers: HeaderMap,
    pub(crate) request_body: Option<Bytes>,
    /// `None` where no answer came: blocked, aborted, or the connection failed.
    pub(crate) status: Option<u16>,
    pub(crate) response_headers: HeaderMap,
    /// `None` where it was not recorded; where there is an [`error`](Self::error), it may be the beginning of one.
    pub(crate) body: Option<Bytes>,
    /// Why there is no answer, or no whole one, in the words of whoever recorded it.
    pub(crate) error: Option<String>,
    pub(crate) started: Option<Timestamp>,
    /// Why its answer, or its body, cannot be understood.
    pub(crate) flaw: Option<Unreadable>,
}
