//! A value that is refused in another way.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::{Intent, Wrong};
use crate::contract::words::{answered, bound_of};
use crate::findings::Severity;

pub(super) struct ParameterStatus;

const ABOUT: About = About {
    id: "parameter-status",
    title: "a wrong value is refused with another status",
    severity: "warning",
    checks: "A value that is not allowed is refused with the status that is described for it.",
    needs: Need::WrongValue,
    why: "A client that tells mistakes apart by status takes one for another.",
    example: "`limit=101` is answered with 404.",
    fix: "Refuse it with 400.",
};

impl Rule for ParameterStatus {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let Intent::Wrong { parameter, wrong, .. } = &exchange.intent else { continue };
            let other = operation.status_of("bad-parameter").is_some_and(|status| status != answer.status);
            // What has no identity's form is a bad one as well as an unknown one.
            let unknown = *wrong == Wrong::AgainstPattern
                && operation.status_of("unknown-resource") == Some(answer.status);
            if other && !unknown && answer.is_refusal() && operation.responses.contains_key(&answer.status) {
                let at = bound_of(run, operation, parameter, *wrong);
                found.add(&ABOUT, Severity::Warning, answered(exchange, answer), &at, place, "");
            }
        }
    }
}
