//! The contract suite: does a service do what the API description says?
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), swr_gc::Error> {
//! use swr_gc::findings::Verdict;
//! use swr_gc::simulator::Simulator;
//!
//! let simulator = Simulator::builder().start().await?;
//! let client = swr_gc::Client::builder()
//!     .endpoint(simulator.endpoint())
//!     .project_id(simulator.project_id())
//!     .token(simulator.token())
//!     .build()?;
//! let report = swr_gc::contract::suite(client, simulator.instance_id()).run().await?;
//! assert_eq!(report.verdict(true), Verdict::Clean, "{report}");
//! # Ok(())
//! # }
//! ```
//!
//! A run asks at most 60 times and judges what came: each answer by its schema, and all together by what the description
//! says of pages and filters, and of what operations do to each other. It only reads, unless it is
//! [allowed](Suite::allow_writes) to start a trial and to change a schedule. It knows no operation and no property by
//! name. How bad a finding is follows from where the fact comes from: what the vendor published makes an error, what is
//! inferred a warning.

mod about;
#[cfg(test)]
mod agreement;
mod body;
mod changes;
mod check;
mod compiled;
mod corpus;
mod coverage;
mod described;
mod diff;
mod engine;
mod explain;
mod found;
mod glance;
mod judge;
mod judged;
mod need;
mod plan;
mod progress;
mod record;
mod remark;
mod rule;
mod sightings;
mod started;
mod unjudged;
mod walks;
mod who;
mod words;
mod written;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use about::About;
pub use check::{Check, check};
pub use coverage::{Aspect, Coverage, Covered, Item};
pub use diff::{Change, Comparison, Incomparable, Level, Semver, Side, diff};
pub use explain::{Class, Explanation, Place, explain};
#[cfg(feature = "cli")]
pub(crate) use explain::{Schema, Verdict, explain_beginning};
pub use need::Need;

use crate::auth::Secret;
use crate::client::Client;
use crate::error::{Error, ServiceError};
use crate::findings::{Outcome, Report, Summary};
use crate::spec::Contract;
use crate::transport::{Pace, is_loopback};
use coverage::Counter;
use described::{Described, described};
use engine::{Engine, Stopped};
use found::Run;
use record::{End, Purpose, Record};

/// What each rule is about, in the order in which they judge.
///
/// ```
/// for rule in swr_gc::contract::rules() {
///     println!("{}: {}", rule.id, rule.title);
/// }
/// ```
pub fn rules() -> Vec<About> {
    rule::ALL.iter().map(|rule| *rule.about()).collect()
}

/// Starts a suite for one instance of the registry.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let report = swr_gc::contract::suite(client, "8c0ab2c1").run().await?;
/// println!("{} findings", report.findings.len());
/// # Ok(()) }
/// ```
pub fn suite(client: Client, instance_id: impl Into<String>) -> Suite {
    Suite {
        client,
        instance_id: instance_id.into(),
        unknown_instance: "no-such-instance".to_owned(),
        most_requests: 60,
        rate: None,
        forbidden: None,
        writes: false,
        ending: Arc::default(),
    }
}

/// Configures and runs the contract suite.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let suite = swr_gc::contract::suite(client, "8c0ab2c1")
///     .max_requests(30)
///     .rate(2.0)
///     .unknown_instance("deleted-last-year")
///     .forbidden_token("the token of a user without permission");
/// let report = suite.run().await?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "a suite asks nothing until `run` is called"]
pub struct Suite {
    client: Client,
    instance_id: String,
    unknown_instance: String,
    most_requests: usize,
    rate: Option<f64>,
    forbidden: Option<Secret>,
    writes: bool,
    ending: Arc<AtomicBool>,
}

impl Suite {
    /// How many requests are sent at most. Default: 60.
    pub fn max_requests(mut self, requests: usize) -> Self {
        self.most_requests = requests;
        self
    }

    /// How many requests a second are sent at most. Default: 10, and no bound on the loopback interface.
    pub fn rate(mut self, per_second: f64) -> Self {
        self.rate = Some(per_second);
        self
    }

    /// An instance that does not exist. Default: `no-such-instance`.
    pub fn unknown_instance(mut self, instance_id: impl Into<String>) -> Self {
        self.unknown_instance = instance_id.into();
        self
    }

    /// A token that is known to lack permission, to see what the service makes of it. Default: none.
    pub fn forbidden_token(mut self, token: impl Into<Secret>) -> Self {
        self.forbidden = Some(token.into());
        self
    }

    /// Whether operations that change something are asked, too. Default: no.
    ///
    /// A task is started with the flag set with which nothing is deleted, and stopped; nobody else's task is touched. The
    /// schedule is changed and put back as it was, also where the run has to end early. A run that is dropped puts
    /// nothing back.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// let report = swr_gc::contract::suite(client, "8c0ab2c1").allow_writes(true).run().await?;
    /// # Ok(()) }
    /// ```
    pub fn allow_writes(mut self, allowed: bool) -> Self {
        self.writes = allowed;
        self
    }

    /// What ends the run early when it is set: nothing more is asked but what puts something back.
    #[cfg(feature = "cli")]
    pub(crate) fn ending(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.ending)
    }

    /// Asks, and judges what comes.
    ///
    /// A service that cannot be reached, lets nobody in or asks to slow down is an outcome of the report.
    ///
    /// # Errors
    ///
    /// There are no credentials, or a setting is not allowed.
    pub async fn run(self) -> Result<Report, Error> {
        Ok(self.explore().await?.0)
    }

    /// Asks, judges what comes, and tells how much of the API description that has exercised.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// let (report, coverage) = swr_gc::contract::suite(client, "8c0ab2c1").coverage().await?;
    /// println!("{} findings, {} %", report.findings.len(), coverage.percent());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As those of [`run`](Self::run).
    pub async fn coverage(self) -> Result<(Report, Coverage), Error> {
        let (report, record) = self.explore().await?;
        let mut counter = Counter::new(&described()?.contract);
        counter.add(&record);
        let coverage = counter.finish(record.exchanges.len(), report.summary.notes.clone(), true);
        Ok((report, coverage))
    }

    async fn explore(self) -> Result<(Report, Record), Error> {
        let Described { contract, judge } = described()?;
        self.client.ready().await?;
        let pace = Arc::new(self.pace()?);
        if let Some(token) = &self.forbidden {
            self.client.transport().cleaner.learn([token.clone()]);
        }
        let mut engine = Engine {
            judge,
            contract,
            transport: Engine::transport(&self.client, pace),
            client: &self.client,
            forbidden: self.forbidden.clone(),
            project_id: self.client.project_id().unwrap_or_default().to_owned(),
            instance_id: self.instance_id.clone(),
            unknown: self.unknown_instance.clone(),
            most_requests: self.most_requests,
            writes: self.writes,
            local: self.is_local(),
            kept: 0,
            received: 0,
            silence: 0,
            record: Record::default(),
            stopped: None,
            ending: Arc::clone(&self.ending),
            closing: false,
            owed: BTreeSet::new(),
        };
        engine.run().await;
        let (record, stopped) = (engine.record, engine.stopped);
        Ok((self.report(contract, &record, stopped), record))
    }

    fn is_local(&self) -> bool {
        self.client.endpoint().parse().is_ok_and(|url| is_loopback(&url))
    }

    fn pace(&self) -> Result<Pace, Error> {
        let rate = self.rate.or_else(|| (!self.is_local()).then_some(10.0));
        if let Some(rate) = rate.filter(|rate| !(rate.is_finite() && (0.001..=100_000.0).contains(rate))) {
            let why = format!("{rate} is no rate: give a number from 0.001 to 100000");
            return Err(Error::configuration("rate", why));
        }
        Ok(Pace::new(rate, 1))
    }

    fn report(&self, contract: &Contract, record: &Record, stopped: Option<Stopped>) -> Report {
        let run = Run::new(contract, record);
        let cleaner = &self.client.transport().cleaner;
        let (outcome, mut notes) = self.outcome(&run, stopped);
        let mut summary = Summary::new(outcome, contract.source.file(), self.client.endpoint());
        summary.requests = record.exchanges.len();
        let mut report = Report::new("contract run", summary);
        if notes.judged {
            let judged = run.judged(cleaner);
            report.summary.checked = judged.checked;
            notes.said.extend(judged.open);
            report.findings = judged.findings;
        }
        notes.said.extend(record.open.iter().cloned());
        if outcome == Outcome::Complete && !notes.said.is_empty() {
            report.summary.outcome = Outcome::Inconclusive;
        }
        if notes.judged {
            notes.said.extend(unjudged::notes(contract, record, self.writes));
        }
        report.summary.notes = notes.said.iter().map(|note| cleaner.clean(note)).collect();
        report.sorted()
    }

    /// How far the run came, and what is to be said of that.
    fn outcome(&self, run: &Run<'_>, stopped: Option<Stopped>) -> (Outcome, Notes) {
        let judged = |said: &str| Notes { said: vec![said.to_owned()], judged: true };
        let unjudged = |said: String| Notes { said: vec![said], judged: false };
        let first = run.record.exchanges.first();
        let answer = first.and_then(|exchange| exchange.outcome.as_ref().ok());
        match answer.map(|answer| answer.status) {
            Some(401) => {
                let said = "the service does not know who asks: look at the credentials".to_owned();
                return (Outcome::Unauthenticated, unjudged(said));
            }
            Some(403) => return self.turned_away(run, answer.map(|answer| &answer.raw[..])),
            Some(404) => {
                let said =
                    "the service knows no such instance or project: look at their ids and at the endpoint";
                return (Outcome::Inconclusive, unjudged(said.to_owned()));
            }
            _ => {}
        }
        match stopped {
            Some(Stopped::Silent(why)) if !run.exchanges().any(|(_, exchange)| exchange.outcome.is_ok()) => {
                (Outcome::Unreachable, unjudged(why))
            }
            Some(Stopped::Silent(why)) => {
                let said =
                    format!("nothing more was asked, since there was no answer again and again: {why}");
                (Outcome::Unreachable, judged(&said))
            }
            Some(Stopped::Flooded) => {
                (Outcome::Unreadable, judged("nothing more was asked, since the answers are too large"))
            }
            Some(Stopped::Throttled) => {
                let said = "the service asked to slow down, so nothing more was asked";
                (Outcome::Throttled, judged(said))
            }
            Some(Stopped::Ended) => (Outcome::Inconclusive, judged("the run was ended before its time")),
            Some(Stopped::Budget) => {
                let said = format!("the budget of {} requests was spent", self.most_requests);
                (Outcome::Inconclusive, judged(&said))
            }
            None if first.is_none() => (Outcome::Inconclusive, unjudged("nothing was asked".to_owned())),
            None => {
                let mut said = Vec::new();
                if run
                    .record
                    .walks
                    .iter()
                    .any(|walk| walk.purpose == Purpose::Base && walk.end == End::Enough)
                {
                    said.push(
                        "the list is longer than the budget of requests: its end was not seen".to_owned(),
                    );
                }
                if run.has_changed() {
                    said.push("items appeared or went on meanwhile, and were looked at again".to_owned());
                }
                (Outcome::Complete, Notes { said, judged: true })
            }
        }
    }

    /// A first answer with 403: the reason is in the body, or it is the white list.
    fn turned_away(&self, run: &Run<'_>, body: Option<&[u8]>) -> (Outcome, Notes) {
        let operation = run.record.exchanges.first().map(|exchange| run.operation(exchange));
        let how = operation.and_then(|operation| operation.availability.clone());
        let action = operation.and_then(|operation| operation.permission.as_ref());
        let action = action.map(|permission| permission.action.clone()).unwrap_or_default();
        // Who lacks a permission is told so under seal; who is not on the list is not.
        let told = body.map(|body| ServiceError::read(body, &self.client.transport().cleaner));
        let sealed = told.is_some_and(|told| told.encoded_authorization_message.is_some());
        match how {
            Some(how) if !sealed => {
                let said = format!("the tenant is probably not on the white list: {how}");
                (Outcome::NotWhiteListed, Notes { said: vec![said], judged: false })
            }
            _ => {
                let said = format!("the user lacks the permission {action}");
                (Outcome::NoPermission, Notes { said: vec![said], judged: false })
            }
        }
    }
}

/// What is said of a run beside its findings.
struct Notes {
    said: Vec<String>,
    /// Whether what came says anything of the contract.
    judged: bool,
}
