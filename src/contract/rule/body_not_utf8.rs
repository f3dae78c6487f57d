//! Bytes that are no text.

use super::{About, Need, Rule};
use crate::contract::body::Body;
use crate::contract::found::{Found, Run};
use crate::contract::words::described;
use crate::findings::Severity;

pub(super) struct BodyNotUtf8;

const ABOUT: About = About {
    id: "body-not-utf8",
    title: "a body is not UTF-8",
    severity: "error",
    checks: "Every JSON body is UTF-8.",
    needs: Need::Body,
    why: "Strict readers refuse the whole page because of one name.",
    example: "A task's name holds the byte FF.",
    fix: "Encode every text as UTF-8.",
};

impl Rule for BodyNotUtf8 {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let Body::NotUtf8(fault) = &answer.body else { continue };
            let at = described(run, exchange, answer);
            let cause = found.add(&ABOUT, Severity::Error, "a body is not UTF-8", &at, place, "");
            if let Some(fault) = fault {
                cause.at(fault.line, fault.column);
            }
        }
    }
}
