//! One JSON array, valid whatever happens on the way.

use std::io::{self, Write};

use super::{Form, Output, compact};
use crate::Page;

/// Writes the array as it grows; it is closed properly also where a page fails.
#[derive(Default)]
pub(super) struct Json {
    begun: bool,
}

impl Form for Json {
    fn page(&mut self, page: &Page, output: &mut Output) -> io::Result<()> {
        for task in &page.tasks {
            output.write_all(if self.begun { b",\n" } else { b"[\n" })?;
            self.begun = true;
            compact::write(output, task)?;
        }
        Ok(())
    }

    fn finish(&mut self, _complete: bool, output: &mut Output) -> io::Result<()> {
        output.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })
    }
}
