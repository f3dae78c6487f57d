//! HTTP around the service.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::service::{Asked, Service};
use crate::generated::headers;

/// Listens on the loopback interface and serves until the handle is aborted.
pub(super) async fn start(port: u16, service: Service) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((address, tokio::spawn(accept(listener, Arc::new(service)))))
}

/// Accepts connections; those still open end with the task that owns them.
async fn accept(listener: TcpListener, service: Arc<Service>) {
    let sequence = Arc::new(AtomicU64::new(1));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve(stream, Arc::clone(&service), Arc::clone(&sequence)));
            }
            // Out of file handles, or the peer is gone already: neither is a reason to stop, nor to spin.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn serve(stream: TcpStream, service: Arc<Service>, sequence: Arc<AtomicU64>) {
    // An answer is one write; without this the last part of a long one would wait for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(|request: Request<Incoming>| {
        let number = sequence.fetch_add(1, Ordering::Relaxed);
        let response = respond(&service, &request, number);
        async move { Ok::<_, Infallible>(response) }
    });
    // A connection that breaks is its client's business, and so is one that stays silent: a deadline for its
    // next request would arm a timer with every answer, for nobody's good on a loopback interface.
    let connection =
        http1::Builder::new().header_read_timeout(None).serve_connection(TokioIo::new(stream), answer);
    let _ = connection.await;
}

fn respond(service: &Service, request: &Request<Incoming>, number: u64) -> Response<Full<Bytes>> {
    let request_id = format!("{number:032x}");
    let reply = service.answer(&Asked {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: request.headers(),
        request_id: &request_id,
    });
    let mut response = Response::new(Full::new(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let fields = response.headers_mut();
    fields.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        fields.insert(HeaderName::from_static(headers::REQUEST_ID), id);
    }
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            fields.insert(HeaderName::from_static(name), value);
        }
    }
    response
}
