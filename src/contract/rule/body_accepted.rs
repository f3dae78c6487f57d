//! A body that is not allowed, and is taken.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::words::answered;

pub(super) struct BodyAccepted;

const ABOUT: About = About {
    id: "body-accepted",
    title: "a body that is not allowed is accepted",
    severity: "error where the fact is published, else warning",
    checks: "A body with a value out of bounds, of another type or that is no known word, or without a part that belongs to it, is refused.",
    needs: Need::WrongBody,
    why: "A mistake starts something that nobody meant, or a schedule that never comes true.",
    example: "`{\"schedule\":{\"type\":\"Manual\"},\"parameters\":{\"workers\":6}}` starts a task.",
    fix: "Refuse it with 400, and name the property and the bound.",
};

impl Rule for BodyAccepted {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let Intent::WrongBody(flaw) = &exchange.intent else { continue };
            if answer.is_2xx() {
                found.add(&ABOUT, run.severity(&flaw.at), answered(exchange, answer), &flaw.at, place, "");
            }
        }
    }
}
