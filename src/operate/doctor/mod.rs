//! What an experienced operator would look for in the tasks and the schedule of an instance.
//!
//! ```
//! use swr_gc::findings::Verdict;
//! use swr_gc::operate::doctor::examine;
//! use swr_gc::types::{GcTask, ShowGcScheduleResponse};
//!
//! let tasks: Vec<GcTask> = serde_json::from_str(
//!     r#"[{"id": 8, "job_status": "Pending", "creation_time": "2024-01-20T12:00:00Z"},
//!         {"id": 7, "job_status": "Running", "creation_time": "2024-01-20T10:00:00Z"}]"#,
//! )?;
//! let report = examine(&tasks, None, "2024-01-20T15:00:00Z".parse()?);
//! assert_eq!(report.verdict(false), Verdict::Found);
//! assert_eq!(report.findings[0].message, "task 8 has been Pending for 3h while task 7 is Running");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing is asked and nothing is changed: it is a function of tasks, schedule and time. What the service did not
//! tell is unknown and makes no finding.

mod about;
mod case;
mod rule;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::findings::{Outcome, Report, Summary};
use crate::types::{GcTask, ShowGcScheduleResponse};
use case::{Case, Plan};

pub use about::About;

/// What each rule is about, in the order in which they judge.
///
/// ```
/// for rule in swr_gc::operate::doctor::rules() {
///     println!("{}: {}", rule.id, rule.title);
/// }
/// ```
pub fn rules() -> Vec<About> {
    rule::ALL.iter().map(|rule| *rule.about()).collect()
}

/// Looks at the tasks of an instance, which may come in any order, and at its schedule as far as it is known.
///
/// ```
/// use swr_gc::operate::doctor::examine;
///
/// # fn demo(tasks: &[swr_gc::types::GcTask], schedule: &swr_gc::types::ShowGcScheduleResponse) {
/// let report = examine(tasks, Some(schedule), jiff::Timestamp::now());
/// println!("{} findings", report.findings.len());
/// # }
/// ```
///
/// The places of findings count the tasks in the order in which they were given. `now` is the time that ages are
/// counted by: [`Timestamp::now`], or when the tasks were listed. The first note of the report says what was looked at. A schedule that
/// was told but not what it is makes the report [`Unreadable`](Outcome::Unreadable).
pub fn examine(tasks: &[GcTask], schedule: Option<&ShowGcScheduleResponse>, now: Timestamp) -> Report {
    let case = Case::new(tasks, schedule, now);
    let mut report = Report::new("doctor", Summary::new(Outcome::Complete, "", ""));
    report.summary.notes.push(case.describe());
    if schedule.is_some() && matches!(case.plan, Plan::Unknown) {
        report.summary.outcome = Outcome::Unreadable;
        report.summary.notes.push(
            "the answer does not say what the schedule is, so nothing that depends on it was judged"
                .to_owned(),
        );
    }
    for rule in rule::ALL {
        let mut found = rule.judge(&case);
        if let Some(finding) = &mut found {
            let cause = |rule: &&str| report.findings.iter().find(|cause| cause.rule == *rule);
            finding.caused_by = rule.follows().iter().find_map(cause).map(|cause| cause.fingerprint());
        }
        report.findings.extend(found);
        report.summary.checked.push((rule.about().id, rule.is_judging(&case)));
    }
    report.sorted()
}
