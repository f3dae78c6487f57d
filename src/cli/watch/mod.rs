//! `swr-gc watch`

mod jsonl;
mod lines;
mod live;
mod words;

use std::io;
use std::pin::pin;
use std::time::Duration;

use clap::{ArgMatches, Args, ValueEnum};

use super::connection::Connection;
use super::exit::{Exit, HELP};
use super::interrupt::Interrupt;
use super::outcome::advice;
use super::screen;
use super::site::{Known, Site};
use super::terminal::Terminal;
use super::which;
use crate::error::Error;
use crate::operate::{Change, Past, Watch as Changes, every};
use crate::simulator::Scenario;
use crate::types::{GcTask, JobStatus, TaskId};
use crate::wire::Open;

const EXAMPLES: &str = "\
Each line of --output jsonl is one change: {\"at\", \"id\", \"before\", \"status\", \"gone\", \"task\"}. `at` is
when it was seen, `before` is null for a task that was not seen before, `gone` is true for one that
the list has no longer, and `task` is all that the service tells of it.

Examples:
  swr-gc watch --simulate
      a made-up registry in which a clean-up is at work

  swr-gc watch 1249 && notify-send \"clean-up done\"
      until the task is over: 0 Success, 3 Error, 4 Stopped

  swr-gc watch --until-idle --output jsonl | jq -r 'select(.status == \"Error\").id'
      the ids of tasks that fail, until none is at work any more";

/// Watch GC tasks: what is at work, and what becomes of it.
///
/// On a terminal it is a table that goes on; elsewhere a line for each change. It ends with the task, and without an id
/// not by itself. There is no percentage, since the API has no progress: it shows how old a task is, and how long past
/// runs with as many workers took. A network that is gone is borne for a while, and told.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{HELP}"))]
pub(super) struct Watch {
    /// Id of the task; without it, all tasks of the instance
    #[arg(value_name = "ID", allow_negative_numbers = true, value_parser = which::id)]
    id: Option<TaskId>,

    /// End as soon as no task is at work
    #[arg(long, conflicts_with = "id")]
    until_idle: bool,

    /// Form of the output
    #[arg(long, short, visible_alias = "format", value_name = "FORM", value_enum, default_value_t = Form::Text)]
    output: Form,

    #[command(flatten)]
    connection: Connection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table that goes on, on a terminal; elsewhere a line for each change
    Text,
    /// One JSON object a line for each change
    Jsonl,
}

/// What each form does.
trait View {
    /// What past runs tell of those at work.
    fn past(&mut self, _past: Past) {}
    /// A task is not as it was.
    fn change(&mut self, change: &Change) -> io::Result<()>;
    /// Time goes by.
    fn tick(&mut self, changes: &Changes) -> io::Result<()>;
    /// Nothing more comes.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How often the view moves.
const BLINK: Duration = Duration::from_millis(250);

pub(super) async fn run(watch: Watch, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    tell(watch, given, &interrupt, terminal).await.unwrap_or_else(|exit| exit)
}

async fn tell(
    watch: Watch,
    given: &ArgMatches,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Exit, Exit> {
    let Watch { id, until_idle, output, connection } = watch;
    let site = Site::open(connection, given, Scenario::Busy, interrupt, terminal).await?;
    let mut view: Box<dyn View> = match output {
        Form::Text if screen::is_drawable(&io::stdout()) => Box::new(live::Live::new()),
        Form::Text => Box::new(lines::Lines::new(terminal)),
        Form::Jsonl => Box::new(jsonl::Jsonl::new(terminal)),
    };
    let mut last = None;
    let end = interrupt.cutting(go(&site, id.as_ref(), until_idle, &mut *view, &mut last)).await;
    let written = view.finish();
    match end {
        // Nobody reads on, and how the task ends is not known.
        Ok(End::Closed(error)) => Ok(match terminal.closed(&error) {
            Exit::Done if id.is_some() => Exit::Failed,
            exit => exit,
        }),
        Ok(End::Failed { error, asked }) => Ok(site.failed_after(asked, &error)),
        Ok(End::Over) => {
            written.map_err(|error| terminal.closed(&error))?;
            let ended = last.as_ref().filter(|_| id.is_some()).and_then(|task| Some((task, status(task)?)));
            if let Some(advice) = ended.and_then(|(task, status)| advice(task, status)) {
                terminal.say(advice);
            }
            Ok(ended.map_or(Exit::Done, |(_, status)| status.into()))
        }
        Err(exit) => {
            if let Some(id) = id {
                site.go_on(&id, if last.is_some() { Known::Seen } else { Known::Named });
            }
            Err(exit)
        }
    }
}

/// How watching came to its end by itself.
enum End {
    /// There is nothing more to watch.
    Over,
    Failed {
        error: Error,
        /// Whether the service had answered before.
        asked: bool,
    },
    /// The output could not be written.
    Closed(io::Error),
}

/// Watches to the end; `last` is the task that was seen to change last.
async fn go(
    site: &Site<'_>,
    id: Option<&TaskId>,
    until_idle: bool,
    view: &mut dyn View,
    last: &mut Option<GcTask>,
) -> End {
    // Nobody waits for the past: without it, what is usual is unknown.
    let mut past = pin!(every(site.listing()));
    let mut asked = false;
    let one = || site.client().show_gc_task().instance_id(site.instance_id.clone());
    let changes = match id {
        Some(id) => one().gc_id(id.clone()).watch(),
        None => site.listing().watch(),
    };
    let mut changes = changes.polling(site.target.polling());
    loop {
        if until_idle && changes.is_idle() == Some(true) {
            return End::Over;
        }
        let change = tokio::select! {
            biased;
            tasks = &mut past, if !asked => {
                asked = true;
                view.past(Past::of(tasks.iter().flatten()));
                continue;
            }
            change = changes.next() => Some(change),
            () = tokio::time::sleep(BLINK) => None,
        };
        let written = match change {
            Some(Some(Ok(change))) => {
                *last = Some(change.task.clone());
                view.change(&change)
            }
            Some(Some(Err(error))) => return End::Failed { error, asked: changes.is_idle().is_some() },
            Some(None) => return End::Over,
            None => Ok(()),
        };
        if let Err(error) = written.and_then(|()| view.tick(&changes)) {
            return End::Closed(error);
        }
    }
}

fn status(task: &GcTask) -> Option<JobStatus> {
    task.job_status.as_ref().and_then(Open::known)
}
