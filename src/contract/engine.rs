//! Sends what a run wants to know, and keeps what comes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::header::{ACCEPT, CONTENT_TYPE};
use jiff::SignedDuration;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::body;
use super::judge::Judge;
use super::record::{Answer, Exchange, Failure, Intent, Record};
use super::who::{As, Bearer, EXPIRED, JSON, Once, WRONG_TOKEN, curl};
use super::words::status;
use crate::auth::signer::canonical_query;
use crate::auth::{AccessKey, Proof, Secret};
use crate::client::Client;
use crate::error::Error;
use crate::generated::operations;
use crate::spec::{Contract, Operation};
use crate::transport::{Limits, Nobody, Pace, Retry, Transport};
use crate::wire;

/// Everything but what may stand in a path segment as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The most bytes of all answers that are kept.
const MOST_OF_ALL: usize = 32 << 20;

/// What a service says that has hung up.
pub(super) const SILENT: &str = "no answer";

/// After so many requests in a row without an answer there is no sense in more.
const MOST_SILENCE: usize = 3;

/// A run that is under way.
pub(super) struct Engine<'a> {
    pub(super) contract: &'a Contract,
    pub(super) judge: &'a Judge,
    pub(super) client: &'a Client,
    pub(super) transport: Transport,
    pub(super) forbidden: Option<Secret>,
    /// The value of path parameters that a client is set up with, and of the others.
    pub(super) project_id: String,
    pub(super) instance_id: String,
    /// A value that no path parameter has.
    pub(super) unknown: String,
    pub(super) most_requests: usize,
    /// Whether operations that change something may be asked.
    pub(super) writes: bool,
    /// Whether the service is on this machine itself, where it takes no time to get there.
    pub(super) local: bool,
    /// Requests that are kept for a second look at the end.
    pub(super) kept: usize,
    pub(super) received: usize,
    pub(super) silence: usize,
    pub(super) record: Record,
    /// Why nothing more is to be asked.
    pub(super) stopped: Option<Stopped>,
    /// Set by whoever wants the run to end.
    pub(super) ending: Arc<AtomicBool>,
    /// Whether what is asked now undoes something, and so is asked in any case.
    pub(super) closing: bool,
    /// What the run has started and not yet stopped; a request is kept for each.
    pub(super) owed: BTreeSet<String>,
}

/// Why a run ends before its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    Budget,
    Throttled,
    /// Nobody answers: the reason.
    Silent(String),
    /// Too much was received.
    Flooded,
    /// Somebody wanted it to end.
    Ended,
}

/// A request of a run.
pub(super) struct Ask<'q> {
    pub(super) operation: usize,
    pub(super) intent: Intent,
    pub(super) who: As,
    pub(super) query: Vec<(&'q str, String)>,
    /// Path parameters that differ from the usual ones.
    pub(super) path: Vec<(&'q str, &'q str)>,
    pub(super) body: Option<Value>,
}

impl Ask<'_> {
    pub(super) fn new<'q>(operation: usize, intent: Intent, query: Vec<(&'q str, String)>) -> Ask<'q> {
        Ask { operation, intent, who: As::Client, query, path: Vec::new(), body: None }
    }

    pub(super) fn with<'q>(operation: usize, intent: Intent, body: Option<&Value>) -> Ask<'q> {
        Ask { body: body.cloned(), ..Ask::new(operation, intent, Vec::new()) }
    }
}

impl<'a> Engine<'a> {
    /// The transport for a run: each request once, as it is asked for.
    pub(super) fn transport(client: &Client, pace: Arc<Pace>) -> Transport {
        let transport = client.transport().clone();
        let limits = Limits { body: transport.limits.body.min(body::MOST), ..transport.limits };
        Transport { retry: Retry::never(), pace, limits, ..transport }
    }

    /// Requests that may still be sent.
    pub(super) fn left(&self) -> usize {
        let kept = if self.closing { 0 } else { self.kept + self.owed.len() };
        self.most_requests.saturating_sub(self.record.exchanges.len() + kept)
    }

    /// Sends a request; its place in the record, or nothing when the run has to end.
    pub(super) async fn ask(&mut self, ask: Ask<'_>) -> Option<usize> {
        if self.ending.load(Ordering::Relaxed) && !self.closing {
            self.stopped.get_or_insert(Stopped::Ended);
        }
        if self.stopped.is_some() {
            return None;
        }
        if self.left() == 0 {
            self.stopped = Some(Stopped::Budget);
            return None;
        }
        let described = &self.contract.operations[ask.operation];
        if !self.writes && !described.is_read() {
            return None;
        }
        // The client's own table names the operation; a description from elsewhere may have others.
        let operation = operations::ALL.iter().copied().find(|known| known.id == described.id)?;
        let target = self.target(described, &ask);
        let url = format!("{}{target}", self.client.base());
        let request = self.request(operation, &url, ask.body.as_ref())?;
        let outcome = match self.send(operation, request, &ask).await {
            Ok(exchange) => Ok(self.answer(described, exchange)),
            Err(error) => {
                let (absent, answered) = (error.is_connect(), error.status().is_some());
                let read = error.exchange().map_or(0, |exchange| exchange.body.len());
                self.receive(read);
                let too_long = error.is_decode() && read >= self.transport.limits.body;
                let message = match error.status() {
                    Some(status) if too_long => format!("{status}, and more than {read} bytes"),
                    _ => error.to_string(),
                };
                Err(Failure { absent, answered, too_long, message })
            }
        };
        self.silence =
            if outcome.as_ref().is_err_and(|failure| !failure.answered) { self.silence + 1 } else { 0 };
        if let Err(failure) = &outcome {
            let first = self.record.exchanges.is_empty();
            if self.silence == MOST_SILENCE || first && failure.absent {
                self.stopped = Some(Stopped::Silent(failure.message.clone()));
            }
        }
        let place = self.record.exchanges.len();
        let signs = self.client.sign_in().is_some_and(|sign_in| sign_in.access_key().is_some());
        let curl = Some(curl(operation, &url, (ask.who, signs), ask.body.as_ref()));
        let (number, Ask { operation, intent, body: sent, .. }) = (Some(place + 1), ask);
        let of_item = |intent: &Intent| !matches!(intent, Intent::UnknownResource { .. });
        let known = |exchange: &Exchange| {
            exchange.operation == operation && exchange.outcome.is_ok() && of_item(&exchange.intent)
        };
        // What is asked to undo something may be long gone.
        let first = !self.closing && !self.record.exchanges.iter().any(known);
        if let Some(instead) = first.then(|| self.unserved(described, &intent, &outcome)).flatten() {
            self.record.unserved.insert(operation, instead);
        }
        self.record.exchanges.push(Exchange { number, operation, intent, target, sent, curl, outcome });
        self.keep_in_mind(place);
        Some(place)
    }

