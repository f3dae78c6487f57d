//! `swr-gc contract run`

use std::pin::pin;
use std::sync::atomic::Ordering;

use clap::{ArgMatches, Args, value_parser};

use crate::cli::connection::{Connection, Target};
use crate::cli::exit::{Exit, VERDICTS};
use crate::cli::interrupt::Interrupt;
use crate::cli::reports::Reports;
use crate::cli::terminal::Terminal;
use crate::contract::suite;
use crate::simulator::Scenario;

const EXAMPLES: &str = "\
Examples:
  swr-gc contract run --simulate
      the embedded simulator

  swr-gc contract run --region cn-north-4 --instance 8c0a… --report junit=contract.xml
      the service, with a report for the CI beside the one for people";

/// Ask a service, and judge whether it does what the API description says.
///
/// Only reads unless --allow-writes is given, asks at most so many times, and stops where the service asks to slow down.
/// With SWR_GC_FORBIDDEN_TOKEN, a token that is known to lack permission, the refusal is judged as well. An operation
/// that the user has no permission for is told, and not judged.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{VERDICTS}"))]
pub(in crate::cli) struct Run {
    /// How many requests are sent at most
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = value_parser!(u32).range(1..))]
    max_requests: u32,

    /// How many requests a second are sent at most [default: 10, on this machine itself no bound]
    #[arg(long, value_name = "N")]
    rate: Option<f64>,

    /// Also ask what changes something: start a dry run and stop it, change the schedule and put it back
    ///
    /// The embedded simulator is always asked all of it.
    #[arg(long)]
    allow_writes: bool,

    /// An instance that does not exist
    #[arg(long, value_name = "ID", default_value = "no-such-instance")]
    unknown_instance: String,

    #[command(flatten)]
    reports: Reports,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(run: Run, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let rate = run.rate.or(run.connection.rate_limit());
    let (target, instance_id) = match run.connection.open_instance(given, Scenario::History, terminal).await {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let writes = run.allow_writes || target.is_simulated();
    let mut suite = suite(target.client.clone(), instance_id.to_string())
        .max_requests(usize::try_from(run.max_requests).unwrap_or(usize::MAX))
        .allow_writes(writes)
        .unknown_instance(run.unknown_instance);
    if let Some(rate) = rate {
        suite = suite.rate(rate);
    }
    if let Some(token) = forbidden_token(&target) {
        suite = suite.forbidden_token(token);
    }
    let ending = suite.ending();
    let mut running = pin!(suite.run());
    let outcome = tokio::select! {
        outcome = &mut running => outcome,
        () = interrupt.wait() => {
            if writes {
                // What was changed is put back before the command ends.
                terminal.say("what was started is stopped, and what was changed is put back; a second Ctrl-C quits");
                ending.store(true, Ordering::Relaxed);
                for note in running.await.into_iter().flat_map(|report| report.summary.notes) {
                    terminal.say(&format!("note: {note}"));
                }
            }
            return Exit::Interrupted;
        }
    };
    match outcome {
        Ok(report) => run.reports.write(&report, terminal),
        Err(error) => {
            terminal.complain_of(&error);
            Exit::Usage
        }
    }
}

/// A token that is known to lack permission, if there is one.
pub(super) fn forbidden_token(target: &Target) -> Option<String> {
    // A token of somewhere else says nothing to the embedded simulator.
    let lent = || std::env::var("SWR_GC_FORBIDDEN_TOKEN").ok().map(|token| token.trim().to_owned());
    let lent = || lent().filter(|token| !token.is_empty());
    target.forbidden_token().or_else(lent)
}
