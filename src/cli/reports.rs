//! The reports of a command that judges: which are written, where to, and how the command ends.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::exit::Exit;
use super::terminal::Terminal;
use crate::environment::Environment;
use crate::error::Error;
use crate::findings::{Format, Outcome, Report, Summary, write, write_coloured};
use crate::text::printable;
use crate::wire::UnknownWord;

/// The flags that choose.
#[derive(Debug, Args)]
pub(super) struct Reports {
    /// Form of the report on standard output; `text` unless a --report goes there
    #[arg(long, short = 'o', visible_alias = "output", value_name = "FORM", value_parser = formats())]
    format: Option<Format>,

    /// Write a report in this form to a file, or to standard output as `-`: junit=out.xml; more than one is allowed
    #[arg(long = "report", value_name = "FORM=FILE", value_parser = destination)]
    destinations: Vec<Destination>,

    /// End with 1 for warnings as well
    #[arg(long)]
    deny_warnings: bool,
}

/// One further report.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Destination {
    format: Format,
    /// None is standard output.
    file: Option<PathBuf>,
}

/// The file that GitHub Actions shows on the page of a run.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

impl Reports {
    /// Writes the report in each form and place that was asked for, and where the CI shows it; how the command ends.
    ///
    /// A report that cannot be written does not keep the others from being written.
    pub(super) fn write(self, report: &Report, terminal: &Terminal) -> Exit {
        let mut written = true;
        for format in self.on_standard_output() {
            let printed = match format {
                Format::Text => terminal.print_words(|output| write_coloured(report, output)),
                other => terminal.print(|output| write(report, other, output)),
            };
            written &= printed == Exit::Done;
        }
        for complaint in self.write_files(report, &Environment::process()) {
            terminal.complain(&complaint, Some("name a file in a folder that exists and may be written to"));
            written = false;
        }
        self.exit(report, written)
    }

    /// How the command ends; `written` tells whether all reports are where they should be.
    fn exit(&self, report: &Report, written: bool) -> Exit {
        if written { report.verdict(self.deny_warnings).into() } else { Exit::Unjudged }
    }

    /// The forms on standard output, in this order.
    fn on_standard_output(&self) -> Vec<Format> {
        let further = self.destinations.iter().filter(|to| to.file.is_none()).map(|to| to.format);
        let mut formats: Vec<_> = self.format.into_iter().chain(further).collect();
        if formats.is_empty() {
            formats.push(Format::Text);
        }
        formats
    }

    /// Writes everything that goes elsewhere; what could not be written and why.
    fn write_files(&self, report: &Report, environment: &Environment) -> Vec<String> {
        let mut complaints = Vec::new();
        for Destination { format, file } in &self.destinations {
            let Some(file) = file else { continue };
            if let Err(error) = bytes(report, *format).and_then(|bytes| fs::write(file, bytes)) {
                complaints.push(unwritten(&format!("--report {format}={}", file.display()), &error));
            }
        }
        match environment.text(STEP_SUMMARY) {
            Ok(None) => {}
            Ok(Some(file)) => {
                if let Err(error) = append(report, Path::new(&file)) {
                    complaints.push(unwritten(&format!("{STEP_SUMMARY}={file}"), &error));
                }
            }
            Err(complaint) => complaints.push(complaint),
        }
        complaints
    }
}

/// How far judging comes with such an answer.
pub(super) fn outcome(error: &Error) -> Outcome {
    match error.status() {
        Some(401) => Outcome::Unauthenticated,
        // Who lacks a permission is told so under seal; who is not on the list is not.
        Some(403) if error.encoded_authorization_message().is_some() => Outcome::NoPermission,
        Some(403) => Outcome::NotWhiteListed,
        Some(429) => Outcome::Throttled,
        None if error.is_connect() || error.is_timeout() => Outcome::Unreachable,
        _ => Outcome::Unreadable,
    }
}

/// The report where there is nothing to look at.
pub(super) fn unjudged(command: &str, error: &Error) -> Report {
    let mut report = Report::new(command, Summary::new(outcome(error), "", ""));
    report.summary.requests = 1;
    report.summary.notes = vec![error.to_string(), error.remedy()];
    report
}

fn unwritten(what: &str, error: &io::Error) -> String {
    format!("{} cannot be written: {error}", printable(what))
}

fn bytes(report: &Report, format: Format) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(report, format, &mut bytes)?;
    Ok(bytes)
}

/// Adds the report behind what others have written to the summary of the step.
fn append(report: &Report, file: &Path) -> io::Result<()> {
    let mut bytes = bytes(report, Format::Markdown)?;
    bytes.insert(0, b'\n');
    OpenOptions::new().append(true).create(true).open(file)?.write_all(&bytes)
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.iter().map(|format| PossibleValue::new(format.name()).help(help(*format)));
    PossibleValuesParser::new(values).try_map(|name| name.parse())
}

fn help(format: Format) -> &'static str {
    match format {
        Format::Text => "Paragraphs for people",
        Format::Json => "One object, as docs/report.schema.json describes it",
        Format::Junit => "JUnit's XML, for the test page of a CI system",
        Format::Markdown => "For a merge request; also what GitHub shows of a step, where it runs in one",
        Format::Github => "Annotations of GitHub Actions, at the lines of the specification",
    }
}

