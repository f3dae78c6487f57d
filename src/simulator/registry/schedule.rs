//! What starts clean-ups by itself: the one place that knows what a schedule looks like.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::task::Job;
use crate::cron::Cron;
use crate::spec::{Source, described};

const SCHEDULE: &str = "schedule";
const PARAMETERS: &str = "parameters";
const TYPE: &str = "type";
const CRON: &str = "cron";
const NEXT: &str = "next_scheduled_time";

/// The words of the type.
const NONE: &str = "None";
const CUSTOM: &str = "Custom";

/// A schedule, as it was written.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    written: Value,
    /// There is none when nothing is scheduled.
    times: Option<Times>,
}

#[derive(Clone, Debug)]
struct Times {
    cron: Cron,
    next: Option<Timestamp>,
}

/// What a request would write to have clean-ups started at these times.
pub(in crate::simulator) fn written(cron: &str, workers: i64) -> Value {
    json!({ SCHEDULE: { TYPE: CUSTOM, CRON: cron }, PARAMETERS: { "workers": workers } })
}

impl Schedule {
    /// What is scheduled when the body of a request says so; the reason if that cannot be.
    ///
    /// `shown` is the schema of what is shown of it.
    pub(super) fn new(source: &Source, shown: &str, body: &Value, now: Timestamp) -> Result<Self, String> {
        let mut written = described(source, shown, body);
        let at = format!("/{SCHEDULE}/{CRON}");
        if written.pointer(&format!("/{SCHEDULE}/{TYPE}")) == Some(&json!(NONE)) {
            // Nothing is filled in where nothing is told.
            let told = body.get(PARAMETERS).and_then(Value::as_object).is_some_and(|told| !told.is_empty());
            let parameters = written.get(PARAMETERS).filter(|_| told).cloned().unwrap_or_else(|| json!({}));
            written = json!({ SCHEDULE: { TYPE: NONE }, PARAMETERS: parameters });
            return Ok(Self { written, times: None });
        }
        let Some(text) = written.pointer(&at).and_then(Value::as_str) else {
            return Ok(Self { written, times: None });
        };
        let cron = Cron::parse(text).map_err(|reason| format!("{at}: {reason}"))?;
        let next = cron.next(now).ok_or_else(|| format!("{at}: {text:?} never comes"))?;
        Ok(Self { written, times: Some(Times { cron, next: Some(next) }) })
    }

    /// The body that shows it.
    pub(super) fn show(&self) -> Value {
        let mut shown = self.written.clone();
        if let Some(next) = self.due() {
            shown[SCHEDULE][NEXT] = json!(next.to_string());
        }
        shown
    }

    /// When the next clean-up is to be started.
    pub(super) fn due(&self) -> Option<Timestamp> {
        self.times.as_ref().and_then(|times| times.next)
    }

    /// Looks for the next time after this one.
    pub(super) fn pass(&mut self, now: Timestamp) {
        if let Some(times) = &mut self.times {
            times.next = times.cron.next(now);
        }
    }

    /// What its clean-ups are told to do.
    pub(super) fn job(&self, source: &Source) -> Job {
        Job::told(source, &self.written)
    }
}
