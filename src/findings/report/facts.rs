//! What all formats say in the same words.

use super::shown::{Shown, Told};
use crate::findings::{Finding, Severity};

/// What is known of a finding beside its rule, severity and message: names, and texts of one line.
pub(super) fn facts(told: &Told) -> Vec<(&'static str, String)> {
    let finding = &told.finding;
    let facts = [
        ("specification", specification(finding)),
        ("seen", Some(seen(finding))),
        ("answer", finding.excerpt.clone()),
        ("reproduce", finding.curl.clone()),
        ("what to do", finding.remedy.clone()),
        ("follows from", finding.caused_by.as_deref().map(|cause| follows(cause, told.cause))),
        ("fingerprint", Some(told.fingerprint.clone())),
    ];
    facts.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

/// Columns that the longest name takes.
pub(super) const WIDTH: usize = "specification".len();

/// Where in the specification it stands, if it is about something there.
fn specification(finding: &Finding) -> Option<String> {
    let position = finding.position.as_ref().map(ToString::to_string);
    let pointer = Some(&finding.pointer).filter(|pointer| !pointer.is_empty());
    let pointer = pointer.map(|pointer| format!("#{pointer}"));
    let parts: Vec<_> = position.into_iter().chain(pointer).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn seen(finding: &Finding) -> String {
    let place = finding.first.to_string();
    match (finding.count, place.as_str()) {
        (1, "") => "once".to_owned(),
        (1, place) => format!("once, in {place}"),
        (count, "") => format!("{count} times"),
        (count, place) => format!("{count} times, first in {place}"),
    }
}

fn follows(cause: &str, rule: Option<&str>) -> String {
    rule.map_or_else(|| cause.to_owned(), |rule| format!("{rule} {cause}"))
}

/// What was judged by what, as far as it is known.
pub(super) fn subject(report: &Shown) -> String {
    let sides = [report.summary.specification.as_str(), report.summary.target.as_str()];
    let known: Vec<_> = sides.into_iter().filter(|side| !side.is_empty()).collect();
    known.join(" against ")
}

/// Rules for which there was nothing to judge.
pub(super) fn unjudged(report: &Shown) -> impl Iterator<Item = &'static str> {
    report.summary.checked.iter().filter(|(_, judged)| !judged).map(|(rule, _)| *rule)
}

/// The line of counts and outcome.
pub(super) fn counts(report: &Shown) -> String {
    let found = Severity::ALL.iter().map(|severity| several(report.count(*severity), severity.name()));
    let found: Vec<_> = found.collect();
    let requests = several(report.summary.requests, "request");
    format!("{}; {requests}; {}", found.join(", "), report.summary.outcome)
}

fn several(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A line that a CI system reads along with, without the mark by which it takes a part of a line for a command.
pub(super) fn inert(line: &str) -> String {
    line.replace("##[", "## [")
}
