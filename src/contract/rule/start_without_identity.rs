//! Something is started, and nobody knows what.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::started::started;

pub(super) struct StartWithoutIdentity;

const ABOUT: About = About {
    id: "start-without-identity",
    title: "what was started has no identity",
    severity: "error where the fact is published, else warning",
    checks: "The answer to a start says which item it has made.",
    needs: Need::Start,
    why: "Nobody can wait for it, or stop it.",
    example: "`{}`, with the status 202",
    fix: "Answer with the identity of the new item.",
};

impl Rule for StartWithoutIdentity {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for started in started(run) {
            let body = run.record.answer(started.place).and_then(|answer| answer.value());
            let told = body.is_none_or(|body| body.pointer(started.at).is_some_and(|id| !id.is_null()));
            if !told {
                let at = started.described("id");
                let message = format!("the answer to a start has no {}", started.at);
                found.add(&ABOUT, run.severity(&at), message, &at, started.place, "");
            }
        }
    }
}
