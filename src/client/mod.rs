//! The client: configured once, cloned freely, asked by operation.

mod builder;
mod decode;
mod endpoint;
mod request;
mod response;

use std::fmt;
use std::sync::Arc;

pub use builder::ClientBuilder;
pub(crate) use request::send;
pub use request::{Listing, Prepared, Request};
pub use response::{Page, Response};

use crate::transport::Transport;

/// A client of the API.
///
/// ```no_run
/// # async fn demo() -> Result<(), swr_gc::Error> {
/// let client = swr_gc::Client::builder()
///     .region("cn-north-4")
///     .project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
///     .token(std::env::var("SWR_GC_TOKEN").unwrap_or_default())
///     .build()?;
/// let page = client.list_gc_tasks().instance_id("8c0ab2c1-3a3f").send().await?;
/// # Ok(()) }
/// ```
///
/// Each operation of the API description is a method that starts a request. Cloning is cheap and shares the
/// pool of connections; one client serves a whole program.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Transport,
    /// Scheme, host, port and base path, without a slash at the end.
    base: String,
    project_id: String,
}

impl Client {
    /// Starts the configuration of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn base(&self) -> &str {
        &self.shared.base
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.shared.transport.http
    }

    pub(crate) fn project_id(&self) -> &str {
        &self.shared.project_id
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.shared.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.shared.base)
            .field("project_id", &self.shared.project_id)
            .finish_non_exhaustive()
    }
}
