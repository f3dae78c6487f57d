//! The command: one file a subcommand, what they share beside them.

#![deny(clippy::print_stdout, clippy::print_stderr)]

mod auth;
mod completions;
mod config;
mod confirm;
mod connection;
mod contract;
mod curl;
mod doctor;
mod exit;
mod facts;
mod following;
mod history;
mod interrupt;
mod lasting;
mod list;
mod log;
mod man;
mod network;
mod operations;
mod outcome;
mod output;
mod reports;
mod rules;
mod run;
mod schedule;
mod screen;
mod shell;
mod show;
mod simulate;
mod since;
mod site;
mod stats;
mod stop;
mod terminal;
#[cfg(test)]
mod tests;
mod wait;
mod watch;
mod which;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use exit::Exit;
use interrupt::Interrupt;
use terminal::Terminal;

/// Clean up (GC) an SWR Enterprise Edition registry: run, watch and stop the tasks, and list those of the past.
#[derive(Debug, Parser)]
#[command(name = "swr-gc", version, after_help = exit::HELP, disable_help_subcommand = true)]
struct Cli {
    /// Say on standard error what is sent and tried again: -v calls, -vv tries, -vvv everything; RUST_LOG beats it
    #[arg(long, short, global = true, action = ArgAction::Count, display_order = 1000)]
    verbose: u8,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(Box<list::List>),
    Show(Box<show::Show>),
    Run(Box<run::Run>),
    Wait(Box<wait::WaitFor>),
    Watch(Box<watch::Watch>),
    Stop(Box<stop::Stop>),
    Stats(Box<stats::Stats>),
    /// Show and change when clean-ups start by themselves
    #[command(subcommand)]
    Schedule(Box<schedule::Schedule>),
    Doctor(Box<doctor::Doctor>),
    /// Judge whether a service does what the API description says
    #[command(subcommand)]
    Contract(Box<contract::Contract>),
    /// Look at the credentials, and at what they may do
    #[command(subcommand)]
    Auth(Box<auth::Auth>),
    /// Look at the settings, and where they come from
    #[command(subcommand)]
    Config(Box<config::Config>),
    Simulate(simulate::Simulate),
    Completions(completions::Completions),
    Man(man::Man),
}

/// The command with all that its help tells.
fn command() -> clap::Command {
    operations::with_permissions(Cli::command())
}

/// Runs the command with the arguments of this process.
pub fn main() -> ExitCode {
    let terminal = Terminal::new();
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return refuse(&error),
    };
    let matches = match config::with_profile(matches) {
        Ok(matches) => matches,
        Err(message) => {
            terminal.complain(&message, None);
            return Exit::Usage.into();
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    log::start(cli.verbose);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal.complain(&format!("cannot start: {error}"), None);
            return Exit::Failed.into();
        }
    };
    let interrupt = match Interrupt::listen() {
        Ok(interrupt) => interrupt,
        Err(error) => {
            terminal.complain(&format!("cannot listen for Ctrl-C: {error}"), None);
            return Exit::Failed.into();
        }
    };
    let exit = runtime.block_on(run(cli, config::innermost(&matches), interrupt, &terminal));
    runtime.shutdown_background();
    exit.into()
}

async fn run(cli: Cli, given: &ArgMatches, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    match cli.command {
        Command::List(list) => list::run(*list, given, interrupt, terminal).await,
        Command::Show(show) => show::run(*show, given, interrupt, terminal).await,
        Command::Run(run) => run::run(*run, given, interrupt, terminal).await,
        Command::Wait(wait) => wait::run(*wait, given, interrupt, terminal).await,
        Command::Watch(watch) => watch::run(*watch, given, interrupt, terminal).await,
        Command::Stop(stop) => stop::run(*stop, given, interrupt, terminal).await,
        Command::Stats(stats) => stats::run(*stats, given, interrupt, terminal).await,
        Command::Schedule(schedule) => schedule::run(*schedule, given, interrupt, terminal).await,
        Command::Doctor(doctor) => doctor::run(*doctor, given, interrupt, terminal).await,
        Command::Contract(contract) => contract::run(*contract, given, interrupt, terminal).await,
        Command::Auth(auth) => auth::run(*auth, given, interrupt, terminal).await,
        Command::Config(config) => config::run(*config, given, terminal),
        Command::Simulate(simulate) => simulate::run(simulate, interrupt, terminal).await,
        Command::Completions(completions) => completions::run(completions, command(), terminal),
        Command::Man(man) => man::run(man, command(), terminal),
    }
}

/// Help and version are answers; everything else is wrong usage.
fn refuse(error: &clap::Error) -> ExitCode {
    // A closed pipe is no failure of ours, and there is nobody left to tell.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done.into(),
        _ => Exit::Usage.into(),
    }
}
