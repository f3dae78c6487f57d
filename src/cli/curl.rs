//! A request as a curl command.

use std::io::{self, Write};

use super::connection::TOKEN;
use super::exit::Exit;
use super::shell::quoted;
use super::terminal::Terminal;
use crate::client::Prepared;
use crate::error::Error;

/// Prints a request; the secret stays a variable of the shell that runs it.
pub(super) fn print(request: Result<Prepared, Error>, terminal: &Terminal) -> Exit {
    match request {
        Ok(request) => terminal.print(|output| write(&request, output)),
        Err(error) => {
            terminal.complain_of(&error);
            Exit::Usage
        }
    }
}

fn write(request: &Prepared, output: &mut dyn Write) -> io::Result<()> {
    write!(output, "curl --silent --show-error --request {}", request.method())?;
    for (name, value) in request.headers() {
        match value {
            Some(value) => write!(output, " \\\n  --header {}", quoted(&format!("{name}: {value}")))?,
            None => write!(output, " \\\n  --header \"{name}: ${TOKEN}\"")?,
        }
    }
    writeln!(output, " \\\n  {}", quoted(request.url()))
}
