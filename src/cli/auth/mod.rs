//! `swr-gc auth`

mod check;
mod explain_denied;
mod sign;
mod status;

use clap::{ArgMatches, Subcommand};

use super::exit::Exit;
use super::interrupt::Interrupt;
use super::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum Auth {
    Status(status::Status),
    Check(check::Check),
    ExplainDenied(explain_denied::ExplainDenied),
    Sign(sign::Sign),
}

pub(super) async fn run(auth: Auth, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let work = async {
        match auth {
            Auth::Status(status) => status::run(status, given, terminal).await,
            Auth::Check(check) => check::run(check, given, terminal).await,
            Auth::ExplainDenied(explain) => explain_denied::run(explain, given, terminal).await,
            Auth::Sign(sign) => sign::run(sign, given, terminal).await,
        }
    };
    interrupt.or(work).await
}
