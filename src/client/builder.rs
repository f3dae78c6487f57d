//! Configuration of a client.

use std::fmt;
#[cfg(feature = "contract")]
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use tokio::sync::{OnceCell, Semaphore};

use super::{Client, Shared};
use crate::auth::Secret;
use crate::clock::Clock;
use crate::credentials::{Credentials, Keeper};
use crate::environment::Environment;
use crate::error::Error;
use crate::generated::rules;
#[cfg(feature = "contract")]
use crate::har::Recorder;
use crate::regions;
use crate::text::Cleaner;
use crate::transport::{ClientCertificate, Connection, Limits, PLAIN, Pace, Retry, Transport, is_loopback};
use crate::wire::Text;

/// Configures a [`Client`].
///
/// ```
/// use std::time::Duration;
///
/// let client = swr_gc::Client::builder()
///     .region("cn-north-4")
///     .access_key("AK", "the secret key")
///     .timeout(Duration::from_secs(60))
///     .build()?;
/// # Ok::<(), swr_gc::Error>(())
/// ```
///
/// With a token, a bound on how much is asked for, and no further tries:
///
/// ```
/// use std::time::Duration;
///
/// let client = swr_gc::Client::builder()
///     .endpoint("https://swr.example.com/behind/a/gateway")
///     .project_id("0605767d2e00d6762f4dc00b3b3c1a8d")
///     .token("a token of IAM")
///     .try_timeout(Duration::from_secs(10))
///     .connect_timeout(Duration::from_secs(3))
///     .retries(0)
///     .requests_per_second(5.0)
///     .concurrent_requests(2)
///     .body_limit(1024 * 1024)
///     .user_agent("nightly-clean-up/1.0")
///     .build()?;
/// # Ok::<(), swr_gc::Error>(())
/// ```
///
/// Through a proxy, to a server that wants a certificate and has one of your own authority:
///
/// ```no_run
/// use swr_gc::{Credentials, CredentialSource};
///
/// # fn demo() -> Result<(), Box<dyn std::error::Error>> {
/// let client = swr_gc::Client::builder()
///     .region("cn-north-4")
///     .credentials(Credentials::source(CredentialSource::Profile))
///     .proxy("http://user:password@proxy.example.com:3128")
///     .root_certificates(std::fs::read("authority.pem")?)
///     .client_certificate(std::fs::read("chain.pem")?, std::fs::read_to_string("key.pem")?)
///     .build()?;
/// # Ok(()) }
/// ```
///
/// Needed is a region or an endpoint; the rest has defaults. Credentials that are not given are looked for in
/// [every place that is known](crate::CredentialSource), and the project id is asked for at IAM.
#[derive(Clone, Default)]
#[must_use = "a builder makes no client until `build` is called"]
pub struct ClientBuilder {
    endpoint: Option<String>,
    region: Option<String>,
    project_id: Option<String>,
    credentials: Option<Credentials>,
    timeout: Option<Duration>,
    try_timeout: Option<Duration>,
    retries: Option<u32>,
    requests_per_second: Option<f64>,
    concurrent_requests: Option<usize>,
    connection: Connection,
    allow_http: bool,
    body_limit: Option<usize>,
    user_agent: Option<String>,
    http: Option<reqwest::Client>,
    #[cfg(feature = "contract")]
    record: Option<PathBuf>,
}

