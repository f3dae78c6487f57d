//! A body that is refused in another way.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::words::answered;
use crate::findings::Severity;

pub(super) struct BodyStatus;

const ABOUT: About = About {
    id: "body-status",
    title: "a wrong body is refused with another status",
    severity: "warning",
    checks: "A body that is not allowed is refused with the status that is described for it.",
    needs: Need::WrongBody,
    why: "A client that tells mistakes apart by status takes one for another.",
    example: "A body without `schedule` is answered with 404.",
    fix: "Refuse it with 400.",
};

impl Rule for BodyStatus {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let Intent::WrongBody(flaw) = &exchange.intent else { continue };
            // Who is at work may say so before looking at the body.
            let right = ["bad-parameter", "busy"].map(|condition| operation.status_of(condition));
            let known = answer.is_refusal() && operation.responses.contains_key(&answer.status);
            if known && !right.contains(&Some(answer.status)) {
                found.add(&ABOUT, Severity::Warning, answered(exchange, answer), &flaw.at, place, "");
            }
        }
    }
}
