//! JUnit's XML, valid by the schema of Ant and by the one of Jenkins, which differ.

use std::fmt;
use std::io::{self, Write};

use super::Summary;
use super::facts::{counts, facts, subject};
use super::shown::{Shown, Told};
use crate::findings::{Severity, Verdict};

/// Writes one test case for each finding, and one for each rule that has none.
///
/// Errors are failures. Warnings are skipped tests, which every CI system shows and none is stopped by; JUnit has
/// nothing nearer. An info is a test that passed; its text is in the suite's output, since Ant's test cases have none.
pub(super) fn write(report: &Shown, output: &mut dyn Write) -> io::Result<()> {
    let cases = cases(report);
    let count = |wanted: fn(&Ending<'_>) -> bool| cases.iter().filter(|case| wanted(&case.ending)).count();
    let failures = count(|ending| matches!(ending, Ending::Failed(_)));
    let errors = count(|ending| matches!(ending, Ending::Broken(_)));
    let skipped = count(|ending| matches!(ending, Ending::Warned(_) | Ending::Unjudged));
    writeln!(output, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(output, "<testsuites>")?;
    write!(output, r#"  <testsuite name="{}" package="swr-gc" id="0""#, Escaped(&report.title))?;
    // Ant's schema asks for a time; the same report has to be the same bytes, so it is always the same one.
    write!(
        output,
        r#" hostname="localhost" timestamp="1970-01-01T00:00:00" time="0" tests="{}""#,
        cases.len()
    )?;
    writeln!(output, r#" failures="{failures}" errors="{errors}" skipped="{skipped}">"#)?;
    write_properties(report, output)?;
    for case in &cases {
        case.write(output)?;
    }
    write_output(report, output)?;
    writeln!(output, "    <system-err></system-err>\n  </testsuite>\n</testsuites>")
}

/// A test case.
struct Case<'a> {
    class: &'a str,
    name: String,
    ending: Ending<'a>,
}

/// How a test case ended.
enum Ending<'a> {
    Passed,
    Failed(&'a Told),
    Warned(&'a Told),
    /// There was nothing for the rule to judge.
    Unjudged,
    /// There is no verdict at all.
    Broken(&'a Summary),
}

fn cases(report: &Shown) -> Vec<Case<'_>> {
    let mut cases: Vec<_> = report.findings.iter().map(of_finding).collect();
    for &(rule, judged) in &report.summary.checked {
        if report.findings.iter().all(|told| told.finding.rule != rule) {
            let ending = if judged { Ending::Passed } else { Ending::Unjudged };
            cases.push(Case { class: rule, name: rule.to_owned(), ending });
        }
    }
    if report.verdict == Verdict::Unjudged {
        let ending = Ending::Broken(&report.summary);
        cases.push(Case { class: &report.title, name: "outcome".to_owned(), ending });
    }
    cases
}

/// The case of a finding; its name is the same in the next run, by which CI systems tell old ones from new ones.
fn of_finding(told: &Told) -> Case<'_> {
    let finding = &told.finding;
    let ending = match finding.severity {
        Severity::Error => Ending::Failed(told),
        Severity::Warning => Ending::Warned(told),
        Severity::Info => Ending::Passed,
    };
    let at = if finding.pointer.is_empty() { "" } else { " at " };
    let name = format!("{}{at}{} ({})", finding.rule, finding.pointer, told.fingerprint);
    Case { class: finding.rule, name, ending }
}

impl Case<'_> {
    fn write(&self, output: &mut dyn Write) -> io::Result<()> {
        let (class, name) = (Escaped(self.class), Escaped(&self.name));
        write!(output, r#"    <testcase classname="{class}" name="{name}" time="0">"#)?;
        match &self.ending {
            Ending::Passed => {}
            Ending::Failed(told) => {
                let (rule, message) = (Escaped(told.finding.rule), Escaped(&told.finding.message));
                writeln!(output, r#"<failure type="{rule}" message="{message}">"#)?;
                write_finding(told, output)?;
                write!(output, "</failure>")?;
            }
            Ending::Warned(told) => {
                writeln!(output, r#"<skipped message="warning: {}">"#, Escaped(&told.finding.message))?;
                write_finding(told, output)?;
                write!(output, "</skipped>")?;
            }
            Ending::Unjudged => write!(output, r#"<skipped message="not judged"></skipped>"#)?,
            Ending::Broken(Summary { outcome, notes, .. }) => {
                writeln!(output, r#"<error type="{outcome}" message="no verdict: {outcome}">"#)?;
                notes.iter().try_for_each(|note| writeln!(output, "{}", Escaped(note)))?;
                write!(output, "</error>")?;
            }
        }
        writeln!(output, "</testcase>")
    }
}

fn write_finding(told: &Told, output: &mut dyn Write) -> io::Result<()> {
    let finding = &told.finding;
    let (severity, rule, message) = (finding.severity, Escaped(finding.rule), Escaped(&finding.message));
    writeln!(output, "{severity}[{rule}]: {message}")?;
    facts(told).iter().try_for_each(|(name, text)| writeln!(output, "{name}: {}", Escaped(text)))
}

fn write_properties(report: &Shown, output: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    writeln!(output, "    <properties>")?;
    for (name, value) in [
        ("errors", report.count(Severity::Error).to_string()),
        ("warnings", report.count(Severity::Warning).to_string()),
        ("infos", report.count(Severity::Info).to_string()),
        ("requests", summary.requests.to_string()),
        ("outcome", summary.outcome.to_string()),
        ("specification", summary.specification.clone()),
        ("target", summary.target.clone()),
    ] {
        writeln!(output, r#"      <property name="{name}" value="{}"/>"#, Escaped(&value))?;
    }
    writeln!(output, "    </properties>")
}

/// What has no test case of its own, and the line of counts.
fn write_output(report: &Shown, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "    <system-out>{}", Escaped(&subject(report)))?;
    for told in report.findings.iter().filter(|told| told.finding.severity == Severity::Info) {
        write_finding(told, output)?;
    }
    for note in &report.summary.notes {
        writeln!(output, "note: {}", Escaped(note))?;
    }
    writeln!(output, "{}</system-out>", counts(report))
}

/// A text inside of an element or an attribute; what XML 1.0 has no place for is written out.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => write!(f, "{}", letter.escape_unicode()),
            letter => f.write_char(letter),
        })
    }
}
