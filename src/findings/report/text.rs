//! Lines for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::facts::{WIDTH, counts, facts, inert, subject, unjudged};
use super::shown::Shown;
use crate::findings::Severity;

/// Writes a paragraph for each finding, then what was left open, and last the line of counts.
pub(super) fn write(report: &Shown, colours: bool, output: &mut dyn Write) -> io::Result<()> {
    let paint = |style: Style| if colours { style } else { Style::new() };
    let bold = paint(Style::new().bold());
    let subject = subject(report);
    let colon = if subject.is_empty() { "" } else { ": " };
    writeln!(output, "{bold}{}{bold:#}{colon}{}\n", inert(&report.title), inert(&subject))?;
    for told in &report.findings {
        let finding = &told.finding;
        let style = paint(style(finding.severity));
        let (severity, rule, message) = (finding.severity, finding.rule, inert(&finding.message));
        writeln!(output, "{style}{severity}[{rule}]{style:#}: {bold}{message}{bold:#}")?;
        for (name, text) in facts(told) {
            writeln!(output, "  {name:WIDTH$}  {}", inert(&text))?;
        }
        writeln!(output)?;
    }
    let unjudged: Vec<_> = unjudged(report).collect();
    if !unjudged.is_empty() {
        writeln!(output, "not judged: {}", unjudged.join(", "))?;
    }
    for note in &report.summary.notes {
        writeln!(output, "note: {}", inert(note))?;
    }
    writeln!(output, "{bold}{}{bold:#}", counts(report))
}

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    Style::new().fg_color(Some(colour.into())).bold()
}
