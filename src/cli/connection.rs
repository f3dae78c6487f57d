//! The flags and variables that say where the service is and who asks.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command};

use super::exit::Exit;
use super::network::Network;
use super::shell::quoted;
use super::terminal::Terminal;
use crate::auth::Secret;
use crate::client::{Client, ClientBuilder};
use crate::credentials::{Credentials, Source as CredentialSource};
use crate::environment::Environment;
use crate::error::Error;
use crate::operate::Polling;
use crate::simulator::{Scenario, Simulator};
use crate::types::InstanceId;

#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub(super) struct Connection {
    /// Ask an embedded simulator instead of a service; beats every variable. SCENARIO is how the instance is found
    #[arg(
        long,
        value_name = "SCENARIO",
        num_args = 0..=1,
        require_equals = true,
        value_parser = scenario()
    )]
    simulate: Option<Option<Scenario>>,

    /// Profile of the config file
    #[arg(long, value_name = "NAME", env = "SWR_GC_PROFILE", hide_env_values = true)]
    profile: Option<OsString>,

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

    /// File that holds a token
    #[arg(long, value_name = "FILE", conflicts_with = "credentials")]
    token_file: Option<PathBuf>,

    /// Where to look for credentials; without it, everywhere in this order
    #[arg(long, value_name = "SOURCE", value_parser = source())]
    credentials: Option<CredentialSource>,

    /// Record requests and answers as HAR, without secrets, in place of a file that is there
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    #[command(flatten)]
    network: Network,
}

/// What a command cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Credentials, whatever they are.
    Credentials,
    /// Credentials that sign: STS takes no token (an inference).
    Signature,
    /// All that is needed to ask about an instance.
    Instance,
}

/// How fast the embedded simulator's clean-ups go: the longest takes less than five seconds.
const SPEED: f64 = 600.0;

/// Stands in for an endpoint where none is needed; such a name leads nowhere (RFC 2606).
const NOWHERE: &str = "https://endpoint.invalid";

/// A client, and the instance to ask about.
pub(super) struct Target {
    pub(super) client: Client,
    instance_id: Option<InstanceId>,
    /// Serves as long as it is kept.
    simulator: Option<Simulator>,
}

impl Target {
    /// Where the service is, if that is known.
    pub(super) fn endpoint(&self) -> Option<&str> {
        Some(self.client.endpoint()).filter(|endpoint| *endpoint != NOWHERE)
    }

    /// The token of the embedded simulator's user without permission.
    pub(super) fn forbidden_token(&self) -> Option<String> {
        self.simulator.as_ref().map(|simulator| simulator.forbidden_token().to_owned())
    }

    /// What keeps the recording from being complete, if there is one.
    fn gap(&self) -> Option<String> {
        self.client.transport().recorder.as_ref()?.problem()
    }

    /// An instance, in words by which its user knows it from others.
    pub(super) fn place(&self, instance_id: &InstanceId) -> String {
        if self.is_simulated() {
            return format!("the made-up instance {instance_id} of the embedded simulator");
        }
        let project = self.client.project_id().map(|id| format!(", project {id}")).unwrap_or_default();
        format!("instance {instance_id} at {}{project}", self.client.endpoint())
    }

    /// How often a task is looked at: the clock of the embedded simulator is fast.
    pub(super) fn polling(&self) -> Polling {
        let hurried = || Polling::default().pauses(Duration::from_millis(50), Duration::from_millis(250));
        if self.is_simulated() { hurried() } else { Polling::default() }
    }

    /// Whether the service is the embedded simulator, which ends with the command.
    pub(super) fn is_simulated(&self) -> bool {
        self.simulator.is_some()
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(why) = self.gap() {
            Terminal::new().say(&format!("warning: --record: not everything was recorded: {why}"));
        }
    }
}

/// Whether the endpoint says where to ask, and not the region: a flag beats a variable, and that a profile. Given both
/// ways alike, the region stays for IAM.
pub(super) fn endpoint_counts(given: &ArgMatches) -> bool {
    let rank = |name: &str| match given.value_source(name) {
        Some(ValueSource::CommandLine) => 2,
        Some(ValueSource::EnvVariable) => 1,
        _ => 0,
    };
    rank("endpoint") >= rank("region")
}

