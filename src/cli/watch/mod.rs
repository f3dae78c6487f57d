//! `swr-gc watch`

mod jsonl;
mod lines;
mod live;
mod words;

use std::io;
use std::time::Duration;

use clap::{ArgMatches, Args, ValueEnum};

use super::connection::Connection;
use super::exit::{Exit, HELP};
use super::interrupt::Interrupt;
use super::outcome::advice;
use super::screen;
use super::site::Site;
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
    let end = interrupt.cutting(go(&site, id.as_ref(), until_idle, &mut *view)).await;
    let written = view.finish();
    match end {
        Ok(End::Closed(error)) => Ok(terminal.closed(&error)),
        Ok(End::Failed { error, asked }) => Ok(site.failed_after(asked, &error)),
        Ok(End::Over(task)) => {
            written.map_err(|error| terminal.closed(&error))?;
            let ended = task.as_ref().and_then(|task| Some((task, status(task)?)));
            if let Some(advice) = ended.and_then(|(task, status)| advice(task, status)) {
                terminal.say(advice);
            }
            Ok(ended.map_or(Exit::Done, |(_, status)| status.into()))
        }
        Err(exit) => {
            if let Some(id) = id {
                site.go_on(&id);
            }
            Err(exit)
        }
    }
}

/// How watching came to its end by itself.
enum End {
    /// There is nothing more to watch; of a single task, how it was seen last.
    Over(Option<GcTask>),
    Failed {
        error: Error,
        /// Whether the service had answered before.
        asked: bool,
    },
    /// The output could not be written.
    Closed(io::Error),
}

async fn go(site: &Site<'_>, id: Option<&TaskId>, until_idle: bool, view: &mut dyn View) -> End {
    // Without the past, what is usual is unknown. Whether the service answers at all is seen below.
    let past = every(site.listing()).await;
    view.past(Past::of(past.iter().flatten()));
    let one = || site.client().show_gc_task().instance_id(site.instance_id.clone());
    let changes = match id {
        Some(id) => one().gc_id(id.clone()).watch(),
        None => site.listing().watch(),
    };
    let mut changes = changes.polling(site.target.polling());
    let mut last = None;
    loop {
        if until_idle && changes.is_idle() == Some(true) {
            return End::Over(None);
        }
        let change = tokio::select! {
            change = changes.next() => Some(change),
            () = tokio::time::sleep(BLINK) => None,
        };
        let written = match change {
            Some(Some(Ok(change))) => {
                last = id.map(|_| change.task.clone());
                view.change(&change)
            }
            Some(Some(Err(error))) => return End::Failed { error, asked: changes.is_idle().is_some() },
            Some(None) => return End::Over(last),
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
