//! The one place where requests are sent, and sent again.

mod attempt;
mod budget;
mod connection;
mod pace;
mod prover;
mod refusal;
mod retry;
mod tls;
mod trace;
mod trust;

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::header::{AUTHORIZATION, USER_AGENT};
use reqwest::Url;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;
use tracing::{Instrument, Span, field};

pub(crate) use connection::{ClientCertificate, Connection};
pub(crate) use pace::Pace;
pub(crate) use prover::{Nobody, Prover};
pub(crate) use refusal::{append_excerpt, refusal};
pub(crate) use retry::Retry;

use crate::clock::Clock;
use crate::error::{Answered, Error, Kind};
use crate::exchange::Exchange;
use crate::generated::headers;
#[cfg(feature = "contract")]
use crate::har::Recorder;
use crate::text::Cleaner;
use crate::wire::Operation;

/// Sends requests and returns raw exchanges.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    /// For this machine itself, which no proxy reaches and no proxy may listen to.
    pub(crate) direct: reqwest::Client,
    pub(crate) limits: Limits,
    pub(crate) retry: Retry,
    pub(crate) pace: Arc<Pace>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) clock: Clock,
    pub(crate) cleaner: Arc<Cleaner>,
    #[cfg(feature = "contract")]
    pub(crate) recorder: Option<Arc<Recorder>>,
}

/// What a call may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// One try, its answer included.
    pub(crate) one: Duration,
    /// One operation with all its tries.
    pub(crate) whole: Duration,
    /// The bytes of a body, after inflation.
    pub(crate) body: usize,
    /// Whether http is good enough beyond this machine.
    pub(crate) plain: bool,
}

impl Default for Limits {
    fn default() -> Self {
        let (one, whole) = (Duration::from_secs(30), Duration::from_secs(120));
        Self { one, whole, body: 16 * 1024 * 1024, plain: false }
    }
}

impl Transport {
    /// Sends a request, again where that is safe and may help, and reads the answer to its end, whatever the
    /// status.
    pub(crate) async fn send<P: Prover>(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
        prover: &P,
    ) -> Result<Exchange, Error> {
        self.send_until(self.deadline(), operation, request, prover).await
    }

    /// When a call that begins now is over.
    pub(crate) fn deadline(&self) -> Instant {
        Instant::now() + self.limits.whole.min(ENDLESS)
    }

    /// The same for a call that has begun already, with what it has to find out first.
    pub(crate) async fn send_until<P: Prover>(
        &self,
        deadline: Instant,
        operation: &'static Operation,
        request: reqwest::Request,
        prover: &P,
    ) -> Result<Exchange, Error> {
        if request.url().scheme() == "http" && !self.limits.plain && !is_loopback(request.url()) {
            return Err(Error::invalid(operation, "endpoint", PLAIN.to_owned()));
        }
        let span = tracing::info_span!(
            "call",
            operation = operation.id,
            method = operation.method,
            route = operation.path,
            status = field::Empty,
            request_id = field::Empty,
            tries = field::Empty,
        );
        let began = Instant::now();
        let mut course = Course::default();
        let call = self.call(operation, request, prover, deadline, &mut course);
        let outcome = call.instrument(span.clone()).await;
        let (took, Course { tries, ran_before }) = (began.elapsed(), course);
        span.record("tries", tries);
        if let Some(exchange) = answer(&outcome) {
            self.record(&span, exchange);
        }
        let outcome = match outcome {
            Ok(exchange) => Ok(Exchange { tries, in_all: took, ran_before, ..exchange }),
            Err(error) => Err(error.after_tries(tries, took, ran_before)),
        };
        span.in_scope(|| match &outcome {
            Ok(exchange) => tracing::info!(status = exchange.status.as_u16(), ?took, tries, "answered"),
            Err(error) => tracing::warn!(%error, ?took, tries, "no answer"),
        });
        outcome
    }