/// The flags of this kind that were given, to be given again.
pub(super) fn again(given: &ArgMatches) -> String {
    let command = Connection::augment_args(Command::new(""));
    let of_the_line =
        |flag: &&Arg| given.value_source(flag.get_id().as_str()) == Some(ValueSource::CommandLine);
    let mut words = String::new();
    // The recording of this command is not to be written over by the next.
    let again = |flag: &&Arg| of_the_line(flag) && flag.get_id() != "record";
    for flag in command.get_arguments().filter(again) {
        let name = flag.get_long().unwrap_or_default();
        if !flag.get_action().takes_values() {
            words.push_str(&format!(" --{name}"));
            continue;
        }
        let between = if flag.is_require_equals_set() { '=' } else { ' ' };
        for value in given.get_raw(flag.get_id().as_str()).into_iter().flatten() {
            words.push_str(&format!(" --{name}{between}{}", quoted(&value.to_string_lossy())));
        }
    }
    words
}

impl Connection {
    /// Makes the client, and says what is missing or wrong; `given` tells flags from variables.
    ///
    /// `scenario` is the one that the command is about, for a simulator that is told none.
    pub(super) async fn open(
        self,
        given: &ArgMatches,
        needs: Needs,
        scenario: Scenario,
        terminal: &Terminal,
    ) -> Result<Target, Exit> {
        self.target(given, needs, scenario).await.map_err(|message| {
            terminal.complain(&message, None);
            Exit::Usage
        })
    }

    /// The same with the instance to ask about.
    pub(super) async fn open_instance(
        self,
        given: &ArgMatches,
        scenario: Scenario,
        terminal: &Terminal,
    ) -> Result<(Target, InstanceId), Exit> {
        let target = self.open(given, Needs::Instance, scenario, terminal).await?;
        // An instance is among what is needed, so it has been asked for.
        let instance_id = target.instance_id.clone().ok_or(Exit::Usage)?;
        Ok((target, instance_id))
    }

    /// The same for a place that is known otherwise.
    pub(super) fn at(self, endpoint: &str, project_id: &str) -> Self {
        Self { endpoint: Some(endpoint.into()), project: Some(project_id.into()), ..self }
    }

    /// How many requests a second are sent at most.
    pub(super) fn rate_limit(&self) -> Option<f64> {
        self.network.rate_limit
    }

    /// The error is a text for wrong usage: what is missing or wrong, and what to do.
    async fn target(self, given: &ArgMatches, needs: Needs, scenario: Scenario) -> Result<Target, String> {
        let flag = |name: &str| given.value_source(name) == Some(ValueSource::CommandLine);
        let Some(told) = self.simulate else { return self.reach(given, needs) };
        if flag("endpoint") {
            return Err("--simulate and --endpoint are both given: keep one of them".to_owned());
        }
        let builder = Simulator::builder().scenario(told.unwrap_or(scenario)).speed(SPEED);
        let simulator = builder.start().await.map_err(|error| error.to_string())?;
        let given = |name: &str, value: Option<OsString>| text(name, value.filter(|_| flag(name)));
        let credentials = self.credentials()?.unwrap_or_else(|| Credentials::token(simulator.token()));
        let project = given("project", self.project)?.unwrap_or_else(|| simulator.project_id().to_owned());
        let instance =
            given("instance", self.instance)?.unwrap_or_else(|| simulator.instance_id().to_owned());
        let builder = Client::builder().endpoint(simulator.endpoint()).project_id(project);
        let builder = recorded(builder.credentials(credentials), self.record);
        target(self.network.configure(builder)?, Some(&instance), Some(simulator))
    }

    fn reach(self, given: &ArgMatches, needs: Needs) -> Result<Target, String> {
        let signing = needs == Needs::Signature;
        let all = || if signing { Credentials::signing() } else { Credentials::chain() };
        let credentials = self.credentials()?.unwrap_or_else(all);
        let (endpoint, region) = (text("endpoint", self.endpoint)?, text("region", self.region)?);
        let (project, instance) = (text("project", self.project)?, text("instance", self.instance)?);
        let environment = Environment::process();
        let beside = credentials.beside(&environment);
        let told = beside.clone().unwrap_or_default();
        let (here, nowhere) = (region.is_some() || told.region.is_some(), endpoint.is_none());
        let missing: Vec<_> = [
            (
                needs == Needs::Instance && !here && nowhere,
                "--region NAME or --endpoint URL (SWR_GC_REGION, SWR_GC_ENDPOINT)",
            ),
            (
                needs == Needs::Instance && !here && project.is_none() && told.project_id.is_none(),
                "--project ID (SWR_GC_PROJECT), or a region, by whose name IAM knows it",
            ),
            (needs == Needs::Instance && instance.is_none(), INSTANCE),
        ]
        .into_iter()
        .filter_map(|(missing, what)| missing.then_some(what))
        .collect();
        if !missing.is_empty() {
            let credentials = beside.is_none().then_some(CREDENTIALS);
            let missing: Vec<_> = missing.into_iter().chain(credentials).collect();
            return Err(absent(&missing, self.profile.is_none()));
        }
        let endpoint = endpoint.filter(|_| endpoint_counts(given));
        let endpoint = endpoint.or_else(|| (!here).then(|| NOWHERE.to_owned()));
        let mut builder = recorded(Client::builder().credentials(credentials), self.record);
        if let Some(endpoint) = endpoint {
            builder = builder.endpoint(endpoint);
        }
        if let Some(region) = region {
            builder = builder.region(region);
        }
        if let Some(project) = project {
            builder = builder.project_id(project);
        }
        target(self.network.configure(builder)?, instance.as_deref(), None)
    }

