//! When a cron expression fires. That it has six fields, seconds first, in UTC is an inference: what a service says
//! of its own schedule counts for more.

use std::cmp::Ordering;

use croner::errors::CronError;
use croner::parser::{CronParser, Seconds, Year};
use croner::{CivilDateTime, CronDateTime, Resolution, Weekday};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A cron expression that can be read.
#[derive(Clone, Debug)]
pub(crate) struct Cron(pub(crate) croner::Cron);

/// What to write, for whoever has to.
const FORM: &str =
    "give six fields in UTC: second, minute, hour, day of month, month, day of week, as in `0 0 18 * * *`";

impl Cron {
    /// Reads an expression; the error says what is wrong with it, and what to do.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let fields: Vec<_> = text.split_whitespace().collect();
        let text = fields.join(" ");
        let days = match fields.as_slice() {
            [.., days] if fields.len() == 6 => stepped(days),
            _ if fields.len() == 5 => {
                return Err(format!("`{text}` has five fields: put the seconds in front, `0 {text}`"));
            }
            _ => return Err(format!("`{text}` has {} field(s): {FORM}", fields.len())),
        };
        if let Some(part) = text.split([' ', ',']).find(|part| part.starts_with('/')) {
            let why = format!("`{part}` has a step without a start, as `*{part}` has one");
            return Err(format!("`{text}` is no cron expression ({why}): {FORM}"));
        }
        // `0/15` is what Quartz and Harbor take for a start and a step.
        let parser = CronParser::builder().seconds(Seconds::Required).year(Year::Disallowed);
        let cron = parser.sloppy_ranges(true).build().parse(&[&fields[..5], &[&days]].concat().join(" "));
        cron.map(Self).map_err(|error| format!("`{text}` is no cron expression ({}): {FORM}", why(&error)))
    }

    /// The first time after this one; nothing if it never fires again.
    pub(crate) fn next(&self, after: Timestamp) -> Option<Timestamp> {
        self.0.find_next_occurrence(&Utc::at(after)?, false).ok()?.timestamp()
    }

    /// The last time before this one; nothing if it never fired.
    #[cfg(feature = "contract")]
    pub(crate) fn previous(&self, before: Timestamp) -> Option<Timestamp> {
        // Expressions know whole seconds: what is before half past a second is that second, and what was before it.
        let whole = Timestamp::from_second(before.as_second()).ok()?;
        let whole =
            if whole < before { whole.checked_add(SignedDuration::from_secs(1)).ok()? } else { whole };
        self.0.find_previous_occurrence(&Utc::at(whole)?, false).ok()?.timestamp()
    }
}

/// Days of the week whose steps from a start end with Saturday: what comes after it would be Sunday again.
fn stepped(days: &str) -> String {
    let part = |part: &str| match part.split_once('/') {
        Some((start, step)) if !start.is_empty() && !start.contains(['*', '?', '-']) => {
            format!("{}-6/{step}", if start == "7" { "0" } else { start })
        }
        _ => part.to_owned(),
    };
    days.split(',').map(part).collect::<Vec<_>>().join(",")
}