    /// The loop of tries: the last outcome.
    async fn call<P: Prover>(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
        prover: &P,
        deadline: Instant,
        course: &mut Course,
    ) -> Result<Exchange, Error> {
        let mut pauses = self.retry.pauses();
        let (mut last, mut renewed) = (None, false);
        loop {
            course.ran_before |= last.as_ref().is_some_and(may_have_run);
            let (proof, turn) = match self.ready(operation, prover, deadline).await {
                Ok(ready) => ready,
                // What came of the try before says more than what keeps this one from being made.
                Err(error) => return last.unwrap_or(Err(error.beforehand())),
            };
            course.tries += 1;
            let outcome = self.attempt(operation, &request, prover, &proof, deadline, course.tries).await;
            drop(turn);
            let refused = matches!(&outcome, Ok(exchange) if exchange.status == 401);
            if refused && !renewed {
                renewed = true;
                let renewal = tokio::time::timeout_at(deadline, prover.renew(&proof)).await;
                if renewal.unwrap_or(false) {
                    tracing::info!("the credentials were refused; they have been renewed");
                    last = Some(outcome);
                    continue;
                }
            }
            if !retry::may_help(operation, &outcome) {
                if outcome.is_ok() {
                    self.retry.budget.succeeded();
                }
                return outcome;
            }
            let Some(pause) = pauses.next(asked_to_wait(&outcome, &self.clock)) else {
                return outcome;
            };
            let again = Instant::now().checked_add(pause);
            if again.is_none_or(|again| again >= deadline) || !self.retry.budget.take() {
                return outcome;
            }
            tracing::warn!(try_ = course.tries, ?pause, reason = %reason(&outcome), "trying again");
            tokio::time::sleep(pause).await;
            last = Some(outcome);
        }
    }

    /// Waits for what a try needs: a proof, and its turn.
    async fn ready<P: Prover>(
        &self,
        operation: &'static Operation,
        prover: &P,
        deadline: Instant,
    ) -> Result<(P::Proof, Option<OwnedSemaphorePermit>), Error> {
        let late = |before| self.late(operation, before);
        let proof = tokio::time::timeout_at(deadline, prover.proof()).await;
        let proof = proof.unwrap_or_else(|_| Err(late("there were credentials")))?;
        let turn = tokio::time::timeout_at(deadline, self.pace.turn()).await;
        let turn = turn.map_err(|_| late("its turn had come (see the limits on rate and concurrency)"))?;
        Ok((proof, turn))
    }

    /// One try.
    async fn attempt<P: Prover>(
        &self,
        operation: &'static Operation,
        request: &reqwest::Request,
        prover: &P,
        proof: &P::Proof,
        deadline: Instant,
        number: u32,
    ) -> Result<Exchange, Error> {
        let mut request = request
            .try_clone()
            .ok_or_else(|| Error::invalid(operation, "body", "a stream cannot be sent".to_owned()))?;
        self.dress(operation, &mut request, prover, proof)?;
        let left = deadline.saturating_duration_since(Instant::now());
        let span = tracing::debug_span!(
            "try",
            attempt = number,
            status = field::Empty,
            request_id = field::Empty,
            duration_ms = field::Empty,
        );
        let began = Instant::now();
        let outcome = attempt::send(self, operation, request, left).instrument(span.clone()).await;
        span.record("duration_ms", u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
        if let Some(exchange) = answer(&outcome) {
            self.record(&span, exchange);
        }
        span.in_scope(|| match &outcome {
            Ok(exchange) => {
                tracing::debug!(status = exchange.status.as_u16(), bytes = exchange.body.len(), "answer");
            }
            Err(error) => tracing::debug!(%error, "failed"),
        });
        outcome
    }

    /// Adds what every request carries: who sends it, and who is asking.
    pub(crate) fn dress<P: Prover>(
        &self,
        operation: &'static Operation,
        request: &mut reqwest::Request,
        prover: &P,
        proof: &P::Proof,
    ) -> Result<(), Error> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        prover
            .apply(proof, request, self.clock.now())
            .map_err(|reason| Error::invalid(operation, "credentials", reason))
    }

