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
    let profile = Profile::of(innermost(&matches), &Environment::process())?;
    let Some(profile) = profile else { return Ok(matches) };
    let again = profile.defaults(Cli::command()).try_get_matches();
    again.map_err(|error| format!("profile {:?}: {error}", profile.name))
}

/// What was given to the command itself.
pub(super) fn innermost(mut matches: &ArgMatches) -> &ArgMatches {
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    matches
}
