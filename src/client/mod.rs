//! The client: configured once, cloned freely, asked by operation.

mod builder;
mod decode;
mod request;
mod response;

use std::fmt;
use std::sync::Arc;

use tokio::sync::OnceCell;
use tokio::time::Instant;

pub use builder::ClientBuilder;
pub use request::{Listing, Prepared, Request};
pub(crate) use request::{scoped, send};
pub(crate) use response::ROUNDING;
pub use response::{Page, Response};

use crate::credentials::{Caller, Context, Denial, Keeper, SignIn, denial, projects};
use crate::environment::Environment;
use crate::error::Error;
use crate::transport::Transport;
use crate::wire::Operation;

/// A client of the API.
///
/// ```no_run
/// # async fn demo() -> Result<(), swr_gc::Error> {
/// // The access key is in HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; IAM tells the project's id.
/// let client = swr_gc::Client::builder().region("cn-north-4").build()?;
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
    keeper: Keeper,
    environment: Environment,
    /// Scheme, host, port and base path, without a slash at the end.
    base: String,
    region: Option<String>,
    project_id: OnceCell<String>,
}

impl Client {
    /// Starts the configuration of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Finds out who is asking and for which project, before the first request has to.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// client.ready().await?; // a service that is set up wrongly fails at its start
    /// # Ok(()) }
    /// ```
    ///
    /// The first request does the same if nobody has. The project id is the one given to the builder, else the
    /// one that the credentials' source names, else that of the project with the region's name, which IAM is
    /// asked for once.
    ///
    /// # Errors
    ///
    /// No source has credentials; IAM cannot be asked, or knows no such project or more than one. Nothing was
    /// sent to the service itself.
    pub async fn ready(&self) -> Result<(), Error> {
        self.ready_until(self.transport().deadline()).await
    }

    async fn ready_until(&self, deadline: Instant) -> Result<(), Error> {
        let found_out = tokio::time::timeout_at(deadline, self.find_out()).await;
        let late = || {
            let limit = self.transport().limits.whole;
            Err(Error::late(format!(
                "the {limit:?} of the call were over before credentials and project were known"
            )))
        };
        found_out.unwrap_or_else(|_| late()).map_err(Error::beforehand)
    }

    async fn find_out(&self) -> Result<(), Error> {
        let (shared, context) = (&*self.shared, self.context());
        let found = shared.keeper.get(&context).await?;
        let identity = &found.identity;
        // A project belongs to one region: that of another one is no answer.
        let here = identity.region.is_none() || shared.region.is_none() || identity.region == shared.region;
        let project_id = shared.project_id.get_or_try_init(|| async {
            match identity.project_id.as_ref().filter(|_| here) {
                Some(id) => builder::project_id(id.clone()),
                None => builder::project_id(projects::look_up(&shared.keeper, &context).await?),
            }
        });
        project_id.await.map(|_| ())
    }

    /// Has the security token service (STS) of the region decode why a request was refused.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client, message: &str) -> Result<(), swr_gc::Error> {
    /// println!("{:?}", client.explain_denied(message).await?.why());
    /// # Ok(()) }
    /// ```
    ///
    /// The message is the `encoded_authorization_message` of a 403, at most 10240 characters:
    /// [`Error::encoded_authorization_message`]. It needs the permission `sts::decodeAuthorizationMessage`.
    ///
    /// # Errors
    ///
    /// The message is empty, too long or not of this account, STS cannot be asked, or the permission is missing.
    pub async fn explain_denied(&self, message: &str) -> Result<Denial, Error> {
        denial::decode(&self.shared.keeper, &self.context(), message).await
    }

    /// A request by its URL, for an operation that reads.
    #[cfg(feature = "cli")]
    pub(crate) fn prepare_url(
        &self,
        operation: &'static Operation,
        url: &str,
        project_id: &str,
    ) -> Result<Prepared, Error> {
        let request = self.http().get(url).header("accept", "application/json").build();
        Prepared::new(self.clone(), operation, request, Some(project_id.to_owned()))
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.shared.project_id.initialized()
    }

    /// Whether credentials that were refused can be had anew.
    pub(crate) fn renews(&self) -> bool {
        self.shared.keeper.renews()
    }

    /// With what it signs in, as far as that has been found out: see [`ready`](Self::ready).
    ///
    /// ```
    /// let client = swr_gc::Client::builder().region("cn-north-4").access_key("AK", "SK").build()?;
    /// assert_eq!(client.sign_in().and_then(|found| found.access_key().map(str::to_owned)).as_deref(), Some("AK"));
    /// assert_eq!(client.region(), Some("cn-north-4"));
    /// assert!(client.endpoint().starts_with("https://"));
    /// assert_eq!(client.project_id(), None); // not asked for yet
    /// # Ok::<(), swr_gc::Error>(())
    /// ```
    pub fn sign_in(&self) -> Option<SignIn> {
        self.shared.keeper.current().map(SignIn)
    }

    /// The region, if it knows one.
    pub fn region(&self) -> Option<&str> {
        self.shared.region.as_deref()
    }

    /// Scheme, host, port and base path of the service.
    pub fn endpoint(&self) -> &str {
        &self.shared.base
    }

    pub(crate) fn base(&self) -> &str {
        &self.shared.base
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.shared.transport.http
    }

    /// The project of its requests, as far as that has been found out: see [`ready`](Self::ready).
    pub fn project_id(&self) -> Option<&str> {
        self.shared.project_id.get().map(String::as_str)
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.shared.transport
    }

    /// Who proves the client's requests.
    ///
    /// A signature covers the project of the request.
    pub(crate) fn caller<'a>(&'a self, project_id: Option<&'a str>) -> Caller<'a> {
        Caller { keeper: &self.shared.keeper, context: self.context(), project_id }
    }

    /// Puts on a request what it will carry, as far as that is known without asking anybody.
    fn dress(&self, operation: &'static Operation, request: &mut reqwest::Request, project_id: Option<&str>) {
        if let Some(found) = self.shared.keeper.current() {
            // What cannot be dressed cannot be sent either, and sending says why.
            let _ = self.transport().dress(operation, request, &self.caller(project_id), &found);
        }
    }

    fn context(&self) -> Context<'_> {
        let Shared { transport, environment, region, .. } = &*self.shared;
        let (region, project_id) = (region.as_deref(), self.project_id());
        Context { transport, environment, clock: &transport.clock, region, project_id }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.shared.base)
            .field("project_id", &self.project_id())
            .finish_non_exhaustive()
    }
}
