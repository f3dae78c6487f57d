//! The simulator against a bare handler that sends the same bytes.

use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use bytes::Bytes;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use swr_gc::simulator::Simulator;
use tokio::net::TcpListener;

use crate::listing::single;
use crate::pairs::compare;

const ROUNDS: usize = 500;

pub fn run() {
    let (simulator, bare, request) = start();
    compare(
        &format!("a one-task page of the simulator, {ROUNDS} times"),
        1.50,
        || drop(ask(simulator, &request, ROUNDS)),
        || drop(ask(bare, &request, ROUNDS)),
    );
}

/// Starts both on one thread: where the system puts a thread decides more than what runs on it.
fn start() -> (SocketAddr, SocketAddr, String) {
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        single().block_on(async {
            let simulator = Simulator::builder().start().await.expect("loopback has a free port");
            let host = simulator.endpoint().trim_start_matches("http://").to_owned();
            let request = format!(
                "GET /v2/{}/instances/{}/system/gc?limit=1 HTTP/1.1\r\nhost: {host}\r\nx-auth-token: {}\r\n\r\n",
                simulator.project_id(),
                simulator.instance_id(),
                simulator.token()
            );
            let address = host.parse().expect("the endpoint is an address");
            let asked = request.clone();
            let answer = tokio::task::spawn_blocking(move || ask(address, &asked, 1));
            let answer = answer.await.expect("the simulator answers");
            let body = Bytes::from(answer.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned());
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
            let bare = listener.local_addr().expect("it is bound");
            tell.send((address, bare, request)).expect("somebody waits for it");
            serve_bare(&listener, &body).await;
        });
    });
    told.recv().expect("the servers start")
}

async fn serve_bare(listener: &TcpListener, body: &Bytes) {
    loop {
        let (stream, _) = listener.accept().await.expect("the socket is fine");
        let _ = stream.set_nodelay(true);
        let body = body.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |_: Request<hyper::body::Incoming>| {
                let response = Response::builder().header("content-type", "application/json");
                let response = response.body(Full::new(body.clone()));
                async move { Ok::<_, Infallible>(response.expect("the header is sound")) }
            });
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// Asks `rounds` times on one connection and returns the last answer.
fn ask(address: SocketAddr, request: &str, rounds: usize) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_nodelay(true).expect("the socket is fine");
    let mut buffer = vec![0_u8; 16 * 1024];
    let mut length = 0;
    for _ in 0..rounds {
        stream.write_all(request.as_bytes()).expect("the server listens");
        length = stream.read(&mut buffer).expect("an answer is one write");
    }
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}
