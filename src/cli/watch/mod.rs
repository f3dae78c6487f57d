//! `swr-gc watch`

mod jsonl;
mod lines;
mod live;
mod words;

use std::io::{self, IsTerminal};
use std::time::Duration;

use clap::{ArgMatches, Args, ValueEnum};

use super::connection::{self, Connection, Target};
use super::exit::Exit;
use super::following;
use super::interrupt::Interrupt;
use super::show;
use super::terminal::Terminal;
use super::wait::go_on;
use crate::environment::Environment;
use crate::error::Error;
use crate::operate::{Change, Past, every};
use crate::simulator::Scenario;
use crate::types::{GcTask, InstanceId, JobStatus, TaskId};
use crate::wire::Open;

/// Watch GC tasks: what is at work, and what becomes of it.
///
/// On a terminal it is a table that goes on; elsewhere a line for each change. It ends with the task, and without an id
/// not by itself. There is no percentage, since the API has no progress: it shows how old a task is, and how long past
/// runs with as many workers took. A network that is gone is borne for a while, and told.
#[derive(Debug, Args)]
#[command(after_help = "\
Each line of --output jsonl is one change: {\"at\", \"id\", \"before\", \"status\", \"gone\", \"task\"}. `at` is when it was
seen, `before` is null for a task that was not seen before, `gone` is true for one that the list has no longer, and
`task` is all that the service tells of it.

Examples:
  swr-gc watch --simulate
      a made-up registry in which a clean-up is at work

  swr-gc watch 1249 && notify-send \"clean-up done\"
      until the task is over: 0 Success, 3 Error, 4 Stopped

  swr-gc watch --until-idle --output jsonl | jq -r 'select(.status == \"Error\").id'
      the ids of tasks that fail, until none is at work any more")]
pub(super) struct Watch {
    /// Id of the task; without it, all tasks of the instance
    #[arg(value_name = "ID", allow_negative_numbers = true, value_parser = show::id)]
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
    /// Time goes by; `trouble` is why there is no answer at the moment.
    fn tick(&mut self, trouble: Option<&Error>) -> io::Result<()>;
    /// Nothing more comes.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How watching came to its end.
enum End {
    /// There is nothing more to watch; of a single task, how it ended.
    Over(Option<JobStatus>),
    Failed(Error),
    Interrupted,
    /// The output could not be written.
    Closed(io::Error),
}

/// How often the view moves.
const BLINK: Duration = Duration::from_millis(250);

pub(super) async fn run(watch: Watch, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let Watch { id, until_idle, output, connection } = watch;
    let (target, instance_id) = match connection.open_instance(given, Scenario::Busy, terminal).await {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let mut view: Box<dyn View> = match output {
        Form::Text if is_drawable() => Box::new(live::Live::new()),
        Form::Text => Box::new(lines::Lines::new(terminal)),
        Form::Jsonl => Box::new(jsonl::Jsonl::new(terminal)),
    };
    let end = tokio::select! {
        biased;
        () = interrupt.wait() => End::Interrupted,
        end = go(&target, &instance_id, id.as_ref(), until_idle, &mut *view) => end,
    };
    let written = view.finish();
    match (end, written) {
        (End::Closed(error), _) | (End::Over(_), Err(error)) => terminal.closed(&error),
        (End::Over(status), Ok(())) => status.map_or(Exit::Done, Exit::from),
        (End::Failed(error), _) => following::failed(&error, &target.client, terminal),
        (End::Interrupted, _) => {
            if let Some(id) = id {
                terminal.say(&go_on(&target, &id, &connection::again(given)));
            }
            Exit::Interrupted
        }
    }
}

/// Whether standard output is a terminal on which the cursor can be moved.
fn is_drawable() -> bool {
    let kind = Environment::process().text("TERM").ok().flatten();
    io::stdout().is_terminal() && kind.is_none_or(|kind| kind != "dumb")
}

async fn go(
    target: &Target,
    instance_id: &InstanceId,
    id: Option<&TaskId>,
    until_idle: bool,
    view: &mut dyn View,
) -> End {
    let client = &target.client;
    let listing = || client.list_gc_tasks().instance_id(instance_id.clone());
    // Without the past, what is usual is unknown. Whether the service answers at all is seen below.
    let tasks = every(listing()).await;
    view.past(Past::of(tasks.iter().flatten()));
    let changes = match id {
        Some(id) => client.show_gc_task().instance_id(instance_id.clone()).gc_id(id.clone()).watch(),
        None => listing().watch(),
    };
    let mut changes = changes.polling(target.polling());
    let mut last = None;
    loop {
        if until_idle && changes.is_idle() {
            return End::Over(None);
        }
        let change = tokio::select! {
            change = changes.next() => Some(change),
            () = tokio::time::sleep(BLINK) => None,
        };
        let written = match change {
            Some(Some(Ok(change))) => {
                last = status(&change.task);
                view.change(&change)
            }
            Some(Some(Err(error))) => return End::Failed(error),
            Some(None) => return End::Over(last),
            None => Ok(()),
        };
        if let Err(error) = written.and_then(|()| view.tick(changes.trouble())) {
            return End::Closed(error);
        }
    }
}

fn status(task: &GcTask) -> Option<JobStatus> {
    task.job_status.as_ref().and_then(Open::known)
}
