//! The flags and variables that say where the service is and who asks.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, Args};

use crate::auth::Secret;
use crate::client::Client;
use crate::error::Error;
use crate::simulator::Simulator;

/// The variable that holds the token. There is no flag: arguments are visible to every user of a machine.
const TOKEN: &str = "SWR_GC_TOKEN";

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
    endpoint: Option<String>,

    /// Region of the service, in place of an endpoint
    #[arg(long, value_name = "NAME", env = "SWR_GC_REGION", hide_env_values = true)]
    region: Option<String>,

    /// Project id
    #[arg(long, value_name = "ID", env = "SWR_GC_PROJECT", hide_env_values = true)]
    project: Option<String>,

    /// Id of the registry instance
    #[arg(long, value_name = "ID", env = "SWR_GC_INSTANCE", hide_env_values = true)]
    instance: Option<String>,

    /// File that holds the token; without it, the variable SWR_GC_TOKEN does
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// A client, and the instance to ask about.
pub(super) struct Target {
    pub(super) client: Client,
    pub(super) instance_id: String,
    /// Serves as long as it is kept.
    _simulator: Option<Simulator>,
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
        let only_flag = |name: &str, value: Option<String>| value.filter(|_| flag(name));
        let token = match &self.token_file {
            Some(file) => read_token(file)?,
            None => simulator.token().into(),
        };
        let project = only_flag("project", self.project).unwrap_or_else(|| simulator.project_id().to_owned());
        let instance =
            only_flag("instance", self.instance).unwrap_or_else(|| simulator.instance_id().to_owned());
        let client =
            Client::builder().endpoint(simulator.endpoint()).project_id(project).token(token).build();
        let client = client.map_err(|error| in_flags(&error))?;
        Ok(Target { client, instance_id: instance, _simulator: Some(simulator) })
    }

    fn reach(self, flag: &dyn Fn(&str) -> bool) -> Result<Target, String> {
        let set = |value: Option<String>| value.filter(|value| !value.is_empty());
        let (endpoint, region) = (set(self.endpoint), set(self.region));
        if flag("endpoint") && flag("region") {
            return Err("--endpoint and --region are both given: keep one of them".to_owned());
        }
        let mut missing = Vec::new();
        if endpoint.is_none() && region.is_none() {
            missing.push("--endpoint URL or --region NAME (SWR_GC_ENDPOINT, SWR_GC_REGION)");
        }
        let project = set(self.project);
        if project.is_none() {
            missing.push("--project ID (SWR_GC_PROJECT)");
        }
        let instance = set(self.instance);
        if instance.is_none() {
            missing.push("--instance ID (SWR_GC_INSTANCE)");
        }
        let token = match &self.token_file {
            Some(file) => Some(read_token(file)?),
            None => std::env::var(TOKEN).ok().filter(|token| !token.is_empty()).map(Secret::from),
        };
        if token.is_none() {
            missing.push("a token in SWR_GC_TOKEN or in --token-file FILE");
        }
        let (Some(project), Some(instance), Some(token), true) =
            (project, instance, token, endpoint.is_some() || region.is_some())
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
        let client = builder.build().map_err(|error| in_flags(&error))?;
        Ok(Target { client, instance_id: instance, _simulator: None })
    }
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
    let mut text = String::new();
    let read = File::open(file).and_then(|file| file.take(TOKEN_BYTES).read_to_string(&mut text));
    read.map_err(|error| format!("--token-file {}: {error}", file.display()))?;
    let token = text.trim();
    if token.is_empty() {
        return Err(format!("--token-file {}: the file is empty", file.display()));
    }
    Ok(token.into())
}
