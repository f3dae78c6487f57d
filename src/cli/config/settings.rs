//! The settings of a profile: values of flags, by the names of the flags.

use std::collections::BTreeSet;

use clap::error::ErrorKind;
use clap::{Args, Command, CommandFactory};
use serde_json::Value;

use crate::cli::Cli;
use crate::cli::connection::Connection;
use crate::regions::base;
use crate::yaml::{Position, Problem, Source, pointer};

/// What a profile may set: what goes with a service and a user, and for good.
pub(super) const NAMES: [&str; 14] = [
    "endpoint",
    "region",
    "project",
    "instance",
    "credentials",
    OUTPUT,
    "timeout",
    "try_timeout",
    "connect_timeout",
    "retries",
    "rate_limit",
    "ca_file",
    "client_cert",
    "client_key",
];

/// The form of the output, which each command has its own words for.
pub(super) const OUTPUT: &str = "output";

/// What people would put into a config file, and what belongs elsewhere.
const SECRETS: [&str; 12] = [
    "token",
    "auth_token",
    "security_token",
    "ak",
    "sk",
    "access_key",
    "secret_key",
    "access_key_id",
    "secret_access_key",
    "password",
    "user",
    "proxy",
];
const ELSEWHERE: &str = "put a token into SWR_GC_TOKEN or a file for --token-file, a key into HUAWEICLOUD_SDK_AK and \
                         HUAWEICLOUD_SDK_SK, a proxy into SWR_GC_PROXY; `swr-gc auth status` has every place";

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    /// More than one only of a flag that may be given more than once.
    pub(super) values: Vec<String>,
    pub(super) position: Position,
}

/// Where a secret of this name belongs.
pub(super) fn secret(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('-', "_");
    SECRETS.contains(&name.as_str()).then_some(ELSEWHERE)
}

/// The settings of the profile at `profile`, in the order of the file, each checked as its flag would be.
pub(super) fn read(source: &Source, profile: &str, problems: &mut Vec<Problem>) -> Vec<Setting> {
    let entries = match source.get(profile) {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Object(entries)) => entries,
        Some(_) => {
            let message = "the profile is no mapping".to_owned();
            problems.push(source.problem(profile, message, "put its settings below its name"));
            return Vec::new();
        }
    };
    let mut settings = Vec::new();
    for (key, value) in entries {
        let at = pointer(profile, key);
        match setting(source, &at, key, value) {
            Ok(setting) => settings.extend(setting),
            Err(problem) => problems.push(problem),
        }
    }
    settings.sort_by_key(|setting| setting.position);
    // What is wrong with one by itself was told already.
    if problems.is_empty()
        && let Err(error) = parse(&settings)
    {
        problems.push(source.key_problem(
            profile,
            message(&error),
            "give all that belongs together, or nothing of it",
        ));
    }
    settings
}

fn setting(source: &Source, at: &str, key: &str, value: &Value) -> Result<Option<Setting>, Problem> {
    if let Some(elsewhere) = secret(key) {
        return Err(source.key_problem(at, format!("`{key}` is a secret, or holds one"), elsewhere));
    }
    let Some(name) = NAMES.into_iter().find(|name| *name == key) else {
        let near = NAMES.into_iter().min_by_key(|name| strsim::osa_distance(name, key));
        let near = near.filter(|name| strsim::osa_distance(name, key) <= 2);
        let remedy = near.map_or_else(
            || format!("there is {}", NAMES.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(source.key_problem(at, format!("there is no setting `{key}`"), remedy));
    };
    let values: Option<Vec<_>> = match value {
        Value::Null => return Ok(None),
        Value::Array(items) => items.iter().map(scalar).collect(),
        value => scalar(value).map(|value| vec![value]),
    };
    let refuse = |why: String| source.problem(at, why, "correct it");
    let values = values.ok_or_else(|| refuse(format!("`{key}` is neither a text nor a number")))?;
    if name == "endpoint"
        && let Some(why) = values.iter().find_map(|value| base(value).err())
    {
        return Err(refuse(format!("`{key}`: {why}")));
    }
    let setting = Setting { name, values, position: source.position(at) };
    if name == OUTPUT {
        return known_form(&setting).map(|()| Some(setting)).map_err(refuse);
    }
    match parse(std::slice::from_ref(&setting)) {
        // Whether what belongs to it is there as well is seen when all of them are.
        Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => Err(refuse(message(&error))),
        _ => Ok(Some(setting)),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads settings as if their flags had been given.
fn parse(settings: &[Setting]) -> Result<(), clap::Error> {
    let flags = settings.iter().filter(|setting| setting.name != OUTPUT).flat_map(|setting| {
        setting.values.iter().map(|value| format!("--{}={value}", setting.name.replace('_', "-")))
    });
    let command = Connection::augment_args(Command::new("profile").no_binary_name(true));
    command.try_get_matches_from(flags).map(|_| ())
}

/// What is wrong, on one line.
fn message(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// A form is one that some command has.
fn known_form(setting: &Setting) -> Result<(), String> {
    let forms = forms(&Cli::command());
    match setting.values.as_slice() {
        [form] if forms.contains(form) => Ok(()),
        values => Err(format!(
            "no command has the form {values:?}; there is {}",
            forms.into_iter().collect::<Vec<_>>().join(", ")
        )),
    }
}

fn forms(command: &Command) -> BTreeSet<String> {
    let own = command
        .get_arguments()
        .filter(|flag| flag.get_id() == OUTPUT)
        .flat_map(|flag| flag.get_possible_values());
    let own = own.map(|form| form.get_name().to_owned());
    own.chain(command.get_subcommands().flat_map(forms)).collect()
}
