//! `swr-gc wait`

use std::fmt::Display;
use std::time::Duration;

use clap::{ArgMatches, Args};

use super::connection::{self, Connection, Target};
use super::exit::Exit;
use super::following::{self, Cut, follow};
use super::interrupt::Interrupt;
use super::lasting;
use super::outcome::{Form, sentence};
use super::show;
use super::terminal::Terminal;
use crate::simulator::Scenario;
use crate::types::TaskId;

/// Wait until a GC task is over, and tell how it ended.
///
/// It ends on Success, Error and Stopped, each with an exit code of its own, and bears a network that is gone for a
/// while. There is no percentage, since the API has no progress: it shows how old the task is, and how long past runs
/// with as many workers took. Ctrl-C leaves the task alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc wait 1249 --simulate
      a task of a made-up registry that is at work

  swr-gc wait 1249 --deadline 4h || echo \"ended with $?\"
      3 Error, 4 Stopped, 5 still at work after four hours")]
pub(super) struct WaitFor {
    #[arg(help = show::ID, value_name = "ID", allow_negative_numbers = true, value_parser = show::id)]
    id: TaskId,

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
    let (target, instance_id) = match wait.connection.open_instance(given, Scenario::Busy, terminal).await {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let client = &target.client;
    let waiting = client.show_gc_task().instance_id(instance_id.clone()).gc_id(wait.id.clone()).wait();
    let waiting = waiting.deadline(wait.deadline).polling(target.polling());
    let listing = client.list_gc_tasks().instance_id(instance_id.clone());
    match follow(waiting, listing, &interrupt, terminal).await {
        Ok(ended) => {
            let printed = wait.form.print(terminal, &ended.task, &sentence(&ended.task, ended.status));
            if printed == Exit::Done { ended.status.into() } else { printed }
        }
        Err(Cut::Failed(error)) => {
            let exit = following::failed(&error, client, terminal);
            if error.is_unfinished() {
                terminal.say(&go_on(&target, &wait.id, &connection::again(given)));
            }
            exit
        }
        Err(Cut::Interrupted) => {
            terminal.say(&go_on(&target, &wait.id, &connection::again(given)));
            Exit::Interrupted
        }
    }
}

/// How to go on with a task that nobody waits for any more.
pub(super) fn go_on(target: &Target, id: &impl Display, again: &str) -> String {
    if target.is_simulated() {
        return "the embedded simulator ends with this command, and the task with it".to_owned();
    }
    format!("task {id} goes on; to wait for it: swr-gc wait {id}{again}")
}
