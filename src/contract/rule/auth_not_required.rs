//! An answer for anybody.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::answered;
use crate::findings::Severity;

pub(super) struct AuthNotRequired;

const ABOUT: About = About {
    id: "auth-not-required",
    title: "the service does not ask who is asking",
    severity: "error",
    checks: "Without a credential, or with a wrong one, nothing is told.",
    needs: Need::Stranger,
    why: "Everybody who knows the address sees what is the tenant's own.",
    example: "A request without a token gets 200.",
    fix: "Check the credential before anything else.",
};

impl Rule for AuthNotRequired {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            if exchange.intent.is_of_stranger() && answer.is_2xx() {
                found.add(&ABOUT, Severity::Error, answered(exchange, answer), "/security", place, "");
            }
        }
    }
}
