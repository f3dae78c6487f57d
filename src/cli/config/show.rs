//! `swr-gc config show`

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command};
use serde::Serialize;

use super::profile::Profile;
use super::settings::NAMES;
use crate::cli::connection::{Connection, endpoint_counts};
use crate::cli::exit::Exit;
use crate::cli::facts::Form;
use crate::cli::terminal::Terminal;
use crate::environment::Environment;

/// Show each setting with its value, and where it comes from.
///
/// A flag beats its variable, a variable beats the profile, and the profile beats the default. `output` counts for
/// commands that have that form; the others keep theirs, and so do reports. With --simulate, no file is looked at unless
/// --profile names a profile. Nothing is sent; for credentials, see `swr-gc auth status`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc config show
      what a command without flags would use

  swr-gc config show --profile test --region cn-north-4 --output json
      what these flags make of it")]
pub(in crate::cli) struct Show {
    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

/// A setting, and where it comes from; nothing of both where it is not set, and no value where it does not count.
#[derive(Serialize)]
struct Line {
    setting: &'static str,
    value: Option<String>,
    from: Option<String>,
}

pub(super) fn run(show: Show, given: &ArgMatches, terminal: &Terminal) -> Exit {
    // It could be read, or this command had not come so far.
    let profile = Profile::of(given, &Environment::process()).ok().flatten();
    let lines: Vec<_> = NAMES.into_iter().map(|name| line(name, given, profile.as_ref())).collect();
    let told = |line: &Line| match (&line.value, &line.from) {
        (Some(value), Some(from)) => (line.setting, format!("{value}  ({from})")),
        (None, Some(why)) => (line.setting, why.clone()),
        _ => (line.setting, "not set".to_owned()),
    };
    show.form.print(terminal, &lines, || lines.iter().map(told).collect())
}

fn line(setting: &'static str, given: &ArgMatches, profile: Option<&Profile>) -> Line {
    let raw = given.get_raw(setting).into_iter().flatten();
    let values = raw.map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty());
    let value = values.map(without_password).collect::<Vec<_>>().join(", ");
    if value.is_empty() {
        return Line { setting, value: None, from: None };
    }
    let flag = format!("--{}", setting.replace('_', "-"));
    let from = match given.value_source(setting) {
        Some(ValueSource::CommandLine) => flag,
        Some(ValueSource::EnvVariable) => variable(setting).unwrap_or(flag),
        _ => {
            profile.and_then(|profile| profile.place(setting, &value)).unwrap_or_else(|| "default".to_owned())
        }
    };
    if setting == "endpoint" && !endpoint_counts(given) {
        return Line {
            setting,
            value: None,
            from: Some(format!("not used: the region beats it ({value}, {from})")),
        };
    }
    Line { setting, value: Some(value), from: Some(from) }
}

/// The variable that stands in for a flag.
fn variable(setting: &str) -> Option<String> {
    let command = Connection::augment_args(Command::new("config"));
    let flag = command.get_arguments().find(|flag| flag.get_id() == setting)?;
    Some(flag.get_env()?.to_string_lossy().into_owned())
}

/// A URL as it may be shown; one with a password is refused when it is used, but this comes before that.
fn without_password(value: String) -> String {
    if value.contains('@') { "[redacted]".to_owned() } else { value }
}
