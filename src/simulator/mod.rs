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
//! What it does not do: it keeps no registry, so nothing is deleted, and what a clean-up frees is a made-up figure.
//! Clean-ups take made-up times, and one at a time is at work, as in Harbor. Where the service's behaviour is not
//! documented (the order of tasks, the code for an unknown instance, a stop of a task that has ended) it does what
//! the description marks as inferred.
//!
//! What it accepts and how it answers is read from `openapi/swr-gc.yaml` when it starts: paths, methods,
//! parameters and their bounds, how pages follow each other, what filters select, permissions, and the bodies
//! of errors, and what an operation does to what others show. Only tasks and schedules are its own, made from a seed.
//!
//! # What happens in it
//!
//! A [`Scenario`] is how the instance is found, and how it goes on. A started task waits, runs and ends; only a run
//! that has ended whole has counters. A dry run tells what a run after it frees; a second run right after that one
//! finds nothing. A schedule, six fields in UTC, starts tasks at its times. Tasks and schedule have a time of their
//! own: it goes as fast as [`speed`](SimulatorBuilder::speed) says, goes on by [`advance`](Simulator::advance), or
//! makes way for [looks](SimulatorBuilder::step_by_reads). So no test needs to sleep:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), swr_gc::Error> {
//! use jiff::SignedDuration;
//! use swr_gc::simulator::{Scenario, Simulator};
//! # use swr_gc::types::JobStatus;
//!
//! let simulator = Simulator::builder().scenario(Scenario::Busy).start().await?;
//! # let client = swr_gc::Client::builder()
//! #     .endpoint(simulator.endpoint())
//! #     .project_id(simulator.project_id())
//! #     .token(simulator.token())
//! #     .build()?;
//! let newest = async || {
//!     let page = client.list_gc_tasks().instance_id(simulator.instance_id()).send().await?;
//!     Ok::<_, swr_gc::Error>(page.tasks.first().and_then(|task| task.job_status.clone()))
//! };
//! assert!(newest().await?.is_some_and(|status| status == JobStatus::Running));
//! simulator.advance(SignedDuration::from_hours(1));
//! assert!(newest().await?.is_some_and(|status| status == JobStatus::Success));
//! # Ok(())
//! # }
//! ```
//!
//! # What it does wrong when it is told to
//!
//! [`defects`] are what a service could do wrong, and [`variants`] are other ways of being right. They lie around
//! the service as a layer: what a check of the contract has to find, and what it has to bear.
//!
//! # Who may come in
//!
//! A request proves itself with a token or with an `SDK-HMAC-SHA256` signature, which is verified against the
//! simulator's own access key: everything that the signature covers, and that its date is within 15 minutes of
//! the simulator's clock. A refusal shows the canonical request that was expected, as the gateway's does.
//!
//! What a client needs to get at such a proof is served beside the API, at the same endpoint:
//!
//! - IAM: `POST /v3/auth/tokens` gives a token for [`user`](Simulator::user) and
//!   [`password`](Simulator::password), and `GET /v3/projects` finds the project of a region. The form of its
//!   errors is inferred from Keystone.
//! - The metadata of a cloud server: `PUT /meta-data/latest/api/token` and then
//!   `GET /openstack/latest/securitykey` give a temporary access key.
//! - STS: `POST /v5/decode-authorization-message` decodes the reason that a 403 carries. What stands in the
//!   reason is inferred.
//!
//! All of these proofs are made up. They guard nothing, and are no secrets.

mod admin;
mod asked;
mod body;
mod builder;
mod cloud;
mod defects;
mod description;
mod fields;
mod gate;
mod home;
mod identity;
mod journal;
mod judge;
mod layer;
mod memory;
mod naming;
mod page;
mod parameters;
mod query;
mod refusal;
mod registry;
mod reply;
mod request_body;
mod sample;
mod scenarios;
mod scene;
mod server;
mod service;
mod switch;
mod variants;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use jiff::SignedDuration;
use tokio::task::JoinHandle;

pub use builder::SimulatorBuilder;
pub use defects::{Defect, defects};
pub use scenarios::Scenario;
pub use variants::{Variant, variants};

use crate::error::Error;
use cloud::Cloud;
use identity::{Account, DOMAIN, PASSWORD, User};

