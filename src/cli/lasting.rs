//! Lengths of time in flags.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};

/// A length of time in the words of a user: `4h`, `90m`, `1d 12h`; a number alone is seconds, as in the other flags.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let form = || "give a length of time above 0, such as 90m, 4h, 1d 12h, or a number of seconds".to_owned();
    let duration = match text.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => text.parse::<Span>().ok().and_then(|span| {
            let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
            duration.try_into().ok()
        }),
    };
    duration.filter(|duration| !duration.is_zero()).ok_or_else(form)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn lengths_of_time_are_understood() {
        for (text, seconds) in [
            ("90", 90),
            ("4h", 4 * 3600),
            ("1h 30m", 5400),
            ("1d 12h", 36 * 3600),
            ("2w", 14 * 86_400),
            ("30 minutes", 1800),
            ("PT2H", 7200),
        ] {
            assert_eq!(duration(text).map(|duration| duration.as_secs()), Ok(seconds), "{text}");
        }
        assert_eq!(duration("0.5").map(|duration| duration.as_millis()), Ok(500));
    }

    #[test]
    fn what_is_none_is_refused_with_the_form() {
        for text in ["", "0", "0h", "-1", "-4h", "4h ago", "soon", "inf", "NaN", "1e99", "2 months", "4hh"] {
            let error = duration(text).expect_err(text);
            assert!(error.contains("4h"), "{text}: {error}");
        }
    }
}
