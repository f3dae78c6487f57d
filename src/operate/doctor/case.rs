//! What the rules look at.

use std::cmp::Reverse;
use std::fmt;
use std::iter::successors;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::about::About;
use crate::cron::Cron;
use crate::findings::{Finding, Severity};
use crate::operate::past::{Past, Usual};
use crate::types::{GcTask, JobKind, JobParameters, JobStatus, ScheduleType, ShowGcScheduleResponse};
use crate::wire::Open;

/// An instance at one moment.
pub(super) struct Case<'a> {
    /// The newest first; those whose creation is unknown are last.
    pub(super) tasks: Vec<Seen<'a>>,
    pub(super) plan: Plan<'a>,
    /// The last times at which the schedule was to start a task, the latest first.
    pub(super) due: Vec<Timestamp>,
    /// The next times at which it is to start one, the earliest first.
    pub(super) upcoming: Vec<Timestamp>,
    pub(super) past: Past,
    pub(super) now: Timestamp,
}

/// How far clocks may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

fn is_within(created: Timestamp, due: Timestamp, tolerance: SignedDuration) -> bool {
    (-SKEW..=tolerance).contains(&created.duration_since(due))
}

/// A task, and its place among those that were given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    place: usize,
    pub(super) task: &'a GcTask,
}

/// The schedule, as far as it is known.
pub(super) enum Plan<'a> {
    /// Nobody asked, or the service did not tell.
    Unknown,
    /// There is none.
    Off,
    /// There is one, and nobody here can tell when it fires.
    Unreadable { text: &'a str, why: String },
    /// There is one, written so; the service may have told when it fires next.
    Cron { text: &'a str, cron: Box<Cron>, next: Option<Timestamp>, told: &'a ShowGcScheduleResponse },
}

impl<'a> Case<'a> {
    /// How long after its time a task of the schedule may be created.
    const TOLERANCE: SignedDuration = SignedDuration::from_mins(30);
    /// How many times of the schedule are looked at, back and ahead.
    const LOOKED_AT: usize = 10;

    pub(super) fn new(
        tasks: &'a [GcTask],
        schedule: Option<&'a ShowGcScheduleResponse>,
        now: Timestamp,
    ) -> Self {
        let mut seen: Vec<_> = tasks.iter().enumerate().map(|(place, task)| Seen { place, task }).collect();
        seen.sort_by_key(|seen| Reverse((seen.task.creation_time, seen.task.id)));
        let plan = schedule.map_or(Plan::Unknown, Plan::of);
        let times = |step: fn(&Cron, Timestamp) -> Option<Timestamp>| {
            let Plan::Cron { cron, .. } = &plan else { return Vec::new() };
            successors(step(cron, now), |last| step(cron, *last)).take(Self::LOOKED_AT).collect()
        };
        let (due, upcoming) = (times(Cron::previous), times(Cron::next));
        Self { tasks: seen, plan, due, upcoming, past: Past::of(tasks), now }
    }

    /// What was looked at.
    pub(super) fn describe(&self) -> String {
        let plan = &self.plan;
        let count = match self.tasks.len() {
            1 => "1 task".to_owned(),
            count => format!("{count} tasks"),
        };
        let mut created = self.dated().map(|(created, _)| created);
        let span = match (created.next_back(), created.next()) {
            (Some(first), Some(last)) => format!(", created from {first} to {last},"),
            (Some(only), None) => format!(", created {only},"),
            _ => String::new(),
        };
        format!("looked at {count}{span} and {plan}")
    }

