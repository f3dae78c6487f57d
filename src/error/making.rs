//! How errors come about, and what is added to one on its way up.

use std::fmt;
use std::time::Duration;

use jiff::SignedDuration;

use super::{Answered, Cause, Error, Inner, Kind, ServiceError, Walk};
use crate::exchange::Exchange;
use crate::wire::Operation;

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            exchange: None,
            request_id: None,
            service: ServiceError::default(),
            walk: None,
            cause: None,
            unsent: false,
            passing: matches!(kind, Kind::Connect | Kind::Timeout | Kind::Broken),
            clock_skew: None,
            tries: 0,
            in_all: Duration::ZERO,
            ran_before: false,
            awaits_client: false,
            advice: None,
            task: None,
        }))
    }

    /// The configuration of a client is wrong at `setting`.
    pub(crate) fn configuration(setting: &str, reason: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, format!("{setting}: {reason}"))
    }

    /// A parameter of a request is not allowed.
    pub(crate) fn invalid(operation: &'static Operation, parameter: &str, reason: String) -> Self {
        Self::new(Kind::Usage, format!("{parameter}: {reason}")).of(operation)
    }

    /// A parameter that the client has to look up first.
    pub(crate) fn unknown_yet(operation: &'static Operation, parameter: &str) -> Self {
        let why = "is not known yet: set it, or call `Client::ready` first";
        let mut error = Self::invalid(operation, parameter, why.to_owned());
        error.0.awaits_client = true;
        error
    }

    /// The time of a call was up before there was a request.
    pub(crate) fn late(message: String) -> Self {
        Self::new(Kind::Timeout, message)
    }

    /// The request did not come through, or its answer did not come back.
    pub(crate) fn transport(
        kind: Kind,
        operation: &'static Operation,
        message: impl Into<String>,
        cause: Option<Cause>,
    ) -> Self {
        let mut error = Self::new(kind, message).of(operation);
        error.0.cause = cause;
        error
    }

    /// An answer whose status is no success.
    pub(crate) fn service(answered: Answered, service: ServiceError, message: String) -> Self {
        Self::answered(Kind::Service, answered, service, message)
    }

    /// An answer that cannot be used.
    pub(crate) fn unusable(answered: Answered, message: String) -> Self {
        Self::answered(Kind::Decode, answered, ServiceError::default(), message)
    }

    fn answered(kind: Kind, answered: Answered, service: ServiceError, message: String) -> Self {
        let mut error = Self::new(kind, message).of(answered.operation);
        error.0.request_id = answered.request_id.or_else(|| service.request_id.clone());
        (error.0.tries, error.0.in_all) = (answered.exchange.tries, answered.exchange.in_all);
        error.0.exchange = Some(answered.exchange);
        error.0.service = service;
        error
    }

    /// The same error, about an answer of which at least the head came.
    pub(crate) fn after(mut self, answered: Answered) -> Self {
        self.0.request_id = answered.request_id;
        self.0.exchange = Some(answered.exchange);
        self
    }

    /// The same error, after so many tries, in one of which the request may have run before.
    pub(crate) fn after_tries(mut self, tries: u32, in_all: Duration, ran_before: bool) -> Self {
        // An error from before the request tells about its own tries, and what cannot be sent has none.
        if !self.0.unsent && self.0.kind != Kind::Usage {
            (self.0.tries, self.0.in_all) = (tries, in_all);
        }
        self.0.ran_before = ran_before;
        self
    }

    /// The same error, from before the request that was asked for: that one never left.
    pub(crate) fn beforehand(mut self) -> Self {
        self.0.unsent = true;
        self
    }

    /// The same error, with what to do about it.
    pub(crate) fn advising(mut self, advice: &'static str) -> Self {
        self.0.advice = Some(advice);
        self
    }

    /// The same error, with more to know about it.
    pub(crate) fn noting(mut self, note: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(note);
        self
    }

    /// The same error, which another try would not change.
    pub(crate) fn for_good(mut self) -> Self {
        self.0.passing = false;
        self
    }

    /// The same error, which happened on the way and may not happen again.
    pub(crate) fn broken_on_the_way(mut self) -> Self {
        self.0.passing = true;
        self
    }

    /// The same error, for which the clock of this machine is to blame if it is this far ahead.
    pub(crate) fn with_clock_skew(mut self, ahead: Option<SignedDuration>) -> Self {
        self.0.clock_skew = ahead;
        self
    }

    /// Whether the request is certain never to have left.
    pub(crate) fn never_left(&self) -> bool {
        self.0.unsent || matches!(self.0.kind, Kind::Usage | Kind::Connect)
    }

    /// Whether the client has to look something up before the request can be prepared.
    pub(crate) fn awaits_client(&self) -> bool {
        self.0.awaits_client
    }

    /// The answer, as far as it came.
    pub(crate) fn exchange(&self) -> Option<&Exchange> {
        self.0.exchange.as_ref()
    }

    /// Whether another try may end better.
    pub(crate) fn is_passing(&self) -> bool {
        self.0.passing
    }

    /// Pages that do not lead to an end.
    pub(crate) fn endless(operation: &'static Operation, message: String) -> Self {
        Self::new(Kind::Walk, message).of(operation)
    }

    /// A task that is not over, and goes on.
    pub(crate) fn unfinished(operation: &'static Operation, message: String) -> Self {
        Self::new(Kind::Unfinished, message).of(operation)
    }

    /// The same error, which is about a task.
    pub(crate) fn about(mut self, task: Option<i64>) -> Self {
        self.0.task = task;
        self
    }

    fn of(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// The same error, for another call that it ended as well.
    pub(crate) fn for_another(&self) -> Self {
        Self(self.0.clone())
    }

    /// The same error, in a walk through pages.
    pub(crate) fn on_page(mut self, walk: Walk) -> Self {
        self.0.walk = Some(walk);
        self
    }
}
