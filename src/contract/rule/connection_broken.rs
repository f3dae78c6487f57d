//! An answer that did not come.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::findings::Severity;

pub(super) struct ConnectionBroken;

const ABOUT: About = About {
    id: "connection-broken",
    title: "no complete answer",
    severity: "error",
    checks: "Every request gets a complete answer.",
    needs: Need::Sent,
    why: "A client cannot tell whether its request was understood.",
    example: "The connection ends in the middle of the body.",
    fix: "Look at the service's and the gateway's logs for this request.",
};

impl Rule for ConnectionBroken {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange) in run.exchanges() {
            // Where nobody was there to be asked, nobody broke a promise.
            if let Some(failure) = exchange.outcome.as_ref().err().filter(|failure| !failure.absent) {
                let at = &run.operation(exchange).pointer;
                let message = match failure.too_long {
                    true => "an answer is larger than anybody reads",
                    false => "a request got no complete answer",
                };
                found.add(&ABOUT, Severity::Error, message, at, place, "");
            }
        }
    }
}
