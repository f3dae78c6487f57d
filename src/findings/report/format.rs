//! The formats by name.

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use super::shown::Shown;
use super::{Report, github, json, junit, markdown, text};
use crate::wire::UnknownWord;

/// A format in which a report is written.
///
/// ```
/// use swr_gc::findings::Format;
///
/// assert_eq!("junit".parse(), Ok(Format::Junit));
/// assert_eq!(Format::Junit.name(), "junit");
/// let error = "yaml".parse::<Format>().unwrap_err();
/// assert!(error.to_string().contains("text, json, junit, markdown, github"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For people.
    Text,
    /// One object, as `docs/report.schema.json` describes it.
    Json,
    /// JUnit's XML: an error is a failure, a warning a skipped test, a rule without findings a test that passed.
    Junit,
    /// For the page of a merge request or of a CI run.
    Markdown,
    /// Annotations of GitHub Actions at the lines of the specification.
    Github,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Json, Self::Junit, Self::Markdown, Self::Github];

    /// The name by which the command takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Github => "github",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<Self, UnknownWord> {
        let all = Self::ALL.iter().copied();
        let found = all.clone().find(|format| format.name() == name);
        found.ok_or_else(|| UnknownWord::among(name, "format of reports", all.map(Self::name)))
    }
}

/// Writes `report` in `format`, without colours.
///
/// ```
/// # use swr_gc::findings::{Format, Outcome, Report, Summary};
/// # let summary = Summary::new(Outcome::Complete, "openapi/swr-gc.yaml", "https://swr.example");
/// # let report = Report::new("contract check", summary);
/// let mut xml = Vec::new();
/// swr_gc::findings::write(&report, Format::Junit, &mut xml)?;
/// assert!(xml.starts_with(b"<?xml"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// The findings stand in the order of [`Report::sorted`]. Texts are cleaned of what a terminal, a browser or a CI
/// system would obey, and cut where they are long; the same report is always the same bytes.
///
/// # Errors
///
/// If `output` cannot be written.
pub fn write(report: &Report, format: Format, output: &mut dyn Write) -> io::Result<()> {
    let report = Shown::of(report);
    match format {
        Format::Text => text::write(&report, false, output),
        Format::Json => json::write(&report, output),
        Format::Junit => junit::write(&report, output),
        Format::Markdown => markdown::write(&report, output),
        Format::Github => github::write(&report, output),
    }
}

/// Writes `report` as [`Format::Text`] for a terminal that shows colours.
///
/// ```
/// # use swr_gc::findings::{Outcome, Report, Summary};
/// # let summary = Summary::new(Outcome::Complete, "openapi/swr-gc.yaml", "https://swr.example");
/// # let report = Report::new("contract check", summary);
/// swr_gc::findings::write_coloured(&report, &mut std::io::stdout())?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// If `output` cannot be written.
pub fn write_coloured(report: &Report, output: &mut dyn Write) -> io::Result<()> {
    text::write(&Shown::of(report), true, output)
}
