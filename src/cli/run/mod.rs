//! `swr-gc run`

mod dialog;
mod words;

#[cfg(test)]
mod tests;

use std::time::Duration;

use clap::{ArgMatches, Args};
use serde_json::json;

use dialog::{Ask, AtTerminal, Decision};

use super::confirm;
use super::connection::{self, Connection, Target};
use super::exit::Exit;
use super::following::{self, Cut, follow};
use super::interrupt::Interrupt;
use super::lasting;
use super::outcome::{Form, sentence};
use super::terminal::Terminal;
use super::wait;
use crate::clock::Clock;
use crate::error::Error;
use crate::operate::{Ended, Estimate, Started, every};
use crate::simulator::Scenario;
use crate::types::{ExecuteGcScheduleRequest, GcTask, InstanceId, JobStatus, RequestedGcParameters};

/// Start a clean-up: preview, confirm, run, compare.
///
/// On a terminal it shows what a dry run with the same parameters has told, or offers to make one, and asks before
/// anything is deleted. Elsewhere a clean-up needs --yes; a dry run deletes nothing and needs none. The id of the task
/// is written as soon as it is known, and the clean-up goes on whether somebody waits or not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc run --simulate --yes --wait
      a clean-up of a made-up registry, and what it freed

  swr-gc run --dry-run --wait
      what a clean-up would free; nothing is deleted

  id=$(swr-gc run --yes --workers 3) && swr-gc wait \"$id\"
      start it in a script, and wait for it by its id")]
pub(super) struct Run {
    /// Only compute what would be deleted, and delete nothing
    #[arg(long)]
    dry_run: bool,

    /// Delete artifacts without a tag too: also those that are pulled by their digest, and those that retention rules keep
    #[arg(long)]
    delete_untagged: bool,

    #[arg(long, help = workers_help(), value_name = "N", default_value = "1", allow_negative_numbers = true, value_parser = workers)]
    workers: RequestedGcParameters,

    /// Wait until it is over, tell what came of it, and compare that with the dry run before
    #[arg(long)]
    wait: bool,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,

    /// How old a dry run may be to count as a preview, such as 90m or 2d
    #[arg(long, value_name = "TIME", default_value = "24h", allow_negative_numbers = true, value_parser = lasting::duration)]
    preview_age: Duration,

    /// How long to wait at most, such as 4h or 2d; the task goes on after it
    #[arg(long, value_name = "TIME", default_value = "24h", allow_negative_numbers = true, value_parser = lasting::duration)]
    deadline: Duration,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

fn workers_help() -> String {
    let bounds = RequestedGcParameters::new(1).map(|parameters| parameters.workers.bounds());
    let bounds = bounds.map(|bounds| format!(", {} to {}", bounds.start(), bounds.end())).unwrap_or_default();
    format!("How many workers clean up side by side{bounds}")
}

fn workers(text: &str) -> Result<RequestedGcParameters, String> {
    let workers: i64 = text.parse().map_err(|_| "give a whole number".to_owned())?;
    RequestedGcParameters::new(workers).map_err(|error| error.to_string())
}

pub(super) async fn run(run: Run, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let asks = !run.dry_run && !run.yes;
    if asks && !confirm::is_possible() {
        let message = "--yes is missing: a clean-up deletes, and there is no terminal to ask at";
        terminal.complain(message, Some("give --yes, or look first: `swr-gc run --dry-run` deletes nothing"));
        return Exit::Usage;
    }
    with(run, given, &interrupt, terminal, asks.then_some(AtTerminal(terminal))).await
}

/// The same, with somebody to ask if there is anything to ask about.
async fn with(
    run: Run,
    given: &ArgMatches,
    interrupt: &Interrupt,
    terminal: &Terminal,
    ask: Option<impl Ask>,
) -> Exit {
    let (target, instance_id) = match run.connection.open_instance(given, Scenario::Idle, terminal).await {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let clean_up = CleanUp {
        target: &target,
        instance_id,
        parameters: run.workers.dry_run(run.dry_run).delete_untagged(run.delete_untagged),
        preview_age: run.preview_age,
        deadline: run.deadline,
        wait: run.wait,
        form: run.form,
        again: connection::again(given),
        interrupt,
        terminal,
    };
    match ask {
        Some(mut ask) => clean_up.asked(&mut ask).await,
        None => clean_up.start(None).await,
    }
}

/// A clean-up that is to be started.
struct CleanUp<'a> {
    target: &'a Target,
    instance_id: InstanceId,
    parameters: RequestedGcParameters,
    preview_age: Duration,
    deadline: Duration,
    wait: bool,
    form: Form,
    /// The flags that lead to the same instance again.
    again: String,
    interrupt: &'a Interrupt,
    terminal: &'a Terminal,
}

impl CleanUp<'_> {
    /// Starts it if the answers say so.
    async fn asked(&self, ask: &mut impl Ask) -> Exit {
        let tasks = match self.tasks().await {
            Ok(tasks) => tasks,
            Err(exit) => return exit,
        };
        let mut estimate = self.estimate(&tasks);
        for line in words::announcement(&self.instance_id, &self.parameters, &tasks) {
            self.terminal.say(&line);
        }
        loop {
            let words = words::preview(estimate.as_ref(), self.preview_age);
            self.terminal.say(&words);
            let decision = tokio::select! {
                decision = dialog::decide(ask, estimate.is_some()) => decision,
                () = self.interrupt.wait() => {
                    // The question stands on the line.
                    self.terminal.say("\nnothing was started");
                    return Exit::Interrupted;
                }
            };
            match decision {
                Decision::Run => return self.start(estimate).await,
                Decision::Stop => {
                    self.terminal.say("nothing was started");
                    return Exit::Failed;
                }
                Decision::Preview => match self.preview().await {
                    Ok(made) => estimate = Some(made),
                    Err(exit) => return exit,
                },
            }
        }
    }

