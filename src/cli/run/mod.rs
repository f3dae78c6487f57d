//! `swr-gc run`

mod dialog;
mod words;

#[cfg(test)]
mod tests;

use std::time::Duration;

use clap::{ArgMatches, Args};
use jiff::Timestamp;
use serde_json::json;

use dialog::{Ask, AtTerminal, Decision};

use super::confirm;
use super::connection::Connection;
use super::exit::{Exit, HELP};
use super::facts::Form;
use super::interrupt::Interrupt;
use super::lasting;
use super::outcome::{self, sentence_of};
use super::output::cell;
use super::site::{Known, Site};
use super::terminal::Terminal;
use crate::clock::Clock;
use crate::error::Error;
use crate::operate::{Ended, Estimate, Started, every};
use crate::simulator::Scenario;
use crate::types::{ExecuteGcScheduleRequest, GcTask, JobStatus, RequestedGcParameters};

const EXAMPLES: &str = "\
Examples:
  swr-gc run --simulate --yes --wait
      a clean-up of a made-up registry, and what it freed

  swr-gc run --dry-run --wait
      what a clean-up would free; nothing is deleted

  id=$(swr-gc run --yes --workers 3) && swr-gc wait \"$id\"
      start it in a script, and wait for it by its id";

/// Start a clean-up: preview, confirm, run, compare.
///
/// On a terminal it shows what a dry run with the same parameters has told, or offers to make one, and asks before
/// anything is deleted. Elsewhere a clean-up needs --yes; a dry run deletes nothing and needs none. The id of the task
/// is written as soon as it is known, and the clean-up goes on whether somebody waits or not.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{HELP}"))]
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

    /// How old a dry run may be to count as a preview, such as 90m or 2d; one before the last clean-up does not count
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
    let site = match Site::open(run.connection, given, Scenario::Idle, interrupt, terminal).await {
        Ok(site) => site,
        Err(exit) => return exit,
    };
    let clean_up = CleanUp {
        site,
        parameters: run.workers.dry_run(run.dry_run).delete_untagged(run.delete_untagged),
        preview_age: run.preview_age,
        deadline: run.deadline,
        wait: run.wait,
        unasked: ask.is_none(),
        form: run.form,
    };
    let ended = match ask {
        Some(mut ask) => clean_up.asked(&mut ask).await,
        None => clean_up.start(None).await,
    };
    ended.unwrap_or_else(|exit| exit)
}

/// A clean-up that is to be started.
struct CleanUp<'a> {
    site: Site<'a>,
    parameters: RequestedGcParameters,
    preview_age: Duration,
    deadline: Duration,
    wait: bool,
    /// Whether nobody is asked, and told what it means.
    unasked: bool,
    form: Form,
}

