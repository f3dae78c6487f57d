//! A value that is not allowed, and is taken.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::{Intent, Wrong};
use crate::contract::words::{answered, bound_of};
use crate::findings::Severity;

pub(super) struct ParameterAccepted;

const ABOUT: About = About {
    id: "parameter-accepted",
    title: "a value that is not allowed is accepted",
    severity: "warning; error where the published document gives the type",
    checks: "A value out of bounds, of another type or that is no known word is refused.",
    needs: Need::WrongValue,
    why: "A caller's mistake goes unseen, and what the answer means is anybody's guess.",
    example: "`limit=0` is answered with 200.",
    fix: "Refuse it with 400, and name the parameter and the bound.",
};

impl Rule for ParameterAccepted {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let Intent::Wrong { parameter, wrong, .. } = &exchange.intent else { continue };
            if answer.is_2xx() {
                // What the type is, is published; what a listing makes of a word or a bound, is not.
                let severity = if *wrong == Wrong::NotANumber { Severity::Error } else { Severity::Warning };
                let at = bound_of(run, operation, parameter, *wrong);
                found.add(&ABOUT, severity, answered(exchange, answer), &at, place, "");
            }
        }
    }
}