    fn request(
        &self,
        operation: &wire::Operation,
        url: &str,
        body: Option<&Value>,
    ) -> Option<reqwest::Request> {
        let method = operation.method.parse().ok()?;
        let request = self.transport.http.request(method, url).header(ACCEPT, JSON);
        let request = match body {
            Some(body) => request.header(CONTENT_TYPE, JSON).body(body.to_string()),
            None => request,
        };
        request.build().ok()
    }

    fn answer(&mut self, described: &Operation, exchange: crate::exchange::Exchange) -> Answer {
        let status = exchange.status.as_u16();
        if status == 429 {
            self.stopped = Some(Stopped::Throttled);
        }
        self.receive(exchange.body.len());
        let head = (status, Some(exchange.headers));
        self.judge.answer(self.contract, described, head, Some(exchange.body), false)
    }

    fn receive(&mut self, bytes: usize) {
        self.received += bytes;
        if self.received > MOST_OF_ALL {
            self.stopped = Some(Stopped::Flooded);
        }
    }

    async fn send(
        &self,
        operation: &'static wire::Operation,
        request: reqwest::Request,
        ask: &Ask<'_>,
    ) -> Result<crate::exchange::Exchange, Error> {
        let transport = &self.transport;
        let proof = match ask.who {
            As::Client => {
                let caller = self.client.caller(Some(&self.project_id));
                return transport.send(operation, request, &Once(&caller, SignedDuration::ZERO)).await;
            }
            As::Late => {
                let caller = self.client.caller(Some(&self.project_id));
                return transport.send(operation, request, &Once(&caller, EXPIRED)).await;
            }
            As::Nobody => return transport.send(operation, request, &Nobody).await,
            As::Stranger => Proof::Token(WRONG_TOKEN.into()),
            As::Forger => Proof::AccessKey(AccessKey {
                id: "NOTAKEYOFANYBODY".to_owned(),
                secret: WRONG_TOKEN.into(),
                security_token: None,
            }),
            As::Forbidden => Proof::Token(self.forbidden.clone().unwrap_or_else(|| "".into())),
        };
        transport.send(operation, request, &Bearer(proof.into())).await
    }

    fn target(&self, described: &Operation, ask: &Ask<'_>) -> String {
        let mut target = String::new();
        for segment in described.path.split('/').skip(1) {
            target.push('/');
            let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let parameter =
                name.and_then(|name| described.parameters.iter().find(|known| known.name == name));
            let Some(parameter) = parameter else {
                target.push_str(segment);
                continue;
            };
            let own = ask.path.iter().find(|(given, _)| *given == parameter.name).map(|(_, value)| *value);
            let usual = if parameter.client_scope { &self.project_id } else { &self.instance_id };
            target.extend(utf8_percent_encode(own.unwrap_or(usual), SEGMENT));
        }
        let pairs: Vec<_> =
            ask.query.iter().map(|(name, value)| ((*name).into(), value.as_str().into())).collect();
        if !pairs.is_empty() {
            target.push('?');
            target.push_str(&canonical_query(&pairs));
        }
        target
    }

    /// What a service says instead of having an operation, if it has it not; the first answer tells.
    fn unserved(
        &self,
        operation: &Operation,
        intent: &Intent,
        outcome: &Result<Answer, Failure>,
    ) -> Option<String> {
        if operation.pagination.is_some() {
            return None;
        }
        let operations = &self.contract.operations;
        let answer = match outcome {
            Ok(answer) => answer,
            // Who hangs up on lists as well does not say by it what there is, and a write may have been done.
            Err(failure) => {
                let listing = |exchange: &Exchange| operations[exchange.operation].pagination.is_some();
                let broken = self.record.exchanges.iter().any(|known| known.is_silent() && listing(known));
                return (operation.is_read() && !failure.answered && !broken).then(|| SILENT.to_owned());
            }
        };
        // A page that is answered for whatever lies below the path of a list.
        let is_page = operations.iter().filter_map(|other| other.pagination.as_ref()).any(|pages| {
            answer.is_2xx() && answer.value().and_then(|body| body.pointer(&pages.items)).is_some()
        });
        // That there is no such item says nothing of the operation, if it is said as described.
        let of_item = matches!(intent, Intent::UnknownResource { .. }) && answer.value().is_some();
        let unknown = matches!(answer.status, 405 | 501) || answer.status == 404 && !of_item
            // Whoever sees a list may see what is in it.
            || operation.is_read() && is_shown(intent) && answer.is_refusal();
        (unknown || is_page).then(|| status(answer.status))
    }
}

fn is_shown(intent: &Intent) -> bool {
    matches!(intent, Intent::Read | Intent::Item { .. })
}
