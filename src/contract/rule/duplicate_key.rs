//! A key that stands twice.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::described;
use crate::findings::Severity;
use crate::text::printable;

pub(super) struct DuplicateKey;

const ABOUT: About = About {
    id: "duplicate-key",
    title: "a key stands twice in one object",
    severity: "error",
    checks: "No object has a key twice.",
    needs: Need::Json,
    why: "Readers differ in which of the two values they take, and some refuse the body.",
    example: "`{\"id\":1,\"id\":2}`",
    fix: "Write each key once.",
};

impl Rule for DuplicateKey {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            for pointer in answer.body.json().iter().flat_map(|json| &json.doubled) {
                let key = pointer.rsplit('/').next().unwrap_or_default();
                let message = format!("the key {} stands twice in one object", printable(key));
                let at = described(run, exchange, answer);
                found.add(&ABOUT, Severity::Error, message, &at, place, pointer);
            }
        }
    }
}
