//! Comma-separated values: one record for each period of each kind of run.

use std::io::{self, Write};

use crate::operate::{Stats, Tally};

/// The heading line: whether they are dry runs, and the names that JSON has.
const HEADINGS: [&str; 13] = [
    "period",
    "begins",
    "dry_run",
    "runs",
    "succeeded",
    "failed",
    "stopped",
    "active",
    "unclear",
    "freed_space",
    "freed_space_unknown",
    "duration_seconds",
    "rate",
];

/// Writes the records. What is unknown is empty; totals are left to whoever adds up.
pub(super) fn write(stats: &Stats, output: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(HEADINGS)?;
    for group in &stats.groups {
        for tally in &group.periods {
            writer.write_record(record(stats.period.name(), group.dry_run, tally))?;
        }
    }
    writer.flush()
}

fn record(period: &str, dry_run: Option<bool>, tally: &Tally) -> [String; 13] {
    let Tally { begins, runs, succeeded, failed, stopped, active, unclear, .. } = tally;
    let counts = [runs, succeeded, failed, stopped, active, unclear].map(ToString::to_string);
    let [runs, succeeded, failed, stopped, active, unclear] = counts;
    [
        period.to_owned(),
        known(*begins),
        known(dry_run),
        runs,
        succeeded,
        failed,
        stopped,
        active,
        unclear,
        known(tally.freed_space),
        tally.freed_space_unknown.to_string(),
        known(tally.duration.map(|duration| duration.as_secs())),
        known(tally.rate),
    ]
}

fn known(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{HEADINGS, write};
    use crate::operate::{Period, Stats};
    use crate::types::GcTask;

    #[test]
    fn the_headings_are_the_names_that_json_has() {
        let task: GcTask = serde_json::from_value(json!({
            "job_status": "Success", "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T10:00:10Z",
            "job_parameters": { "dry_run": true, "freed_space": 100 },
        }))
        .expect("a task");
        let stats = Stats::of([&task, &GcTask::default()], Period::Month);
        let mut bytes = Vec::new();
        write(&stats, &mut bytes).expect("a Vec takes everything");
        let text = String::from_utf8(bytes).expect("text");
        let records: Vec<Vec<_>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(records[0], HEADINGS);
        let json = serde_json::to_value(&stats).expect("JSON");
        for (group, record) in records[1..].iter().enumerate() {
            let (group, tally) = (&json["groups"][group], &json["groups"][group]["periods"][0]);
            for (name, cell) in HEADINGS.iter().zip(record) {
                let told = [&json[name], &group[name], &tally[name]].into_iter().find(|told| !told.is_null());
                let told = match told {
                    None => String::new(),
                    Some(Value::String(text)) => text.clone(),
                    Some(Value::Number(number)) if number.is_f64() => {
                        number.as_f64().map(|number| number.to_string()).unwrap_or_default()
                    }
                    Some(other) => other.to_string(),
                };
                assert_eq!(*cell, told, "{name}");
            }
        }
        assert_eq!(records.len(), 3);
    }
}