impl ClientBuilder {
    /// The URL of the service. Without a scheme it is https; a base path is kept.
    ///
    /// Beside a region, it stands in for that region's own; IAM is still asked in the region.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The region, whose endpoint the API description knows: see [`REGIONS`](crate::REGIONS).
    ///
    /// Where no region is given, region and project are those that the credentials' source names, if it is
    /// Terraform's variables or KooCLI's profile.
    ///
    /// The overrides of the official SDKs are honoured: `HUAWEICLOUD_SDK_REGION_SWR_CN_NORTH_4` and the file
    /// `~/.huaweicloud/regions.yaml`, or the one that `HUAWEICLOUD_SDK_REGIONS_FILE` names. IAM and STS are
    /// those of the region, unless `HUAWEICLOUD_SDK_IAM_ENDPOINT` and `HUAWEICLOUD_SDK_STS_ENDPOINT` name others.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The project of all requests, which a request can still override. Default: what
    /// [`Client::ready`](crate::Client::ready) finds out.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// Who is asking, or where to find out. Default: [`Credentials::chain`].
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// A token of IAM, scoped to the project: short for [`Credentials::token`].
    pub fn token(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::token(token))
    }

    /// An access key (AK) and its secret key (SK): short for [`Credentials::access_key`].
    ///
    /// It signs each request as the vendor's SDKs do, byte for byte, with host, date and the key's own headers
    /// signed, so that a proxy may rewrite the others.
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials(Credentials::access_key(id, secret))
    }

    /// How long one call may take with all its tries and the pauses between them. Default: 120 seconds.
    ///
    /// A call is one operation, so one page of a walk, and never the walk.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long one try may take, its answer included. Default: 30 seconds.
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.try_timeout = Some(timeout);
        self
    }

    /// How long a connection may take to come about. Default: 10 seconds.
    ///
    /// A client given by [`http_client`](Self::http_client) keeps its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connection.connect_timeout = timeout;
        self
    }

    /// How often a call is tried again after its first try. Default: 3.
    ///
    /// Only where that is safe and may help: a request that never left, or one that may be sent twice, after no
    /// or a broken answer, or one with status 429, 500, 502, 503 or 504. The pauses are random parts of 0.2
    /// seconds, doubled each time up to 5; `Retry-After` is waited out in full, and ends the call at once where
    /// it reaches beyond [`timeout`](Self::timeout). When very much fails, a bucket that all calls of the client
    /// share runs dry, and there are no further tries until calls succeed again.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// How many requests a second this client sends at most. Default: no bound.
    pub fn requests_per_second(mut self, requests: f64) -> Self {
        self.requests_per_second = Some(requests);
        self
    }

    /// How many requests of this client are under way at once. Default: 16.
    pub fn concurrent_requests(mut self, requests: usize) -> Self {
        self.concurrent_requests = Some(requests);
        self
    }

    /// A proxy for everything, such as `http://user:password@proxy.example.com:3128`.
    ///
    /// Default: what `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name; `NO_PROXY` is honoured in both cases. This
    /// machine itself is reached without any.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.connection.proxy = Some(url.into());
        self
    }

    /// Certificates in PEM that are trusted beside those of the system; may be called more than once.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connection.authorities.push(pem.into());
        self
    }

    /// A certificate chain and its private key, both in PEM, for a server or proxy that asks for one.
    pub fn client_certificate(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.connection.identity = Some(ClientCertificate { chain: chain.into(), key: key.into() });
        self
    }

    /// Whether plain http is good enough beyond this machine itself. Default: no, since everybody on the way
    /// could read the credentials.
    ///
    /// ```
    /// let builder = || swr_gc::Client::builder().endpoint("http://swr.test").token("a token");
    /// assert!(builder().build().is_err_and(|error| error.is_usage()));
    /// assert!(builder().allow_http(true).build().is_ok());
    /// ```
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// The largest body that is read, in bytes, after inflation. Default: 16 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// What the header `User-Agent` says. Default: name and version of this crate, and nothing about the machine.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// A client of your own, for another TLS stack or a pool of its making.
    ///
    /// ```no_run
    /// # fn demo(http: reqwest::Client) -> Result<(), swr_gc::Error> {
    /// let client = swr_gc::Client::builder().region("cn-north-4").http_client(http).build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// Proxies, certificates and the time to connect are then its own business. Switch redirects off in it
    /// (`redirect::Policy::none()`): a redirect would carry the token along.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// A file to write down in, as HAR, what is sent and what comes: each try of each call.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("out.har");
    /// let client = swr_gc::Client::builder().region("cn-north-4").token("s3cret").record(&path).build()?;
    /// assert!(std::fs::read_to_string(&path)?.contains(r#""entries":["#));
    /// # Ok(()) }
    /// ```
    ///
    /// Every client that is built begins a new file, in place of one that is there; only its owner may read it. At
    /// each moment it is a complete HAR file, which browsers and proxies open. No secret is in it: of headers that are
    /// not known to be harmless only the names are, known secrets are taken out of bodies, and what is asked of IAM and
    /// STS is left out. If it cannot be written any more, calls go on without it.
    #[cfg(feature = "contract")]
    pub fn record(mut self, path: impl Into<PathBuf>) -> Self {
        self.record = Some(path.into());
        self
    }

    /// Makes the client. Nothing is sent, and no credentials are looked for yet.
    ///
    /// # Errors
    ///
    /// A setting is missing, still a placeholder, or not allowed; the error names it and what to do. Or the
    /// system's trust store for certificates cannot be read.
    pub fn build(self) -> Result<Client, Error> {
        self.build_in(Environment::process())
    }

    pub(crate) fn build_in(self, environment: Environment) -> Result<Client, Error> {
        let credentials = self.credentials.unwrap_or_else(Credentials::chain);
        let told = self.region.is_none().then(|| credentials.beside(&environment)).flatten();
        let beside = told.unwrap_or_default();
        let region = self.region.or(beside.region);
        let (setting, base) = match (&self.endpoint, &region) {
            (Some(endpoint), _) => ("endpoint", regions::base(endpoint)),
            (None, Some(region)) => {
                ("region", regions::service(region, &environment).and_then(|host| host.base()))
            }
            (None, None) => {
                let why = "is missing: set it by `.endpoint(…)`, or a region by `.region(…)`";
                return Err(Error::configuration("endpoint", why));
            }
        };
        let base = base.map_err(|why| Error::configuration(setting, why))?;
        if base.scheme() == "http" && !self.allow_http && !is_loopback(&base) {
            return Err(Error::configuration(setting, PLAIN));
        }
        let project_id = self.project_id.or(beside.project_id).map(project_id).transpose()?;
        let defaults = Limits::default();
        let limits = Limits {
            one: positive("try_timeout", self.try_timeout.unwrap_or(defaults.one))?,
            whole: positive("timeout", self.timeout.unwrap_or(defaults.whole))?,
            body: self.body_limit.unwrap_or(defaults.body),
            plain: self.allow_http,
        };
        positive("connect_timeout", self.connection.connect_timeout)?;
        let pace = pace(self.requests_per_second, self.concurrent_requests)?;
        let agent = self
            .user_agent
            .unwrap_or_else(|| concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned());
        let user_agent = HeaderValue::from_str(&agent).map_err(|_| {
            Error::configuration(
                "user_agent",
                "it holds characters that a header cannot carry: use ASCII text",
            )
        })?;
        let keeper = Keeper::new(credentials)?;
        let cleaner = Arc::new(Cleaner::default());
        cleaner.learn(keeper.current().iter().flat_map(|found| found.identity.secrets()));
        cleaner.learn(self.connection.secrets(&environment));
        let transport = Transport {
            direct: self.http.clone().map_or_else(|| self.connection.direct(), Ok)?,
            http: self.http.map_or_else(|| self.connection.client(), Ok)?,
            limits,
            retry: Retry::new(self.retries.unwrap_or(Retry::AGAIN)),
            pace: Arc::new(pace),
            user_agent,
            clock: Clock::system(),
            cleaner,
            #[cfg(feature = "contract")]
            recorder: self.record.as_deref().map(recorder).transpose()?,
        };
        let base = base.as_str().trim_end_matches('/').to_owned();
        let project_id = OnceCell::new_with(project_id);
        Ok(Client { shared: Arc::new(Shared { transport, keeper, environment, base, region, project_id }) })
    }
}

