//! The error for an answer whose status is no success.

use std::fmt::Write as _;

use http::StatusCode;
use http::header::{DATE, LOCATION};
use jiff::{SignedDuration, Unit};

use super::Transport;
use crate::error::{Error, ServiceError};
use crate::exchange::Exchange;
use crate::wire::Operation;

/// What the answer says, in whatever form.
pub(crate) fn refusal(transport: &Transport, operation: &'static Operation, exchange: Exchange) -> Error {
    let cleaner = &transport.cleaner;
    let service = ServiceError::read(&exchange.body, cleaner);
    let mut message = exchange.status.to_string();
    if exchange.status.is_redirection() && exchange.status != StatusCode::NOT_MODIFIED {
        let target = exchange.headers.get(LOCATION).map(|target| cleaner.excerpt(target.as_bytes()));
        let target = target.unwrap_or_else(|| "nowhere".to_owned());
        let _ = write!(message, ": a redirect to {target}, which is not followed");
    } else if exchange.status.is_success() {
        message.push_str(", a status that the operation does not have");
        append_excerpt(&mut message, &cleaner.excerpt(&exchange.body));
        return Error::unusable(transport.answered(operation, exchange), message);
    } else if let Some(summary) = service.summary() {
        let _ = write!(message, ": {summary}");
    } else {
        append_excerpt(&mut message, &cleaner.excerpt(&exchange.body));
    }
    let skew = skew(&exchange);
    if let Some(skew) = skew {
        let side = if skew.is_negative() { "behind" } else { "ahead of" };
        let amount = skew.abs().round(Unit::Minute).unwrap_or(skew);
        let _ = write!(message, "; the clock of this machine is {amount:#} {side} the service's");
    }
    Error::service(transport.answered(operation, exchange), service, message).with_clock_skew(skew)
}

/// What follows on a status: the beginning of the body.
pub(crate) fn append_excerpt(message: &mut String, excerpt: &str) {
    if excerpt.is_empty() {
        message.push_str("; the body is empty");
    } else {
        let _ = write!(message, "; the body begins: {excerpt}");
    }
}

/// How far this machine's clock is ahead of the service's, where a signature was refused for it.
///
/// The service allows 15 minutes (`AkSk` in the API description). Its own clock is read off the answer, whose
/// way back takes seconds at most.
fn skew(exchange: &Exchange) -> Option<SignedDuration> {
    const SUSPICIOUS: SignedDuration = SignedDuration::from_mins(14);
    let signed_at = exchange.signed_at.filter(|_| exchange.status == 401)?;
    let date = jiff::fmt::rfc2822::parse(exchange.header(DATE.as_str())?).ok()?.timestamp();
    let ahead = date.duration_until(signed_at);
    let ahead = SignedDuration::from_secs(ahead.as_secs());
    (ahead.abs() >= SUSPICIOUS).then_some(ahead)
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::skew;
    use crate::exchange::Exchange;
    use crate::transport::tests::exchange;

    const DATE: &str = "Wed, 25 Nov 2026 12:00:00 GMT";

    fn signed(status: u16, at: &str, date: &str) -> Exchange {
        let signed_at: Timestamp = at.parse().expect("a time");
        Exchange { signed_at: Some(signed_at), ..exchange(status, &[("date", date)]) }
    }

    #[test]
    fn a_clock_is_ahead_or_behind_by_what_the_answer_says() {
        let minutes = |at, date| skew(&signed(401, at, date)).map(|ahead| ahead.as_mins());
        assert_eq!(minutes("2026-11-25T12:20:00Z", DATE), Some(20));
        assert_eq!(minutes("2026-11-25T11:40:00Z", DATE), Some(-20));
        assert_eq!(minutes("2026-11-25T12:10:00Z", DATE), None, "the service allows as much");
        assert_eq!(minutes("2026-11-25T12:20:00Z", "yesterday"), None);
    }

    #[test]
    fn only_a_refused_signature_is_laid_on_the_clock() {
        let ahead = signed(401, "2026-11-25T12:20:00Z", DATE);
        assert_eq!(skew(&ahead), Some(SignedDuration::from_mins(20)));
        assert_eq!(skew(&Exchange { signed_at: None, ..ahead }), None, "a token says nothing of time");
        assert_eq!(skew(&signed(403, "2026-11-25T12:20:00Z", DATE)), None);
    }
}
