//! A status that no page has.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::status;
use crate::findings::Severity;
use crate::spec::pointer;

pub(super) struct StatusUndocumented;

const ABOUT: About = About {
    id: "status-undocumented",
    title: "a status that is not described",
    severity: "error",
    checks: "Every status is one that the description has for the operation.",
    needs: Need::Status,
    why: "A client that follows the description has no branch for it.",
    example: "A listing is answered with 206.",
    fix: "Answer with a described status, or describe this one.",
};

impl Rule for StatusUndocumented {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            if answer.status < 500 && !operation.responses.contains_key(&answer.status) {
                let message = format!("the status {} is not described", status(answer.status));
                let at = pointer(&operation.pointer, "responses");
                found.add(&ABOUT, Severity::Error, message, &at, place, "");
            }
        }
    }
}
