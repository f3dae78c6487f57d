//! `swr-gc schedule off`

use clap::{ArgMatches, Args};

use super::change::Changing;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::types::UpdateGcScheduleRequest;

/// Cancel the schedule: no clean-up starts by itself any more.
///
/// A clean-up that is at work goes on. Where there is no schedule, nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc schedule off --region cn-north-4 --instance 8c0a…
      after a question

  swr-gc schedule off --yes --output json | jq .changed
      without one, and whether there was a schedule")]
pub(in crate::cli) struct Off {
    #[command(flatten)]
    changing: Changing,
}

pub(super) async fn run(off: Off, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let subject = match off.changing.open(given, terminal).await {
        Ok(subject) => subject,
        Err(exit) => return exit,
    };
    match subject.look().await {
        Ok(shown) => subject.bring_about(UpdateGcScheduleRequest::none(), &shown).await,
        Err(exit) => exit,
    }
}
