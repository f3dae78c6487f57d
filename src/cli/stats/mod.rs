//! `swr-gc stats`

mod chart;
mod csv;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;

use super::connection::Connection;
use super::exit::Exit;
use super::facts;
use super::history::History;
use super::interrupt::Interrupt;
use super::screen;
use super::since::since;
use super::terminal::Terminal;
use crate::operate::{Period, Stats as Sums};
use crate::simulator::Scenario;

/// Add up what past runs freed, how long they took, and how many ended well.
///
/// Dry runs are kept apart from real ones. What a run freed is known once it has ended well: of one that was stopped,
/// that failed or that is still running it is unknown, and a sum with such runs in it says "at least".
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc stats --simulate
      a made-up registry, to see what the command does

  swr-gc stats --region cn-north-4 --instance 8c0a… --since 90d --by week
      a line and a bar for each week of the last 90 days

  swr-gc stats --since 2024-01-01 --output csv > freed.csv
      for a spreadsheet")]
pub(super) struct Stats {
    /// Only tasks created since then: a duration such as 90d, 2w or 6mo, or a date such as 2024-05-01
    #[arg(long, value_name = "WHEN", value_parser = since)]
    since: Option<Timestamp>,

    /// What to add up by, in UTC; without it, what fits on a screen
    #[arg(long, value_name = "PERIOD", value_parser = period())]
    by: Option<Period>,

    /// Form of the output
    #[arg(long, short, visible_alias = "format", value_name = "FORM", value_enum, default_value_t = Form::Text)]
    output: Form,

    #[command(flatten)]
    connection: Connection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A chart for people
    Text,
    /// Comma-separated values with a heading line: one record for each period
    Csv,
    /// One JSON object
    Json,
}

/// The JSON object.
#[derive(Debug, Serialize)]
struct Object<'a> {
    since: Option<Timestamp>,
    tasks: usize,
    #[serde(flatten)]
    sums: &'a Sums,
}

fn period() -> impl TypedValueParser<Value = Period> {
    let names: Vec<_> = Period::ALL.iter().map(|period| period.name()).collect();
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Period>())
}

pub(super) async fn run(stats: Stats, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    interrupt.or(tell(stats, given, terminal)).await
}

async fn tell(stats: Stats, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let (target, instance_id) = match stats.connection.open_instance(given, Scenario::History, terminal).await
    {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let pages = target.client.list_gc_tasks().instance_id(instance_id).pages();
    let all = match History::read(pages, terminal, |_| false).await {
        Ok(history) => history.tasks,
        Err(error) => {
            let exit = terminal.failed(&error);
            terminal.explain(&error, &target.client);
            return exit;
        }
    };
    let since = stats.since;
    let wanted = |created: Option<Timestamp>| since.is_none_or(|since| created.is_some_and(|at| at >= since));
    let undated = all.iter().filter(|task| since.is_some() && task.creation_time.is_none()).count();
    if undated > 0 {
        let subject = if undated == 1 { "task" } else { "tasks" };
        let verb = if undated == 1 { "is" } else { "are" };
        terminal.say(&format!(
            "note: {undated} {subject} without a readable creation time {verb} left out of what --since selects"
        ));
    }
    let tasks: Vec<_> = all.iter().filter(|task| wanted(task.creation_time)).collect();
    let period = stats.by.unwrap_or_else(|| Sums::fitting(tasks.iter().copied()));
    let sums = Sums::of(tasks.iter().copied(), period);
    match stats.output {
        Form::Text if tasks.is_empty() => {
            let newest = all.iter().filter_map(|task| task.creation_time).max();
            terminal.print_words(|output| writeln!(output, "{}", chart::nothing(since, all.len(), newest)))
        }
        Form::Text => terminal.print_words(|output| chart::write(&sums, screen::output_room(), output)),
        Form::Csv => terminal.print(|output| csv::write(&sums, output)),
        Form::Json => facts::json(terminal, &Object { since, tasks: tasks.len(), sums: &sums }),
    }
}
