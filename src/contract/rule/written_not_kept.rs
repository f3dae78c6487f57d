//! What was written, and does not stand there.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::written::written;
use crate::spec::pointer;

pub(super) struct WrittenNotKept;

const ABOUT: About = About {
    id: "written-not-kept",
    title: "what was written reads back otherwise",
    severity: "error where the fact is published, else warning",
    checks: "After a write that was accepted, everything that was written stands there.",
    needs: Need::Write,
    why: "What the operator set is not what will happen.",
    example: "`{\"workers\":5}` was written, and `{\"workers\":1}` is read.",
    fix: "Keep the whole body, or refuse it.",
};

impl Rule for WrittenNotKept {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["schema-enum", "schema-bounds"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for written in written(run) {
            let effect = pointer(&pointer(&written.operation.pointer, "x-swr-effect"), "of");
            let mut add = |message: String, at: &str| {
                let cause = found.add(&ABOUT, run.severity(&effect), message, &effect, written.read, at);
                cause.over(&[written.write]);
            };
            if written.is_ignored(run) {
                add("a write that is accepted changes nothing".to_owned(), "");
                continue;
            }
            for at in written.differing.iter().filter(|at| written.by_refused(run, at).is_none()) {
                let name = at.rsplit('/').next().unwrap_or_default();
                add(format!("{name} reads back otherwise than it was written"), at);
            }
        }
    }
}
