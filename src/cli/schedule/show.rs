//! `swr-gc schedule show`

use clap::{ArgMatches, Args, ValueEnum};
use serde::Serialize;

use super::file;
use super::runs::{Reading, zone};
use crate::cli::connection::Connection;
use crate::cli::exit::Exit;
use crate::cli::facts::{self, when};
use crate::cli::terminal::Terminal;
use crate::client::Response;
use crate::clock::Clock;
use crate::simulator::Scenario;
use crate::types::{GcParameters, ScheduleDetails, ScheduleType, ShowGcScheduleResponse};
use crate::wire::{Open, Word};

/// Show when clean-ups are started, and what they are told to do.
///
/// The next run as the service tells it is what counts. The runs below it are how this command reads the cron
/// expression: six fields, seconds first, in UTC, which is an inference.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc schedule show --simulate
      the schedule of a made-up registry

  TZ=Asia/Shanghai swr-gc schedule show --region cn-north-4 --instance 8c0a…
      the next runs in UTC and in that zone

  swr-gc schedule show --output yaml > schedule.yaml
      a file of it, for `swr-gc schedule apply` and `drift`

  swr-gc schedule show --output json | jq -r .schedule.next_scheduled_time
      the time of the next clean-up, for a script")]
pub(in crate::cli) struct Show {
    /// Form of the output
    #[arg(long, short, visible_alias = "format", value_name = "FORM", value_enum, default_value_t = Format::Text)]
    output: Format,

    #[command(flatten)]
    connection: Connection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each fact
    Text,
    /// One object
    Json,
    /// A file, as `swr-gc schedule apply` and `drift` take it
    Yaml,
}

pub(super) async fn run(show: Show, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let (target, instance_id) = match show.connection.open_instance(given, Scenario::History, terminal).await
    {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    match target.client.show_gc_schedule().instance_id(instance_id).send().await {
        Ok(shown) => print(&shown, show.output, terminal),
        Err(error) => {
            terminal.explain(&error, &target.client);
            terminal.failed(&error)
        }
    }
}

/// What the service says, and what follows from it.
#[derive(Serialize)]
struct Facts<'a> {
    #[serde(flatten)]
    shown: &'a ShowGcScheduleResponse,
    inferred: Option<Reading>,
}

fn print(shown: &Response<ShowGcScheduleResponse>, format: Format, terminal: &Terminal) -> Exit {
    let inferred = Reading::of(shown, Clock::system().now());
    warn(shown, terminal);
    match format {
        Format::Text => facts::print(terminal, &lines(shown, inferred.as_ref())),
        Format::Json => facts::json(terminal, &Facts { shown, inferred }),
        Format::Yaml => match file::written(shown) {
            Ok(text) => terminal.print(|output| output.write_all(text.as_bytes())),
            Err(why) => {
                terminal.complain(&format!("no file can be made of the schedule: {why}"), None);
                Exit::Failed
            }
        },
    }
}

/// Tells of what could not be read.
pub(super) fn warn(shown: &Response<ShowGcScheduleResponse>, terminal: &Terminal) {
    for lost in shown.deviations().iter().filter(|found| found.is_lost()) {
        terminal.say(&format!(
            "warning: {} could not be read and is left out: {}",
            lost.pointer(),
            lost.raw()
        ));
    }
}

fn lines(shown: &Response<ShowGcScheduleResponse>, reading: Option<&Reading>) -> Vec<(&'static str, String)> {
    let schedule = shown.schedule.as_ref();
    let word = schedule.and_then(|schedule| schedule.type_.as_ref());
    let mut lines = vec![("schedule", word.map_or_else(unknown, meaning))];
    if let Some(cron) = schedule.and_then(|schedule| schedule.cron.as_deref()) {
        lines.push(("cron", cron.to_owned()));
    }
    if let Some(next) = schedule.and_then(ScheduleDetails::next_run) {
        lines.push(("next run", format!("{}, as the service says", when(next, Clock::system().now()))));
    }
    lines.extend(reading.iter().flat_map(|reading| reading.lines(&zone())));
    if !schedule.is_some_and(ScheduleDetails::is_off) {
        lines.extend(parameters(shown));
    }
    lines
}

/// What clean-ups are told to do.
fn parameters(shown: &Response<ShowGcScheduleResponse>) -> [(&'static str, String); 3] {
    let GcParameters { delete_untagged, workers, dry_run } = shown.parameters.clone().unwrap_or_default();
    let told = |pointer: &str, flag: Option<bool>, default: bool| match flag {
        Some(flag) => yes(flag).to_owned(),
        None if shown.lost(pointer).is_some() => unknown(),
        None => format!("{}, the documented default: the service does not tell", yes(default)),
    };
    [
        (
            "delete untagged",
            told("/parameters/delete_untagged", delete_untagged, GcParameters::DEFAULT_DELETE_UNTAGGED),
        ),
        ("dry run", told("/parameters/dry_run", dry_run, GcParameters::DEFAULT_DRY_RUN)),
        ("workers", workers.map_or_else(unknown, |workers| workers.to_string())),
    ]
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// A word and what it means.
fn meaning(word: &Open<ScheduleType>) -> String {
    let known = word.known().and_then(|known| {
        let place = ScheduleType::WORDS.iter().position(|(_, value)| *value == known)?;
        ScheduleType::MEANINGS.get(place)
    });
    match known {
        Some(meaning) => format!("{}: {meaning}", word.as_str()),
        None => format!("{}: the API description does not know this word", word.as_str()),
    }
}
