//! Values as people read them.

use jiff::fmt::friendly::{Designator, Spacing, SpanPrinter};
use jiff::{SignedDuration, Timestamp, Unit};

use crate::text::printable;
use crate::types::{GcTask, JobParameters};

/// What stands where the service did not tell. It is not zero.
const UNKNOWN: &str = "unknown";

pub(in crate::cli) fn number(value: Option<i64>) -> String {
    value.map_or_else(unknown, |value| value.to_string())
}

pub(in crate::cli) fn count(value: Option<i64>) -> String {
    match value.map(u64::try_from) {
        Some(Ok(count)) => {
            let digits = count.to_string();
            let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
            groups.join(",")
        }
        _ => number(value),
    }
}

pub(in crate::cli) fn bytes(value: Option<i64>) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    match value {
        Some(bytes @ 0..1024) => format!("{bytes} B"),
        Some(bytes @ 1024..) => {
            let power = bytes.ilog2() / 10;
            let unit = UNITS.get(power as usize - 1).copied().unwrap_or_default();
            format!("{:.2} {unit}", bytes as f64 / 1024_f64.powi(power as i32))
        }
        _ => number(value),
    }
}

pub(in crate::cli) fn text(value: Option<&str>) -> String {
    value.map_or_else(unknown, printable)
}

/// To the second, in UTC: the zone in which the service plans.
pub(in crate::cli) fn time(value: Option<Timestamp>) -> String {
    value.map_or_else(unknown, |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

pub(in crate::cli) fn duration(value: Option<SignedDuration>) -> String {
    const PRINTER: SpanPrinter =
        SpanPrinter::new().designator(Designator::Compact).spacing(Spacing::BetweenUnits);
    let Some(value) = value else { return unknown() };
    let rounded = value.round(Unit::Second).unwrap_or(value);
    if rounded.as_hours() >= 48 {
        return format!("{}d {}h", rounded.as_hours() / 24, rounded.as_hours() % 24);
    }
    PRINTER.duration_to_string(&rounded)
}

/// What is special about a run, in words.
pub(in crate::cli) fn options(task: &GcTask) -> String {
    let Some(parameters) = &task.job_parameters else { return unknown() };
    let words = [(parameters.is_dry_run(), "dry run"), (parameters.deletes_untagged(), "deletes untagged")];
    let words: Vec<_> = words.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
    words.join(", ")
}

/// Freed space; of a dry run, which frees nothing, as the estimate that it is.
pub(in crate::cli) fn freed(value: Option<i64>, task: &GcTask) -> String {
    let text = bytes(value);
    let dry_run = task.job_parameters.as_ref().is_some_and(JobParameters::is_dry_run);
    if dry_run && value.is_some() { format!("(≈{text})") } else { text }
}

pub(in crate::cli) fn unknown() -> String {
    UNKNOWN.to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{bytes, count, duration, number, text, time};

    #[test]
    fn unknown_is_not_zero() {
        assert_eq!(
            [number(None), count(None), bytes(None), text(None), time(None), duration(None)],
            ["unknown"; 6]
        );
        assert_eq!([number(Some(0)), count(Some(0)), bytes(Some(0))], ["0", "0", "0 B"]);
    }

    #[test]
    fn sizes_counts_and_durations_are_for_people() {
        assert_eq!(bytes(Some(5_368_709_120)), "5.00 GiB");
        for (value, text) in [
            (1023, "1023 B"),
            (1024, "1.00 KiB"),
            ((1 << 20) - 1, "1024.00 KiB"),
            (1 << 20, "1.00 MiB"),
            (i64::MAX, "8.00 EiB"),
            (-1, "-1"),
        ] {
            assert_eq!(bytes(Some(value)), text);
        }
        assert_eq!([count(Some(999)), count(Some(1_000)), count(Some(-1_000))], ["999", "1,000", "-1000"]);
        assert_eq!(count(Some(1_234_567)), "1,234,567");
        assert_eq!(duration(Some(SignedDuration::from_secs(3_725))), "1h 2m 5s");
        assert_eq!(duration(Some(SignedDuration::ZERO)), "0s");
        assert_eq!(
            duration(Some(SignedDuration::from_hours(48) - SignedDuration::from_secs(1))),
            "47h 59m 59s"
        );
        assert_eq!(duration(Some(SignedDuration::from_mins(60 * 98 + 18))), "4d 2h");
    }
}
