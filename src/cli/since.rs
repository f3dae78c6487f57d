//! How far back a command looks.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use crate::clock::Clock;

/// A time in the past, in the words of a user: `90d`, `2 weeks`, `2024-05-01` or `2024-05-01T12:00:00Z`.
pub(super) fn since(text: &str) -> Result<Timestamp, String> {
    before(text, Clock::system().now())
}

fn before(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    let form = "give a duration, as 90d, 2w or 6mo, or a date, as 2024-05-01 or 2024-05-01T12:00:00Z";
    let midnight = |date: Date| Offset::UTC.to_timestamp(DateTime::from(date)).ok();
    let at = match (text.parse::<Timestamp>(), text.parse::<Date>(), text.parse::<Span>()) {
        (Ok(at), ..) => at,
        (_, Ok(date), _) => midnight(date).ok_or_else(|| format!("there is no such day in UTC: {form}"))?,
        (.., Ok(span)) => {
            let begin = Offset::UTC.to_datetime(now).checked_sub(span.abs()).ok();
            let begin = begin.and_then(|begin| Offset::UTC.to_timestamp(begin).ok());
            begin.ok_or_else(|| format!("it reaches back further than there are dates: {form}"))?
        }
        _ => return Err(form.to_owned()),
    };
    if at < now { Ok(at) } else { Err(format!("it does not lie in the past: {form}")) }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::before;

    fn told(text: &str) -> Result<String, String> {
        let now: Timestamp = "2024-03-31T10:00:00Z".parse().expect("a time");
        before(text, now).map(|at| at.to_string())
    }

    #[test]
    fn durations_dates_and_times_are_understood() {
        for (text, expected) in [
            ("36h", "2024-03-29T22:00:00Z"),
            ("90d", "2024-01-01T10:00:00Z"),
            ("2 weeks ago", "2024-03-17T10:00:00Z"),
            ("1mo", "2024-02-29T10:00:00Z"),
            ("P1Y", "2023-03-31T10:00:00Z"),
            ("2024-03-01", "2024-03-01T00:00:00Z"),
            ("2024-03-01T08:00:00+08:00", "2024-03-01T00:00:00Z"),
        ] {
            assert_eq!(told(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_none_of_them_or_not_past_is_refused_with_the_form() {
        for (text, reason) in [
            ("", "give a duration"),
            ("90", "give a duration"),
            ("yesterday", "give a duration"),
            ("2024-13-01", "give a duration"),
            ("0d", "not lie in the past"),
            ("2025-01-01", "not lie in the past"),
            ("19000y", "further than there are dates"),
            ("99999999999y", "give a duration"),
        ] {
            let error = told(text).expect_err(text);
            assert!(error.contains(reason) && error.contains("90d"), "{text}: {error}");
        }
    }
}
