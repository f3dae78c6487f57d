//! `swr-gc doctor`

use clap::{ArgMatches, Args, value_parser};
use regex_lite::{Captures, Regex};

use super::connection::{self, Connection, Target};
use super::exit::{Exit, VERDICTS};
use super::history::History;
use super::interrupt::Interrupt;
use super::reports::{self, Reports};
use super::rules::{self, Page};
use super::terminal::Terminal;
use crate::clock::Clock;
use crate::findings::{Outcome, Report};
use crate::operate::doctor::{self, About, examine};
use crate::simulator::Scenario;
use crate::types::InstanceId;

const EXAMPLES: &str = "\
Examples:
  swr-gc doctor --simulate
      a made-up registry, which is not well

  swr-gc doctor --region cn-north-4 --instance 8c0a… --report junit=doctor.xml
      an instance, with a report for the CI beside the one for people

  swr-gc doctor --rules
      what is looked for; with an id, why it matters and what to do";

/// Look for what is wrong with the clean-ups of an instance: what waits, stalls, fails, overlaps or does not happen.
///
/// Only reads: the tasks, and the schedule. What the service does not tell is unknown and makes no finding.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{VERDICTS}"))]
pub(super) struct Doctor {
    /// How many tasks are looked at, from the beginning of the list; all, where it does not begin with the newest
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = value_parser!(u64).range(1..))]
    max_tasks: u64,

    /// Tell what is looked for, or all about one rule, and ask nothing
    #[arg(long, value_name = "ID", num_args = 0..=1)]
    #[allow(clippy::option_option)]
    rules: Option<Option<String>>,

    #[command(flatten)]
    reports: Reports,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(
    doctor: Doctor,
    given: &ArgMatches,
    interrupt: Interrupt,
    terminal: &Terminal,
) -> Exit {
    if let Some(id) = doctor.rules {
        let pages: Vec<_> = doctor::rules().into_iter().map(page).collect();
        return rules::print(&pages, id.as_deref(), terminal);
    }
    interrupt.or(judge(doctor, given, terminal)).await
}

async fn judge(doctor: Doctor, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let (target, instance_id) =
        match doctor.connection.open_instance(given, Scenario::History, terminal).await {
            Ok(opened) => opened,
            Err(exit) => return exit,
        };
    if let Err(error) = target.client.ready().await {
        return terminal.failed(&error);
    }
    let mut report = look(&target, &instance_id, doctor.max_tasks, terminal).await;
    target.client.endpoint().clone_into(&mut report.summary.target);
    let cleaner = &target.client.transport().cleaner;
    // What is advised leads to the same instance, wherever it is done.
    let command = Regex::new("`(swr-gc [^`]+)`").ok().filter(|_| !target.is_simulated());
    let again = connection::again(given);
    for finding in &mut report.findings {
        if let (Some(command), Some(remedy)) = (&command, &mut finding.remedy) {
            *remedy = command
                .replace_all(remedy, |found: &Captures<'_>| format!("`{}{again}`", &found[1]))
                .into_owned();
        }
        finding.message = cleaner.clean(&finding.message);
        finding.excerpt = finding.excerpt.as_deref().map(|excerpt| cleaner.clean(excerpt));
        finding.remedy = finding.remedy.as_deref().map(|remedy| cleaner.clean(remedy));
    }
    for note in &mut report.summary.notes {
        *note = cleaner.clean(note);
    }
    doctor.reports.write(&report, terminal)
}

async fn look(target: &Target, instance_id: &InstanceId, most: u64, terminal: &Terminal) -> Report {
    let client = &target.client;
    let pages = client.list_gc_tasks().instance_id(instance_id.clone()).pages();
    let enough = |history: &History| history.tasks.len() as u64 >= most && history.is_newest_first();
    let mut history = match History::read(pages, terminal, enough).await {
        Ok(history) => history,
        Err(error) => return reports::unjudged("doctor", &error),
    };
    let is_cut = enough(&history);
    if is_cut {
        history.tasks.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    // Times are those of the service, and so is how long ago they are.
    let now = Clock::system().now();
    let now = now.checked_add(history.ahead).unwrap_or(now);
    let schedule = client.show_gc_schedule().instance_id(instance_id.clone()).send().await;
    let mut report = examine(&history.tasks, schedule.as_deref().ok(), now);
    let summary = &mut report.summary;
    summary.requests = history.requests + 1;
    if let Err(error) = schedule {
        // Whoever may list the tasks is on the white list.
        summary.outcome = match reports::outcome(&error) {
            Outcome::NotWhiteListed => Outcome::NoPermission,
            other => other,
        };
        summary.notes.push(format!("the schedule is not known, nor what depends on it: {error}"));
    }
    if is_cut {
        if summary.outcome == Outcome::Complete {
            summary.outcome = Outcome::Inconclusive;
        }
        summary.notes.push(format!("{most} tasks were looked at, and there may be more: see --max-tasks"));
    }
    report
}

fn page(rule: About) -> Page {
    let About { id, title, severity, checks, why, example, fix, .. } = rule;
    let parts =
        [("severity", severity), ("checks", checks), ("why", why), ("example", example), ("fix", fix)];
    Page { id, title, parts: parts.map(|(name, text)| (name, text.to_owned())).into() }
}
