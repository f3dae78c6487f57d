//! A stranger who is sent away in another way.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::answered;
use crate::findings::Severity;

pub(super) struct AuthStatus;

const ABOUT: About = About {
    id: "auth-status",
    title: "a stranger is refused with another status",
    severity: "warning",
    checks: "Without a credential, or with a wrong one, the status is the one described for that.",
    needs: Need::Stranger,
    why: "A client that gets a new token at a 401 does not get one.",
    example: "A request without a token gets 404.",
    fix: "Refuse it with 401.",
};

impl Rule for AuthStatus {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let other = operation.status_of("bad-token").is_some_and(|status| status != answer.status);
            let known = answer.is_refusal() && operation.responses.contains_key(&answer.status);
            if exchange.intent.is_of_stranger() && other && known {
                found.add(&ABOUT, Severity::Warning, answered(exchange, answer), "/security", place, "");
            }
        }
    }
}
