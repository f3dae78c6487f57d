//! `swr-gc schedule drift`

use clap::{ArgMatches, Args};

use super::file::{Given, Wanted};
use super::show::warn;
use crate::cli::connection::{Connection, Target, again};
use crate::cli::exit::{Exit, VERDICTS};
use crate::cli::reports::{Reports, unjudged};
use crate::cli::shell::quoted;
use crate::cli::terminal::Terminal;
use crate::client::Response;
use crate::findings::{Finding, Outcome, Position, Report, Severity, Summary};
use crate::operate::ScheduleDifference;
use crate::simulator::Scenario;
use crate::types::ShowGcScheduleResponse;

const EXAMPLES: &str = "\
Examples:
  swr-gc schedule drift -f schedule.yaml
      what `swr-gc schedule apply` would change

  swr-gc schedule drift -f schedule.yaml --report junit=drift.xml
      every night in the CI";

/// Judge whether the schedule is the one that a file describes; nothing is changed.
///
/// The file is the body of UpdateGcSchedule, as `swr-gc schedule apply` takes it. Each difference is a finding, with
/// its line in the file.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{VERDICTS}"))]
pub(in crate::cli) struct Drift {
    #[command(flatten)]
    file: Given,

    #[command(flatten)]
    reports: Reports,

    #[command(flatten)]
    connection: Connection,
}

/// The one rule.
const RULE: &str = "schedule-drift";
const COMMAND: &str = "schedule drift";

pub(super) async fn run(drift: Drift, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let wanted = match drift.file.read(terminal).await {
        Ok(wanted) => wanted,
        Err(exit) => return exit,
    };
    let (target, instance_id) = match drift.connection.open_instance(given, Scenario::History, terminal).await
    {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    match target.client.show_gc_schedule().instance_id(instance_id).send().await {
        Ok(shown) => {
            warn(&shown, terminal);
            let apply = format!("swr-gc schedule apply -f {}{}", quoted(wanted.source.file()), again(given));
            drift.reports.write(&report(&wanted, &shown, &target, &apply), terminal)
        }
        Err(error) => {
            terminal.explain(&error, &target.client);
            let mut report = unjudged(COMMAND, &error);
            wanted.source.file().clone_into(&mut report.summary.specification);
            target.client.endpoint().clone_into(&mut report.summary.target);
            report.summary.checked = vec![(RULE, false)];
            drift.reports.write(&report, terminal)
        }
    }
}

fn report(wanted: &Wanted, shown: &Response<ShowGcScheduleResponse>, target: &Target, apply: &str) -> Report {
    let mut summary = Summary::new(Outcome::Complete, wanted.source.file(), target.client.endpoint());
    summary.requests = 1;
    summary.checked = vec![(RULE, true)];
    let mut report = Report::new(COMMAND, summary);
    let differences = wanted.request.differences_to(shown);
    report.findings = differences.iter().map(|difference| finding(wanted, difference, apply)).collect();
    report
}

fn finding(wanted: &Wanted, difference: &ScheduleDifference, apply: &str) -> Finding {
    let ScheduleDifference { pointer, shown, wanted: value, .. } = difference;
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let shown =
        shown.as_ref().map_or_else(|| "does not tell it".to_owned(), |shown| format!("has {shown:?}"));
    let message = format!("{name} is to be {value:?}, and the service {shown}");
    let mut finding = Finding::new(RULE, Severity::Error, message);
    let position = wanted.source.position(pointer);
    finding.pointer = (*pointer).to_owned();
    finding.position = Some(Position::new(wanted.source.file(), position.line, position.column));
    finding.remedy = Some(format!("`{apply}` brings it about, or correct the file"));
    finding
}