impl CleanUp<'_> {
    /// Starts it if the answers say so.
    async fn asked(&self, ask: &mut impl Ask) -> Result<Exit, Exit> {
        let Site { target, instance_id, interrupt, terminal, .. } = &self.site;
        let tasks = self.tasks().await?;
        let mut estimate = self.estimate(&tasks);
        for line in words::announcement(&target.place(instance_id), &self.parameters, &tasks) {
            terminal.say(&line);
        }
        loop {
            terminal.say(&words::preview(estimate.as_ref(), self.preview_age, self.parameters.workers.get()));
            let decision = interrupt.cutting(dialog::decide(ask, estimate.is_some())).await;
            match decision {
                Ok(Decision::Run) => return self.start(estimate).await,
                Ok(Decision::Preview) => estimate = Some(self.preview().await?),
                Ok(Decision::Stop) => {
                    terminal.say(NOTHING);
                    return Err(Exit::Failed);
                }
                Err(exit) => {
                    terminal.say(NOTHING);
                    return Err(exit);
                }
            }
        }
    }

    /// Makes a dry run, and waits for it.
    async fn preview(&self) -> Result<Estimate, Exit> {
        let terminal = self.site.terminal;
        let started = self.execute(self.parameters.clone().dry_run(true)).await?;
        terminal.say(&format!("dry run {} has been started; Ctrl-C leaves it alone", started.id));
        let ended = self.follow(started.id).await?;
        self.check(&ended, true)?;
        let Ended { task, status, .. } = ended;
        Estimate::of_dry_run(task.clone()).ok_or_else(|| {
            terminal.say(&sentence_of(&task, status, true));
            terminal.say("without a preview no clean-up was started; to go on without one: --yes");
            if status == JobStatus::Success { Exit::Failed } else { status.into() }
        })
    }

    /// Starts it, and waits for it if that was asked for.
    async fn start(&self, estimate: Option<Estimate>) -> Result<Exit, Exit> {
        let terminal = self.site.terminal;
        if self.parameters.delete_untagged == Some(true)
            && self.parameters.dry_run != Some(true)
            && self.unasked
        {
            terminal.say(outcome::UNTAGGED);
        }
        // What was not shown to be asked about serves to compare with.
        let estimate = match (estimate, self.wait && self.parameters.dry_run != Some(true)) {
            (None, true) => {
                let tasks = self.site.during("listing the tasks", every(self.site.listing())).await;
                let tasks = tasks.inspect_err(|_| terminal.say(NOTHING))?;
                tasks.ok().and_then(|tasks| self.estimate(&tasks))
            }
            (estimate, _) => estimate,
        };
        let started = self.execute(self.parameters.clone()).await?;
        let what = if self.parameters.dry_run == Some(true) { "dry run" } else { "clean-up" };
        if !self.wait {
            terminal.say(&format!("the {what} has been started as task {}", started.id));
            self.site.go_on(&started.id, Known::Seen);
            let value = json!({ "id": started.id, "found_in_list": started.found_in_list });
            return Ok(self.form.say(terminal, &value, &started.id.to_string()));
        }
        terminal.say(&format!("the {what} has been started as task {}; Ctrl-C leaves it alone", started.id));
        let ended = self.follow(started.id).await?;
        let dry_run = self.parameters.dry_run == Some(true);
        let checked = self.check(&ended, dry_run);
        let shown = if checked.is_ok() { dry_run } else { !dry_run };
        let exit = outcome::print_of(&ended, shown, self.form, terminal);
        checked?;
        if let Some(estimate) = estimate.filter(|_| ended.status == JobStatus::Success) {
            compare(&estimate, &ended.task, terminal);
        }
        Ok(exit)
    }

    /// Whether the service has done what it was asked for: a dry run, or a clean-up.
    fn check(&self, ended: &Ended, dry_run: bool) -> Result<(), Exit> {
        let told = ended.task.job_parameters.as_ref().and_then(|told| told.dry_run);
        if told.is_none_or(|told| told == dry_run) {
            return Ok(());
        }
        let id = cell::number(ended.task.id);
        let message = match dry_run {
            true => format!(
                "a dry run was asked for, and the service shows task {id} as none: what it removed is gone"
            ),
            false => format!(
                "a clean-up was asked for, and the service shows task {id} as a dry run: it removed nothing"
            ),
        };
        self.site.terminal.complain(&message, Some("report it to the service, with the id of the task"));
        Err(Exit::Failed)
    }

    /// Has the service start a task.
    async fn execute(&self, parameters: RequestedGcParameters) -> Result<Started, Exit> {
        let Site { instance_id, terminal, .. } = &self.site;
        let body = ExecuteGcScheduleRequest::manual(parameters);
        let request = self.site.client().execute_gc_schedule().instance_id(instance_id.clone()).body(body);
        let what = "asking the service to start it, and looking in the list if its answer is lost";
        let started = self.site.during(what, request.start()).await.inspect_err(|_| {
            self.site.offer("whether a task was started is not known; to see", "list");
        })?;
        let started = started.map_err(|error| self.refused(&error))?;
        if started.found_in_list {
            terminal.say(&format!(
                "warning: the answer was lost or named no new task; task {} is new in the list and fits, so it is taken for \
                 this one",
                started.id
            ));
        }
        Ok(started)
    }

    /// Tells why it was not started, and what is in the way.
    fn refused(&self, error: &Error) -> Exit {
        let exit = self.site.failed(error);
        if let Some(id) = error.task().filter(|_| !self.site.target.is_simulated()) {
            self.site.offer("to wait for that one", &format!("wait {id}"));
            self.site.offer("to stop it", &format!("stop {id}"));
        }
        exit
    }

    /// Waits until a task is over.
    async fn follow(&self, id: i64) -> Result<Ended, Exit> {
        let request = self.site.client().show_gc_task().instance_id(self.site.instance_id.clone()).gc_id(id);
        self.site.follow(&id, request.wait().appearing().deadline(self.deadline), Known::Seen).await
    }

    /// The tasks that there are before anything is started.
    async fn tasks(&self) -> Result<Vec<GcTask>, Exit> {
        self.site.tasks().await.inspect_err(|_| self.site.terminal.say(NOTHING))
    }

    /// The newest dry run that is young enough.
    fn estimate(&self, tasks: &[GcTask]) -> Option<Estimate> {
        Estimate::newest(
            tasks,
            self.parameters.delete_untagged == Some(true),
            since(Clock::system().now(), self.preview_age),
        )
    }
}

/// The earliest time of what counts as a preview at another time.
fn since(at: Timestamp, age: Duration) -> Timestamp {
    // Nothing is older than the first time that there is.
    at.checked_sub(age).unwrap_or(Timestamp::MIN)
}

fn compare(estimate: &Estimate, task: &GcTask, terminal: &Terminal) {
    for line in words::comparison(estimate, task) {
        terminal.say(&line);
    }
}

/// Compares a clean-up that was waited for with the dry run before it, as far as the list has both.
pub(super) async fn compare_with_preview(ended: &Ended, site: &Site<'_>) {
    let Some((created, told)) = ended.task.creation_time.zip(ended.task.job_parameters.as_ref()) else {
        return;
    };
    if ended.status != JobStatus::Success || told.is_dry_run() {
        return;
    }
    // Without the list there is nothing to compare with, and that is all.
    let Ok(Ok(mut tasks)) = site.during("listing the tasks", every(site.listing())).await else { return };
    tasks.retain(|task| task.creation_time.is_none_or(|at| at < created));
    if let Some(estimate) = Estimate::newest(&tasks, told.deletes_untagged(), since(created, PREVIEW_AGE)) {
        compare(&estimate, &ended.task, site.terminal);
    }
}

/// How old a dry run may be that a clean-up is compared with, where nobody says.
const PREVIEW_AGE: Duration = Duration::from_secs(24 * 60 * 60);

const NOTHING: &str = "no clean-up was started";
