//! `swr-gc list`

use std::io;
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::builder::TypedValueParser as _;
use clap::{ArgMatches, Args};

use super::connection::Connection;
use super::curl;
use super::exit::Exit;
use super::interrupt::Interrupt;
use super::output::{self, Asked, Format, Writer};
use super::shell::quoted;
use super::terminal::Terminal;
use crate::builder::ListGcTasks;
use crate::client::Listing;
use crate::error::Error;
use crate::simulator::Scenario;
use crate::types::JobStatus;
use crate::wire::{Deviation, Word};
use crate::{Page, Pages};

/// List GC tasks, page after page.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc list --simulate
      a made-up registry, to see what the command does

  swr-gc list --region cn-north-4 --project 0a1b… --instance 8c0a… --status Error
      the failed tasks of an instance; the token is in SWR_GC_TOKEN

  swr-gc list --limit 20 --output json | jq '.[0]'
      the first task as JSON

  swr-gc list --output jsonl | while read -r task; do …; done
      each task as it arrives")]
pub(super) struct List {
    /// Only tasks with this status, in capitals or not
    #[arg(long, value_name = "STATUS", ignore_case = true, value_parser = status())]
    status: Option<JobStatus>,

    /// How many tasks to list in all; without it, every task
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = limit)]
    limit: Option<u64>,

    #[arg(long, help = page_size_help(), value_name = "N", allow_negative_numbers = true, value_parser = page_size)]
    page_size: Option<i64>,

    /// Where to go on: the marker that a broken listing named
    #[arg(long, value_name = "MARKER")]
    marker: Option<String>,

    /// Form of the output
    #[arg(long, short, visible_alias = "format", value_name = "FORM", value_enum, default_value_t = Format::Table)]
    output: Format,

    #[arg(long, help = columns_help(), value_name = "NAME,…", value_delimiter = ',')]
    columns: Vec<String>,

    /// Print the first request as a curl command, and send nothing to the service
    #[arg(long)]
    curl: bool,

    #[command(flatten)]
    connection: Connection,
}

fn limit(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("give a whole number from 1; without --limit, every task is listed".to_owned()),
        Ok(limit) => Ok(limit),
    }
}

fn page_size_help() -> String {
    let (least, most) = (ListGcTasks::PAGE_MINIMUM, ListGcTasks::PAGE_MAXIMUM);
    format!(
        "How many tasks to ask for at a time, {least} to {most}; without it, {most} or --limit if that is less"
    )
}

fn columns_help() -> String {
    format!("Columns of a table or of CSV, some of {}", output::column_names().join(", "))
}

fn page_size(text: &str) -> Result<i64, String> {
    let (least, most) = (ListGcTasks::PAGE_MINIMUM, ListGcTasks::PAGE_MAXIMUM);
    let size = text.parse().ok().filter(|size| (least..=most).contains(size));
    size.ok_or_else(|| format!("give a whole number from {least} to {most}"))
}

fn status() -> impl clap::builder::TypedValueParser<Value = JobStatus> {
    let words = JobStatus::WORDS.iter().zip(JobStatus::MEANINGS);
    let values = words.map(|((word, _), meaning)| PossibleValue::new(*word).help(*meaning));
    clap::builder::PossibleValuesParser::new(values).try_map(|word| {
        let known = JobStatus::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(&word));
        known.map(|(_, value)| *value).ok_or_else(|| crate::wire::UnknownWord::new::<JobStatus>(&word))
    })
}

/// How a listing came to its end.
enum End {
    Complete,
    Broken(Error),
    Interrupted,
    /// Nobody reads the output any more.
    Closed(io::Error),
}

