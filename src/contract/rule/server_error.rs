//! A server that fails.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::answered;
use crate::findings::Severity;

pub(super) struct ServerError;

const ABOUT: About = About {
    id: "server-error",
    title: "the service failed",
    severity: "error",
    checks: "No request, right or wrong, is answered with a 5xx.",
    needs: Need::Status,
    why: "A 5xx blames the service and invites clients to try again, for nothing if the request is wrong.",
    example: "`limit=-1` is answered with 500.",
    fix: "Answer a wrong request with the documented 4xx; mend the failure behind a right one.",
};

impl Rule for ServerError {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            if answer.status >= 500 {
                let at = &run.operation(exchange).pointer;
                found.add(&ABOUT, Severity::Error, answered(exchange, answer), at, place, "");
            }
        }
    }
}
