//! Configuration of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{Client, Shared, endpoint};
use crate::auth::{AccessKey, Credentials, Secret};
use crate::error::Error;
use crate::generated::rules;
use crate::text::Cleaner;
use crate::transport::{Transport, place, tls_configuration};

/// Configures a [`Client`].
///
/// ```
/// use std::time::Duration;
///
/// let client = swr_gc::Client::builder()
///     .endpoint("https://swr-api.cn-north-4.myhuaweicloud.com")
///     .project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
///     .token("a token from IAM")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # Ok::<(), swr_gc::Error>(())
/// ```
///
/// Needed are an endpoint or a region, a project id, and a token or an access key; the rest has defaults.
#[derive(Clone, Default)]
#[must_use = "a builder makes no client until `build` is called"]
pub struct ClientBuilder {
    endpoint: Option<String>,
    region: Option<String>,
    project_id: Option<String>,
    token: Option<Secret>,
    access_key: Option<(String, Secret)>,
    security_token: Option<Secret>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    body_limit: Option<usize>,
    user_agent: Option<String>,
    http: Option<reqwest::Client>,
}

impl ClientBuilder {
    /// The URL of the service. Without a scheme it is https; a base path is kept.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The region, whose endpoint the API description knows: see [`REGIONS`](crate::REGIONS).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The project of all requests, which a request can still override.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// A token of IAM, scoped to the project.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// An access key (AK) and its secret key (SK), which sign each request (`SDK-HMAC-SHA256`).
    ///
    /// Byte for byte what the vendor's SDKs send, with host, date and the key's own headers signed, so that a
    /// proxy may rewrite the others.
    pub fn access_key(mut self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.access_key = Some((id.into(), secret.into()));
        self
    }

    /// The security token that belongs to a temporary access key.
    pub fn security_token(mut self, token: impl Into<Secret>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// How long one request may take, its answer included. Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long a connection may take to come about. Default: 10 seconds.
    ///
    /// A client given by [`http_client`](Self::http_client) keeps its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// The largest body that is read, in bytes. Default: 16 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// What the header `User-Agent` says. Default: name and version of this crate, and nothing about the machine.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// A client of your own, for proxies, certificates and pools of its making.
    ///
    /// Switch redirects off in it (`redirect::Policy::none()`): a redirect would carry the token along.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting is missing, still a placeholder, or not allowed; the error names it and what to do. Or the
    /// system's trust store for certificates cannot be read.
    pub fn build(self) -> Result<Client, Error> {
        let (setting, endpoint) = match (self.endpoint, self.region) {
            (Some(_), Some(_)) => {
                return Err(Error::configuration("endpoint", "a region is set too: give one of the two"));
            }
            (Some(endpoint), None) => ("endpoint", endpoint),
            (None, Some(region)) => {
                let url = endpoint::of_region(&region).map_err(|why| Error::configuration("region", why))?;
                ("region", url.to_owned())
            }
            (None, None) => {
                let why = "is missing: set it by `.endpoint(…)`, or a region by `.region(…)`";
                return Err(Error::configuration("endpoint", why));
            }
        };
        let base = endpoint::base(&endpoint).map_err(|why| Error::configuration(setting, why))?;
        let project_id = self
            .project_id
            .ok_or_else(|| Error::configuration("project_id", "is missing: set it by `.project_id(…)`"))?;
        let project_id = endpoint::checked::<rules::ProjectId>(project_id)
            .map_err(|why| Error::configuration("project_id", why))?;
        let credentials = credentials(self.token, self.access_key, self.security_token, &project_id)?;
        let timeout = positive("timeout", self.timeout, Duration::from_secs(60))?;
        let connect_timeout = positive("connect_timeout", self.connect_timeout, Duration::from_secs(10))?;
        let agent = self
            .user_agent
            .unwrap_or_else(|| concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned());
        let user_agent = HeaderValue::from_str(&agent).map_err(|_| {
            Error::configuration(
                "user_agent",
                "it holds characters that a header cannot carry: use ASCII text",
            )
        })?;
        let http = match self.http {
            Some(http) => http,
            None => http_client(&base, connect_timeout)?,
        };
        let transport = Transport {
            http,
            place: place(&base),
            timeout,
            body_limit: self.body_limit.unwrap_or(16 * 1024 * 1024),
            user_agent,
            cleaner: Arc::new(Cleaner::new(credentials.secrets())),
            credentials,
        };
        let base = base.as_str().trim_end_matches('/').to_owned();
        Ok(Client { shared: Arc::new(Shared { transport, base, project_id }) })
    }
}

/// Shows which settings were made, and none that could hold a secret.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

fn positive(setting: &str, value: Option<Duration>, default: Duration) -> Result<Duration, Error> {
    let value = value.unwrap_or(default);
    if value.is_zero() {
        return Err(Error::configuration(setting, "0 s leaves no time: give more than zero"));
    }
    Ok(value)
}

/// The one way of the two in which a client proves who it is.
fn credentials(
    token: Option<Secret>,
    access_key: Option<(String, Secret)>,
    security_token: Option<Secret>,
    project_id: &str,
) -> Result<Credentials, Error> {
    match (token, access_key) {
        (Some(_), Some(_)) => {
            Err(Error::configuration("token", "an access key is set too: give one of the two"))
        }
        // Blanks at the ends do not travel in a header, so they are no part of what must not be shown.
        (Some(token), None) => header(&Secret::from(token.expose().trim())).map(Credentials::Token),
        (None, Some((id, secret))) => {
            let why = |what: &str| Error::configuration("access_key", format!("the {what} is empty"));
            let (id, secret) = (id.trim().to_owned(), Secret::from(secret.expose().trim()));
            if id.is_empty() || secret.expose().is_empty() {
                return Err(why(if id.is_empty() { "id (AK)" } else { "secret (SK)" }));
            }
            let project_id = project_id.to_owned();
            Ok(Credentials::AccessKey(AccessKey { id, secret, security_token, project_id }))
        }
        (None, None) => {
            let why = "is missing: set it by `.token(…)`, or a key by `.access_key(…)`";
            Err(Error::configuration("token", why))
        }
    }
}

/// A token as a header value that no log shows.
fn header(token: &Secret) -> Result<HeaderValue, Error> {
    let text = token.expose();
    if text.is_empty() {
        return Err(Error::configuration("token", "it is empty: get one from IAM"));
    }
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        Error::configuration(
            "token",
            "it holds characters that no token has, such as a line feed: copy it again",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn http_client(base: &reqwest::Url, connect_timeout: Duration) -> Result<reqwest::Client, Error> {
    let tls = tls_configuration(base.scheme() == "https")
        .map_err(|error| Error::configuration("TLS", format!("the trust store cannot be used: {error}")))?;
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .tcp_nodelay(true)
        .connect_timeout(connect_timeout);
    if endpoint::is_loopback(base) {
        // A proxy cannot reach this machine's own loopback.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| Error::configuration("http client", error))
}
