//! The one place where requests are sent.

mod tls;

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http::header::USER_AGENT;

pub(crate) use tls::configuration as tls_configuration;

use crate::auth::Credentials;
use crate::error::{Answered, Error, Kind, ServiceError};
use crate::exchange::Exchange;
use crate::generated::headers;
use crate::text::{Cleaner, printable};
use crate::wire::Operation;

/// Sends requests and returns raw exchanges.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    /// Scheme, host and port: enough to see where requests go.
    pub(crate) place: String,
    pub(crate) timeout: Duration,
    pub(crate) body_limit: usize,
    pub(crate) user_agent: HeaderValue,
    pub(crate) credentials: Credentials,
    pub(crate) cleaner: Arc<Cleaner>,
}

impl Transport {
    /// Room that is made for a body before any of it has come.
    const BELIEVED: usize = 256 * 1024;

    /// Sends one request and reads its answer to the end, whatever the status.
    pub(crate) async fn send(
        &self,
        operation: &'static Operation,
        mut request: reqwest::Request,
    ) -> Result<Exchange, Error> {
        *request.timeout_mut() = Some(self.timeout);
        self.dress(operation, &mut request)?;
        let started = Instant::now();
        let mut response = self.http.execute(request).await.map_err(|error| self.lost(operation, error))?;
        let mut exchange = Exchange {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Bytes::new(),
            took: Duration::ZERO,
        };
        // A length that is announced is believed only as far as it is allowed.
        let announced = response.content_length().and_then(|length| length.try_into().ok()).unwrap_or(0);
        let mut body = BytesMut::with_capacity(self.body_limit.min(announced).min(Self::BELIEVED));
        let failure = loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.body_limit => break Some(None),
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break None,
                Err(error) => break Some(Some(error)),
            }
        };
        exchange.body = body.freeze();
        exchange.took = started.elapsed();
        match failure {
            None => Ok(exchange),
            Some(None) => Err(self.too_large(operation, exchange)),
            Some(Some(error)) if is_garbled(&error) => {
                let message =
                    format!("{}, but the body cannot be inflated: {}", exchange.status, root(&error));
                Err(Error::unusable(self.answered(operation, exchange), message))
            }
            Some(Some(error)) => Err(self.lost(operation, error).after(self.answered(operation, exchange))),
        }
    }

    /// Adds what every request carries: who sends it, and who is asking.
    pub(crate) fn dress(
        &self,
        operation: &'static Operation,
        request: &mut reqwest::Request,
    ) -> Result<(), Error> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        self.credentials.apply(request).map_err(|reason| Error::invalid(operation, "credentials", reason))
    }

    /// An answer for an error to tell about.
    pub(crate) fn answered(&self, operation: &'static Operation, exchange: Exchange) -> Answered {
        let request_id = exchange.headers.get(headers::REQUEST_ID).map(HeaderValue::as_bytes);
        let request_id = request_id.map(|id| self.cleaner.excerpt(id)).filter(|id| !id.is_empty());
        Answered { operation, exchange, request_id }
    }

    /// A refusal stays a refusal, however much it says.
    fn too_large(&self, operation: &'static Operation, exchange: Exchange) -> Error {
        let (status, limit) = (exchange.status, self.body_limit);
        let message = format!(
            "{status}, but the body has more than {limit} bytes: set a larger limit by `.body_limit(…)` if that is meant"
        );
        let answered = self.answered(operation, exchange);
        if operation.success.contains(&status.as_u16()) {
            Error::unusable(answered, message)
        } else {
            Error::service(answered, ServiceError::default(), message)
        }
    }

    /// The error for a request that got no complete answer.
    fn lost(&self, operation: &'static Operation, error: reqwest::Error) -> Error {
        let place = &self.place;
        // The URL holds ids of the tenant and is long; the place says where it went.
        let error = error.without_url();
        let root = root(&error);
        let (kind, message) = if error.is_connect() {
            (Kind::Connect, format!("no connection to {place}: {root}"))
        } else if error.is_timeout() {
            (Kind::Timeout, format!("no complete answer from {place} within {:?}", self.timeout))
        } else if error.is_builder() || error.is_request() && error.source().is_none() {
            return Error::invalid(operation, "request", format!("it cannot be sent: {root}"));
        } else {
            (Kind::Broken, format!("the connection to {place} broke before the answer was complete: {root}"))
        };
        Error::transport(kind, operation, message, Some(Box::new(error)))
    }
}

/// Whether a body came that is not compressed as it claims to be.
///
/// Below reqwest's own errors stands the decoder's complaint; that of a connection has hyper in between.
fn is_garbled(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause.filter(|cause| cause.is::<reqwest::Error>()) {
        cause = inner.source();
    }
    let kind = cause.and_then(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    matches!(kind, Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}

/// Scheme, host and port of a URL.
pub(crate) fn place(url: &reqwest::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{}://{host}:{port}", url.scheme()),
        None => format!("{}://{host}", url.scheme()),
    }
}

/// The innermost cause, which is the one that says something.
fn root(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    printable(&cause.to_string())
}