    /// Makes a dry run, and waits for it.
    async fn preview(&self) -> Result<Estimate, Exit> {
        let started = self.execute(self.parameters.clone().dry_run(true)).await?;
        self.terminal.say(&format!("dry run {} has been started; Ctrl-C leaves it alone", started.id));
        let ended = self.follow(started.id).await?;
        let status = ended.status;
        Estimate::of(ended.task.clone()).ok_or_else(|| {
            self.terminal.say(&sentence(&ended.task, status));
            self.terminal.say("without a preview nothing was started; to go on without one: --yes");
            if status == JobStatus::Success { Exit::Failed } else { status.into() }
        })
    }

    /// Starts it, and waits for it if that was asked for.
    async fn start(&self, estimate: Option<Estimate>) -> Exit {
        // What was not shown to be asked about serves to compare with.
        let estimate = match (estimate, self.wait && self.parameters.dry_run != Some(true)) {
            (None, true) => every(self.listing()).await.ok().and_then(|tasks| self.estimate(&tasks)),
            (estimate, _) => estimate,
        };
        let started = match self.execute(self.parameters.clone()).await {
            Ok(started) => started,
            Err(exit) => return exit,
        };
        let what = if self.parameters.dry_run == Some(true) { "dry run" } else { "clean-up" };
        if !self.wait {
            self.terminal.say(&format!("the {what} has been started as task {}", started.id));
            self.terminal.say(&self.go_on(started.id));
            let value = json!({ "id": started.id, "found_in_list": started.found_in_list });
            return self.form.print(self.terminal, &value, &started.id.to_string());
        }
        self.terminal
            .say(&format!("the {what} has been started as task {}; Ctrl-C leaves it alone", started.id));
        let ended = match self.follow(started.id).await {
            Ok(ended) => ended,
            Err(exit) => return exit,
        };
        let printed = self.form.print(self.terminal, &ended.task, &sentence(&ended.task, ended.status));
        if let Some(estimate) = estimate.filter(|_| ended.status == JobStatus::Success) {
            for line in words::comparison(&estimate, &ended.task) {
                self.terminal.say(&line);
            }
        }
        if printed == Exit::Done { ended.status.into() } else { printed }
    }

    /// Has the service start a task.
    async fn execute(&self, parameters: RequestedGcParameters) -> Result<Started, Exit> {
        let body = ExecuteGcScheduleRequest::manual(parameters);
        let request =
            self.target.client.execute_gc_schedule().instance_id(self.instance_id.clone()).body(body);
        let started = tokio::select! {
            started = request.start() => started,
            () = self.interrupt.wait() => {
                let again = &self.again;
                self.terminal.say(&format!(
                    "whether a task was started is not known; to see: swr-gc list{again}"
                ));
                return Err(Exit::Interrupted);
            }
        };
        match started {
            Ok(started) => {
                if started.found_in_list {
                    self.terminal.say(&format!(
                        "warning: the answer was lost; task {} is new in the list and fits, so it is taken for this one",
                        started.id
                    ));
                }
                Ok(started)
            }
            Err(error) => Err(self.refused(&error)),
        }
    }

    /// Tells why it was not started, and what is in the way.
    fn refused(&self, error: &Error) -> Exit {
        let exit = self.terminal.failed(error);
        self.terminal.explain(error, &self.target.client);
        if let Some(id) = error.task().filter(|_| !self.target.is_simulated()) {
            let again = &self.again;
            self.terminal.say(&format!("to wait for that one: swr-gc wait {id}{again}"));
            self.terminal.say(&format!("to stop it: swr-gc stop {id}{again}"));
        }
        exit
    }

    /// Waits until a task is over.
    async fn follow(&self, id: i64) -> Result<Ended, Exit> {
        let (client, instance_id) = (&self.target.client, self.instance_id.clone());
        let wait = client.show_gc_task().instance_id(instance_id).gc_id(id).wait().answered();
        let wait = wait.deadline(self.deadline).polling(self.target.polling());
        match follow(wait, self.listing(), self.interrupt, self.terminal).await {
            Ok(ended) => Ok(ended),
            Err(Cut::Failed(error)) => {
                let exit = following::failed(&error, client, self.terminal);
                self.terminal.say(&self.go_on(id));
                Err(exit)
            }
            Err(Cut::Interrupted) => {
                self.terminal.say(&self.go_on(id));
                Err(Exit::Interrupted)
            }
        }
    }

    /// How to go on with a task that nobody waits for.
    fn go_on(&self, id: i64) -> String {
        wait::go_on(self.target, &id, &self.again)
    }

    async fn tasks(&self) -> Result<Vec<GcTask>, Exit> {
        let tasks = tokio::select! {
            tasks = every(self.listing()) => tasks,
            () = self.interrupt.wait() => return Err(Exit::Interrupted),
        };
        tasks.map_err(|error| {
            let exit = self.terminal.failed(&error);
            self.terminal.explain(&error, &self.target.client);
            exit
        })
    }

    fn listing(&self) -> crate::builder::ListGcTasks {
        self.target.client.list_gc_tasks().instance_id(self.instance_id.clone())
    }

    /// The newest dry run that is young enough.
    fn estimate(&self, tasks: &[GcTask]) -> Option<Estimate> {
        let since = Clock::system().now().checked_sub(self.preview_age).ok()?;
        Estimate::newest(tasks, self.parameters.delete_untagged == Some(true), since)
    }
}
