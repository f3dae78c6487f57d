//! The configuration of a simulator.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::cloud::Cloud;
use super::identity::{Account, Project};
use super::naming::unknown;
use super::registry::{Course, FURTHEST};
use super::scenarios::Scenario;
use super::scene::Play;
use super::switch::{Switch, find};
use super::variants::{Way, variants};
use super::{Simulator, server};
use crate::error::Error;

/// Configures a [`Simulator`].
///
/// ```no_run
/// # async fn demo() -> Result<(), swr_gc::Error> {
/// let simulator = swr_gc::simulator::Simulator::builder().seed(7).tasks(1000).start().await?;
/// # Ok(()) }
/// ```
///
/// What has to do with who may come in:
///
/// ```no_run
/// # async fn demo() -> Result<(), swr_gc::Error> {
/// use std::time::Duration;
///
/// let simulator = swr_gc::simulator::Simulator::builder()
///     .port(8080)
///     .token("the one that my test has")
///     .token_lifetime(Duration::from_secs(60))
///     .temporary_key_lifetime(Duration::from_secs(60))
///     .clock_offset(jiff::SignedDuration::from_mins(-20)) // it refuses signatures
///     .further_project("cn-north-4") // two of one name: IAM cannot tell which is meant
///     .start()
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct SimulatorBuilder {
    port: u16,
    seed: u64,
    tasks: Option<usize>,
    scenario: Scenario,
    speed: f64,
    step_by_reads: Option<NonZeroU32>,
    state_file: Option<PathBuf>,
    clock_offset: SignedDuration,
    account: Account,
    defects: Vec<String>,
    variants: Vec<String>,
}

impl SimulatorBuilder {
    /// The longest history; it is kept in memory.
    pub const MOST_TASKS: usize = 1_000_000;

    /// The greatest [`speed`](Self::speed).
    pub const MOST_SPEED: f64 = 1_000_000.0;

    pub(super) fn new() -> Self {
        Self {
            port: 0,
            seed: 1,
            tasks: None,
            scenario: Scenario::History,
            speed: 1.0,
            step_by_reads: None,
            state_file: None,
            clock_offset: SignedDuration::ZERO,
            account: Account::default(),
            defects: Vec::new(),
            variants: Vec::new(),
        }
    }

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

    /// How many past tasks there are. Default: 250 in [`Scenario::History`], at most
    /// [`MOST_TASKS`](Self::MOST_TASKS); 40 in the other scenarios, at most 3,650: ten years of nights.
    pub fn tasks(mut self, tasks: usize) -> Self {
        self.tasks = Some(tasks);
        self
    }