    /// The same with another HTTP client and less patience, for a service next door.
    pub(crate) fn nearby(&self, patience: Duration) -> Result<Self, Error> {
        let http = Connection { connect_timeout: patience, ..Connection::default() }.direct()?;
        let limits = Limits { one: patience, whole: patience, plain: true, ..self.limits };
        let pace = Arc::new(Pace::new(None, Pace::PLACES));
        Ok(Self { direct: http.clone(), http, limits, retry: Retry::never(), pace, ..self.clone() })
    }

    /// An answer for an error to tell about.
    pub(crate) fn answered(&self, operation: &'static Operation, exchange: Exchange) -> Answered {
        let request_id = self.request_id(&exchange);
        Answered { operation, exchange, request_id }
    }

    /// The request id of an answer, as it may be shown.
    pub(crate) fn request_id(&self, exchange: &Exchange) -> Option<String> {
        let id = [headers::REQUEST_ID, IAM_TRACE].iter().find_map(|name| exchange.headers.get(*name));
        id.map(|id| self.cleaner.excerpt(id.as_bytes())).filter(|id| !id.is_empty())
    }

    fn record(&self, span: &Span, exchange: &Exchange) {
        if span.is_disabled() {
            return;
        }
        span.record("status", exchange.status.as_u16());
        if let Some(id) = self.request_id(exchange) {
            span.record("request_id", id);
        }
    }

    /// The call's time was up before its request was sent.
    pub(crate) fn late(&self, operation: &'static Operation, before: &str) -> Error {
        let message = format!("the {:?} of the call were over before {before}", self.limits.whole);
        Error::transport(Kind::Timeout, operation, message, None)
    }
}

/// How a call went until now.
#[derive(Clone, Copy, Default)]
struct Course {
    tries: u32,
    /// Whether the request may have run in a try before the last.
    ran_before: bool,
}

/// Longer than any call; an instant much further away is beyond what there are.
const ENDLESS: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Where IAM has what other services call the request id.
const IAM_TRACE: &str = "x-iam-trace-id";

/// Why plain http is refused.
pub(crate) const PLAIN: &str = "http would send the credentials for everybody on the way to read: use https, or allow \
                                it by `.allow_http(true)` (`--allow-http`)";

/// How long the service asks to wait.
fn asked_to_wait(outcome: &Result<Exchange, Error>, clock: &Clock) -> Option<Duration> {
    answer(outcome)?.retry_after(clock.now())
}

/// Whether the service may have acted on the request.
fn may_have_run(outcome: &Result<Exchange, Error>) -> bool {
    outcome.as_ref().map_or_else(Error::may_have_run, Exchange::may_have_run)
}

/// The answer, as far as one came.
fn answer(outcome: &Result<Exchange, Error>) -> Option<&Exchange> {
    outcome.as_ref().map_or_else(Error::exchange, Some)
}

/// Why there is another try, in a few words.
fn reason(outcome: &Result<Exchange, Error>) -> String {
    match outcome {
        Ok(exchange) => exchange.status.to_string(),
        Err(error) => error.to_string(),
    }
}

/// Whether a request was signed.
pub(crate) fn is_signed(request: &reqwest::Request) -> bool {
    request.headers().contains_key(AUTHORIZATION)
}

/// Whether a URL leads to this machine itself.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

    use crate::error::Answered;
    use crate::exchange::Exchange;
    use crate::operations::LIST_GC_TASKS;

    /// An answer without a body.
    pub(crate) fn exchange(status: u16, headers: &[(&'static str, &str)]) -> Exchange {
        let headers = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"))
        });
        Exchange {
            status: StatusCode::from_u16(status).expect("a status"),
            headers: HeaderMap::from_iter(headers),
            body: bytes::Bytes::new(),
            took: Duration::ZERO,
            tries: 1,
            in_all: Duration::ZERO,
            ran_before: false,
            signed_at: None,
        }
    }

    pub(crate) fn answered(status: u16) -> Answered {
        Answered { operation: &LIST_GC_TASKS, exchange: exchange(status, &[]), request_id: None }
    }
}