    /// The tasks with this status, the newest first.
    pub(super) fn with(&self, status: JobStatus) -> impl DoubleEndedIterator<Item = Seen<'a>> {
        self.tasks.iter().copied().filter(move |seen| seen.status() == Some(status))
    }

    /// The tasks, the newest first; `None` where it is not known which came after which, since one of unknown creation
    /// may have been the last.
    pub(super) fn in_order(&self) -> Option<impl DoubleEndedIterator<Item = Seen<'a>>> {
        let is_known = self.tasks.iter().all(|seen| seen.task.creation_time.is_some());
        is_known.then(|| self.tasks.iter().copied())
    }

    /// The tasks whose creation is known, the newest first.
    pub(super) fn dated(&self) -> impl DoubleEndedIterator<Item = (Timestamp, Seen<'a>)> {
        self.tasks.iter().filter_map(|seen| Some((seen.task.creation_time?, *seen)))
    }

    /// How long ago the task was created; `None` if that is unknown or lies ahead.
    pub(super) fn age(&self, seen: &Seen<'_>) -> Option<SignedDuration> {
        let age = self.now.duration_since(seen.task.creation_time?);
        (!age.is_negative()).then_some(age)
    }

    /// How long after a time of the schedule a task may be created and still be of that time.
    pub(super) fn tolerance(&self, due: Timestamp) -> SignedDuration {
        let Plan::Cron { cron, .. } = &self.plan else { return Self::TOLERANCE };
        let next = cron.next(due);
        next.map_or(Self::TOLERANCE, |next| Self::TOLERANCE.min(next.duration_since(due) / 2))
    }

    /// Whether a task that was created then is the one of that time of the schedule.
    pub(super) fn is_of(&self, created: Timestamp, due: Timestamp) -> bool {
        is_within(created, due, self.tolerance(due))
    }

    /// Whether there is a task of that time of the schedule, whoever started it.
    pub(super) fn is_kept(&self, due: Timestamp) -> bool {
        let tolerance = self.tolerance(due);
        self.dated().any(|(created, _)| is_within(created, due, tolerance))
    }

    /// Since when the schedule is known to be what it is; nobody tells when it was set.
    ///
    /// That is the first of its tasks that were all created when they were to be, up to the last one; nobody knows of
    /// tasks that do not say what started them. Two of them have to
    /// be of times that follow each other: tasks of a weekly schedule are on time for a daily one as well.
    pub(super) fn in_force_since(&self) -> Option<Timestamp> {
        let Plan::Cron { cron, .. } = &self.plan else { return None };
        let by_schedule = self.dated().filter(|(_, seen)| seen.kind() != Some(JobKind::Manual));
        let of = |created: Timestamp| {
            let due = cron.previous(created.saturating_add(SKEW).unwrap_or(created))?;
            self.is_of(created, due).then_some(due)
        };
        let due: Vec<_> = by_schedule.map_while(|(created, _)| of(created)).collect();
        let follow = |pair: &[Timestamp]| cron.next(pair[1]) == Some(pair[0]);
        due.windows(2).any(follow).then(|| due.last().copied()).flatten()
    }

    /// A finding with its evidence: the tasks it is about, the first of them first.
    pub(super) fn finding(
        about: &'static About,
        severity: Severity,
        message: String,
        tasks: &[Seen<'_>],
        remedy: String,
    ) -> Finding {
        let mut finding = Finding::new(about.id, severity, message);
        finding.count = tasks.len().max(1);
        finding.first.pointer = tasks.first().map(|seen| format!("/tasks/{}", seen.place));
        let shown: Vec<_> = tasks.iter().take(3).map(Seen::evidence).collect();
        finding.excerpt = (!shown.is_empty()).then(|| shown.join(" "));
        finding.remedy = Some(remedy);
        finding
    }
}

impl Seen<'_> {
    pub(super) fn status(&self) -> Option<JobStatus> {
        self.task.job_status.as_ref().and_then(Open::known)
    }

    pub(super) fn kind(&self) -> Option<JobKind> {
        self.task.job_kind.as_ref().and_then(Open::known)
    }

    pub(super) fn is_dry_run(&self) -> Option<bool> {
        self.task.job_parameters.as_ref().map(JobParameters::is_dry_run)
    }

    /// Whether it may have come to its end: a status that nobody knows may be one.
    pub(super) fn may_be_over(&self) -> bool {
        self.status().is_none_or(JobStatus::is_final)
    }

    pub(super) fn freed_space(&self) -> Option<i64> {
        self.task.job_parameters.as_ref()?.freed_space
    }

    /// How it is called: by its id, or by its place if it has none.
    pub(super) fn name(&self) -> String {
        self.task.id.map_or_else(|| format!("the task at /tasks/{}", self.place), |id| format!("task {id}"))
    }

    /// What a command takes for it.
    pub(super) fn id(&self) -> String {
        self.task.id.map_or_else(|| "ID".to_owned(), |id| id.to_string())
    }

    /// What is told of it, as JSON.
    fn evidence(&self) -> String {
        let GcTask { id, job_status, creation_time, update_time, .. } = self.task;
        let mut told = json!({
            "id": id, "job_status": job_status, "creation_time": creation_time, "update_time": update_time,
            "freed_space": self.freed_space(),
        });
        if let Some(told) = told.as_object_mut() {
            told.retain(|_, value| !value.is_null());
        }
        told.to_string()
    }
}

impl<'a> Plan<'a> {
    fn of(told: &'a ShowGcScheduleResponse) -> Self {
        let Some(schedule) = &told.schedule else { return Self::Unknown };
        match (schedule.type_.as_ref().and_then(Open::known), schedule.cron.as_deref()) {
            (Some(ScheduleType::None), _) => Self::Off,
            (Some(ScheduleType::Custom), Some(text)) => match Cron::parse(text) {
                Ok(cron) => Self::Cron { text, cron: Box::new(cron), next: schedule.next_run(), told },
                Err(why) => Self::Unreadable { text, why },
            },
            _ => Self::Unknown,
        }
    }

    /// Whether it can be told when it fires, or that it does not.
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Self::Off | Self::Cron { .. })
    }
}

/// As people are told of it.
impl fmt::Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("a schedule that is not known"),
            Self::Off => f.write_str("no schedule"),
            Self::Unreadable { text, .. } | Self::Cron { text, .. } => write!(f, "the schedule `{text}`"),
        }
    }
}

/// A duration in its two largest units, which is what people compare by.
pub(super) fn so_long(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    let units =
        [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let first = units.iter().position(|(count, _)| *count != 0).unwrap_or(3);
    let shown =
        units.iter().skip(first).take(2).filter(|(count, unit)| *count != 0 || *unit == "s" && first == 3);
    shown.map(|(count, unit)| format!("{count}{unit}")).collect::<Vec<_>>().join(" ")
}

/// How long runs usually take, and which runs those are.
pub(super) fn usually(usual: &Usual, workers: i64) -> String {
    let workers = if workers == 1 { "1 worker".to_owned() } else { format!("{workers} workers") };
    format!("{}, the median of {} runs with {workers}", so_long(usual.median), usual.runs)
}
