//! Annotations of GitHub Actions: workflow commands, which its runner reads from the output.

use std::io::{self, Write};

use super::facts::{counts, facts, inert, unjudged};
use super::shown::{Shown, Told};
use crate::findings::Severity;

/// Writes a command for each finding, then for the log what was left open and the line of counts.
pub(super) fn write(report: &Shown, output: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|told| annotate(told, output))?;
    let unjudged: Vec<_> = unjudged(report).collect();
    if !unjudged.is_empty() {
        writeln!(output, "not judged: {}", unjudged.join(", "))?;
    }
    for note in &report.summary.notes {
        writeln!(output, "note: {}", inert(note))?;
    }
    writeln!(output, "{}", counts(report))
}

fn annotate(told: &Told, output: &mut dyn Write) -> io::Result<()> {
    let finding = &told.finding;
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(output, "::{command} ")?;
    if let Some(at) = &finding.position {
        write!(output, "file={},line={},col={},", property(&at.file), at.line, at.column)?;
    }
    write!(output, "title={}::{}", property(finding.rule), data(&finding.message))?;
    for (name, text) in facts(told) {
        write!(output, "%0A{name}: {}", data(&text))?;
    }
    writeln!(output)
}

/// A text behind the second `::`, as the runner's own toolkit escapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property in front of it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
