//! Markdown as GitHub and GitLab show it.

use std::io::{self, Write};

use super::facts::{WIDTH, counts, facts, subject, unjudged};
use super::shown::{Shown, Told};

/// Writes the counts, a table of the findings, and below it each of them to unfold.
pub(super) fn write(report: &Shown, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "## {}\n\n**{}**\n", code(&report.title), counts(report))?;
    let subject = subject(report);
    if !subject.is_empty() {
        writeln!(output, "{}\n", code(&subject))?;
    }
    if !report.findings.is_empty() {
        writeln!(output, "| severity | rule | message | specification | count | fingerprint |")?;
        writeln!(output, "|---|---|---|---|--:|---|")?;
        report.findings.iter().try_for_each(|told| write_row(told, output))?;
        writeln!(output)?;
        report.findings.iter().try_for_each(|told| write_details(told, output))?;
    }
    let unjudged: Vec<_> = unjudged(report).map(code).collect();
    if !unjudged.is_empty() {
        writeln!(output, "Not judged: {}\n", unjudged.join(", "))?;
    }
    report.summary.notes.iter().try_for_each(|note| writeln!(output, "Note: {}\n", code(note)))
}

fn write_row(told: &Told, output: &mut dyn Write) -> io::Result<()> {
    let finding = &told.finding;
    let position = finding.position.as_ref().map(ToString::to_string).unwrap_or_default();
    let texts = [finding.rule, &finding.message, &position].map(cell);
    let (severity, count, fingerprint) = (finding.severity, finding.count, code(&told.fingerprint));
    writeln!(output, "| {severity} | {} | {count} | {fingerprint} |", texts.join(" | "))
}

fn write_details(told: &Told, output: &mut dyn Write) -> io::Result<()> {
    let (severity, rule) = (told.finding.severity, told.finding.rule);
    let mut text = format!("{severity}[{rule}]: {}\n", told.finding.message);
    for (name, fact) in facts(told) {
        text += &format!("  {name:WIDTH$}  {fact}\n");
    }
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let summary = format!("{severity} {rule} {}", told.fingerprint);
    writeln!(output, "<details><summary>{summary}</summary>\n\n{fence}text\n{text}{fence}\n\n</details>\n")
}

/// A text that is shown as it is: inside of code there is no markup, no link and nobody to call.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let ends = |letter| text.starts_with(letter) || text.ends_with(letter);
    // One blank at both ends is taken off by the reader.
    let blank = if ends('`') || ends(' ') && !text.trim().is_empty() { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// The same in a table, whose cells end at a bar also inside of code.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}