    /// The credentials that a flag names.
    fn credentials(&self) -> Result<Option<Credentials>, String> {
        Ok(match (&self.token_file, self.credentials) {
            (Some(file), _) => Some(Credentials::token(read_token(file)?)),
            (None, source) => source.map(Credentials::source),
        })
    }
}

/// Names of sources, with what each is.
fn source() -> impl TypedValueParser<Value = CredentialSource> {
    let named = |source: &CredentialSource| PossibleValue::new(source.name()).help(source.place());
    let names: Vec<_> = CredentialSource::ALL.iter().map(named).collect();
    PossibleValuesParser::new(names).try_map(|name| name.parse::<CredentialSource>())
}

/// Names of scenarios.
pub(super) fn scenario() -> impl TypedValueParser<Value = Scenario> {
    PossibleValuesParser::new(Scenario::ALL.map(Scenario::name)).try_map(|name| name.parse::<Scenario>())
}

const INSTANCE: &str = "--instance ID (SWR_GC_INSTANCE)";
const CREDENTIALS: &str = "a token in SWR_GC_TOKEN or --token-file FILE, or an access key in HUAWEICLOUD_SDK_AK and \
                           HUAWEICLOUD_SDK_SK; `swr-gc auth status` has every place";

fn absent(what: &[&str], profile: bool) -> String {
    let profile =
        if profile { "; what stays the same fits into a profile: `swr-gc config path --help`" } else { "" };
    format!("missing:\n  {}\nor try --simulate, which needs no account{profile}", what.join("\n  "))
}

fn recorded(builder: ClientBuilder, file: Option<PathBuf>) -> ClientBuilder {
    match file {
        Some(file) => builder.record(file),
        None => builder,
    }
}

fn target(
    builder: ClientBuilder,
    instance: Option<&str>,
    simulator: Option<Simulator>,
) -> Result<Target, String> {
    let client = builder.build().map_err(|error| in_flags(&error))?;
    let instance_id = instance
        .map(|instance| InstanceId::try_from(instance).map_err(|error| format!("--instance: {error}")))
        .transpose()?;
    Ok(Target { client, instance_id, simulator })
}

/// The value of a flag or of its variable; one that is empty counts as not given.
fn text(name: &str, value: Option<OsString>) -> Result<Option<String>, String> {
    let value = value.map(OsString::into_string).transpose();
    let value = value.map_err(|_| format!("--{name}: the value is not UTF-8 text"))?;
    Ok(value.filter(|value| !value.is_empty()))
}

/// An error of the builder in the words of the command.
fn in_flags(error: &Error) -> String {
    let text = error.to_string();
    match text.split_once(": ") {
        Some(("project_id", why)) => format!("--project: {why}"),
        Some((setting @ ("endpoint" | "record" | "region" | "proxy" | "timeout"), why)) => {
            format!("--{setting}: {why}")
        }
        Some(("root_certificates", why)) => format!("--ca-file: {why}"),
        Some(("client_certificate", why)) => format!("--client-cert, --client-key: {why}"),
        Some(("requests_per_second", why)) => format!("--rate-limit: {why}"),
        _ => text,
    }
}

fn read_token(file: &Path) -> Result<Secret, String> {
    let complain = |why: &dyn std::fmt::Display| format!("--token-file {}: {why}", file.display());
    let text = crate::file::text(file).map_err(|error| complain(&error))?;
    match text.trim() {
        "" => Err(complain(&"the file is empty")),
        token => Ok(token.into()),
    }
}
