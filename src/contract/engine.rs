//! Sends what a run wants to know, and keeps what comes.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::judge::Judge;
use super::record::{Answer, Exchange, Failure, Intent, Record};
use crate::auth::signer::canonical_query;
use crate::auth::{AccessKey, Identity, Proof, Secret};
use crate::client::Client;
use crate::error::Error;
use crate::generated::operations;
use crate::spec::{Contract, Operation};
use crate::transport::{Limits, Nobody, Pace, Prover, Retry, Transport};
use crate::wire;

/// Everything but what may stand in a path segment as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A token that nobody has; seen again in an answer, it was echoed.
pub(crate) const WRONG_TOKEN: &str = "not-a-token-of-anybody";

/// How long ago a signature was made that is too old for certain: the description says 15 minutes.
const EXPIRED: SignedDuration = SignedDuration::from_mins(60);

/// The most bytes of one answer that are read, and of all answers that are kept.
const MOST_OF_ONE: usize = 8 << 20;
const MOST_OF_ALL: usize = 32 << 20;

/// After so many requests in a row without an answer there is no sense in more.
const MOST_SILENCE: usize = 3;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    Client,
    Nobody,
    /// By a token that is none.
    Stranger,
    /// By the signature of a key that nobody has.
    Forger,
    /// As the client, by a signature that has expired.
    Late,
    Forbidden,
}

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
    /// Requests that are kept for a second look at the end.
    pub(super) kept: usize,
    pub(super) received: usize,
    pub(super) silence: usize,
    pub(super) record: Record,
    /// Why nothing more is to be asked.
    pub(super) stopped: Option<Stopped>,
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
}

/// A request of a run.
pub(super) struct Ask<'q> {
    pub(super) operation: usize,
    pub(super) intent: Intent,
    pub(super) who: As,
    pub(super) query: Vec<(&'q str, String)>,
    /// Path parameters that differ from the usual ones.
    pub(super) path: Vec<(&'q str, &'q str)>,
}

impl Ask<'_> {
    pub(super) fn new<'q>(operation: usize, intent: Intent, query: Vec<(&'q str, String)>) -> Ask<'q> {
        Ask { operation, intent, who: As::Client, query, path: Vec::new() }
    }
}

impl<'a> Engine<'a> {
    /// The transport for a run: each request once, as it is asked for.
    pub(super) fn transport(client: &Client, pace: Arc<Pace>) -> Transport {
        let transport = client.transport().clone();
        let limits = Limits { body: transport.limits.body.min(MOST_OF_ONE), ..transport.limits };
        Transport { retry: Retry::never(), pace, limits, ..transport }
    }

    /// Requests that may still be sent.
    pub(super) fn left(&self) -> usize {
        self.most_requests.saturating_sub(self.record.exchanges.len() + self.kept)
    }

    /// Sends a request; its place in the record, or nothing when the run has to end.
    pub(super) async fn ask(&mut self, ask: Ask<'_>) -> Option<usize> {
        if self.stopped.is_some() {
            return None;
        }
        if self.left() == 0 {
            self.stopped = Some(Stopped::Budget);
            return None;
        }
        let described = &self.contract.operations[ask.operation];
        // The client's own table names the operation; a description from elsewhere may have others.
        let operation = operations::ALL.iter().copied().find(|known| known.id == described.id)?;
        let target = self.target(described, &ask);
        let url = format!("{}{target}", self.client.base());
        let request = self.transport.http.get(&url).header("accept", "application/json").build().ok()?;
        let outcome = match self.send(operation, request, &ask).await {
            Ok(exchange) => Ok(self.answer(described, exchange)),
            Err(error) => {
                self.receive(error.exchange().map_or(0, |exchange| exchange.body.len()));
                let (absent, answered) = (error.is_connect(), error.status().is_some());
                Err(Failure { absent, answered, message: error.to_string() })
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
        let curl = Some(curl(&url, ask.who));
        let (number, Ask { operation, intent, .. }) = (Some(place + 1), ask);
        let sent = None;
        self.record.exchanges.push(Exchange { number, operation, intent, target, sent, curl, outcome });
        Some(place)
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
}

/// A command that sends the same request, with the secret as a variable.
fn curl(url: &str, who: As) -> String {
    let header = match who {
        As::Client | As::Late => " --header \"X-Auth-Token: $SWR_GC_TOKEN\"",
        As::Nobody => "",
        As::Stranger => " --header \"X-Auth-Token: not-a-token-of-anybody\"",
        As::Forger => {
            " --header \"Authorization: SDK-HMAC-SHA256 Access=NOTAKEYOFANYBODY, SignedHeaders=host, Signature=0\""
        }
        As::Forbidden => " --header \"X-Auth-Token: $SWR_GC_FORBIDDEN_TOKEN\"",
    };
    format!("curl --silent --include{header} '{}'", url.replace('\'', "%27"))
}

/// Asks with a proof, whatever it is worth.
struct Bearer(Identity);

impl Prover for Bearer {
    type Proof = ();

    async fn proof(&self) -> Result<(), Error> {
        Ok(())
    }

    fn apply(&self, (): &(), request: &mut reqwest::Request, now: Timestamp) -> Result<(), String> {
        self.0.apply(request, None, now)
    }

    async fn renew(&self, (): &()) -> bool {
        false
    }
}

/// Asks as another does, without a second try after a 401: that would be a request beyond the budget.
///
/// It says that it was sent that much earlier than it was.
struct Once<'a, P>(&'a P, SignedDuration);

impl<P: Prover> Prover for Once<'_, P> {
    type Proof = P::Proof;

    async fn proof(&self) -> Result<P::Proof, Error> {
        self.0.proof().await
    }

    fn apply(&self, proof: &P::Proof, request: &mut reqwest::Request, now: Timestamp) -> Result<(), String> {
        self.0.apply(proof, request, now - self.1)
    }

    async fn renew(&self, _: &P::Proof) -> bool {
        false
    }
}