/// Shows which settings were made, and none that could hold a secret.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("try_timeout", &self.try_timeout)
            .field("retries", &self.retries)
            .field("connection", &self.connection)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "contract")]
fn recorder(path: &Path) -> Result<Arc<Recorder>, Error> {
    let wrong = |error| Error::configuration("record", format!("{}: {error}", path.display()));
    Recorder::create(path).map(Arc::new).map_err(wrong)
}

fn positive(setting: &str, value: Duration) -> Result<Duration, Error> {
    if value.is_zero() {
        return Err(Error::configuration(setting, "0 s leaves no time: give more than zero"));
    }
    Ok(value)
}

/// A project id that can stand in a path.
pub(super) fn project_id(id: String) -> Result<String, Error> {
    let checked = Text::<rules::ProjectId>::try_from(id);
    checked.map(|id| id.to_string()).map_err(|why| Error::configuration("project_id", why))
}

fn pace(per_second: Option<f64>, concurrent: Option<usize>) -> Result<Pace, Error> {
    if let Some(rate) = per_second.filter(|rate| !(rate.is_finite() && (0.001..=100_000.0).contains(rate))) {
        let why = format!("{rate} is no rate: give a number from 0.001 to 100000");
        return Err(Error::configuration("requests_per_second", why));
    }
    let places = concurrent.unwrap_or(Pace::PLACES);
    if !(1..=Semaphore::MAX_PERMITS).contains(&places) {
        let why = format!("{places} is below 1 or beyond all reason: give a number from 1");
        return Err(Error::configuration("concurrent_requests", why));
    }
    Ok(Pace::new(per_second, places))
}
