//! A table for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Modify, Padding, Style as Lines, Width};
use unicode_width::UnicodeWidthStr;

use super::column::Column;
use super::{Form, Output};
use crate::Page;
use crate::cli::screen;
use crate::types::JobStatus;
use crate::wire::Open;

/// Columns a cell may take before it is cut.
const WIDEST: usize = 32;

/// Columns that a narrow terminal does without, in this order.
const LEAST_TELLING: [&str; 8] = [
    "workers",
    "purged_manifests",
    "purged_blobs",
    "options",
    "job_kind",
    "took",
    "job_name",
    "creation_time",
];

/// Collects the rows: their widths are known only at the end.
pub(super) struct Table {
    columns: Vec<Column>,
    /// Whether somebody chose the columns, who will want to see them all.
    chosen: bool,
    /// Room on the terminal, if it is one.
    room: Option<usize>,
    status: Option<JobStatus>,
    resumed: bool,
    rows: Vec<(Vec<String>, Option<JobStatus>)>,
}

impl Table {
    pub(super) fn new(columns: Option<Vec<Column>>, status: Option<JobStatus>, resumed: bool) -> Self {
        let chosen = columns.is_some();
        Self {
            columns: columns.unwrap_or_else(Column::table),
            chosen,
            room: screen::output_room(),
            status,
            resumed,
            rows: Vec::new(),
        }
    }

    /// The sentence for a listing without a task.
    fn nothing(&self) -> String {
        match (self.status, self.resumed) {
            (Some(status), false) => format!("No GC task has the status {status}."),
            (Some(status), true) => format!("No GC task after this marker has the status {status}."),
            (None, true) => "No GC task comes after this marker.".to_owned(),
            (None, false) => "This instance has no GC tasks.".to_owned(),
        }
    }

    /// Leaves out columns, the least telling first, until a row fits on a line; returns their names.
    fn fit(&mut self) -> Vec<&'static str> {
        let mut left_out = Vec::new();
        let Some(room) = self.room.filter(|_| !self.chosen) else { return left_out };
        for name in LEAST_TELLING {
            let wide = |index: usize, column: &Column| {
                let cells = self.rows.iter().map(|(cells, _)| cells[index].width());
                cells.chain([column.heading().width()]).max().unwrap_or(0).min(WIDEST) + 2
            };
            let width: usize =
                self.columns.iter().enumerate().map(|(index, column)| wide(index, column)).sum();
            if width <= room + 2 {
                break;
            }
            if let Some(index) = self.columns.iter().position(|column| column.name == name) {
                self.columns.remove(index);
                self.rows.iter_mut().for_each(|(cells, _)| drop(cells.remove(index)));
                left_out.push(name);
            }
        }
        left_out
    }

    fn render(&self) -> String {
        let mut builder = Builder::default();
        builder.push_record(self.columns.iter().map(Column::heading));
        for (cells, _) in &self.rows {
            builder.push_record(cells);
        }
        let mut table = builder.build();
        table.with(Lines::empty()).with(Padding::new(0, 2, 0, 0));
        for (index, column) in self.columns.iter().enumerate() {
            let width = Width::truncate(WIDEST + 2).suffix("…");
            table.with(Modify::new(Columns::one(index)).with(width));
            if column.is_numeric() {
                table.with(Modify::new(Columns::one(index)).with(Alignment::right()));
            }
        }
        table.to_string()
    }
}

impl Form for Table {
    fn page(&mut self, page: &Page, _output: &mut Output) -> io::Result<()> {
        for task in &page.tasks {
            let json = serde_json::to_value(task)?;
            let cells = self.columns.iter().map(|column| column.human(task, &json)).collect();
            self.rows.push((cells, task.job_status.as_ref().and_then(Open::known)));
        }
        Ok(())
    }

    fn finish(&mut self, complete: bool, output: &mut Output) -> io::Result<()> {
        if self.rows.is_empty() {
            return if complete { writeln!(output, "{}", self.nothing()) } else { Ok(()) };
        }
        let left_out = self.fit();
        let bold = Style::new().bold();
        for (index, line) in self.render().lines().enumerate() {
            let line = line.trim_end();
            match index.checked_sub(1).and_then(|row| self.rows.get(row)) {
                None => writeln!(output, "{bold}{line}{bold:#}")?,
                Some((_, status)) => {
                    let colour = colour(*status);
                    writeln!(output, "{colour}{line}{colour:#}")?;
                }
            }
        }
        let count = self.rows.len();
        let noun = if count == 1 { "task" } else { "tasks" };
        let rest = if complete { "" } else { " before the listing broke off" };
        writeln!(output, "\n{count} {noun}{rest}")?;
        if left_out.is_empty() {
            return Ok(());
        }
        let note = format!("no room for {}; --columns chooses, --output csv has all", left_out.join(", "));
        screen::wrapped(&note, self.room).iter().try_for_each(|line| writeln!(output, "{line}"))
    }
}

/// The colour of a row tells its status; finished well and unknown words are plain.
fn colour(status: Option<JobStatus>) -> Style {
    let colour = match status {
        Some(JobStatus::Error) => AnsiColor::Red,
        Some(JobStatus::Stopped) => AnsiColor::Yellow,
        Some(JobStatus::Running) => AnsiColor::Cyan,
        Some(JobStatus::Pending) => AnsiColor::Blue,
        // A status that went well, and one that nobody has given a colour yet.
        _ => return Style::new(),
    };
    Style::new().fg_color(Some(colour.into()))
}
