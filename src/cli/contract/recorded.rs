//! Recorded answers that a command is given, and how it reads them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::read_up_to;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::contract::{self, check};
use crate::error::Error;

/// More of standard input is not read.
const MOST: usize = 64 * 1024 * 1024;

/// The flags that say what recorded answers are.
#[derive(Debug, Args)]
pub(super) struct Recorded {
    /// The operation that answers with a body by itself [default: the first that lists something, ListGcTasks]
    #[arg(long, value_name = "NAME")]
    pub(super) operation: Option<String>,

    /// The status of a body by itself
    #[arg(long, value_name = "CODE", default_value_t = 200)]
    status: u16,

    /// Go by this API description, in the form of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(super) spec: Option<PathBuf>,
}

impl Recorded {
    /// Has these files read, and standard input if it is among them.
    ///
    /// On a thread of its own: much to read must not keep Ctrl-C from ending the command.
    pub(super) async fn read<T: Send + 'static>(
        self,
        files: Vec<PathBuf>,
        terminal: &Terminal,
        look: impl FnOnce(contract::Check) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Exit> {
        let (input, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file == Path::new("-"));
        let mut check = check(files).status(self.status);
        if let Some(operation) = self.operation {
            check = check.operation(operation);
        }
        if let Some(file) = self.spec {
            check = check.description(file);
        }
        if let Some(input) = input.first() {
            let bytes = read_up_to(input, MOST).await.map_err(|error| {
                terminal.complain(&format!("standard input cannot be read: {error}"), Some("name a file"));
                Exit::Unjudged
            })?;
            check = check.bytes("standard input", bytes);
        }
        match tokio::task::spawn_blocking(move || look(check)).await {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(error)) => {
                terminal.complain_of(&error);
                Err(Exit::Usage)
            }
            Err(error) => {
                terminal.complain(&format!("the reading ended early: {error}"), Some("report this"));
                Err(Exit::Unjudged)
            }
        }
    }
}
