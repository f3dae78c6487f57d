//! HTTP around the service.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::admin;
use super::asked::Asked;
use super::body::Outgoing;
use super::cloud::Cloud;
use super::refusal::unacceptable;
use super::reply::Reply;
use crate::generated::headers;

/// The longest body: the documented limit for requests that are signed.
const MOST_BYTES: usize = 12 * 1024 * 1024;

/// Listens on the loopback interface and serves until the handle is aborted.
pub(super) async fn listen(port: u16) -> io::Result<(SocketAddr, TcpListener)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    Ok((listener.local_addr()?, listener))
}

pub(super) fn start(listener: TcpListener, cloud: Arc<Cloud>) -> JoinHandle<()> {
    tokio::spawn(accept(listener, cloud))
}

/// Accepts connections; those still open end with the task that owns them.
async fn accept(listener: TcpListener, cloud: Arc<Cloud>) {
    let sequence = Arc::new(AtomicU64::new(1));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve(stream, Arc::clone(&cloud), Arc::clone(&sequence)));
            }
            // Out of file handles, or the peer is gone already: neither is a reason to stop, nor to spin.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn serve(stream: TcpStream, cloud: Arc<Cloud>, sequence: Arc<AtomicU64>) {
    // An answer is one write; without this the last part of a long one would wait for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let (cloud, sequence) = (&*cloud, &*sequence);
    let answer = service_fn(|request: Request<Incoming>| async move {
        let request_id = format!("{:032x}", sequence.fetch_add(1, Ordering::Relaxed));
        Ok::<_, Infallible>(respond(cloud, request, &request_id).await)
    });
    // A connection that breaks is its client's business, and so is one that stays silent: a deadline for its
    // next request would arm a timer with every answer, for nobody's good on a loopback interface.
    let connection =
        http1::Builder::new().header_read_timeout(None).serve_connection(TokioIo::new(stream), answer);
    let _ = connection.await;
}

async fn respond(cloud: &Cloud, request: Request<Incoming>, request_id: &str) -> Response<Outgoing> {
    let (head, body) = request.into_parts();
    let (body, unread) = match whole(body).await {
        Ok(body) => (body, None),
        Err(unread) => (Bytes::new(), Some(unread)),
    };
    let now = cloud.clock.now();
    let asked = Asked {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers: &head.headers,
        body: &body,
        request_id,
        now,
    };
    let reply = answer(cloud, &asked, unread);
    let mut response = Response::new(Outgoing::new(reply.body, reply.in_pieces));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let fields = response.headers_mut();
    fields.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        fields.insert(HeaderName::from_static(headers::REQUEST_ID), id);
    }
    if let Some(date) = cloud.off.then(|| date(now)).flatten() {
        fields.insert(DATE, date);
    }
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            fields.insert(HeaderName::from_static(name), value);
        }
    }
    for name in reply.without {
        fields.remove(name);
    }
    response
}

/// Answers a request, or refuses it for its body; what is asked of the services is kept in the journal.
fn answer(cloud: &Cloud, asked: &Asked<'_>, unread: Option<Unread>) -> Reply {
    let reply = match (admin::is_meant(asked), unread) {
        (true, None) => return admin::answer(cloud, asked),
        (true, Some((status, message))) => return admin::refused(status, message),
        (false, None) => cloud.answer(asked),
        (false, Some((status, message))) => unacceptable(status, message, asked.request_id),
    };
    cloud.journal.note(asked, reply.status);
    reply
}

/// Status and message for a body that cannot be taken.
type Unread = (u16, &'static str);

/// The body of a request, which most do not have.
async fn whole(body: Incoming) -> Result<Bytes, Unread> {
    const TOO_LARGE: Unread = (413, "Request entity too large.");
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    // Said beforehand, so that nobody has to send it first.
    if body.size_hint().lower() > MOST_BYTES as u64 {
        return Err(TOO_LARGE);
    }
    match Limited::new(body, MOST_BYTES).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(TOO_LARGE),
        Err(_) => Err((400, "The body breaks off or is malformed.")),
    }
}

/// The header `Date`; what runs below writes it by itself, but by the machine's own clock.
fn date(now: Timestamp) -> Option<HeaderValue> {
    HeaderValue::try_from(now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}
