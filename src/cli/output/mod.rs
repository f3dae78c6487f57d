//! The forms in which a listing is written, one file a form.

mod cell;
mod json;
mod jsonl;
mod table;

use std::io::{self, Write};

use clap::ValueEnum;

use super::terminal::Output;
use crate::Page;
use crate::types::JobStatus;

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table for people
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line, each as it arrives
    Jsonl,
}

/// Writes a listing page by page.
pub(super) struct Writer {
    form: Box<dyn Form>,
    output: Output,
}

/// What each form does.
trait Form {
    /// A page has arrived.
    fn page(&mut self, page: &Page, output: &mut Output) -> io::Result<()>;
    /// There are no more pages; `complete` is false if there should have been.
    fn finish(&mut self, complete: bool, output: &mut Output) -> io::Result<()>;
}

impl Writer {
    /// `status` and `resumed` say what was asked for, which the table needs to explain an empty answer.
    pub(super) fn new(format: Format, status: Option<JobStatus>, resumed: bool, output: Output) -> Self {
        let form: Box<dyn Form> = match format {
            Format::Table => Box::new(table::Table::new(status, resumed)),
            Format::Json => Box::new(json::Json::default()),
            Format::Jsonl => Box::new(jsonl::Jsonl),
        };
        Self { form, output }
    }

    pub(super) fn page(&mut self, page: &Page) -> io::Result<()> {
        self.form.page(page, &mut self.output)
    }

    pub(super) fn finish(mut self, complete: bool) -> io::Result<()> {
        self.form.finish(complete, &mut self.output)?;
        self.output.flush()
    }

    /// Ends without a word: nothing was asked, so there is nothing to write.
    pub(super) fn discard(self) {}
}
