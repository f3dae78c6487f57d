//! The bodies as they were received.

use std::io::{self, IsTerminal, Write};

use super::{Form, Output};
use crate::Page;
use crate::error::Error;
use crate::text::printable;

/// Writes each body, byte for byte, and a line feed behind it.
///
/// On a terminal, which would obey what is in them, control characters are written out.
pub(super) struct Raw;

impl Form for Raw {
    fn page(&mut self, page: &Page, output: &mut Output) -> io::Result<()> {
        body(page.raw(), output)
    }

    /// A body that could not be read is the one that somebody wants to see.
    fn broken(&mut self, error: &Error, output: &mut Output) -> io::Result<()> {
        error.raw().map_or(Ok(()), |raw| body(raw, output))
    }

    fn finish(&mut self, _complete: bool, _output: &mut Output) -> io::Result<()> {
        Ok(())
    }
}

/// Writes one body.
pub(in crate::cli) fn body(raw: &[u8], output: &mut (impl Write + ?Sized)) -> io::Result<()> {
    if io::stdout().is_terminal() {
        output.write_all(printable(&String::from_utf8_lossy(raw)).as_bytes())?;
    } else {
        output.write_all(raw)?;
    }
    output.write_all(b"\n")?;
    output.flush()
}
