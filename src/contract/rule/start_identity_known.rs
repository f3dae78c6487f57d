//! Something new with the name of something old.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::started::started;

pub(super) struct StartIdentityKnown;

const ABOUT: About = About {
    id: "start-identity-known",
    title: "what was started has the identity of an older item",
    severity: "error where the fact is published, else warning",
    checks: "The identity of a new item is one that no item had before.",
    needs: Need::Start,
    why: "Whoever stops the new one stops another one.",
    example: "The start is answered with `{\"id\":1249}`, and task 1249 is Running since yesterday.",
    fix: "Answer with the identity of the item that was made.",
};

impl Rule for StartIdentityKnown {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for started in started(run) {
            let before = started.seen(run).into_iter().find(|seen| seen.place < started.place);
            if let Some(before) = before {
                let at = started.described("id");
                let message = "a new item has an identity that another one had before";
                let cause = found.add(&ABOUT, run.severity(&at), message, &at, started.place, started.at);
                cause.over(&[before.place]);
            }
        }
    }
}
