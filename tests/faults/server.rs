//! A server on a real socket that lists five tasks in pages of two, and does wrong what a script says.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::front::{Front, Fronts};
use crate::pages::{Asked, answer};

/// Whether what was wrong has been put right.
#[derive(Clone)]
pub struct Health(Arc<watch::Sender<bool>>);

impl Health {
    pub fn bad() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    pub fn recover(&self) {
        self.0.send_replace(true);
    }

    pub fn is_good(&self) -> bool {
        *self.0.borrow()
    }

    async fn good(&self) {
        // The sender lives as long as `self`.
        let _ = self.0.subscribe().wait_for(|good| *good).await;
    }
}

/// A piece of what the server does with a request; after the last one it hangs up.
#[derive(Clone)]
pub enum Step {
    Say(Vec<u8>),
    /// The page that was asked for.
    Page,
    /// These bytes again and again, as fast as they go.
    Flood(Vec<u8>),
    /// These bytes again and again, one at a time.
    Drip(Vec<u8>),
    /// Not a byte, until the client hangs up.
    Hold,
    /// Waits for the next request.
    Stay,
    /// Throws the connection away, which the client sees as a reset.
    Reset,
    /// Hangs up without the farewell that TLS has.
    Vanish,
    /// Nobody listens for connections any more until the server has recovered.
    Deafen,
}

type Act = Arc<dyn Fn(&Asked) -> Vec<Step> + Send + Sync>;

/// Which requests are answered wrongly, and how.
#[derive(Clone)]
pub struct Script {
    /// The page; `None` is every one.
    pub page: Option<u64>,
    /// How many requests for a page; `None` is all until the server has recovered.
    pub times: Option<u32>,
    pub act: Act,
}

impl Script {
    pub fn new(page: u64, times: Option<u32>, steps: impl Into<Vec<Step>>) -> Self {
        let steps = steps.into();
        Self { page: Some(page), times, act: Arc::new(move |_| steps.clone()) }
    }

    /// Nothing is wrong.
    pub fn none() -> Self {
        Self::new(1, Some(0), [])
    }
}

struct State {
    script: Script,
    health: Health,
    fronts: Fronts,
    /// How often each page was asked for.
    asked: Mutex<BTreeMap<u64, u32>>,
    heads: Mutex<Vec<String>>,
    connections: Mutex<u32>,
    deafen: Notify,
    deaf: Notify,
}

impl State {
    fn steps(&self, asked: &Asked) -> Vec<Step> {
        let page = asked.page();
        let before = {
            let mut counts = self.asked.lock().expect("counts");
            let count = counts.entry(page).or_default();
            *count += 1;
            *count - 1
        };
        let Script { page: wrong, times, act } = &self.script;
        let here = wrong.is_none_or(|wrong| wrong == page);
        let now = times.map_or(!self.health.is_good(), |times| before < times);
        if here && now { act(asked) } else { vec![Step::Page, Step::Stay] }
    }
}

