//! A body that is not JSON.

use super::{About, Need, Rule};
use crate::contract::body::Body;
use crate::contract::found::{Found, Run};
use crate::contract::words::described;
use crate::findings::Severity;

pub(super) struct BodyNotJson;

const ABOUT: About = About {
    id: "body-not-json",
    title: "a body is not JSON",
    severity: "error",
    checks: "Every body that is described as JSON is JSON, and there is one.",
    needs: Need::Body,
    why: "A client cannot read any of it.",
    example: "A page ends in the middle, or an error is an HTML page.",
    fix: "Make bodies by a JSON library, also those of errors; have the gateway answer in JSON too.",
};

impl Rule for BodyNotJson {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let response = run.operation(exchange).responses.get(&answer.status);
            if response.is_none_or(|response| response.schema.is_none()) {
                continue;
            }
            let (message, fault) = match &answer.body {
                Body::Empty => ("a body is empty".to_owned(), None),
                Body::NotJson(fault) => (format!("a body is not JSON: {}", fault.message), Some(fault)),
                Body::Unrecorded | Body::NotUtf8(_) | Body::Json(_) => continue,
            };
            let at = described(run, exchange, answer);
            let cause = found.add(&ABOUT, Severity::Error, message, &at, place, "");
            if let Some(fault) = fault {
                cause.at(fault.line, fault.column);
            }
        }
    }
}
