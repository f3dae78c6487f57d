//! `swr-gc show`

use clap::{ArgMatches, Args, ValueEnum};
use serde_json::Value;

use super::connection::Connection;
use super::exit::Exit;
use super::facts;
use super::interrupt::Interrupt;
use super::output;
use super::terminal::Terminal;
use super::which;
use crate::client::Response;
use crate::simulator::Scenario;
use crate::text::printable;
use crate::types::{GcTask, TaskId};

/// Show a GC task: every property, also those that the API description does not know.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc show 1248 --simulate
      a task of a made-up registry

  swr-gc show 1248 --output json | jq .job_parameters.freed_space
      one number, for a script; null where the service does not tell")]
pub(super) struct Show {
    #[arg(help = which::ID, value_name = "ID", allow_negative_numbers = true, value_parser = which::id)]
    id: TaskId,

    /// Form of the output
    #[arg(long, short, visible_alias = "format", value_name = "FORM", value_enum, default_value_t = Format::Text)]
    output: Format,

    #[command(flatten)]
    connection: Connection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each property
    Text,
    /// One object
    Json,
    /// The body as it was received
    Raw,
}

pub(super) async fn run(show: Show, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    interrupt.or(tell(show, given, terminal)).await
}

async fn tell(show: Show, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let (target, instance_id) = match show.connection.open_instance(given, Scenario::History, terminal).await
    {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let request = target.client.show_gc_task().instance_id(instance_id).gc_id(show.id);
    let answer = match request.send().await {
        Ok(answer) => answer,
        Err(error) => {
            let exit = terminal.failed(&error);
            terminal.explain(&error, &target.client);
            return exit;
        }
    };
    match show.output {
        Format::Text => match lines(&answer) {
            Ok(lines) => facts::print(terminal, &lines),
            Err(error) => terminal.closed(&error.into()),
        },
        Format::Json => facts::json(terminal, &*answer),
        Format::Raw => terminal.print(|output| output::raw_body(answer.raw(), output)),
    }
}

/// Every property as people read it, what is unknown to the description, and what was odd.
fn lines(answer: &Response<GcTask>) -> serde_json::Result<Vec<(String, String)>> {
    let mut lines = output::properties(answer)?;
    let body: Value = serde_json::from_slice(answer.raw()).unwrap_or_default();
    lines.extend(answer.unknown_fields().into_iter().map(|pointer| {
        let value = body.pointer(&pointer).map_or_else(|| "(not readable)".to_owned(), ToString::to_string);
        (printable(pointer.trim_start_matches('/')), format!("{value} (not in the API description)"))
    }));
    lines.extend(answer.deviations().iter().map(|found| ("deviation".to_owned(), found.to_string())));
    Ok(lines)
}
