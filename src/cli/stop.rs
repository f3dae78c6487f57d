//! `swr-gc stop`

use std::time::Duration;

use clap::{ArgMatches, Args};

use super::connection::Connection;
use super::exit::Exit;
use super::facts::Form;
use super::interrupt::Interrupt;
use super::lasting;
use super::outcome::sentence;
use super::site::{Known, Site};
use super::terminal::Terminal;
use super::which::Which;
use crate::simulator::Scenario;
use crate::types::JobStatus;

/// Stop a GC task, and wait until it is over.
///
/// What the task has deleted by then stays deleted, and nobody tells how much that is: a stopped task has no counters.
/// It exits with 0 once the task is no longer at work, be it stopped or ended before, and if --active finds none at
/// work; with 1 if the service refuses, and with 5 if the task is still at work when the deadline has passed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc stop 1249 --region cn-north-4 --instance 8c0a…
      one task, by its id

  swr-gc stop --active --simulate
      whichever is at work")]
pub(super) struct Stop {
    #[command(flatten)]
    which: Which,

    /// How long to wait for its end at most, such as 90s or 1h
    #[arg(long, value_name = "TIME", default_value = "30m", allow_negative_numbers = true, value_parser = lasting::duration)]
    deadline: Duration,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(stop: Stop, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    tell(stop, given, &interrupt, terminal).await.unwrap_or_else(|exit| exit)
}

async fn tell(
    stop: Stop,
    given: &ArgMatches,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Exit, Exit> {
    let Stop { which, deadline, form, connection } = stop;
    let site = Site::open(connection, given, Scenario::Busy, interrupt, terminal).await?;
    let id = which.find(&site).await?;
    let request = site.client().stop_gc_task().instance_id(site.instance_id.clone()).gc_id(id.clone());
    let unknown =
        || terminal.say("whether the task is being stopped is not known; asking again does no harm");
    let asked =
        site.during("asking the service to stop it", request.stop()).await.inspect_err(|_| unknown())?;
    let task = || site.client().show_gc_task().instance_id(site.instance_id.clone()).gc_id(id.clone());
    let waiting = match asked {
        Ok(waiting) => waiting,
        Err(error) => {
            // A task that is over may not be stopped any more.
            let refused = matches!(error.status(), Some(400 | 404 | 409));
            if !refused && !error.may_have_run() {
                return Err(site.failed(&error));
            }
            // Where the answer is lost, what has become of the task tells.
            let lost = || {
                if !refused {
                    unknown();
                }
            };
            match interrupt.cutting(task().send()).await.inspect_err(|_| lost())? {
                Ok(seen) if seen.is_over() => {
                    terminal.say(&format!("warning: {error}; the task is over all the same"));
                    task().wait()
                }
                _ => {
                    let exit = site.failed(&error);
                    lost();
                    return Err(exit);
                }
            }
        }
    };
    terminal
        .say(&format!("the service was asked to stop task {id}; what a clean-up has deleted stays deleted"));
    let ended = site.follow(&id, waiting.deadline(deadline), Known::Stopping).await?;
    if ended.status != JobStatus::Stopped {
        terminal.say(&format!("task {id} was not stopped: it ended first, as {}", ended.status));
    }
    Ok(form.say(terminal, &ended.task, &sentence(&ended.task, ended.status)))
}
