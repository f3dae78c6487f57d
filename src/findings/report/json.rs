//! One JSON object, as `docs/report.schema.json` describes it.

use std::io::{self, Write};

use serde::Serialize;

use super::shown::{Shown, Told};
use crate::findings::{Outcome, Severity};

/// Writes the object. Every key is always there; what is not known is `null`.
pub(super) fn write(report: &Shown, output: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *output, &Object::of(report))?;
    writeln!(output)
}

#[derive(Serialize)]
struct Object<'a> {
    findings: Vec<Found<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    pointer: &'a str,
    position: Option<Position<'a>>,
    count: usize,
    first: Place<'a>,
    excerpt: Option<&'a str>,
    curl: Option<&'a str>,
    remedy: Option<&'a str>,
    caused_by: Option<&'a str>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Position<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Place<'a> {
    request: Option<usize>,
    target: Option<&'a str>,
    file: Option<&'a str>,
    pointer: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct Summary<'a> {
    title: &'a str,
    outcome: Outcome,
    errors: usize,
    warnings: usize,
    infos: usize,
    requests: usize,
    specification: &'a str,
    target: &'a str,
    checked: Vec<Checked<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Checked<'a> {
    rule: &'a str,
    judged: bool,
}

impl<'a> Object<'a> {
    fn of(report: &'a Shown) -> Self {
        let summary = &report.summary;
        let checked = summary.checked.iter().map(|&(rule, judged)| Checked { rule, judged });
        Self {
            findings: report.findings.iter().map(Found::of).collect(),
            summary: Summary {
                title: &report.title,
                outcome: summary.outcome,
                errors: report.count(Severity::Error),
                warnings: report.count(Severity::Warning),
                infos: report.count(Severity::Info),
                requests: summary.requests,
                specification: &summary.specification,
                target: &summary.target,
                checked: checked.collect(),
                notes: &summary.notes,
            },
        }
    }
}

impl<'a> Found<'a> {
    fn of(told: &'a Told) -> Self {
        let finding = &told.finding;
        let position = finding.position.as_ref();
        let first = &finding.first;
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: &finding.message,
            pointer: &finding.pointer,
            position: position.map(|at| Position { file: &at.file, line: at.line, column: at.column }),
            count: finding.count,
            first: Place {
                request: first.request,
                target: first.target.as_deref(),
                file: first.file.as_deref(),
                pointer: first.pointer.as_deref(),
                line: first.line,
                column: first.column,
            },
            excerpt: finding.excerpt.as_deref(),
            curl: finding.curl.as_deref(),
            remedy: finding.remedy.as_deref(),
            caused_by: finding.caused_by.as_deref(),
            fingerprint: &told.fingerprint,
        }
    }
}
