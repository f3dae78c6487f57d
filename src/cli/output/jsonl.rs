//! One JSON object a line.

use std::io::{self, Write};

use super::{Form, Output, compact};
use crate::Page;

/// Writes each task as it arrives.
pub(super) struct Jsonl;

impl Form for Jsonl {
    fn page(&mut self, page: &Page, output: &mut Output) -> io::Result<()> {
        for task in &page.tasks {
            compact::write(output, task)?;
            output.write_all(b"\n")?;
        }
        output.flush()
    }

    fn finish(&mut self, _complete: bool, _output: &mut Output) -> io::Result<()> {
        Ok(())
    }
}
