//! One try: a request, and its answer to the last byte.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::Url;
use tokio::time::Instant;

use super::trace::Trace;
use super::{Transport, is_loopback, is_signed};
use crate::error::{Error, Kind};
use crate::exchange::Exchange;
use crate::text::printable;
use crate::wire::Operation;

/// Room that is made for a body before any of it has come.
const BELIEVED: usize = 256 * 1024;

/// Sends one request and reads its answer, whatever the status, within the time that is left.
pub(super) async fn send(
    transport: &Transport,
    operation: &'static Operation,
    request: reqwest::Request,
    left: Duration,
) -> Result<Exchange, Error> {
    let mut trace = Trace::begin(transport, operation, &request);
    let outcome = exchange(transport, operation, request, left, &mut trace).await;
    trace.end(&outcome);
    outcome
}

async fn exchange(
    transport: &Transport,
    operation: &'static Operation,
    mut request: reqwest::Request,
    left: Duration,
    trace: &mut Trace,
) -> Result<Exchange, Error> {
    let limits = transport.limits;
    *request.timeout_mut() = Some(limits.one.min(left));
    let patience = if limits.one <= left { limits.one } else { limits.whole };
    let sent = Sent { operation, place: place(request.url()), patience };
    let (signed, sent_at) = (is_signed(&request), transport.clock.now());
    let started = Instant::now();
    let http = if is_loopback(request.url()) { &transport.direct } else { &transport.http };
    let mut response = http.execute(request).await.map_err(|error| sent.lost(error))?;
    trace.head(&response);
    let mut exchange = Exchange {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body: Bytes::new(),
        took: Duration::ZERO,
        tries: 1,
        in_all: Duration::ZERO,
        ran_before: false,
        signed_at: signed.then_some(sent_at),
    };
    // A length that is announced is believed only as far as it is allowed.
    let limit = transport.limits.body;
    let announced = response.content_length().and_then(|length| length.try_into().ok()).unwrap_or(0);
    let mut body = BytesMut::with_capacity(limit.min(announced).min(BELIEVED));
    let failure = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = limit - body.len();
                body.extend_from_slice(&chunk[..room.min(chunk.len())]);
                if chunk.len() > room {
                    break Some(None);
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(Some(error)),
        }
    };
    exchange.body = body.freeze();
    exchange.took = started.elapsed();
    match failure {
        None => Ok(exchange),
        // A refusal stays a refusal, however much it says.
        Some(None) if !operation.success.contains(&exchange.status.as_u16()) => Ok(exchange),
        Some(None) => Err(too_large(transport, operation, exchange)),
        Some(Some(error)) if is_garbled(&error) => {
            let message = format!("{}, but the body cannot be inflated: {}", exchange.status, root(&error));
            Err(Error::unusable(transport.answered(operation, exchange), message).broken_on_the_way())
        }
        Some(Some(error)) => Err(sent.lost(error).after(transport.answered(operation, exchange))),
    }
}

fn too_large(transport: &Transport, operation: &'static Operation, exchange: Exchange) -> Error {
    let (status, limit) = (exchange.status, transport.limits.body);
    let message = format!(
        "{status}, but the body has more than {limit} bytes: set a larger limit by `.body_limit(…)` if that is meant"
    );
    Error::unusable(transport.answered(operation, exchange), message)
}

/// A request that is on its way.
struct Sent {
    operation: &'static Operation,
    place: String,
    patience: Duration,
}

impl Sent {
    /// The error for a request that got no complete answer.
    fn lost(&self, error: reqwest::Error) -> Error {
        let Self { operation, place, patience } = self;
        // The URL holds ids of the tenant and is long; the place says where it went.
        let error = error.without_url();
        let root = root(&error);
        // In TLS 1.3, the other side may refuse this one when the request is on its way already, but before it reads
        // that.
        let distrusted = is_distrusted(&error);
        let (kind, message) = if error.is_connect() || distrusted {
            (Kind::Connect, format!("no connection to {place}: {root}"))
        } else if error.is_timeout() {
            (Kind::Timeout, format!("no complete answer from {place} within {patience:?}"))
        } else if error.is_builder() || error.is_request() && error.source().is_none() {
            return Error::invalid(operation, "request", format!("it cannot be sent: {root}"));
        } else {
            (Kind::Broken, format!("the connection to {place} broke before the answer was complete: {root}"))
        };
        let error = Error::transport(kind, operation, message, Some(Arc::new(error)));
        if distrusted { error.for_good() } else { error }
    }
}

/// Whether a body came that is not compressed as it claims to be.
///
/// Below reqwest's own errors stands the decoder's complaint; that of a connection has hyper in between.
fn is_garbled(error: &reqwest::Error) -> bool {
    let mut causes = causes(error).skip_while(|cause| cause.is::<reqwest::Error>());
    causes.next().is_some_and(|cause| cause.is::<io::Error>())
}

/// Whether one side could not prove to the other who it is, which no second try changes.
fn is_distrusted(error: &reqwest::Error) -> bool {
    use rustls::AlertDescription as Alert;
    let mut causes = causes(error);
    causes.any(|cause| match cause.downcast_ref() {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => true,
        Some(rustls::Error::AlertReceived(alert)) => matches!(
            alert,
            Alert::BadCertificate
                | Alert::UnsupportedCertificate
                | Alert::CertificateRevoked
                | Alert::CertificateExpired
                | Alert::CertificateUnknown
                | Alert::UnknownCA
                | Alert::AccessDenied
                | Alert::CertificateRequired
        ),
        Some(_) => false,
        // The type of this error is hyper's own affair, so there is nothing but its words.
        None => cause.to_string().ends_with("proxy authorization required"),
    })
}

/// What is behind an error, from the outside in.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        // An I/O error shows the error that it wraps by another method only.
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map_or_else(|| cause.source(), |wrapped| Some(wrapped))
    })
}

/// Scheme, host and port of a URL.
fn place(url: &Url) -> String {
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
