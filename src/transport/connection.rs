//! How connections come about: time, proxies, certificates.

use std::fmt;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Proxy, Url};

use super::tls;
use crate::auth::Secret;
use crate::environment::Environment;
use crate::error::Error;

/// What is needed to make an HTTP client.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) connect_timeout: Duration,
    /// The URL of a proxy for everything, maybe with a user and a password in it.
    pub(crate) proxy: Option<Secret>,
    /// Certificates in PEM that are trusted beside the system's.
    pub(crate) authorities: Vec<Vec<u8>>,
    pub(crate) identity: Option<ClientCertificate>,
}

/// What this side proves itself with to a server or a proxy that asks for it.
#[derive(Clone)]
pub(crate) struct ClientCertificate {
    /// The chain in PEM, its own first.
    pub(crate) chain: Vec<u8>,
    /// The private key in PEM.
    pub(crate) key: Secret,
}

impl Default for Connection {
    fn default() -> Self {
        let connect_timeout = Duration::from_secs(10);
        Self { connect_timeout, proxy: None, authorities: Vec::new(), identity: None }
    }
}

impl Connection {
    /// A client for everything beyond this machine.
    pub(crate) fn client(&self) -> Result<Client, Error> {
        let tls = tls::configuration(self)?;
        let mut builder = self.builder().tls_backend_preconfigured(tls);
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(explicit(proxy)?);
        }
        finish(builder)
    }

    /// A client without any proxy, for this machine and its neighbours.
    pub(crate) fn direct(&self) -> Result<Client, Error> {
        let tls = tls::configuration(self)?;
        finish(self.builder().tls_backend_preconfigured(tls).no_proxy())
    }

    /// What nobody gets to see: the passwords of proxies, as they are written and as they are meant.
    pub(crate) fn secrets(&self, environment: &Environment) -> Vec<Secret> {
        const NAMES: [&str; 6] =
            ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
        let named =
            NAMES.into_iter().filter_map(|name| environment.text(name).ok().flatten()).map(Secret::from);
        let urls = self.proxy.iter().cloned().chain(named).filter_map(|proxy| url(&proxy).ok());
        let both = |url: Url| {
            let written = url.password().unwrap_or_default();
            let meant = percent_encoding::percent_decode_str(written).decode_utf8_lossy();
            [meant.as_ref().into(), written.into()]
        };
        urls.flat_map(both).collect()
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // What is sent again is decided in one place, and not below it.
            .retry(reqwest::retry::never())
            .referer(false)
            .tcp_nodelay(true)
            .connect_timeout(self.connect_timeout)
    }
}

fn finish(builder: ClientBuilder) -> Result<Client, Error> {
    builder.build().map_err(|error| Error::configuration("http client", error))
}

/// The proxy that was asked for; its URL is not shown, because it may hold a password.
fn explicit(proxy: &Secret) -> Result<Proxy, Error> {
    let wrong = |why: &str| Error::configuration("proxy", why);
    let url = url(proxy).map_err(|error| {
        wrong(&format!(
            "this is no URL ({error}): give one such as http://user:password@proxy.example.com:3128"
        ))
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(&format!("the scheme {:?} is not supported: use http or https", url.scheme())));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(wrong("it has no host: give one such as http://proxy.example.com:3128"));
    }
    let proxy = Proxy::all(url).map_err(|_| wrong("it cannot be used"))?;
    Ok(proxy.no_proxy(reqwest::NoProxy::from_env()))
}

/// The URL of a proxy, which may leave the scheme out.
fn url(proxy: &Secret) -> Result<Url, url::ParseError> {
    let text = proxy.expose().trim();
    if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}
