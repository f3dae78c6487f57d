//! The forms in which a listing is written, one file a form.

pub(super) mod cell;
mod column;
pub(super) mod compact;
mod csv;
mod json;
mod jsonl;
mod raw;
mod table;

use std::io::{self, Write};

use clap::ValueEnum;

use column::Column;
pub(super) use raw::body as raw_body;

use super::terminal::Output;
use crate::Page;
use crate::error::Error;
use crate::types::{GcTask, JobStatus};

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table for people
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line, each as it arrives
    Jsonl,
    /// Comma-separated values with a heading line
    Csv,
    /// The bodies as they were received
    Raw,
}

/// What the writer has to know about the listing.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The status that tasks were selected by.
    pub(super) status: Option<JobStatus>,
    /// Whether the listing went on from a marker.
    pub(super) resumed: bool,
    /// Names of the columns to show.
    pub(super) columns: Vec<String>,
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
    /// The listing broke off.
    fn broken(&mut self, _error: &Error, _output: &mut Output) -> io::Result<()> {
        Ok(())
    }
    /// There are no more pages; `complete` is false if there should have been.
    fn finish(&mut self, complete: bool, output: &mut Output) -> io::Result<()>;
}

impl Writer {
    /// The error is a text for wrong usage: a column that there is not, or columns where there are none.
    pub(super) fn new(format: Format, asked: Asked, output: Output) -> Result<Self, String> {
        let Asked { status, resumed, columns } = asked;
        let columns = if columns.is_empty() { None } else { Some(chosen(&columns)?) };
        if columns.is_some() && !matches!(format, Format::Table | Format::Csv) {
            return Err("--columns: only the forms table and csv have columns".to_owned());
        }
        let form: Box<dyn Form> = match format {
            Format::Table => Box::new(table::Table::new(columns, status, resumed)),
            Format::Json => Box::new(json::Json::default()),
            Format::Jsonl => Box::new(jsonl::Jsonl),
            Format::Csv => Box::new(csv::Csv::new(columns)),
            Format::Raw => Box::new(raw::Raw),
        };
        Ok(Self { form, output })
    }

    pub(super) fn page(&mut self, page: &Page) -> io::Result<()> {
        self.form.page(page, &mut self.output)
    }

    pub(super) fn broken(&mut self, error: &Error) -> io::Result<()> {
        self.form.broken(error, &mut self.output)
    }

    pub(super) fn finish(mut self, complete: bool) -> io::Result<()> {
        self.form.finish(complete, &mut self.output)?;
        self.output.flush()
    }

    /// Ends without a word: nothing was asked, so there is nothing to write.
    pub(super) fn discard(self) {}
}

/// The names of all columns.
pub(super) fn column_names() -> Vec<&'static str> {
    Column::all().map(|column| column.name).collect()
}

/// Every property of a task with its value as people read it, and what can be told from them.
pub(super) fn properties(task: &GcTask) -> serde_json::Result<Vec<(String, String)>> {
    let json = serde_json::to_value(task)?;
    // What is special about a run stands there property by property.
    let columns = Column::all().filter(|column| column.name != "options");
    Ok(columns.map(|column| (column.name.to_owned(), column.whole(task, &json))).collect())
}

fn chosen(names: &[String]) -> Result<Vec<Column>, String> {
    let find = |name: &String| {
        Column::named(name).ok_or_else(|| {
            format!("--columns: there is no column {name:?}: use some of {}", column_names().join(", "))
        })
    };
    names.iter().map(find).collect()
}