pub(super) async fn run(list: List, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let asked = Asked { status: list.status, resumed: list.marker.is_some(), columns: list.columns };
    let mut writer = match Writer::new(list.output, asked, terminal.output()) {
        Ok(writer) => writer,
        Err(message) => {
            terminal.complain(&message, None);
            return Exit::Usage;
        }
    };
    let (target, instance_id) = match list.connection.open_instance(given, Scenario::History, terminal).await
    {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let mut request = target.client.list_gc_tasks().instance_id(instance_id);
    if let Some(status) = list.status {
        request = request.status(status);
    }
    if let Some(size) = list.page_size {
        request = request.limit(size);
    }
    if let Some(marker) = list.marker {
        request = request.marker(marker);
    }
    let mut pages = request.pages();
    if let Some(limit) = list.limit {
        pages = pages.max_items(limit);
    }
    if list.curl {
        if target.is_simulated() {
            terminal.say("note: the simulator ends with this command; `swr-gc simulate` goes on serving");
        }
        if let Err(error) = target.client.ready().await {
            return terminal.failed(&error);
        }
        return curl::print(pages.prepare(), target.client.sign_in().as_ref(), terminal);
    }
    let mut odd = Odd::default();
    let end = tokio::select! {
        end = walk(&mut pages, &mut writer, &mut odd, terminal) => end,
        () = interrupt.wait() => End::Interrupted,
    };
    let usage = matches!(&end, End::Broken(error) if error.is_before_all());
    let written = match (&end, usage) {
        (End::Closed(_), _) => Ok(()),
        (_, true) => {
            writer.discard();
            Ok(())
        }
        (End::Broken(error), _) => writer.broken(error).and_then(|()| writer.finish(false)),
        _ => writer.finish(matches!(end, End::Complete)),
    };
    odd.report(terminal);
    // How the listing went counts for more than whether somebody was left to read of it.
    match end {
        End::Complete => written.map_or_else(|error| terminal.closed(&error), |()| Exit::Done),
        End::Interrupted => {
            let cleaner = &target.client.transport().cleaner;
            if let Some(marker) = pages.next_marker().filter(|marker| cleaner.clean(marker) == **marker) {
                terminal.say(&format!("to go on from there: --marker {}", quoted(marker)));
            }
            Exit::Interrupted
        }
        End::Closed(error) => terminal.closed(&error),
        End::Broken(error) => {
            terminal.complain_of(&error);
            terminal.explain(&error, &target.client);
            // On the first page there is nothing behind the marker yet.
            // Going on where a walk goes in circles leads into the circle.
            let marker = error.marker().filter(|_| error.page() > Some(1) && !error.is_walk());
            // A marker that may not be shown as it is cannot be pasted either.
            if let Some(marker) = marker.filter(|marker| error.to_string().contains(&format!("{marker:?}"))) {
                terminal.say(&format!("to go on from there: --marker {}", quoted(marker)));
            }
            if usage { Exit::Usage } else { Exit::Failed }
        }
    }
}

async fn walk(
    pages: &mut Pages<ListGcTasks>,
    writer: &mut Writer,
    odd: &mut Odd,
    terminal: &Terminal,
) -> End {
    let mut progress = terminal.progress();
    let mut count = 0;
    loop {
        let page = tokio::select! {
            page = pages.next() => page,
            () = tokio::time::sleep(BLINK) => {
                progress.tell(&format!("{count} tasks so far, waiting for more"));
                continue;
            }
        };
        let page = match page {
            Some(Ok(page)) => page,
            Some(Err(error)) => return End::Broken(error),
            None => return End::Complete,
        };
        odd.note(&page);
        count += page.tasks.len();
        progress.clear();
        if let Err(error) = writer.page(&page) {
            return End::Closed(error);
        }
        progress.tell(&format!("{count} tasks so far"));
    }
}

/// How often the sign of life moves.
const BLINK: Duration = Duration::from_millis(250);

/// Values that could not be read: how many, and the first few of them.
#[derive(Default)]
pub(super) struct Odd {
    count: usize,
    first: Vec<String>,
}

impl Odd {
    const SHOWN: usize = 3;

    pub(super) fn note(&mut self, page: &Page) {
        self.count += page.values_lost();
        let lost = page.deviations().iter().filter(|found| found.is_lost());
        let room = Self::SHOWN.saturating_sub(self.first.len());
        self.first.extend(lost.take(room).map(|found| Self::describe(page, found)));
    }

    fn describe(page: &Page, found: &Deviation) -> String {
        let pointer = found.pointer().strip_prefix(ListGcTasks::ITEMS).unwrap_or(found.pointer());
        let mut parts = pointer.trim_start_matches('/').splitn(2, '/');
        let index = parts.next().and_then(|index| index.parse::<usize>().ok());
        let raw = found.raw();
        match (index, parts.next()) {
            (Some(index), Some(field)) => {
                // Items that are missing are not among the tasks: those behind them have moved up.
                let moved = page.missing_items().iter().filter(|missing| **missing < index).count();
                let id = page.tasks.get(index.saturating_sub(moved)).and_then(|task| task.id);
                let task =
                    id.map_or_else(|| format!("task at place {}", index + 1), |id| format!("task {id}"));
                format!("{task}: {field}: {raw}")
            }
            (Some(index), None) => format!("task at place {}: {raw}", index + 1),
            _ => format!("{}: {raw}", found.pointer()),
        }
    }

    pub(super) fn report(&self, terminal: &Terminal) {
        if self.count == 0 {
            return;
        }
        let more = if self.count > Self::SHOWN { "; the first are" } else { "" };
        let subject = if self.count == 1 {
            "value could not be read and is"
        } else {
            "values could not be read and are"
        };
        terminal.say(&format!("warning: {} {subject} left out{more}:", self.count));
        for line in &self.first {
            terminal.say(&format!("  {line}"));
        }
    }
}
