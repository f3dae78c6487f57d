//! Whether anybody would want a cron expression.

use jiff::{SignedDuration, Timestamp};

use crate::cron::Cron;

/// Runs that are closer to each other are more than anybody wants: a clean-up takes minutes to hours.
const LEAST: SignedDuration = SignedDuration::from_hours(1);
/// Runs to look at for the least time between two: if an hour has more than one, these show it.
const SAMPLE: usize = 128;

impl Cron {
    /// The times at which it fires, from the first one after `then`.
    pub(super) fn runs(&self, then: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
        std::iter::successors(self.next(then), |last| self.next(*last))
    }

    /// Whether it fires in that second.
    pub(super) fn fires_at(&self, then: Timestamp) -> bool {
        then.checked_sub(SignedDuration::from_secs(1)).is_ok_and(|before| self.next(before) == Some(then))
    }

    /// When it fires, in words.
    pub(super) fn words(&self) -> String {
        self.0.describe().trim_end_matches('.').to_owned()
    }
}

/// Reads an expression that is to be set. One that never fires, or more than once an hour, is refused with what was
/// probably meant.
pub(super) fn read(text: &str, now: Timestamp) -> Result<Cron, String> {
    let cron = Cron::parse(text)?;
    if cron.next(now).is_none() {
        return Err(format!("`{text}` never fires: no year has such a day"));
    }
    match interval(&cron, now) {
        Some(interval) if interval < LEAST => {
            let words = cron.words();
            let meant =
                calmed(text, now).map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            Err(format!(
                "`{text}` fires too often ({words}): two runs are {interval:#} apart, and {LEAST:#} is the least{meant}"
            ))
        }
        _ => Ok(cron),
    }
}

/// The least time between a run and the next.
fn interval(cron: &Cron, now: Timestamp) -> Option<SignedDuration> {
    let runs: Vec<_> = cron.runs(now).take(SAMPLE).collect();
    runs.iter().zip(runs.get(1..)?).map(|(one, next)| one.duration_until(*next)).min()
}

/// The same with a 0 in place of the stars that make it fire so often.
fn calmed(text: &str, now: Timestamp) -> Option<String> {
    let fields = text.split_whitespace().enumerate();
    let fields = fields.map(|(place, field)| if place < 2 && field == "*" { "0" } else { field });
    let calm = fields.collect::<Vec<_>>().join(" ");
    let cron = Cron::parse(&calm).ok()?;
    (interval(&cron, now)? >= LEAST).then_some(calm)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::read;
    use crate::cron::Cron;

    fn now() -> Timestamp {
        "2026-11-28T22:30:00Z".parse().expect("a time")
    }

    #[test]
    fn more_than_once_an_hour_is_refused_with_what_was_probably_meant() {
        for (text, told) in [
            ("* * 18 * * *", "two runs are 1s apart, and 1h is the least; did you mean `0 0 18 * * *`?"),
            ("0 * 18 * * *", "two runs are 1m apart, and 1h is the least; did you mean `0 0 18 * * *`?"),
            ("* 0 18 * * *", "did you mean `0 0 18 * * *`?"),
            ("* * * * * *", "two runs are 1s apart, and 1h is the least; did you mean `0 0 * * * *`?"),
            ("0 0,30 18 * * *", "two runs are 30m apart"),
            ("0 0,59 * * * *", "two runs are 1m apart"),
            ("0 0 0 30 2 *", "never fires"),
            ("0 18 * * *", "five fields"),
        ] {
            let error = read(text, now()).expect_err("nobody wants it");
            assert!(error.contains(told), "{text}: {error}");
            assert_eq!(error.contains("did you mean"), told.contains("did you mean"), "{error}");
        }
        for text in ["0 0 * * * *", "0 0 18 * * *", "7 13 */2 * * *", "0 0 0 29 2 *", "0 30 23,0 * * *"] {
            assert!(read(text, now()).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_time_is_one_of_its_own_or_not() {
        let cron = Cron::parse("0 0 18 * * *").expect("it can be read");
        for (time, fires) in
            [("2024-09-25T18:00:00Z", true), ("2024-09-25T18:00:01Z", false), ("2024-09-25T10:00:00Z", false)]
        {
            assert_eq!(cron.fires_at(time.parse().expect("a time")), fires, "{time}");
        }
    }

    #[test]
    fn words_say_when() {
        for (text, words) in [
            ("0 0 18 * * *", "At 18:00"),
            ("0 30 2 * * SAT", "At 02:30, on Saturday"),
            ("0 0 4 1 * *", "At 04:00, on day 1"),
        ] {
            assert_eq!(Cron::parse(text).expect("it can be read").words(), words);
        }
    }
}
