//! `swr-gc wait`

use std::time::Duration;

use clap::{ArgMatches, Args};

use super::connection::Connection;
use super::exit::{Exit, HELP};
use super::facts::Form;
use super::interrupt::Interrupt;
use super::lasting;
use super::outcome;
use super::run::compare_with_preview;
use super::site::{Known, Site};
use super::terminal::Terminal;
use super::which::Which;
use crate::simulator::Scenario;

const EXAMPLES: &str = "\
Examples:
  swr-gc wait --active --simulate
      the task of a made-up registry that is at work

  swr-gc wait 1249 --deadline 4h || echo \"ended with $?\"
      3 Error, 4 Stopped, 5 still at work after four hours";

/// Wait until a GC task is over, and tell how it ended.
///
/// It ends on Success, Error and Stopped, each with an exit code of its own, and bears a network that is gone for a
/// while. There is no percentage, since the API has no progress: it shows how old the task is, and how long past runs
/// with as many workers took. A clean-up is compared with the dry run before it. Ctrl-C leaves the task alone. If --active finds none at work, it exits with 0.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{HELP}"))]
pub(super) struct WaitFor {
    #[command(flatten)]
    which: Which,

    /// How long to wait at most, such as 90m, 4h or 2d; the task goes on after it
    #[arg(long, value_name = "TIME", default_value = "24h", allow_negative_numbers = true, value_parser = lasting::duration)]
    deadline: Duration,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(
    wait: WaitFor,
    given: &ArgMatches,
    interrupt: Interrupt,
    terminal: &Terminal,
) -> Exit {
    tell(wait, given, &interrupt, terminal).await.unwrap_or_else(|exit| exit)
}

async fn tell(
    wait: WaitFor,
    given: &ArgMatches,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Exit, Exit> {
    let WaitFor { which, deadline, form, connection } = wait;
    let site = Site::open(connection, given, Scenario::Busy, interrupt, terminal).await?;
    let id = which.find(&site).await?;
    let request = site.client().show_gc_task().instance_id(site.instance_id.clone()).gc_id(id.clone());
    let ended = site.follow(&id, request.wait().deadline(deadline), Known::Named).await?;
    let exit = outcome::print(&ended, form, terminal);
    compare_with_preview(&ended, &site).await;
    Ok(exit)
}
