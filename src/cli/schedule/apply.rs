//! `swr-gc schedule apply`

use clap::{ArgMatches, Args};

use super::change::Changing;
use super::file::Given;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;

/// Bring the schedule about that a file describes.
///
/// The file is the body of UpdateGcSchedule, in YAML or JSON. Where the schedule is so already, nothing is written, so
/// the command may be run again and again. What a file does not name gets its documented default.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc schedule apply -f schedule.yaml --yes
      in a pipeline; `swr-gc schedule drift` tells beforehand what it would change

  swr-gc schedule show -o yaml > schedule.yaml
      a file of the schedule as it is

  A file:
    schedule:
      type: Custom          # None: no schedule, and nothing beside it
      cron: 0 0 18 * * *    # six fields in UTC
    parameters:
      workers: 2
      delete_untagged: false")]
pub(in crate::cli) struct Apply {
    #[command(flatten)]
    file: Given,

    #[command(flatten)]
    changing: Changing,
}

pub(super) async fn run(apply: Apply, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let wanted = match apply.file.read(terminal).await {
        Ok(wanted) => wanted,
        Err(exit) => return exit,
    };
    let subject = match apply.changing.open(given, terminal).await {
        Ok(subject) => subject,
        Err(exit) => return exit,
    };
    match subject.look().await {
        Ok(shown) => subject.bring_about(wanted.request, &shown).await,
        Err(exit) => exit,
    }
}
