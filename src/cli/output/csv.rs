//! Comma-separated values, for spreadsheets and for programs that read them.

use std::io::{self, Write};

use super::column::Column;
use super::{Form, Output};
use crate::Page;
use crate::text::printable;

/// Writes a heading line, then a line for each task. What the service did not tell is an empty cell.
pub(super) struct Csv {
    columns: Vec<Column>,
    begun: bool,
}

impl Csv {
    pub(super) fn new(columns: Option<Vec<Column>>) -> Self {
        Self { columns: columns.unwrap_or_else(|| Column::properties().collect()), begun: false }
    }

    fn begin(&mut self, output: &mut Output) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            line(self.columns.iter().map(|column| column.name.to_owned()), output)?;
        }
        Ok(())
    }
}

impl Form for Csv {
    fn page(&mut self, page: &Page, output: &mut Output) -> io::Result<()> {
        self.begin(output)?;
        for task in &page.tasks {
            let json = serde_json::to_value(task)?;
            let cells = self.columns.iter().map(|column| {
                let text = column.plain(task, &json).unwrap_or_default();
                if column.is_text() { harmless(&printable(&text)) } else { text }
            });
            line(cells, output)?;
        }
        output.flush()
    }

    fn finish(&mut self, _complete: bool, output: &mut Output) -> io::Result<()> {
        self.begin(output)
    }
}

fn line(cells: impl Iterator<Item = String>, output: &mut Output) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(cells)?;
    output.write_all(&writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?)
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.
fn harmless(text: &str) -> String {
    match text.trim_start().chars().next() {
        // The wide forms are taken for the narrow ones by some spreadsheets.
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_text_cannot_become_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("daily-gc"), "daily-gc");
    }
}
