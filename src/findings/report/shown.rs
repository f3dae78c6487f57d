//! The gate between a report and its formats: nothing gets past it that could break out of one.

use std::collections::HashMap;

use super::{Report, Summary};
use crate::findings::{Finding, Place, Position, Severity, Verdict};
use crate::text::{cut, printable};

/// Characters of a text that are shown.
const LONGEST: usize = 500;

/// A report as it may be shown: its texts on one line each, of bounded length, without control and bidi
/// characters; its findings in their order.
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) findings: Vec<Told>,
    pub(super) summary: Summary,
    /// What follows as long as warnings do not count.
    pub(super) verdict: Verdict,
}

/// A finding with its name.
pub(super) struct Told {
    pub(super) finding: Finding,
    pub(super) fingerprint: String,
    /// The rule of the finding that it follows from, if the report has that one.
    pub(super) cause: Option<&'static str>,
}

impl Shown {
    pub(super) fn of(report: &Report) -> Self {
        let verdict = report.verdict(false);
        let Report { title, findings, mut summary } = report.clone().sorted();
        for text in summary.notes.iter_mut().chain([&mut summary.specification, &mut summary.target]) {
            *text = clean(text);
        }
        let fingerprints: Vec<_> = findings.iter().map(Finding::fingerprint).collect();
        let rules = findings.iter().map(|finding| finding.rule);
        let rules: HashMap<_, _> = fingerprints.iter().map(String::as_str).zip(rules).collect();
        let causes: Vec<_> =
            findings.iter().map(|finding| rules.get(finding.caused_by.as_deref()?).copied()).collect();
        let findings = findings
            .into_iter()
            .zip(causes)
            .zip(fingerprints)
            .map(|((finding, cause), fingerprint)| Told { finding: cleaned(finding), fingerprint, cause });
        Self { title: clean(&title), findings: findings.collect(), summary, verdict }
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|told| told.finding.severity == severity).count()
    }
}

fn cleaned(mut finding: Finding) -> Finding {
    let Finding { message, pointer, position, first, excerpt, curl, remedy, caused_by, .. } = &mut finding;
    let Place { target, file, pointer: place, .. } = first;
    let optional = [excerpt, remedy, caused_by, target, file, place];
    let file = position.as_mut().map(|Position { file, .. }| file);
    for text in [message, pointer].into_iter().chain(file).chain(optional.into_iter().flatten()) {
        *text = clean(text);
    }
    // A command that is cut reproduces nothing.
    if let Some(curl) = curl {
        *curl = printable(curl);
    }
    finding
}

/// A text from elsewhere as it may be shown. What is clean stays as it is.
pub(in crate::findings) fn clean(text: &str) -> String {
    cut(printable(text), LONGEST)
}
