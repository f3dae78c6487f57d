//! Stretches of time that tasks are added up by.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Serialize, Serializer};

use crate::wire::UnknownWord;

/// A stretch of time that tasks are added up by, in UTC.
///
/// ```
/// use swr_gc::operate::Period;
///
/// assert_eq!(Period::Week.begin("2024-09-26T03:24:00Z".parse()?), "2024-09-23T00:00:00Z".parse()?);
/// assert_eq!("month".parse(), Ok(Period::Month));
/// assert_eq!(Period::dividing(jiff::SignedDuration::from_hours(20 * 24)).name(), "day");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From Monday to Monday.
    Week,
    /// From the first of a month to that of the next.
    Month,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: &'static [Self] = &[Self::Day, Self::Week, Self::Month];

    /// The name by which the command takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The one that divides such a time into some twenty parts, so that they fit on a screen.
    pub fn dividing(whole: SignedDuration) -> Self {
        match whole.as_hours() / 24 {
            ..=28 => Self::Day,
            29..=200 => Self::Week,
            _ => Self::Month,
        }
    }

    /// When the period began that `at` lies in.
    pub fn begin(self, at: Timestamp) -> Timestamp {
        let date = Offset::UTC.to_datetime(at).date();
        let begin = match self {
            Self::Day => Some(date),
            Self::Week => date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok(),
            Self::Month => Some(date.first_of_month()),
        };
        begin.and_then(midnight).unwrap_or(at)
    }

    /// How many whole periods lie between two that begin then; 0 for two that follow each other.
    ///
    /// ```
    /// use swr_gc::operate::Period;
    ///
    /// let [january, april] = ["2024-01-01T00:00:00Z".parse()?, "2024-04-01T00:00:00Z".parse()?];
    /// assert_eq!(Period::Month.between(january, april), 2);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn between(self, one: Timestamp, next: Timestamp) -> usize {
        let dates = [one, next].map(|at| Offset::UTC.to_datetime(at).date());
        let days = i64::from((dates[1] - dates[0]).get_days());
        let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        let steps = match self {
            Self::Day => days,
            Self::Week => days / 7,
            Self::Month => months(dates[1]) - months(dates[0]),
        };
        usize::try_from(steps - 1).unwrap_or(0)
    }
}

/// The first moment of a day; `None` on the first day that there is.
fn midnight(date: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(DateTime::from(date)).ok()
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Period {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<Self, UnknownWord> {
        let all = Self::ALL.iter().copied();
        let found = all.clone().find(|period| period.name() == name);
        found.ok_or_else(|| UnknownWord::among(name, "period", all.map(Self::name)))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::Period;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_time_lies_in_the_period_that_began_before_it() {
        for (period, begin) in [
            (Period::Day, "2024-03-01T00:00:00Z"),
            (Period::Week, "2024-02-26T00:00:00Z"),
            (Period::Month, "2024-03-01T00:00:00Z"),
        ] {
            for inside in ["2024-03-01T00:00:00Z", "2024-03-01T23:59:59.999Z"] {
                assert_eq!(period.begin(at(inside)), at(begin), "{period}");
            }
            assert!(period.begin(at("2024-02-25T23:59:59Z")) < at(begin), "{period}");
        }
    }

    #[test]
    fn the_ends_of_time_are_times_as_well() {
        for period in Period::ALL {
            for end in [Timestamp::MIN, Timestamp::MAX] {
                assert!(period.begin(end) <= end, "{period} {end}");
            }
        }
    }

    #[test]
    fn periods_between_two_are_counted() {
        for (period, one, next, between) in [
            (Period::Day, "2024-02-28", "2024-02-29", 0),
            (Period::Day, "2024-02-28", "2024-03-01", 1),
            (Period::Week, "2024-01-01", "2024-01-22", 2),
            (Period::Month, "2023-11-01", "2024-02-01", 2),
            (Period::Month, "2024-01-01", "2024-01-01", 0),
        ] {
            let [one, next] = [one, next].map(|date| at(&format!("{date}T00:00:00Z")));
            assert_eq!(period.between(one, next), between, "{period} {one} {next}");
        }
    }

    #[test]
    fn the_period_follows_from_what_it_divides() {
        let days = |days: i64| Period::dividing(SignedDuration::from_hours(24 * days));
        assert_eq!(
            [0, 28, 29, 200, 201].map(days).map(Period::name),
            ["day", "day", "week", "week", "month"]
        );
    }
}
