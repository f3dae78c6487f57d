//! A table with a bar in each row, in plain characters.

use std::io::{self, Write};

use anstyle::Style;
use jiff::Timestamp;
use unicode_width::UnicodeWidthStr;

use crate::cli::output::cell;
use crate::cli::screen;
use crate::operate::{Group, Period, Stats, Tally};

/// Columns of a row where nobody knows the width of a line.
const WIDTH: usize = 100;
/// Columns of the longest bar.
const LONGEST: usize = 40;
/// A bar with less room than this tells nothing: other columns make way.
const SHORTEST: usize = 12;
/// Columns that make way, in this order.
const LEAST_TELLING: [usize; 3] = [4, 3, 2];

/// Writes the groups one below the other.
pub(super) fn write(stats: &Stats, room: Option<usize>, output: &mut dyn Write) -> io::Result<()> {
    for (number, group) in stats.groups.iter().enumerate() {
        if number > 0 {
            writeln!(output)?;
        }
        write_group(group, stats.period, room.unwrap_or(WIDTH), output)?;
    }
    Ok(())
}

/// The sentence where there is nothing to add up.
pub(super) fn nothing(since: Option<Timestamp>, listed: usize, newest: Option<Timestamp>) -> String {
    match since {
        Some(since) if listed > 0 => {
            let newest = cell::time(newest);
            let since = cell::time(Some(since));
            format!(
                "No GC task was created since {since} (UTC). Of {listed} in all, the newest was created {newest}."
            )
        }
        _ => "This instance has no GC tasks.".to_owned(),
    }
}

fn write_group(group: &Group, period: Period, room: usize, output: &mut dyn Write) -> io::Result<()> {
    let bold = Style::new().bold();
    let (title, freed) = match group.dry_run {
        Some(false) => ("Real runs", "FREED"),
        Some(true) => ("Dry runs, which free nothing: what they would have freed", "WOULD FREE"),
        None => ("Runs that do not tell whether they are dry runs", "TOLD"),
    };
    writeln!(output, "{bold}{title}{bold:#}\n")?;
    let heading = match period {
        Period::Day => "DAY",
        Period::Week => "WEEK OF",
        Period::Month => "MONTH",
    };
    let headings = [heading, "RUNS", "SUCCESS", "MEDIAN", "RATE", freed].map(str::to_owned);
    let rows: Vec<_> = group.periods.iter().map(|tally| row(tally, period)).collect();
    let mut columns: Vec<_> = (0..headings.len()).collect();
    let mut left_out = Vec::new();
    let width = |column: usize| {
        let cells = rows.iter().chain([&headings]).map(|row| row[column].width());
        cells.max().unwrap_or(0) + 2
    };
    let bar = |columns: &[usize]| {
        room.saturating_sub(columns.iter().map(|column| width(*column)).sum::<usize>()).min(LONGEST)
    };
    for least in LEAST_TELLING {
        if bar(&columns) < SHORTEST {
            columns.retain(|column| *column != least);
            left_out.insert(0, &*headings[least]);
        }
    }
    let line = |row: &[String]| {
        let mut line = String::new();
        for column in &columns {
            let (text, width) = (&row[*column], width(*column) - 2);
            let blanks = " ".repeat(width.saturating_sub(text.width()));
            line += &if *column == 0 { format!("{text}{blanks}  ") } else { format!("{blanks}{text}  ") };
        }
        line
    };
    writeln!(output, "{bold}{}{bold:#}", line(&headings).trim_end())?;
    let most = group.periods.iter().filter_map(|tally| tally.freed_space).max().unwrap_or(0);
    let mut before: Option<Timestamp> = None;
    for (tally, row) in group.periods.iter().zip(&rows) {
        if let (Some(one), Some(next)) = (before, tally.begins) {
            match period.between(one, next) {
                0 => {}
                1 => writeln!(output, "…  a {period} without a run")?,
                gap => writeln!(output, "…  {gap} {period}s without a run")?,
            }
        }
        before = tally.begins;
        let bar = "#".repeat(length(tally.freed_space.unwrap_or(0), most, bar(&columns)));
        writeln!(output, "{}", format!("{}{bar}", line(row)).trim_end())?;
    }
    if !left_out.is_empty() {
        let note = format!("no room for {}; --output csv has all", left_out.join(", "));
        screen::wrapped(&note, Some(room)).iter().try_for_each(|line| writeln!(output, "{line}"))?;
    }
    writeln!(output)?;
    total(&group.total, group.dry_run).iter().try_for_each(|line| writeln!(output, "{line}"))
}

/// How long a bar is; what is more than nothing shows.
fn length(value: i64, most: i64, longest: usize) -> usize {
    if value <= 0 || most <= 0 {
        return 0;
    }
    let part = value as f64 / most as f64 * longest as f64;
    (part.round() as usize).clamp(1.min(longest), longest)
}

