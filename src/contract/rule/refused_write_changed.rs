//! What was refused, and done.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::written::written;
use crate::findings::Severity;

pub(super) struct RefusedWriteChanged;

const ABOUT: About = About {
    id: "refused-write-changed",
    title: "what was refused was done all the same",
    severity: "error",
    checks: "A write that is refused changes nothing.",
    needs: Need::Write,
    why: "The caller mends a mistake that has long come true.",
    example: "A body is answered with 400, and its `type` is read from then on.",
    fix: "Look at the whole body, and at who sends it, before anything of it is kept.",
};

impl Rule for RefusedWriteChanged {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for written in written(run) {
            for at in &written.differing {
                let Some(place) = written.by_refused(run, at) else { continue };
                let name = at.rsplit('/').next().unwrap_or_default();
                let message = format!("{name} is what a refused request wrote");
                let schema = &written.operation.pointer;
                found.add(&ABOUT, Severity::Error, message, schema, written.read, at).over(&[place]);
            }
        }
    }
}
