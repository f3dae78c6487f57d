//! A proxy on a real socket, which wants a password and does wrong what it is told to.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::fault::PASSWORD;
use crate::pages::answer;
use crate::server::Server;

/// The user `user` with the right password, as a header has it.
const AUTHORIZATION: &str = "proxy-authorization: basic dxnlcjpqcjb4es1wyxnz\r\n";

/// What is wrong with a proxy.
#[derive(Clone)]
pub enum Wrong {
    Nothing,
    /// It says this instead of passing on, so many times, or until all is well.
    Says(Vec<u8>, Option<u32>),
    /// It says nothing at all, until all is well.
    Silent,
}

/// The proxy, which leads to one server whatever it is asked for; it is gone when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    origin: SocketAddr,
    wrong: Wrong,
    health: crate::server::Health,
    failures: Arc<AtomicU32>,
    heads: Mutex<Vec<String>>,
}

impl Proxy {
    /// A proxy in front of a server, which recovers with it.
    pub async fn start(server: &Server, wrong: Wrong) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let address = listener.local_addr().expect("an address");
        let (origin, health) = (server.address(), server.health());
        let state = State { origin, wrong, health, failures: Arc::default(), heads: Mutex::default() };
        let state = Arc::new(state);
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                open.spawn(async move {
                    // Either side may hang up, and that is no fault of the proxy.
                    let _ = pass(stream, &state).await;
                });
            }
        });
        Self { address, state, task }
    }

    /// Its URL with the right password, or with a wrong one.
    pub fn url(&self, right: bool) -> String {
        let password = if right { PASSWORD } else { "Wr0ng-Pr0xy-pass" };
        format!("http://user:{password}@{}", self.address)
    }

    /// The heads of all requests to it.
    pub fn heads(&self) -> Vec<String> {
        self.state.heads.lock().expect("heads").clone()
    }

    /// How often it did wrong.
    pub fn failures(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.state.failures)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut stream: TcpStream, state: &State) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let text = String::from_utf8(head.clone()).expect("a request is ASCII");
    let known = text.to_ascii_lowercase().contains(AUTHORIZATION);
    let tunnel = text.starts_with("CONNECT ");
    state.heads.lock().expect("heads").push(text);
    if !known {
        let demand = "Proxy-Authenticate: Basic realm=\"proxy\"\r\nConnection: close\r\n";
        return stream.write_all(&answer(407, demand, "")).await;
    }
    match &state.wrong {
        Wrong::Says(bytes, times)
            if times.map_or(!state.health.is_good(), |times| state.failures.load(Relaxed) < times) =>
        {
            state.failures.fetch_add(1, Relaxed);
            return stream.write_all(bytes).await;
        }
        Wrong::Silent if !state.health.is_good() => {
            while stream.read(&mut [0; 1024]).await? > 0 {}
            return Ok(());
        }
        _ => {}
    }
    let mut origin = TcpStream::connect(state.origin).await?;
    if tunnel {
        stream.write_all(b"HTTP/1.1 200 Connection Established\r\n\r\n").await?;
    } else {
        origin.write_all(&head).await?;
    }
    copy_bidirectional(&mut stream, &mut origin).await.map(|_| ())
}
