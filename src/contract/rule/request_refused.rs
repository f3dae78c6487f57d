//! A right request that is refused.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run, is_sound};
use crate::contract::record::Intent;
use crate::contract::words::{answered, is_later_page};
use crate::findings::Severity;

pub(super) struct RequestRefused;

const ABOUT: About = About {
    id: "request-refused",
    title: "a right request is refused",
    severity: "error",
    checks: "A request that follows the description succeeds.",
    needs: Need::Sound,
    why: "What is described cannot be used.",
    example: "`limit=100` is answered with 400.",
    fix: "Accept what the description allows, or describe the narrower bound.",
};

impl Rule for RequestRefused {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let known = answer.is_refusal() && operation.responses.contains_key(&answer.status);
            // Who lists need not be allowed more, and a service may be at work already.
            let excused = operation.pagination.is_none()
                && (answer.status == 403 || operation.status_of("busy") == Some(answer.status));
            // A marker that is refused has a rule of its own, and so has an item that is not there.
            let own = matches!(&exchange.intent, Intent::Item { identity, .. } if run.record.started.contains(identity));
            if known && is_sound(exchange) && !is_later_page(run, exchange) && !excused && !own {
                let message = answered(exchange, answer);
                found.add(&ABOUT, Severity::Error, message, &operation.pointer, place, "");
            }
        }
    }
}
