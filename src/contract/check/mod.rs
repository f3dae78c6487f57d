//! Recorded answers against the API description.

mod tally;

use std::fmt;
use std::path::PathBuf;

use bytes::Bytes;

use super::corpus::{Corpus, Kind, Reader};
use super::coverage::{Counter, Coverage};
use super::described::{Described, described};
use crate::error::Error;
use crate::findings::{Outcome, Report, Summary};
use tally::Tally;

/// The status of a body by itself, unless another one is told.
const STATUS: u16 = 200;

/// Begins a check of recorded answers: of files, and of folders with all that is below them.
///
/// ```
/// use swr_gc::findings::Verdict;
///
/// # fn main() -> Result<(), swr_gc::Error> {
/// let report = swr_gc::contract::check(["openapi/examples/list-gc-tasks.json"]).run()?;
/// assert_eq!(report.verdict(true), Verdict::Clean, "{report}");
/// # Ok(())
/// # }
/// ```
pub fn check<P: Into<PathBuf>>(files: impl IntoIterator<Item = P>) -> Check {
    let corpus = Corpus { paths: files.into_iter().map(Into::into).collect(), bytes: Vec::new() };
    Check { corpus, operation: None, status: None, description: None }
}

/// Configures and runs a check of recorded answers.
///
/// A file is one body, or a HAR file: one that ends in `.har`, or that begins as one. Entries of a HAR file are
/// judged by the operation that their method and path name, with their own status and headers; a body by itself is
/// taken for what [`operation`](Self::operation) answers with [`status`](Self::status). Below folders, files that end
/// in `.json` and `.har` are read, in the order of their names; hidden ones are not. At most one file is in memory at
/// a time, and each has at most 64 MiB, a body at most 8 MiB.
///
/// Pages in a HAR file that follow each other are judged together, as in a run of the suite. Rules that
/// [need](super::Need) to know what was meant by a request judge nothing: the report's `checked` tells which.
///
/// ```
/// # fn main() -> Result<(), swr_gc::Error> {
/// let refusal = r#"{"error_code":"SVCSTG.SWR.4040000","error_msg":7}"#;
/// let report = swr_gc::contract::check([""; 0])
///     .bytes("refusal", refusal)
///     .operation("ShowGcTask")
///     .status(404)
///     .description("openapi/swr-gc.yaml")
///     .run()?;
/// assert_eq!(report.findings[0].rule, "schema-type");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a check judges nothing until `run` is called"]
pub struct Check {
    corpus: Corpus,
    operation: Option<String>,
    status: Option<u16>,
    description: Option<PathBuf>,
}

impl Check {
    /// Adds what is in memory already, under a name for reports.
    pub fn bytes(mut self, name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.corpus.bytes.push((name.into(), bytes.into()));
        self
    }

    /// The operation that answers with a body by itself. Default: the first one that lists something.
    pub fn operation(mut self, id: impl Into<String>) -> Self {
        self.operation = Some(id.into());
        self
    }

    /// The status of a body by itself. Default: 200.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// A file with another API description to judge by, in the form of `openapi/swr-gc.yaml`.
    pub fn description(mut self, file: impl Into<PathBuf>) -> Self {
        self.description = Some(file.into());
        self
    }

    /// Reads, and judges what is there.
    ///
    /// What cannot be read is told in the notes of the report, whose outcome is then
    /// [`Unreadable`](Outcome::Unreadable); all else is judged.
    ///
    /// # Errors
    ///
    /// There is no such operation, it has no such answer, or the API description is none.
    pub fn run(self) -> Result<Report, Error> {
        let own = self.other()?;
        let reader = self.reader(own.as_ref(), true)?;
        let contract = reader.contract;
        let mut tally = Tally::default();
        let said = self.corpus.each(reader, &mut |record, cleaner| tally.add(contract, record, cleaner));
        let mut summary = Summary::new(Outcome::Complete, contract.source.file(), self.target());
        summary.requests = said.answers;
        let Tally { findings, checked, open, .. } = tally;
        summary.outcome = match checked.iter().any(|(_, judged)| *judged) {
            _ if !said.is_complete() => Outcome::Unreadable,
            true if open.is_empty() => Outcome::Complete,
            _ => Outcome::Inconclusive,
        };
        summary.checked = checked;
        summary.notes = said.notes();
        summary.notes.extend(open);
        let mut report = Report::new("contract check", summary);
        report.findings = findings.into_values().collect();
        Ok(report.sorted())
    }

    /// Reads, and tells how much of the description is exercised there.
    ///
    /// ```
    /// # fn main() -> Result<(), swr_gc::Error> {
    /// let coverage = swr_gc::contract::check(["openapi/examples"]).coverage()?;
    /// println!("{} %", coverage.percent());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As those of [`run`](Self::run).
    pub fn coverage(self) -> Result<Coverage, Error> {
        let own = self.other()?;
        let reader = self.reader(own.as_ref(), false)?;
        let mut counter = Counter::new(reader.contract);
        let said = self.corpus.each(reader, &mut |record, _| counter.add(record));
        Ok(counter.finish(said.answers, said.notes(), said.is_complete()))
    }

    fn reader<'a>(&self, own: Option<&'a Described>, glances: bool) -> Result<Reader<'a>, Error> {
        let described = match own {
            Some(own) => own,
            None => described()?,
        };
        let Described { contract, judge } = described;
        Ok(Reader { contract, judge, kind: self.kind(described)?, glances })
    }

    /// The other description, if one is to be judged by.
    fn other(&self) -> Result<Option<Described>, Error> {
        let Some(file) = &self.description else { return Ok(None) };
        let wrong = |why: &dyn fmt::Display| Error::configuration("description", why);
        let text = crate::file::text(file).map_err(|error| wrong(&format!("{}: {error}", file.display())))?;
        let described = Described::read(&file.display().to_string(), &text);
        described.map(Some).map_err(|problem| wrong(&problem))
    }

    fn kind(&self, described: &Described) -> Result<Kind, Error> {
        let operations = &described.contract.operations;
        let id = match &self.operation {
            Some(id) => id,
            None => {
                let lists = operations.iter().find(|operation| operation.pagination.is_some());
                let first = lists.or(operations.first());
                &first.ok_or_else(|| Error::configuration("description", "it describes no operation"))?.id
            }
        };
        let status = self.status.unwrap_or(STATUS);
        let (operation, _) =
            described.answer(id, status).map_err(|(what, why)| Error::configuration(what, why))?;
        Ok(Kind { operation, status })
    }

    /// What was judged, in a few words.
    fn target(&self) -> String {
        const SHOWN: usize = 3;
        let names = self.corpus.paths.iter().map(|path| path.display().to_string());
        let names: Vec<_> = names.chain(self.corpus.bytes.iter().map(|(name, _)| name.clone())).collect();
        let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        match names.len().saturating_sub(SHOWN) {
            0 => shown,
            more => format!("{shown} and {more} more"),
        }
    }
}
