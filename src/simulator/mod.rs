//! An embedded server that behaves as the API description says.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), swr_gc::Error> {
//! use swr_gc::simulator::Simulator;
//!
//! let simulator = Simulator::builder().tasks(30).start().await?;
//! let client = swr_gc::Client::builder()
//!     .endpoint(simulator.endpoint())
//!     .project_id(simulator.project_id())
//!     .token(simulator.token())
//!     .build()?;
//! let page = client.list_gc_tasks().instance_id(simulator.instance_id()).send().await?;
//! assert_eq!(page.tasks.len(), 10);
//! # Ok(())
//! # }
//! ```
//!
//! What it does not do: it keeps no registry, frees no space, and its history stands still. It serves the
//! operations of the API description and nothing else; an `SDK-HMAC-SHA256` signature is accepted unread.
//! Where the service's behaviour is not documented (the order of tasks, the code for an unknown instance) it
//! does what the description marks as inferred.
//!
//! What it accepts and how it answers is read from `openapi/swr-gc.yaml` when it starts: paths, methods,
//! parameters and their bounds, credentials, how pages follow each other, what filters select, and the bodies
//! of errors. Only the contents of the history are its own, made from a seed.

mod gate;
mod history;
mod listing;
mod parameters;
mod refusal;
mod reply;
mod sample;
mod server;
mod service;

use std::fmt;
use std::net::SocketAddr;

use tokio::task::JoinHandle;

use crate::error::Error;

/// A running simulator; it ends when it is dropped.
pub struct Simulator {
    address: SocketAddr,
    identity: Identity,
    serving: JoinHandle<()>,
}

/// The ids and tokens that a simulator knows.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    project_id: String,
    instance_id: String,
    token: String,
    forbidden_token: String,
}

/// Configures a [`Simulator`].
///
/// ```no_run
/// # async fn demo() -> Result<(), swr_gc::Error> {
/// let simulator = swr_gc::simulator::Simulator::builder().seed(7).tasks(1000).start().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct SimulatorBuilder {
    port: u16,
    seed: u64,
    tasks: usize,
    identity: Identity,
}

impl Simulator {
    /// Starts the configuration of a simulator.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder {
            port: 0,
            seed: 1,
            tasks: 250,
            identity: Identity {
                project_id: "51310e2d7a0f4f6f9a1c5d5c0a3b9e77".to_owned(),
                instance_id: "9c2f4b1e-6d38-4c55-b0a7-3f1e2d4c5b6a".to_owned(),
                token: "simulator-token".to_owned(),
                forbidden_token: "simulator-token-without-permission".to_owned(),
            },
        }
    }

    /// The URL of the server, on the loopback interface.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The project that it knows.
    pub fn project_id(&self) -> &str {
        &self.identity.project_id
    }

    /// The instance that it knows.
    pub fn instance_id(&self) -> &str {
        &self.identity.instance_id
    }

    /// The token that it accepts; made up, and no secret.
    pub fn token(&self) -> &str {
        &self.identity.token
    }

    /// A token of a user without any permission; made up, and no secret.
    pub fn forbidden_token(&self) -> &str {
        &self.identity.forbidden_token
    }
}

impl SimulatorBuilder {
    /// The longest history; it is kept in memory.
    pub const MOST_TASKS: usize = 1_000_000;

    /// The port to listen on. Default: 0, any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What the history is made from: the same seed makes the same history. Default: 1.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many tasks the history has, at most [`MOST_TASKS`](Self::MOST_TASKS). Default: 250.
    pub fn tasks(mut self, tasks: usize) -> Self {
        self.tasks = tasks;
        self
    }

    /// The token to accept. Default: `simulator-token`.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.identity.token = token.into();
        self
    }

    /// Starts the server on the loopback interface.
    ///
    /// # Errors
    ///
    /// The port cannot be had, there are too many tasks, or the token is empty or the one that stands for a user without permission.
    pub async fn start(self) -> Result<Simulator, Error> {
        let Self { port, seed, tasks, identity } = self;
        if tasks > Self::MOST_TASKS {
            let reason = format!("{tasks} is above the maximum of {}", Self::MOST_TASKS);
            return Err(Error::configuration("tasks", reason));
        }
        if identity.token.is_empty() || identity.token == identity.forbidden_token {
            return Err(Error::configuration("token", "the simulator needs one that is not empty or taken"));
        }
        let service = service::Service::new(&identity, seed, tasks)
            .map_err(|reason| Error::configuration("API description", reason))?;
        let (address, serving) = server::start(port, service)
            .await
            .map_err(|error| Error::configuration("port", format!("cannot listen on {port}: {error}")))?;
        Ok(Simulator { address, identity, serving })
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}