/// What is wrong, on one line that begins small and has no final period.
fn why(error: &CronError) -> String {
    let text = match error {
        CronError::InvalidPattern(text)
        | CronError::IllegalCharacters(text)
        | CronError::ComponentError(text) => text.clone(),
        other => other.to_string(),
    };
    let text = text.trim_end_matches('.').replace("CronPattern", "it");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A time in UTC, as croner walks over it.
#[derive(Clone)]
struct Utc {
    at: DateTime,
    civil: CivilDateTime,
}

impl Utc {
    fn at(then: Timestamp) -> Option<Self> {
        Self::new(TimeZone::UTC.to_datetime(then))
    }

    fn new(at: DateTime) -> Option<Self> {
        let [month, day, hour, minute, second] =
            [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(|part| u32::try_from(part).ok());
        let civil = CivilDateTime::from_ymd_hms_opt(at.year().into(), month?, day?, hour?, minute?, second?);
        Some(Self { at, civil: civil? })
    }

    fn timestamp(&self) -> Option<Timestamp> {
        TimeZone::UTC.to_timestamp(self.at).ok()
    }
}

impl CronDateTime for Utc {
    fn to_civil(&self) -> CivilDateTime {
        self.civil
    }

    fn civil_weekday(&self) -> Weekday {
        Weekday::from_days_from_sunday(self.at.weekday().to_sunday_zero_offset().unsigned_abs().into())
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        let part = |number: u32| i8::try_from(number).map_err(|_| CronError::InvalidTime);
        let year = i16::try_from(civil.year()).map_err(|_| CronError::InvalidDate)?;
        let (month, day) = (part(civil.month())?, part(civil.day())?);
        let (hour, minute, second) = (part(civil.hour())?, part(civil.minute())?, part(civil.second())?);
        let at = DateTime::new(year, month, day, hour, minute, second, 0);
        at.map(|at| Resolution::Single(Self { at, civil })).map_err(|_| CronError::InvalidDate)
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        Self::new(self.at.checked_add(SignedDuration::from_secs(seconds)).ok()?)
    }

    fn cmp_instant(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::Cron;

    /// The first times after a Saturday evening.
    fn next(text: &str, count: usize) -> Vec<String> {
        let cron = Cron::parse(text).expect("it can be read");
        let mut at: Timestamp = "2026-11-28T22:30:00Z".parse().expect("a time");
        let mut times = Vec::new();
        while let Some(next) = cron.next(at).filter(|_| times.len() < count) {
            at = next;
            times.push(next.to_string());
        }
        times
    }

    #[test]
    fn times_are_in_utc_and_come_after_the_one_that_is_given() {
        assert_eq!(next("0 0 18 * * *", 2), ["2026-11-29T18:00:00Z", "2026-11-30T18:00:00Z"]);
        assert_eq!(next("0 30 22 * * *", 1), ["2026-11-29T22:30:00Z"]);
        assert_eq!(next("30 */20 * * * *", 2), ["2026-11-28T22:40:30Z", "2026-11-28T23:00:30Z"]);
        assert_eq!(next("0 0 3 1 JAN *", 2), ["2027-01-01T03:00:00Z", "2028-01-01T03:00:00Z"]);
        assert_eq!(next("0 0 0 29 2 ?", 1), ["2028-02-29T00:00:00Z"]);
        assert_eq!(next("0 0 2/10 * * ?", 2), ["2026-11-29T02:00:00Z", "2026-11-29T12:00:00Z"]);
        assert_eq!(next("0 0 0 L * *", 2), ["2026-11-30T00:00:00Z", "2026-12-31T00:00:00Z"]);
        assert_eq!(next("0 0 0 * * MON#5", 1), ["2026-11-30T00:00:00Z"]);
        assert_eq!(next("0 0 0 31 * *", 2), ["2026-12-31T00:00:00Z", "2027-01-31T00:00:00Z"]);
        // 0 and 7 are Sunday, as everywhere but in Quartz.
        for sunday in ["0", "7", "SUN", "sun"] {
            assert_eq!(next(&format!("0 0 4 * * {sunday}"), 1), ["2026-11-29T04:00:00Z"], "{sunday}");
        }
        // A day of the month or a day of the week, where both are given.
        assert_eq!(next("0 0 0 1 * MON", 2), ["2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z"]);
        assert_eq!(next("  0  0\t18 * * * ", 1), ["2026-11-29T18:00:00Z"]);
        assert_eq!(next("0 0 0 30 2 *", 1), [""; 0]);
    }

    #[test]
    fn steps_from_a_day_of_the_week_end_with_saturday() {
        // From Sunday the 29th on.
        for (days, dates) in [
            ("1/2", [30, 2, 4, 7]),
            ("MON/2", [30, 2, 4, 7]),
            ("5/2", [4, 11, 18, 25]),
            ("6/2", [5, 12, 19, 26]),
            ("0/3", [29, 2, 5, 6]),
            ("7/3", [29, 2, 5, 6]),
            ("SUN/3,4", [29, 2, 3, 5]),
            ("*/3", [29, 2, 5, 6]),
        ] {
            let dates = dates.map(|date| format!("{date:02}T00:00:00Z"));
            let told = next(&format!("0 0 0 ? * {days}"), 4);
            let told: Vec<_> = told.iter().filter_map(|time| time.get(8..)).collect();
            assert_eq!(told, dates, "{days}");
        }
    }

    #[test]
    fn times_of_the_past_are_those_of_the_future_backwards() {
        let then = |text: &str| -> Timestamp { text.parse().expect("a time") };
        for text in ["0 0 18 * * *", "0 30 */6 * * MON", "0 0 0 29 2 ?", "*/7 * * * * *"] {
            let cron = Cron::parse(text).expect("it can be read");
            let previous = cron.previous(then("2026-11-28T22:30:00Z")).expect("a time");
            assert!(previous < then("2026-11-28T22:30:00Z"), "{text}");
            assert_eq!(cron.next(cron.previous(previous).expect("a time")), Some(previous), "{text}");
        }
        let fraction = Cron::parse("0 30 22 * * *").expect("it can be read");
        assert_eq!(fraction.previous(then("2026-11-28T22:30:00.5Z")), Some(then("2026-11-28T22:30:00Z")));
        assert_eq!(fraction.previous(Timestamp::MIN), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_what_can() {
        for (text, told) in [
            ("0 18 * * *", "has five fields: put the seconds in front, `0 0 18 * * *`"),
            ("@daily", "`@daily` has 1 field(s): give six fields in UTC"),
            ("0 0 18 * * * 2027", "has 7 field(s): give six fields"),
            ("", "`` has 0 field(s)"),
            ("0 0 25 * * *", "`0 0 25 * * *` is no cron expression ("),
            ("0 0 18 32 * *", "is no cron expression"),
            ("0 0 x * * *", "is no cron expression"),
            ("0 0 18-6 * * *", "is no cron expression"),
            ("0 0 18 * * ä", "is no cron expression"),
            ("0 0 3 /2 * *", "(`/2` has a step without a start, as `*/2` has one)"),
            ("0 0 3 * * 1,/3", "(`/3` has a step without a start, as `*/3` has one)"),
        ] {
            let error = Cron::parse(text).expect_err("it cannot be read");
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