fn row(tally: &Tally, period: Period) -> [String; 6] {
    let begins = tally.begins.map_or_else(cell::unknown, |begins| {
        let format = if period == Period::Month { "%Y-%m" } else { "%Y-%m-%d" };
        begins.strftime(format).to_string()
    });
    [
        begins,
        cell::count(i64::try_from(tally.runs).ok()),
        of_ended(tally),
        cell::duration(tally.duration),
        rate(tally),
        freed(tally, "≥ "),
    ]
}

fn of_ended(tally: &Tally) -> String {
    format!("{} of {}", tally.succeeded, tally.succeeded + tally.failed + tally.stopped)
}

fn rate(tally: &Tally) -> String {
    tally.rate.map_or_else(cell::unknown, |rate| format!("{}/s", cell::bytes(Some(rate as i64))))
}

/// What is known of it; the mark says that it was more, or may have been.
fn freed(tally: &Tally, mark: &str) -> String {
    let mark = if tally.freed_space.is_some() && tally.freed_space_unknown > 0 { mark } else { "" };
    format!("{mark}{}", cell::bytes(tally.freed_space))
}

/// The total, in words.
fn total(tally: &Tally, dry_run: Option<bool>) -> [String; 2] {
    let several = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {more}")),
    };
    let counts = [
        several(tally.succeeded, "ended well", "ended well"),
        several(tally.failed, "failed", "failed"),
        several(tally.stopped, "was stopped", "were stopped"),
        several(tally.active, "has not ended", "have not ended"),
        several(tally.unclear, "has no known status", "have no known status"),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let runs = if tally.runs == 1 { "run" } else { "runs" };
    let verb = match dry_run {
        Some(true) => "They would have freed",
        Some(false) => "They freed",
        None => "They told",
    };
    let silent = several(tally.freed_space_unknown, "run does not tell", "runs do not tell");
    let silent = silent.map(|silent| format!(" ({silent})")).unwrap_or_default();
    [
        format!("In all {} {runs}: {}.", tally.runs, counts.join(", ")),
        format!(
            "{verb} {}{silent}; median of what a run took: {}; rate: {}.",
            freed(tally, "at least "),
            cell::duration(tally.duration),
            rate(tally)
        ),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use unicode_width::UnicodeWidthStr;

    use super::{length, write};
    use crate::operate::{Period, Stats};
    use crate::types::GcTask;

    fn chart(months: &[(u32, i64)], room: usize) -> String {
        let task = |(month, freed): &(u32, i64)| -> GcTask {
            let task = json!({
                "job_status": "Success",
                "creation_time": format!("2024-{month:02}-20T10:00:00Z"),
                "update_time": format!("2024-{month:02}-20T12:03:04Z"),
                "job_parameters": { "dry_run": false, "freed_space": freed },
            });
            serde_json::from_value(task).expect("a task")
        };
        let tasks: Vec<_> = months.iter().map(task).collect();
        let mut bytes = Vec::new();
        write(&Stats::of(&tasks, Period::Month), Some(room), &mut bytes).expect("a Vec takes everything");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn a_row_fits_on_a_line_and_has_room_for_its_bar() {
        for room in [40, 60, 72, 80, 100, 200] {
            let chart = chart(&[(1, 5 << 30), (2, 10 << 30)], room);
            let rows: Vec<_> = chart.lines().filter(|line| line.starts_with("2024-")).collect();
            assert_eq!(rows.len(), 2, "{chart}");
            assert!(rows.iter().all(|row| row.width() <= room), "{room}:\n{chart}");
            let bars: Vec<_> = rows.iter().map(|row| row.matches('#').count()).collect();
            assert!(bars[1] >= 12 && bars[0] * 2 >= bars[1] - 1 && bars[0] < bars[1], "{room}:\n{chart}");
            for column in ["SUCCESS", "MEDIAN", "RATE"] {
                assert!(chart.contains(column), "{room}: {column}\n{chart}");
            }
            assert_eq!(chart.contains("no room for "), room < 72, "{room}:\n{chart}");
        }
    }

    #[test]
    fn months_without_a_run_are_a_line_of_their_own() {
        let chart = chart(&[(1, 1), (2, 1), (4, 1), (9, 1)], 100);
        let gaps: Vec<_> = chart.lines().filter(|line| line.contains("without a run")).collect();
        assert_eq!(gaps, ["…  a month without a run", "…  4 months without a run"], "{chart}");
    }

    #[test]
    fn what_is_more_than_nothing_shows() {
        assert_eq!(
            [(0, 9), (1, i64::MAX), (i64::MAX, i64::MAX), (-1, 9), (5, 10)]
                .map(|(value, most)| length(value, most, 30)),
            [0, 1, 30, 0, 15]
        );
        assert_eq!((length(5, 10, 0), length(0, 0, 30)), (0, 0));
    }
}
