//! The bodies as they were received.

use std::io::{self, IsTerminal, Write};

use super::{Form, Output};
use crate::Page;
use crate::text::printable;

/// Writes each body, byte for byte, and a line feed behind it.
///
/// On a terminal, which would obey what is in them, control characters are written out.
pub(super) struct Raw;

impl Form for Raw {
    fn page(&mut self, page: &Page, output: &mut Output) -> io::Result<()> {
        if io::stdout().is_terminal() {
            output.write_all(printable(&String::from_utf8_lossy(page.raw())).as_bytes())?;
        } else {
            output.write_all(page.raw())?;
        }
        output.write_all(b"\n")?;
        output.flush()
    }

    fn finish(&mut self, _complete: bool, _output: &mut Output) -> io::Result<()> {
        Ok(())
    }
}
