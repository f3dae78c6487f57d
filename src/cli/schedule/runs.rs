//! The runs that a cron expression leads to, as this command reads it.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
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
    /// That of the expression that a service shows; nothing, if it shows none.
    pub(super) fn of(shown: &ShowGcScheduleResponse, now: Timestamp) -> Option<Self> {
        let schedule = shown.schedule.as_ref()?;
        let cron = match Cron::parse(schedule.cron.as_deref()?) {
            Ok(cron) => cron,
            Err(why) => {
                let doubt = Some(format!("this command cannot read the expression; the service may: {why}"));
                return Some(Self { words: None, next_runs: Vec::new(), doubt });
            }
        };
        let mut reading = Self::new(&cron, now);
        if let Some(next) = schedule.next_scheduled_time.filter(|next| !cron.fires_at(*next)) {
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
        if let Err(why) = zone {
            lines.push(("local time", format!("unknown: {why}")));
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
        Ok(zone) if *zone != TimeZone::UTC => {
            let local = at.to_zoned_datetime(zone.clone());
            format!("{utc} = {} {}", local.strftime("%a %Y-%m-%d %H:%M:%S"), name(&local))
        }
        _ => utc.to_string(),
    }
}

/// The name of the zone, or its offset where it has none.
fn name(local: &ZonedDateTime) -> String {
    let offset = local.strftime("%:z");
    local.time_zone().iana_name().map_or_else(|| offset.to_string(), |name| format!("{offset} {name}"))
}
