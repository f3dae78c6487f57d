//! An answer before anybody has made something of it.

use std::time::Duration;

use bytes::Bytes;
use http::header::DATE;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use crate::generated::headers;

/// An answer as it came.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// From sending to the last byte.
    pub(crate) took: Duration,
    /// How often the request was sent until this answer came, and how long that took in all.
    pub(crate) tries: u32,
    pub(crate) in_all: Duration,
    /// Whether the request may have run before, in a try that brought no final answer.
    pub(crate) ran_before: bool,
    /// The time in the request's signature, if it had one.
    pub(crate) signed_at: Option<Timestamp>,
}

impl Exchange {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the service may have acted on the request.
    pub(crate) fn may_have_run(&self) -> bool {
        // 408 says that the request came in late or in part, not that nothing was made of it.
        self.ran_before || self.status == 408 || !self.status.is_client_error()
    }

    /// How long the service asks to wait: a number of seconds, or a date; `None` if it says neither.
    pub(crate) fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let text = self.header(headers::RETRY_AFTER)?.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            // More digits than fit are longer than anybody waits, too.
            return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
        }
        let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        // By the clock of the service, which may be off from ours.
        let now = self.sent_at().unwrap_or(now);
        Some(now.duration_until(date).try_into().unwrap_or_default())
    }

    /// When the answer was sent, by the clock of the service: the header `Date`.
    pub(crate) fn sent_at(&self) -> Option<Timestamp> {
        Some(jiff::fmt::rfc2822::parse(self.header(DATE.as_str())?).ok()?.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::transport::tests::exchange;

    #[test]
    fn a_wait_is_a_number_of_seconds_or_a_date_and_nothing_else() {
        let now = "2026-11-25T12:00:00Z".parse().expect("a time");
        for (text, seconds) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Wed, 25 Nov 2026 12:00:30 GMT", Some(30)),
            ("Wed, 25 Nov 2026 11:59:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("+5", None),
            ("-5", None),
            ("1.5", None),
            ("5 s", None),
            ("soon", None),
            ("", None),
            ("Wed, 25 Nov", None),
        ] {
            let wait = exchange(503, &[("retry-after", text)]).retry_after(now);
            assert_eq!(wait, seconds.map(Duration::from_secs), "{text:?}");
        }
        assert_eq!(exchange(503, &[]).retry_after(now), None);
        let both =
            [("retry-after", "Wed, 25 Nov 2026 12:20:30 GMT"), ("date", "Wed, 25 Nov 2026 12:20:00 GMT")];
        let wait = exchange(503, &both).retry_after(now);
        assert_eq!(wait, Some(Duration::from_secs(30)), "by the clock that made the date");
    }
}