/// The server; it is gone when this is dropped.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(script: Script, fronts: Fronts) -> Self {
        Self::open(script, fronts, true)
    }

    /// One whose port refuses connections until it has recovered.
    pub async fn closed() -> Self {
        Self::open(Script::none(), Fronts::plain(), false)
    }

    fn open(script: Script, fronts: Fronts, listens: bool) -> Self {
        // A port that is bound and not listened on refuses connections, and nobody else can take it.
        let first = socket(([127, 0, 0, 1], 0).into());
        let address = first.local_addr().expect("an address");
        let second = socket(address);
        let state = Arc::new(State {
            script,
            health: Health::bad(),
            fronts,
            asked: Mutex::default(),
            heads: Mutex::default(),
            connections: Mutex::default(),
            deafen: Notify::new(),
            deaf: Notify::new(),
        });
        let shared = Arc::clone(&state);
        let listener = listens.then(|| listen(first));
        let task = tokio::spawn(async move {
            let mut open = JoinSet::new();
            if let Some(listener) = listener {
                accept(listener, &mut open, &shared).await;
            }
            shared.health.good().await;
            accept(listen(second), &mut open, &shared).await;
        });
        Self { address, state, task }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn health(&self) -> Health {
        self.state.health.clone()
    }

    /// How often a page was asked for.
    pub fn asked(&self, page: u64) -> u32 {
        self.state.asked.lock().expect("counts").get(&page).copied().unwrap_or_default()
    }

    /// The heads of all requests.
    pub fn heads(&self) -> Vec<String> {
        self.state.heads.lock().expect("heads").clone()
    }

    pub fn connections(&self) -> u32 {
        *self.state.connections.lock().expect("connections")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn socket(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    // What this is called on Windows, where it lets two sockets share a port as well.
    #[cfg(windows)]
    socket.set_reuseaddr(true).expect("a port that two sockets share");
    #[cfg(unix)]
    socket.set_reuseport(true).expect("a port that two sockets share");
    socket.bind(address).expect("loopback");
    socket
}

fn listen(socket: TcpSocket) -> TcpListener {
    socket.listen(128).expect("a listener")
}

/// Serves until the script wants nobody to listen.
async fn accept(listener: TcpListener, open: &mut JoinSet<()>, state: &Arc<State>) {
    loop {
        tokio::select! {
            incoming = listener.accept() => {
                let Ok((stream, _)) = incoming else { return };
                let number = {
                    let mut connections = state.connections.lock().expect("connections");
                    *connections += 1;
                    *connections
                };
                let state = Arc::clone(state);
                open.spawn(async move {
                    // A client that has seen enough hangs up, and that is no fault of the server.
                    let _ = welcome(stream, number, &state).await;
                });
            }
            () = state.deafen.notified() => {
                drop(listener);
                state.deaf.notify_one();
                return;
            }
        }
    }
}

async fn welcome(mut stream: TcpStream, number: u32, state: &State) -> io::Result<()> {
    match state.fronts.of(number, &state.health) {
        Front::Plain => converse(stream, state).await,
        Front::Tls(acceptor) => {
            let accepting = acceptor.accept(stream).into_fallible().await;
            match accepting {
                Ok(stream) => converse(stream, state).await,
                Err((_, mut stream)) => {
                    // What is left unread would turn the farewell into a reset, and the alert would be lost.
                    stream.shutdown().await?;
                    hold(&mut stream).await
                }
            }
        }
        Front::Cut => {
            stream.read_u8().await?;
            stream.set_zero_linger()
        }
        Front::Plainspoken => {
            stream.read_u8().await?;
            stream.write_all(&answer(400, "", "")).await?;
            stream.shutdown().await?;
            hold(&mut stream).await
        }
        Front::Silent => hold(&mut stream).await,
    }
}

/// A connection that can be thrown away.
trait Wire: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Wire for tokio_rustls::server::TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

async fn converse(mut stream: impl Wire, state: &State) -> io::Result<()> {
    let mut received = Vec::new();
    while let Some(asked) = Asked::read(&mut stream, &mut received).await? {
        state.heads.lock().expect("heads").push(asked.head.clone());
        let mut stays = false;
        for step in state.steps(&asked) {
            match step {
                Step::Say(bytes) => stream.write_all(&bytes).await?,
                Step::Page => stream.write_all(&asked.answer()).await?,
                Step::Flood(bytes) => flood(&mut stream, &bytes).await?,
                Step::Drip(bytes) => drip(&mut stream, &bytes).await?,
                Step::Hold => hold(&mut stream).await?,
                Step::Stay => stays = true,
                Step::Reset => return stream.tcp().set_zero_linger(),
                Step::Vanish => return Ok(()),
                Step::Deafen => {
                    state.deafen.notify_one();
                    state.deaf.notified().await;
                }
            }
            stream.flush().await?;
        }
        if !stays {
            break;
        }
    }
    stream.shutdown().await
}

/// Writes until the client hangs up, or has taken far more than any client here should.
async fn flood(stream: &mut impl Wire, bytes: &[u8]) -> io::Result<()> {
    for _ in 0..(64 << 20) / bytes.len() {
        stream.write_all(bytes).await?;
    }
    Ok(())
}

async fn drip(stream: &mut impl Wire, bytes: &[u8]) -> io::Result<()> {
    for byte in bytes.iter().cycle() {
        stream.write_all(&[*byte]).await?;
        stream.flush().await?;
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    Ok(())
}

/// Reads and says nothing until the client hangs up.
async fn hold(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    while stream.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}
