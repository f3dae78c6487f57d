//! `swr-gc stop`

use std::time::Duration;

use clap::{ArgMatches, Args};

use super::connection::{self, Connection, Target};
use super::exit::Exit;
use super::following::{self, Cut, follow};
use super::interrupt::Interrupt;
use super::lasting;
use super::outcome::{Form, sentence};
use super::terminal::Terminal;
use super::{show, wait};
use crate::error::Error;
use crate::operate::every;
use crate::simulator::Scenario;
use crate::types::{GcTask, InstanceId, JobStatus, TaskId};
use crate::wire::Open;

/// Stop a GC task, and wait until it is over.
///
/// What the task has deleted by then stays deleted, and nobody tells how much that is: a stopped task has no counters.
/// It exits with 0 once the task is no longer at work, be it stopped or ended before, and if --active finds none at work.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc stop 1249 --region cn-north-4 --instance 8c0a…
      one task, by its id

  swr-gc stop --active --simulate
      whichever is at work")]
pub(super) struct Stop {
    #[arg(help = show::ID, value_name = "ID", allow_negative_numbers = true, value_parser = show::id, required_unless_present = "active", conflicts_with = "active")]
    id: Option<TaskId>,

    /// Stop the task that is at work, if there is one
    #[arg(long)]
    active: bool,

    /// How long to wait for its end at most, such as 90s or 1h
    #[arg(long, value_name = "TIME", default_value = "30m", allow_negative_numbers = true, value_parser = lasting::duration)]
    deadline: Duration,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(stop: Stop, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let (target, instance_id) = match stop.connection.open_instance(given, Scenario::Busy, terminal).await {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let client = &target.client;
    let id = match stop.id {
        Some(id) => id,
        None => match at_work(&target, &instance_id, terminal).await {
            Ok(id) => id,
            Err(exit) => return exit,
        },
    };
    let request = client.stop_gc_task().instance_id(instance_id.clone()).gc_id(id.clone());
    let asked = tokio::select! {
        asked = request.stop() => asked,
        () = interrupt.wait() => {
            terminal.say("whether the service was asked to stop the task is not known; asking again does no harm");
            return Exit::Interrupted;
        }
    };
    let waiting = match asked {
        Ok(waiting) => waiting.deadline(stop.deadline).polling(target.polling()),
        Err(error) => {
            let exit = terminal.failed(&error);
            terminal.explain(&error, client);
            return exit;
        }
    };
    terminal.say(&format!("the service was asked to stop task {id}; what it has deleted stays deleted"));
    let listing = client.list_gc_tasks().instance_id(instance_id);
    match follow(waiting, listing, &interrupt, terminal).await {
        Ok(ended) => {
            if ended.status != JobStatus::Stopped {
                terminal.say(&format!("task {id} was not stopped: it ended first, as {}", ended.status));
            }
            stop.form.print(terminal, &ended.task, &sentence(&ended.task, ended.status))
        }
        Err(Cut::Failed(error)) => {
            let exit = following::failed(&error, client, terminal);
            terminal.say(&wait::go_on(&target, &id, &connection::again(given)));
            exit
        }
        Err(Cut::Interrupted) => {
            terminal.say(&wait::go_on(&target, &id, &connection::again(given)));
            Exit::Interrupted
        }
    }
}

/// The only task that is at work; how the command ends where there is none, or more than one.
async fn at_work(target: &Target, instance_id: &InstanceId, terminal: &Terminal) -> Result<TaskId, Exit> {
    let failed = |error: Error| {
        let exit = terminal.failed(&error);
        terminal.explain(&error, &target.client);
        exit
    };
    let listing = target.client.list_gc_tasks().instance_id(instance_id.clone());
    let tasks = every(listing).await.map_err(failed)?;
    let at_work: Vec<_> = tasks.iter().filter(|task| is_at_work(task)).collect();
    match at_work.as_slice() {
        [] => {
            terminal.say("no task is at work: there is nothing to stop");
            Err(Exit::Done)
        }
        [task] => {
            let id = task.id.map(TaskId::try_from).and_then(Result::ok);
            id.ok_or_else(|| {
                terminal.complain("the task at work has no id that could be named", None);
                Exit::Failed
            })
        }
        several => {
            let several: Vec<_> = several.iter().map(|task| described(task)).collect();
            let message = format!("--active: more than one task is at work: {}", several.join(", "));
            terminal.complain(&message, Some("name the one to stop: swr-gc stop ID"));
            Err(Exit::Usage)
        }
    }
}

/// Whether a task is on its way to an end; what a status means that nobody knows is not known either.
pub(super) fn is_at_work(task: &GcTask) -> bool {
    task.job_status.as_ref().and_then(Open::known).is_some_and(|status| !status.is_final())
}

/// A task in two words.
pub(super) fn described(task: &GcTask) -> String {
    let status = task.job_status.as_ref().map_or("unknown", Open::as_str);
    format!("{} ({})", super::output::cell::number(task.id), crate::text::printable(status))
}
