//! `swr-gc config`, and what the config file does to every other command.

mod file;
mod path;
mod profile;
mod settings;
mod show;

use clap::{ArgMatches, CommandFactory, Subcommand};

use self::profile::Profile;
use super::Cli;
use super::exit::Exit;
use super::terminal::Terminal;
use crate::environment::Environment;

#[derive(Debug, Subcommand)]
pub(super) enum Config {
    Show(Box<show::Show>),
    Path(path::Path),
}

pub(super) fn run(config: Config, given: &ArgMatches, terminal: &Terminal) -> Exit {
    match config {
        Config::Show(show) => show::run(*show, given, terminal),
        Config::Path(path) => path::run(path, terminal),
    }
}

/// The arguments once more, with the settings of the profile where neither a flag nor a variable says otherwise; the
/// error is a text for wrong usage.
pub(super) fn with_profile(matches: ArgMatches) -> Result<ArgMatches, String> {
    let Some(given) = asking(&matches) else { return Ok(matches) };
    let profile = Profile::of(given, &Environment::process())?;
    let Some(profile) = profile else { return Ok(matches) };
    let again = profile.defaults(Cli::command()).try_get_matches();
    again.map_err(|error| format!("profile {:?}: {error}", profile.name))
}

/// What was given to a command that asks a service; nothing of one that has no use for a profile.
fn asking(matches: &ArgMatches) -> Option<&ArgMatches> {
    let (mut command, mut given) = (&Cli::command(), matches);
    while let Some((name, inner)) = given.subcommand() {
        (command, given) = (command.find_subcommand(name)?, inner);
    }
    // In a release build, arguments do not tell which of them a command has.
    let asks = command.get_arguments().any(|flag| flag.get_id() == profile::FLAG);
    let tells_rules = given.try_contains_id("rules").unwrap_or(false);
    (asks && !tells_rules).then_some(given)
}

/// What was given to the command itself.
pub(super) fn innermost(mut matches: &ArgMatches) -> &ArgMatches {
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    matches
}
