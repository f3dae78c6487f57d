//! One JSON object a line for each change.

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use super::{Changes, View};
use crate::cli::output::compact;
use crate::cli::terminal::{Output, Terminal};
use crate::operate::Change;
use crate::types::{GcTask, JobStatus};
use crate::wire::Open;

pub(super) struct Jsonl {
    output: Output,
}

/// A line.
#[derive(Serialize)]
struct Event<'a> {
    at: Timestamp,
    id: Option<i64>,
    before: Option<&'a Open<JobStatus>>,
    status: Option<&'a Open<JobStatus>>,
    gone: bool,
    task: &'a GcTask,
}

impl Jsonl {
    pub(super) fn new(terminal: &Terminal) -> Self {
        Self { output: terminal.output() }
    }
}

impl View for Jsonl {
    fn change(&mut self, change: &Change) -> io::Result<()> {
        let Change { task, before, gone, at } = change;
        let before = before.as_ref().and_then(|before| before.job_status.as_ref());
        let status = task.job_status.as_ref();
        let event = Event { at: *at, id: task.id, before, status, gone: *gone, task };
        compact::write(&mut self.output, &event)?;
        writeln!(self.output)?;
        self.output.flush()
    }

    fn tick(&mut self, _changes: &Changes) -> io::Result<()> {
        Ok(())
    }
}