    /// How the instance is found, and what becomes of clean-ups. Default: [`Scenario::History`].
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), swr_gc::Error> {
    /// use swr_gc::simulator::{Scenario, Simulator};
    ///
    /// let simulator = Simulator::builder().scenario(Scenario::Busy).start().await?;
    /// # Ok(()) }
    /// ```
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// How many seconds pass for tasks and schedule in a second, from 0 to [`MOST_SPEED`](Self::MOST_SPEED).
    /// Default: 1; with 0 only [`advance`](Simulator::advance) has time pass.
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), swr_gc::Error> {
    /// let simulator = swr_gc::simulator::Simulator::builder().speed(600.0).start().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// What passes is measured by `tokio::time`, which tests can hold still; the simulator's clock, by which
    /// signatures are judged and tokens expire, goes as it goes.
    pub fn speed(mut self, speed: f64) -> Self {
        self.speed = speed;
        self
    }

    /// Has a started task go on to its next status at every so many looks at it or at the list, whatever time
    /// it is. Default: never; it goes on by time.
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), swr_gc::Error> {
    /// let every_look = std::num::NonZeroU32::MIN;
    /// let simulator = swr_gc::simulator::Simulator::builder().step_by_reads(every_look).start().await?;
    /// # Ok(()) }
    /// ```
    pub fn step_by_reads(mut self, reads: NonZeroU32) -> Self {
        self.step_by_reads = Some(reads);
        self
    }

    /// A file in which tasks and schedule survive a restart. Default: none.
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), swr_gc::Error> {
    /// let simulator = swr_gc::simulator::Simulator::builder().state_file("state.json").start().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// It is written after every change that a request makes, and at the end. If it is there at the start, the
    /// simulator goes on from it, and what was due since then happens; the scenario says how it goes on. A file
    /// that cannot be read, or is of another version, is an error, and stays as it is. One that somebody else has
    /// written in the meantime is not overwritten.
    pub fn state_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.state_file = Some(file.into());
        self
    }

    /// The token to accept. Default: `simulator-token`.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.account.token = token.into();
        self
    }

    /// How far the simulator's clock is ahead of the machine's, at most a hundred years. Default: zero.
    ///
    /// By its clock it judges signatures, lets tokens and keys expire, and dates its answers.
    pub fn clock_offset(mut self, offset: SignedDuration) -> Self {
        self.clock_offset = offset;
        self
    }

    /// How long a token that IAM issues is good, at most a hundred years. Default: 24 hours.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.account.token_lifetime = lifetime;
        self
    }

    /// How long an access key of the metadata service is good, at most a hundred years. Default: 24 hours.
    pub fn temporary_key_lifetime(mut self, lifetime: Duration) -> Self {
        self.account.temporary_key_lifetime = lifetime;
        self
    }

    /// Gives the account one more project, in which there is nothing; it may have the name of another one.
    pub fn further_project(mut self, name: impl Into<String>) -> Self {
        let projects = &mut self.account.further_projects;
        projects.push(Project { id: format!("{:032x}", projects.len() + 1), name: name.into() });
        self
    }

    /// Has one of the [`defects`](super::defects), by name; may be told several times.
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), swr_gc::Error> {
    /// let simulator = swr_gc::simulator::Simulator::builder().defect("marker-loop").start().await?;
    /// # Ok(()) }
    /// ```
    pub fn defect(mut self, name: impl Into<String>) -> Self {
        self.defects.push(name.into());
        self
    }

    /// Is right in another way, one of the [`variants`](super::variants), by name; may be told several times.
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), swr_gc::Error> {
    /// let simulator = swr_gc::simulator::Simulator::builder().variant("in-chunks").start().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// A variant that is a history of a certain length takes the place of [`tasks`](Self::tasks).
    pub fn variant(mut self, name: impl Into<String>) -> Self {
        self.variants.push(name.into());
        self
    }

    /// Starts the server on the loopback interface.
    ///
    /// # Errors
    ///
    /// The port cannot be had, there are too many tasks, the speed is out of bounds, a time is too far off, the state
    /// file cannot be read or written, the token is empty, not of visible ASCII characters or the one that stands for
    /// a user without permission, a defect or a variant is not known, or two variants are a length of the history.
    pub async fn start(mut self) -> Result<Simulator, Error> {
        let defects = self.defects()?;
        let variants = self.variants()?;
        let Self { port, seed, tasks, scenario, speed, step_by_reads, state_file, .. } = self;
        let Self { clock_offset, account, .. } = self;
        let (usual, most) = scenario.tasks();
        let tasks = tasks.unwrap_or(usual);
        if tasks > most {
            let reason = format!("{tasks} is above the maximum of {most} of the scenario {scenario}");
            return Err(Error::configuration("tasks", reason));
        }
        if !(0.0..=Self::MOST_SPEED).contains(&speed) {
            let reason = format!("{speed} is not between 0 and {}", Self::MOST_SPEED);
            return Err(Error::configuration("speed", reason));
        }
        if account.token == account.forbidden_token {
            return Err(Error::configuration("token", "it is the one of the user without permission"));
        }
        let is_carried = account.token.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if account.token.is_empty() || !is_carried || account.token.trim() != account.token {
            let reason = "it is empty, or no header can carry it: give visible ASCII characters, blanks only between them";
            return Err(Error::configuration("token", reason));
        }
        for (setting, time) in [
            ("clock_offset", clock_offset.unsigned_abs()),
            ("token_lifetime", account.token_lifetime),
            ("temporary_key_lifetime", account.temporary_key_lifetime),
        ] {
            if time > FURTHEST.unsigned_abs() {
                let reason = format!("{} s is more than a hundred years", time.as_secs());
                return Err(Error::configuration(setting, reason));
            }
        }
        let course = Course { scenario, seed, tasks, speed, step_by_reads, file: state_file };
        // First: whoever cannot serve must not write the state file of somebody who does.
        let (address, listener) = server::listen(port).await.map_err(|error| {
            let reason = format!("cannot listen on {port}: {error}; 0 takes any that is free");
            Error::configuration("port", reason)
        })?;
        let cloud = Cloud::new(account.clone(), clock_offset, course, variants, defects)
            .map_err(|(setting, reason)| Error::configuration(setting, reason))?;
        let cloud = Arc::new(cloud);
        let serving = server::start(listener, Arc::clone(&cloud));
        Ok(Simulator { address, account, cloud, serving })
    }

    /// The defects that are told.
    fn defects(&self) -> Result<Vec<Switch>, Error> {
        // Told twice is told.
        let told: BTreeSet<_> = self.defects.iter().collect();
        let found = told.into_iter().map(|name| find(name).map(Switch::on));
        found.collect::<Result<_, _>>().map_err(|reason| Error::configuration("defect", reason))
    }

    /// The variants that are told, the innermost first: the order of the list, not the one of telling.
    fn variants(&mut self) -> Result<Vec<Play>, Error> {
        let known = || variants().iter().map(|variant| variant.name);
        if let Some(name) = self.variants.iter().find(|name| known().all(|known| known != **name)) {
            return Err(Error::configuration(
                "variant",
                unknown(name, known(), "`swr-gc simulate --variant list` has all"),
            ));
        }
        let (mut plays, mut length) = (Vec::new(), None);
        for variant in
            variants().iter().filter(|variant| self.variants.iter().any(|name| name == variant.name))
        {
            match (variant.way, length) {
                (Way::Tasks(_), Some(other)) => {
                    let reason = format!("{other} and {} are lengths of the history: keep one", variant.name);
                    return Err(Error::configuration("variant", reason));
                }
                (Way::Tasks(count), None) => (self.tasks, length) = (Some(count), Some(variant.name)),
                (Way::Play(play), _) => plays.push(play),
            }
        }
        Ok(plays)
    }
}
