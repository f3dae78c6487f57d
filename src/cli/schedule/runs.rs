//! The runs that a cron expression leads to, as this command reads it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cron::Cron;
use crate::types::ShowGcScheduleResponse;

/// How many runs are told.
const TOLD: usize = 5;

/// What this command makes of a cron expression.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Reading {
    /// When it fires, in words.
    words: Option<String>,
    /// Its next runs, in UTC.
    next_runs: Vec<Timestamp>,
    /// Why there are none, or why the service will not keep to them.
    doubt: Option<String>,
}

impl Reading {
    /// That of the expression that a service shows; nothing, if it shows none or keeps to none.
    pub(super) fn of(shown: &ShowGcScheduleResponse, now: Timestamp) -> Option<Self> {
        let schedule = shown.schedule.as_ref().filter(|schedule| !schedule.is_off())?;
        let cron = match Cron::parse(schedule.cron.as_deref()?) {
            Ok(cron) => cron,
            Err(why) => {
                let doubt = Some(format!("this command cannot read the expression; the service may: {why}"));
                return Some(Self { words: None, next_runs: Vec::new(), doubt });
            }
        };
        let mut reading = Self::new(&cron, now);
        if let Some(next) = schedule.next_run().filter(|next| !cron.fires_at(*next)) {
            reading.doubt = Some(format!(
                "the service means to run at {next}, so it reads the expression in another way"
            ));
        }
        Some(reading)
    }

    /// That of an expression by itself.
    pub(super) fn new(cron: &Cron, now: Timestamp) -> Self {
        let next_runs: Vec<_> = cron.runs(now).take(TOLD).collect();
        let doubt = next_runs.is_empty().then(|| "it never fires".to_owned());
        Self { words: Some(cron.words()), next_runs, doubt }
    }

    /// The same for people.
    pub(super) fn lines(&self, zone: &Result<TimeZone, String>) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if let Some(words) = &self.words {
            lines.push(("read as", format!("{words} (UTC; inferred)")));
        }
        if !self.next_runs.is_empty() {
            let runs: Vec<_> = self.next_runs.iter().map(|at| run(*at, zone)).collect();
            lines.push(("next runs", runs.join("\n")));
        }
        match zone {
            Ok(zone) if !is_utc(zone) => {
                lines.extend(zone.iana_name().map(|name| ("local time", name.to_owned())))
            }
            Ok(_) => {}
            Err(why) => lines.push(("local time", format!("unknown: {why}"))),
        }
        if let Some(doubt) = &self.doubt {
            lines.push(("but", doubt.clone()));
        }
        lines
    }
}

/// The time zone of this terminal: what `TZ` says, else that of the system.
pub(super) fn zone() -> Result<TimeZone, String> {
    TimeZone::try_system()
        .map_err(|_| "the time zone cannot be read: set TZ, as in TZ=Asia/Shanghai".to_owned())
}

/// A time in UTC, and in the zone if that is another one.
fn run(at: Timestamp, zone: &Result<TimeZone, String>) -> String {
    let utc = at.strftime("%a %Y-%m-%d %H:%M:%S UTC");
    match zone {
        Ok(zone) if !is_utc(zone) => {
            let local = at.to_zoned_datetime(zone.clone());
            format!("{utc} = {}", local.strftime("%a %Y-%m-%d %H:%M:%S %:z"))
        }
        _ => utc.to_string(),
    }
}

/// Whether a zone is UTC under one of its names.
fn is_utc(zone: &TimeZone) -> bool {
    *zone == TimeZone::UTC || zone.iana_name().is_some_and(|name| name.trim_start_matches("Etc/") == "UTC")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::{Offset, TimeZone};
    use serde_json::json;

    use super::Reading;

    fn lines(schedule: &serde_json::Value, zone: &Result<TimeZone, String>) -> Vec<String> {
        let shown = serde_json::from_value(json!({ "schedule": schedule })).expect("it is an answer");
        let now: Timestamp = "2026-11-28T22:30:00Z".parse().expect("a time");
        let reading = Reading::of(&shown, now);
        let lines = reading.iter().flat_map(|reading| reading.lines(zone));
        lines.map(|(name, text)| format!("{name}: {text}")).collect()
    }

    #[test]
    fn runs_are_told_in_utc_and_where_the_user_is() {
        let east = TimeZone::fixed(Offset::from_hours(8).expect("an offset"));
        assert_eq!(
            lines(&json!({ "cron": "0 30 22 * * SAT" }), &Ok(east)),
            [
                "read as: At 22:30, on Saturday (UTC; inferred)",
                "next runs: Sat 2026-12-05 22:30:00 UTC = Sun 2026-12-06 06:30:00 +08:00\n\
                 Sat 2026-12-12 22:30:00 UTC = Sun 2026-12-13 06:30:00 +08:00\n\
                 Sat 2026-12-19 22:30:00 UTC = Sun 2026-12-20 06:30:00 +08:00\n\
                 Sat 2026-12-26 22:30:00 UTC = Sun 2026-12-27 06:30:00 +08:00\n\
                 Sat 2027-01-02 22:30:00 UTC = Sun 2027-01-03 06:30:00 +08:00",
            ]
        );
        let cron = json!({ "cron": "0 0 0 1 1 *" });
        let [_, runs] = lines(&cron, &Ok(TimeZone::UTC)).try_into().expect("two lines");
        assert!(runs.starts_with("next runs: Fri 2027-01-01 00:00:00 UTC\nSat 2028-01-01"), "{runs}");
        let lines = lines(&cron, &Err("no zone".to_owned()));
        assert_eq!(lines.last().map(String::as_str), Some("local time: unknown: no zone"));
    }

    #[test]
    fn what_the_service_says_is_held_against_it() {
        let utc = Ok(TimeZone::UTC);
        for (next, doubt) in [
            ("2020-01-01T18:00:00Z", None),
            ("0001-01-01T00:00:00Z", None),
            ("2020-01-01T10:00:00Z", Some("2020-01-01T10:00:00Z, so")),
        ] {
            let lines = lines(&json!({ "cron": "0 0 18 * * *", "next_scheduled_time": next }), &utc);
            let but = lines.iter().find(|line| line.starts_with("but: "));
            assert_eq!(but.is_some(), doubt.is_some(), "{lines:?}");
            assert!(doubt.is_none_or(|doubt| but.is_some_and(|but| but.contains(doubt))), "{lines:?}");
        }
        assert_eq!(lines(&json!({ "cron": "0 0 0 30 2 *" }), &utc)[1..], ["but: it never fires"]);
        assert!(
            lines(&json!({ "cron": "daily" }), &utc)[0]
                .starts_with("but: this command cannot read the expression")
        );
        for off in [json!({ "type": "None" }), json!({ "type": "None", "cron": "0 0 18 * * *" })] {
            assert_eq!(lines(&off, &utc), [""; 0]);
        }
    }
}
