//! A request as a curl command.

use std::io::{self, Write};

use super::exit::Exit;
use super::shell::quoted;
use super::terminal::Terminal;
use crate::client::Prepared;
use crate::error::Error;
use crate::generated::headers;

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
            None if name == headers::X_AUTH_TOKEN => {
                write!(output, " \\\n  --header \"{name}: $SWR_GC_TOKEN\"")?
            }
            None => write!(output, " \\\n  --header \"{name}: $HUAWEICLOUD_SDK_SECURITY_TOKEN\"")?,
        }
    }
    writeln!(output, " \\\n  {}", quoted(request.url()))
}
