//! A request as a curl command.

use std::io::{self, Write};

use super::exit::Exit;
use super::shell::quoted;
use super::terminal::Terminal;
use crate::client::Prepared;
use crate::credentials::{SignIn, Source as CredentialSource};
use crate::error::Error;
use crate::generated::headers;

/// The variables that stand in for secrets.
const TOKEN: &str = "SWR_GC_TOKEN";
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";

/// Prints a request; the secret stays a variable of the shell that runs it.
pub(super) fn print(request: Result<Prepared, Error>, sign_in: Option<&SignIn>, terminal: &Terminal) -> Exit {
    match request {
        Ok(request) => {
            let secret = |header: &str| {
                request.headers().iter().any(|(name, value)| name == header && value.is_none())
            };
            for (header, variable, environment) in [
                (headers::X_AUTH_TOKEN, TOKEN, CredentialSource::Token),
                ("x-security-token", SECURITY_TOKEN, CredentialSource::Environment),
            ] {
                let source = sign_in.and_then(SignIn::source);
                if secret(header) && source != Some(environment) {
                    let whose = source.map_or("the credentials that were given", CredentialSource::place);
                    terminal
                        .say(&format!("note: {variable} has to hold the value of {header}, from {whose}"));
                }
            }
            terminal.print(|output| write(&request, output))
        }
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
            None => {
                let variable = if name == headers::X_AUTH_TOKEN { TOKEN } else { SECURITY_TOKEN };
                write!(output, " \\\n  --header \"{name}: ${variable}\"")?;
            }
        }
    }
    writeln!(output, " \\\n  {}", quoted(request.url()))
}
