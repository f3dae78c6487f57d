//! What a judging command found, and the formats in which it is written: one file a format.

mod facts;
mod format;
mod github;
mod json;
mod junit;
mod markdown;
mod shown;
mod text;

use std::cmp::Reverse;
use std::fmt;

pub use format::{Format, write, write_coloured};
pub(super) use shown::clean;

use super::{Finding, Outcome, Severity, Verdict};

/// What a judging command found.
///
/// ```
/// use swr_gc::findings::{Finding, Outcome, Report, Severity, Summary, Verdict};
///
/// let summary = Summary::new(Outcome::Complete, "openapi/swr-gc.yaml", "https://swr.example");
/// let mut report = Report::new("contract check", summary);
/// assert_eq!(report.verdict(false), Verdict::Clean);
///
/// report.findings.push(Finding::new("schema-enum", Severity::Warning, "a status that is not described"));
/// assert_eq!(report.count(Severity::Warning), 1);
/// assert_eq!(report.verdict(false), Verdict::Clean);
/// assert_eq!(report.verdict(true), Verdict::Found);
///
/// report.findings.push(Finding::new("schema-type", Severity::Error, "an id that is a text"));
/// let report = report.sorted();
/// assert_eq!(report.findings[0].rule, "schema-type");
/// assert!(report.to_string().contains("error[schema-type]: an id that is a text"));
/// ```
///
/// [`write()`] has the other forms.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The command, as its user calls it; never empty.
    pub title: String,
    /// One for each cause.
    pub findings: Vec<Finding>,
    /// What was judged, and how far.
    pub summary: Summary,
}

/// What was judged, and how far.
///
/// ```
/// use swr_gc::findings::{Outcome, Summary};
///
/// let mut summary = Summary::new(Outcome::Throttled, "openapi/swr-gc.yaml", "https://swr.example");
/// summary.requests = 3;
/// summary.notes.push("the service asks to slow down".to_owned());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// Requests that were sent, or whose recorded answers were judged.
    pub requests: usize,
    /// How far judging has come.
    pub outcome: Outcome,
    /// The specification that was judged by.
    pub specification: String,
    /// What was judged: an endpoint, or a file.
    pub target: String,
    /// Every rule that took part, and whether there was something for it to judge.
    pub checked: Vec<(&'static str, bool)>,
    /// What could not be judged or was passed over, and why, in words.
    pub notes: Vec<String>,
}

impl Report {
    /// One without findings so far.
    pub fn new(title: impl Into<String>, summary: Summary) -> Self {
        Self { title: title.into(), findings: Vec::new(), summary }
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The same with the worst first, then by rule, pointer and message.
    pub fn sorted(mut self) -> Self {
        self.findings.sort_by(|one, other| {
            let key = |finding: &Finding| (Reverse(finding.severity), finding.rule);
            key(one)
                .cmp(&key(other))
                .then_with(|| one.pointer.cmp(&other.pointer))
                .then_with(|| one.message.cmp(&other.message))
        });
        self
    }

    /// What follows from it. Errors always count, warnings if they are denied, and infos never.
    ///
    /// What was found counts also where judging broke off. Where nothing that counts was found, it is
    /// [`Unjudged`](Verdict::Unjudged) if judging broke off, or if there was nothing to judge for any rule.
    pub fn verdict(&self, deny_warnings: bool) -> Verdict {
        let least = if deny_warnings { Severity::Warning } else { Severity::Error };
        if self.findings.iter().any(|finding| finding.severity >= least) {
            return Verdict::Found;
        }
        let judged = match self.summary.outcome {
            Outcome::Complete => true,
            Outcome::Inconclusive => self.summary.checked.iter().any(|(_, judged)| *judged),
            _ => false,
        };
        if judged { Verdict::Clean } else { Verdict::Unjudged }
    }
}

/// Shows it as [`Format::Text`], without colours.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        write(self, Format::Text, &mut text).map_err(|_| fmt::Error)?;
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

impl Summary {
    /// One of no requests and no rules so far.
    pub fn new(outcome: Outcome, specification: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            requests: 0,
            outcome,
            specification: specification.into(),
            target: target.into(),
            checked: Vec::new(),
            notes: Vec::new(),
        }
    }
}
