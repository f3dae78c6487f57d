//! `swr-gc schedule`

mod apply;
mod change;
mod drift;
mod file;
mod off;
mod often;
mod runs;
mod set;
mod show;

use clap::{ArgMatches, Subcommand};

use super::exit::Exit;
use super::interrupt::Interrupt;
use super::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum Schedule {
    Show(Box<show::Show>),
    Set(Box<set::Set>),
    Off(Box<off::Off>),
    Apply(Box<apply::Apply>),
    Drift(Box<drift::Drift>),
}

pub(super) async fn run(
    schedule: Schedule,
    given: &ArgMatches,
    interrupt: Interrupt,
    terminal: &Terminal,
) -> Exit {
    let work = async {
        match schedule {
            Schedule::Show(show) => show::run(*show, given, terminal).await,
            Schedule::Set(set) => set::run(*set, given, terminal).await,
            Schedule::Off(off) => off::run(*off, given, terminal).await,
            Schedule::Apply(apply) => apply::run(*apply, given, terminal).await,
            Schedule::Drift(drift) => drift::run(*drift, given, terminal).await,
        }
    };
    interrupt.or(work).await
}
