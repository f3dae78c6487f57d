//! `swr-gc contract check`

use std::path::PathBuf;

use clap::Args;

use super::recorded::Recorded;
use crate::cli::exit::{Exit, VERDICTS};
use crate::cli::reports::Reports;
use crate::cli::terminal::Terminal;
use crate::contract;

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

    #[command(flatten)]
    recorded: Recorded,

    #[command(flatten)]
    reports: Reports,
}

pub(super) async fn run(given: Check, terminal: &Terminal) -> Exit {
    match given.recorded.read(given.files, terminal, contract::Check::run).await {
        Ok(report) => given.reports.write(&report, terminal),
        Err(exit) => exit,
    }
}
