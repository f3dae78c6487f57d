//! Something that does not exist, and is found.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::words::answered;
use crate::findings::Severity;
use crate::spec::pointer;

pub(super) struct ResourceUnknown;

const ABOUT: About = About {
    id: "resource-unknown",
    title: "what does not exist is not called so",
    severity: "error where the request succeeds, warning where another status comes",
    checks: "A path parameter that names nothing is answered with the status described for that.",
    needs: Need::UnknownResource,
    why: "A mistyped id looks like an empty list, and nobody notices.",
    example: "An instance that nobody has gets 200 with no tasks.",
    fix: "Answer 404.",
};

impl Rule for ResourceUnknown {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let Intent::UnknownResource { parameter } = &exchange.intent else { continue };
            // What a client is set up with belongs to its credential, so any refusal says enough.
            let shared =
                operation.parameters.iter().any(|known| known.name == *parameter && known.client_scope);
            let expected = operation.status_of("unknown-resource");
            let other = !shared && expected.is_some_and(|status| status != answer.status);
            let known = answer.is_refusal() && operation.responses.contains_key(&answer.status);
            if answer.is_2xx() || other && known {
                let severity = if answer.is_2xx() { Severity::Error } else { Severity::Warning };
                let at = pointer(&operation.pointer, "responses");
                found.add(&ABOUT, severity, answered(exchange, answer), &at, place, "");
            }
        }
    }
}
