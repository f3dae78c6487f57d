//! `swr-gc contract check`

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::read_up_to;
use crate::cli::exit::{Exit, VERDICTS};
use crate::cli::reports::Reports;
use crate::cli::terminal::Terminal;
use crate::contract::check;

/// More of standard input is not read.
const MOST: usize = 64 * 1024 * 1024;

const EXAMPLES: &str = "\
Examples:
  swr-gc contract check page.json
      a page that was saved

  swr-gc contract check recorded/ --report junit=contract.xml
      all bodies (.json) and HAR files (.har) below a folder, with a report for the CI

  swr-gc contract check --status 404 error.json
      an answer that says no

  swr-gc list --output raw … | swr-gc contract check -
      what a service sent";

/// Judge recorded answers by the API description.
///
/// A file is one body, or a HAR file from a browser, a proxy or --record. Entries of a HAR file are judged by the
/// operation that their method and path name, with their own status and headers; pages that follow each other are
/// judged together. What was meant by a request is not recorded: `swr-gc contract rules ID` tells what a rule needs.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{VERDICTS}"))]
pub(in crate::cli) struct Check {
    /// Bodies, HAR files, or folders with such; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The operation that answers with a body by itself [default: the first that lists something, ListGcTasks]
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,

    /// The status of a body by itself
    #[arg(long, value_name = "CODE", default_value_t = 200)]
    status: u16,

    /// Judge by this API description, in the form of the built-in one
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    #[command(flatten)]
    reports: Reports,
}

pub(super) async fn run(given: Check, terminal: &Terminal) -> Exit {
    let (input, files): (Vec<_>, Vec<_>) = given.files.into_iter().partition(|file| file == Path::new("-"));
    let mut check = check(files).status(given.status);
    if let Some(operation) = given.operation {
        check = check.operation(operation);
    }
    if let Some(file) = given.spec {
        check = check.description(file);
    }
    if let Some(input) = input.first() {
        match read_up_to(input, MOST).await {
            Ok(bytes) => check = check.bytes("standard input", bytes),
            Err(error) => {
                terminal.complain(&format!("standard input cannot be read: {error}"), None);
                return Exit::Unjudged;
            }
        }
    }
    // On a thread of its own: much to judge must not keep Ctrl-C from ending the command.
    match tokio::task::spawn_blocking(move || check.run()).await {
        Ok(Ok(report)) => given.reports.write(&report, terminal),
        Ok(Err(error)) => {
            terminal.complain_of(&error);
            Exit::Usage
        }
        Err(error) => {
            terminal.complain(&format!("the check ended early: {error}"), Some("report this"));
            Exit::Unjudged
        }
    }
}