/// A running simulator; it ends when it is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use swr_gc::simulator::Simulator;
/// use swr_gc::{Client, Credentials};
///
/// let simulator = Simulator::builder().start().await?;
/// let client = || Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
///
/// // Whoever may do everything comes in with a token, or with a key.
/// let with_token = client().token(simulator.token()).build()?;
/// let signing = client().access_key(simulator.access_key(), simulator.secret_key()).build()?;
/// for permitted in [with_token, signing] {
///     permitted.list_gc_tasks().instance_id(simulator.instance_id()).send().await?;
/// }
///
/// // Whoever may do nothing gets a 403.
/// let with_token = client().token(simulator.forbidden_token()).build()?;
/// let (id, secret) = (simulator.forbidden_access_key(), simulator.forbidden_secret_key());
/// let signing = client().access_key(id, secret).build()?;
/// for forbidden in [with_token, signing] {
///     let asked = forbidden.list_gc_tasks().instance_id(simulator.instance_id()).send().await;
///     assert_eq!(asked.err().and_then(|error| error.status()), Some(403));
/// }
///
/// // Its IAM, at the same endpoint, gives tokens for this user in this region.
/// let user = Credentials::password(simulator.user(), simulator.domain(), simulator.password());
/// let builder = Client::builder().region(simulator.region()).credentials(user);
/// # Ok(()) }
/// ```
pub struct Simulator {
    address: SocketAddr,
    account: Account,
    cloud: Arc<Cloud>,
    serving: JoinHandle<()>,
}

impl Simulator {
    /// Starts the configuration of a simulator.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::new()
    }

    /// Has the tasks and the schedule go on as if so much time had passed; a time below zero passes none.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), swr_gc::Error> {
    /// use jiff::SignedDuration;
    /// use swr_gc::simulator::{Scenario, Simulator};
    ///
    /// let simulator = Simulator::builder().scenario(Scenario::Busy).start().await?;
    /// simulator.advance(SignedDuration::from_hours(1)); // The clean-up is over.
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The clock by which signatures are judged and tokens expire stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        self.cloud.registry().advance(by.max(SignedDuration::ZERO));
    }

    /// Writes the state file, if there is one, as it also does at its end.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), swr_gc::Error> {
    /// swr_gc::simulator::Simulator::builder().start().await?.save()?; // There is no file: nothing happens.
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn save(&self) -> Result<(), Error> {
        self.cloud.registry().save().map_err(|reason| Error::configuration("state_file", reason))
    }

    /// The URL of the server, on the loopback interface.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The project that it knows.
    pub fn project_id(&self) -> &str {
        &self.account.project.id
    }

    /// The region of that project, which is the project's name.
    pub fn region(&self) -> &str {
        &self.account.project.name
    }

    /// The instance that it knows.
    pub fn instance_id(&self) -> &str {
        &self.account.instance_id
    }

    /// The token that it accepts for ever; made up, and no secret.
    pub fn token(&self) -> &str {
        &self.account.token
    }

    /// The token of a user who may do nothing but have refusals decoded; made up, and no secret.
    pub fn forbidden_token(&self) -> &str {
        &self.account.forbidden_token
    }

    /// The id of the access key (AK) that it accepts signatures of.
    pub fn access_key(&self) -> &str {
        User::Permitted.access_key()
    }

    /// The secret key (SK) of [`access_key`](Self::access_key); made up, and no secret.
    pub fn secret_key(&self) -> &str {
        User::Permitted.secret_key()
    }

    /// The id of an access key of the user who may do nothing but have refusals decoded.
    pub fn forbidden_access_key(&self) -> &str {
        User::Forbidden.access_key()
    }

    /// The secret key of [`forbidden_access_key`](Self::forbidden_access_key); made up, and no secret.
    pub fn forbidden_secret_key(&self) -> &str {
        User::Forbidden.secret_key()
    }

    /// The name of the user to whom IAM gives tokens.
    pub fn user(&self) -> &str {
        User::Permitted.name()
    }

    /// The password of [`user`](Self::user); made up, and no secret.
    pub fn password(&self) -> &str {
        PASSWORD
    }

    /// The name of the account to which [`user`](Self::user) belongs; IAM calls it a domain.
    pub fn domain(&self) -> &str {
        DOMAIN
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.serving.abort();
        // Whoever wants to know how it ends asks for it before.
        let _ = self.save();
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}
