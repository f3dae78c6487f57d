//! `swr-gc contract`

mod check;
mod coverage;
mod diff;
mod excerpt;
mod explain;
mod input;
mod recorded;
mod rules;
mod run;

use clap::{ArgMatches, Subcommand};

use super::exit::Exit;
use super::interrupt::Interrupt;
use super::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum Contract {
    Run(Box<run::Run>),
    Check(check::Check),
    Coverage(Box<coverage::Cover>),
    Explain(explain::Explain),
    Diff(diff::Diff),
    Rules(rules::Rules),
}

pub(super) async fn run(
    contract: Contract,
    given: &ArgMatches,
    interrupt: Interrupt,
    terminal: &Terminal,
) -> Exit {
    match contract {
        Contract::Run(run) => run::run(*run, given, interrupt, terminal).await,
        Contract::Check(check) => {
            tokio::select! {
                exit = check::run(check, terminal) => exit,
                () = interrupt.wait() => Exit::Interrupted,
            }
        }
        Contract::Coverage(cover) => {
            tokio::select! {
                exit = coverage::run(*cover, given, terminal) => exit,
                () = interrupt.wait() => Exit::Interrupted,
            }
        }
        Contract::Explain(explain) => {
            tokio::select! {
                exit = explain::run(explain, terminal) => exit,
                () = interrupt.wait() => Exit::Interrupted,
            }
        }
        Contract::Diff(diff) => {
            tokio::select! {
                exit = diff::run(diff, terminal) => exit,
                () = interrupt.wait() => Exit::Interrupted,
            }
        }
        Contract::Rules(rules) => rules::run(rules, terminal),
    }
}