fn destination(text: &str) -> Result<Destination, String> {
    let (format, file) = text.split_once('=').ok_or("it has no `=`: write it as junit=out.xml")?;
    let format = format.parse().map_err(|error: UnknownWord| error.to_string())?;
    match file {
        "" => Err(format!("it names no file: write it as {format}=FILE, or {format}=- for standard output")),
        "-" => Ok(Destination { format, file: None }),
        file => Ok(Destination { format, file: Some(file.into()) }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::{Reports, STEP_SUMMARY, bytes};
    use crate::cli::exit::Exit;
    use crate::environment::Environment;
    use crate::findings::{Finding, Format, Outcome, Report, Severity, Summary};

    #[derive(Debug, Parser)]
    struct Judge {
        #[command(flatten)]
        reports: Reports,
    }

    fn reports(arguments: &[&str]) -> Result<Reports, String> {
        let judge = Judge::try_parse_from([&["judge"], arguments].concat());
        judge.map(|judge| judge.reports).map_err(|error| error.to_string())
    }

    fn report(worst: Option<Severity>) -> Report {
        let summary = Summary::new(Outcome::Complete, "openapi/swr-gc.yaml", "https://swr.example");
        let mut report = Report::new("contract check", summary);
        report.findings.extend(worst.map(|severity| Finding::new("schema-type", severity, "odd")));
        report
    }

    #[test]
    fn standard_output_has_what_was_asked_for_and_text_if_nothing_was() {
        for (arguments, expected) in [
            (&[][..], &[Format::Text][..]),
            (&["--report", "junit=out.xml"], &[Format::Text]),
            (&["--report", "json=-"], &[Format::Json]),
            (&["--format", "text", "--report", "github=-"], &[Format::Text, Format::Github]),
            (&["--output", "markdown"], &[Format::Markdown]),
        ] {
            let formats = reports(arguments).map(|reports| reports.on_standard_output());
            assert_eq!(formats.as_deref(), Ok(expected), "{arguments:?}");
        }
    }

    #[test]
    fn what_is_no_report_is_told_with_what_is_one() {
        for (arguments, told) in [
            (&["--format", "yaml"][..], "possible values: text, json, junit, markdown, github"),
            (&["--report", "yaml=out"], "use one of text, json, junit, markdown, github"),
            (&["--report", "out.xml"], "write it as junit=out.xml"),
            (&["--report", "junit="], "write it as junit=FILE"),
        ] {
            let error = reports(arguments).expect_err("it is none");
            assert!(error.contains(told) && error.contains(arguments[1]), "{error}");
        }
    }

    #[test]
    fn files_have_the_same_bytes_as_the_library_writes_and_the_step_summary_grows() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).to_str().expect("a path is text").to_owned();
        let environment = Environment::of(&[(STEP_SUMMARY, &path("summary.md"))]);
        fs::write(path("summary.md"), "before").expect("it can be written");
        let report = report(Some(Severity::Error));
        let arguments: Vec<_> =
            Format::ALL.iter().map(|format| format!("--report={format}={}", path(format.name()))).collect();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let complaints = reports(&arguments).map(|reports| reports.write_files(&report, &environment));
        assert_eq!(complaints, Ok(Vec::new()));
        let read = |name: &str| fs::read(path(name)).expect("it was written");
        for format in Format::ALL {
            assert_eq!(read(format.name()), bytes(&report, *format).expect("bytes"), "{format}");
        }
        assert_eq!(read("summary.md"), [b"before\n", read("markdown").as_slice()].concat());
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named_and_the_others_are_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).to_str().expect("a path is text").to_owned();
        let arguments =
            [format!("--report=json={}", path("no/such/folder")), format!("--report=text={}", path("good"))];
        let reports = reports(&arguments.each_ref().map(String::as_str)).expect("they are reports");
        let environment = Environment::of(&[(STEP_SUMMARY, &path("no/summary"))]);
        let complaints = reports.write_files(&report(None), &environment);
        let [file, summary] = complaints.as_slice() else { panic!("{complaints:?}") };
        assert!(
            file.starts_with("--report json=") && file.contains("no/such/folder cannot be written: "),
            "{file}"
        );
        assert!(
            summary.starts_with("GITHUB_STEP_SUMMARY=") && summary.contains("no/summary cannot"),
            "{summary}"
        );
        assert!(fs::exists(path("good")).expect("it can be looked for"));
    }

    #[test]
    fn the_verdict_is_the_exit_code() {
        for (worst, arguments, written, expected) in [
            (None, &[][..], true, Exit::Done),
            (Some(Severity::Warning), &[], true, Exit::Done),
            (Some(Severity::Warning), &["--deny-warnings"], true, Exit::Found),
            (Some(Severity::Error), &[], true, Exit::Found),
            (Some(Severity::Error), &[], false, Exit::Unjudged),
            (None, &[], false, Exit::Unjudged),
        ] {
            let exit = reports(arguments).map(|reports| reports.exit(&report(worst), written));
            assert_eq!(exit, Ok(expected), "{worst:?} {arguments:?}");
        }
    }
}
