//! The flags and variables that say where the service is and who asks.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, Args};

use crate::auth::Secret;
use crate::client::{Client, ClientBuilder};
use crate::error::Error;
use crate::simulator::Simulator;
use crate::types::InstanceId;

/// The variable that holds the token. There is no flag: arguments are visible to every user of a machine.
pub(super) const TOKEN: &str = "SWR_GC_TOKEN";

/// A token file larger than this is none.
const TOKEN_BYTES: u64 = 64 * 1024;

#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub(super) struct Connection {
    /// Ask an embedded simulator instead of a service; beats every variable
    #[arg(long)]
    simulate: bool,

    /// URL of the service; https if it has no scheme
    #[arg(long, value_name = "URL", env = "SWR_GC_ENDPOINT", hide_env_values = true)]
    endpoint: Option<OsString>,

    /// Region of the service, in place of an endpoint
    #[arg(long, value_name = "NAME", env = "SWR_GC_REGION", hide_env_values = true)]
    region: Option<OsString>,

    /// Project id
    #[arg(long, value_name = "ID", env = "SWR_GC_PROJECT", hide_env_values = true)]
    project: Option<OsString>,

    /// Id of the registry instance
    #[arg(long, value_name = "ID", env = "SWR_GC_INSTANCE", hide_env_values = true)]
    instance: Option<OsString>,

    /// File that holds the token; without it, the variable SWR_GC_TOKEN does
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// A client, and the instance to ask about.
pub(super) struct Target {
    pub(super) client: Client,
    pub(super) instance_id: InstanceId,
    /// Serves as long as it is kept.
    simulator: Option<Simulator>,
}

impl Target {
    /// Whether the service is the embedded simulator, which ends with the command.
    pub(super) fn is_simulated(&self) -> bool {
        self.simulator.is_some()
    }
}

impl Connection {
    /// Makes the client; `given` tells flags from variables.
    ///
    /// The error is a text for wrong usage: what is missing or wrong, and what to do.
    pub(super) async fn open(self, given: &ArgMatches) -> Result<Target, String> {
        let flag = |name: &str| given.value_source(name) == Some(ValueSource::CommandLine);
        if !self.simulate {
            return self.reach(&flag);
        }
        if flag("endpoint") {
            return Err("--simulate and --endpoint are both given: keep one of them".to_owned());
        }
        let simulator = Simulator::builder().start().await.map_err(|error| error.to_string())?;
        let given = |name: &str, value: Option<OsString>| text(name, value.filter(|_| flag(name)));
        let token = match &self.token_file {
            Some(file) => read_token(file)?,
            None => simulator.token().into(),
        };
        let project = given("project", self.project)?.unwrap_or_else(|| simulator.project_id().to_owned());
        let instance =
            given("instance", self.instance)?.unwrap_or_else(|| simulator.instance_id().to_owned());
        let builder = Client::builder().endpoint(simulator.endpoint()).project_id(project).token(token);
        target(builder, &instance, Some(simulator))
    }

    fn reach(self, flag: &dyn Fn(&str) -> bool) -> Result<Target, String> {
        if flag("endpoint") && flag("region") {
            return Err("--endpoint and --region are both given: keep one of them".to_owned());
        }
        let (endpoint, region) = (text("endpoint", self.endpoint)?, text("region", self.region)?);
        let (project, instance) = (text("project", self.project)?, text("instance", self.instance)?);
        let token = match &self.token_file {
            Some(file) => Some(read_token(file)?),
            None => variable()?,
        };
        let missing: Vec<&str> = [
            (
                endpoint.is_none() && region.is_none(),
                "--endpoint URL or --region NAME (SWR_GC_ENDPOINT, SWR_GC_REGION)",
            ),
            (project.is_none(), "--project ID (SWR_GC_PROJECT)"),
            (instance.is_none(), "--instance ID (SWR_GC_INSTANCE)"),
            (token.is_none(), "a token in SWR_GC_TOKEN or in --token-file FILE"),
        ]
        .into_iter()
        .filter_map(|(missing, what)| missing.then_some(what))
        .collect();
        let (Some(project), Some(instance), Some(token), true) =
            (project, instance, token, missing.is_empty())
        else {
            let list = missing.join("\n  ");
            return Err(format!("missing:\n  {list}\nor try --simulate, which needs none of them"));
        };
        // A flag beats a variable; of two variables, the one that says more.
        let by_region = flag("region") || endpoint.is_none();
        let builder = Client::builder().project_id(project).token(token);
        let builder = match (by_region, endpoint, region) {
            (true, _, Some(region)) => builder.region(region),
            (_, endpoint, _) => builder.endpoint(endpoint.unwrap_or_default()),
        };
        target(builder, &instance, None)
    }
}

fn target(builder: ClientBuilder, instance: &str, simulator: Option<Simulator>) -> Result<Target, String> {
    let client = builder.build().map_err(|error| in_flags(&error))?;
    let instance_id = InstanceId::try_from(instance).map_err(|error| format!("--instance: {error}"))?;
    Ok(Target { client, instance_id, simulator })
}

/// The value of a flag or of its variable; one that is empty counts as not given.
fn text(name: &str, value: Option<OsString>) -> Result<Option<String>, String> {
    let value = value.map(OsString::into_string).transpose();
    let value = value.map_err(|_| format!("--{name}: the value is not UTF-8 text"))?;
    Ok(value.filter(|value| !value.is_empty()))
}

/// The token of the environment.
fn variable() -> Result<Option<Secret>, String> {
    let token = std::env::var_os(TOKEN).map(OsString::into_string).transpose();
    let token = token.map_err(|_| format!("{TOKEN}: the value is not UTF-8 text"))?;
    Ok(token.filter(|token| !token.is_empty()).map(Secret::from))
}

/// An error of the builder in the words of the command.
fn in_flags(error: &Error) -> String {
    let text = error.to_string();
    match text.split_once(": ") {
        Some(("project_id", why)) => format!("--project: {why}"),
        Some((setting @ ("endpoint" | "region"), why)) => format!("--{setting}: {why}"),
        _ => text,
    }
}

fn read_token(file: &Path) -> Result<Secret, String> {
    let complain = |why: &dyn std::fmt::Display| format!("--token-file {}: {why}", file.display());
    let mut text = String::new();
    let read = File::open(file).and_then(|file| file.take(TOKEN_BYTES + 1).read_to_string(&mut text));
    let length = read.map_err(|error| complain(&error))?;
    if length as u64 > TOKEN_BYTES {
        return Err(complain(&format!("the file has more than {TOKEN_BYTES} bytes, which no token has")));
    }
    match text.trim() {
        "" => Err(complain(&"the file is empty")),
        token => Ok(token.into()),
    }
}
