//! The flags that say how requests travel.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::client::ClientBuilder;
use crate::transport::{Connection, Limits, Retry};

/// The variable for a proxy with a password, which is no argument: arguments are visible to every user of a
/// machine.
const PROXY: &str = "SWR_GC_PROXY";

#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub(super) struct Network {
    #[arg(long, help = limit("How long one request may take with all its tries", Limits::default().whole), value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    #[arg(long, help = limit("How long one try may take", Limits::default().one), value_name = "SECONDS", value_parser = seconds)]
    try_timeout: Option<Duration>,

    #[arg(long, help = limit("How long a connection may take to come about", Connection::default().connect_timeout), value_name = "SECONDS", value_parser = seconds)]
    connect_timeout: Option<Duration>,

    #[arg(long, help = format!("How often a request is tried again where that is safe [default: {}]", Retry::AGAIN), value_name = "N")]
    retries: Option<u32>,

    /// How many requests a second are sent at most
    #[arg(long, value_name = "N")]
    pub(super) rate_limit: Option<f64>,

    /// Proxy for everything; one with a password goes into SWR_GC_PROXY or HTTPS_PROXY
    #[arg(long, value_name = "URL")]
    proxy: Option<OsString>,

    /// Certificates in PEM to trust beside those of the system
    #[arg(long, value_name = "FILE")]
    ca_file: Vec<PathBuf>,

    /// Certificate chain in PEM, for a server or proxy that asks for one
    #[arg(long, value_name = "FILE", requires = "client_key")]
    client_cert: Option<PathBuf>,

    /// Private key in PEM that belongs to the certificate
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    client_key: Option<PathBuf>,

    /// Send credentials over plain http, for everybody on the way to read
    #[arg(long)]
    allow_http: bool,
}

impl Network {
    /// The builder with what was asked for; the error is a text for wrong usage.
    pub(super) fn configure(self, mut builder: ClientBuilder) -> Result<ClientBuilder, String> {
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(timeout) = self.try_timeout {
            builder = builder.try_timeout(timeout);
        }
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(retries) = self.retries {
            builder = builder.retries(retries);
        }
        if let Some(rate) = self.rate_limit {
            builder = builder.requests_per_second(rate);
        }
        if let Some(proxy) = proxy(self.proxy)? {
            builder = builder.proxy(proxy);
        }
        for file in &self.ca_file {
            builder = builder.root_certificates(read("ca-file", file)?);
        }
        if let (Some(chain), Some(key)) = (&self.client_cert, &self.client_key) {
            let key = String::from_utf8(read("client-key", key)?)
                .map_err(|_| format!("--client-key {}: it is no text: give the key in PEM", key.display()))?;
            builder = builder.client_certificate(read("client-cert", chain)?, key);
        }
        Ok(builder.allow_http(self.allow_http))
    }
}

/// The help of a flag for a time.
fn limit(text: &str, default: Duration) -> String {
    format!("{text} [default: {}]", default.as_secs_f64())
}

/// A number of seconds, with a fraction or without.
fn seconds(text: &str) -> Result<Duration, String> {
    let wrong = || "give a number of seconds above 0, such as 30 or 0.5".to_owned();
    let seconds: f64 = text.parse().map_err(|_| wrong())?;
    let duration = Duration::try_from_secs_f64(seconds).map_err(|_| wrong())?;
    if duration.is_zero() { Err(wrong()) } else { Ok(duration) }
}

/// The proxy of the flag, else of the variable.
fn proxy(flag: Option<OsString>) -> Result<Option<String>, String> {
    let given = flag.is_some();
    let value = flag.or_else(|| std::env::var_os(PROXY)).map(OsString::into_string).transpose();
    let value = value.map_err(|_| "--proxy: the value is not UTF-8 text".to_owned())?;
    let value = value.filter(|value| !value.is_empty());
    if given && value.as_deref().is_some_and(|url| url.contains('@')) {
        return Err(format!(
            "--proxy: every user of this machine can see the password in an argument: put the URL into {PROXY}"
        ));
    }
    Ok(value)
}

fn read(flag: &str, file: &Path) -> Result<Vec<u8>, String> {
    crate::file::bytes(file).map_err(|error| format!("--{flag} {}: {error}", file.display()))
}
