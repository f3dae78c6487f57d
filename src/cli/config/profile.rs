//! The profile that counts, and its settings as what a flag is where neither it nor its variable is given.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use super::file::{Config, HOMELESS, Place};
use super::settings::{OUTPUT, Setting};
use crate::environment::Environment;

/// The flag that names one, and its variable.
pub(super) const FLAG: &str = "profile";
const VARIABLE: &str = "SWR_GC_PROFILE";

/// A profile.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) name: String,
    file: PathBuf,
    settings: Vec<Setting>,
}

impl Profile {
    /// The one that a flag names, else a variable, else the file; nothing where none is named.
    ///
    /// The embedded simulator is asked the same everywhere, so no file is looked at, unless by a flag.
    pub(super) fn of(given: &ArgMatches, environment: &Environment) -> Result<Option<Self>, String> {
        let from = |source| given.value_source(FLAG) == Some(source);
        let flag = from(ValueSource::CommandLine);
        if given.value_source("simulate") == Some(ValueSource::CommandLine) && !flag {
            return Ok(None);
        }
        let who = if flag { "--profile" } else { VARIABLE };
        let named = given.get_one::<OsString>(FLAG).map(|name| name.to_str().ok_or(name)).transpose();
        let named = named.map_err(|_| format!("{who}: the value is not UTF-8 text"))?;
        let named = named.filter(|name| !name.is_empty());
        let place = match (Place::of(environment)?, named) {
            (Some(place), _) => place,
            (None, Some(name)) => return Err(format!("{who} {name}: {HOMELESS}")),
            // Without a home there is no file either.
            (None, None) => return Ok(None),
        };
        let file = place.path.clone();
        let Some(config) = Config::read(&place)? else {
            let missing = |name| format!("{who} {name}: there is no config file {}", file.display());
            return named.map_or(Ok(None), |name| Err(missing(name)));
        };
        let Some(name) = named.or(config.default()) else { return Ok(None) };
        let settings = config.profile(name).map_err(|why| format!("{who}: {why}"))?.to_vec();
        Ok(Some(Self { name: name.to_owned(), file, settings }))
    }

    /// Where it sets a setting to this value, if it does.
    pub(super) fn place(&self, name: &str, value: &str) -> Option<String> {
        let found = self
            .settings
            .iter()
            .find(|setting| setting.name == name && setting.values.join(", ") == value)?;
        Some(format!("profile {}, {}:{}", self.name, self.file.display(), found.position))
    }

    /// The command with what the profile sets as the defaults of flags. A form of output that is none of a command's
    /// own leaves that command as it is.
    pub(super) fn defaults(&self, command: Command) -> Command {
        let command = command.mut_args(|flag| self.default(flag));
        command.mut_subcommands(|command| self.defaults(command))
    }

    fn default(&self, mut flag: Arg) -> Arg {
        let Some(setting) = self.settings.iter().find(|setting| flag.get_id() == setting.name) else {
            return flag;
        };
        let known =
            |value: &String| flag.get_possible_values().iter().any(|known| known.matches(value, false));
        if setting.name == OUTPUT && !setting.values.iter().all(known) {
            return flag;
        }
        // A variable without a value counts as not set.
        if flag.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty()) {
            flag = flag.env(Resettable::Reset);
        }
        flag.default_values(&setting.values)
    }
}
