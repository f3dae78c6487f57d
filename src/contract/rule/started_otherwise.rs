//! Something else than was asked for.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::started::started;
use crate::spec::pointer;
use serde_json::Value;

pub(super) struct StartedOtherwise;

const ABOUT: About = About {
    id: "started-otherwise",
    title: "what was started is told to do something else",
    severity: "error where the fact is published, else warning",
    checks: "An item that was started says of itself what its start said.",
    needs: Need::Start,
    why: "Who asks for a trial gets the real thing, and what that deletes is gone.",
    example: "`\"dry_run\":true` is sent, and the new task has `\"dry_run\":false`.",
    fix: "Start with exactly what the body says, and show that.",
};

impl Rule for StartedOtherwise {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["start-identity-known", "item-shown-otherwise"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for started in started(run) {
            let seen: Vec<_> =
                started.seen(run).into_iter().filter(|seen| seen.place > started.place).collect();
            for (name, told) in started.told.and_then(Value::as_object).into_iter().flatten() {
                let shown = seen
                    .iter()
                    .filter_map(|seen| Some((seen, seen.item.pointer(started.shown_in)?.get(name)?)));
                let shown: Vec<_> = shown.collect();
                let Some((first, _)) = shown.first() else { continue };
                // Where it says now this and now that of itself, another rule tells so.
                if shown.iter().all(|(_, value)| *value != told) {
                    let at = started.described("shown-in");
                    let message = format!("{name} of a new item is not what its start said");
                    let place = first.pointer() + &pointer(started.shown_in, name);
                    let cause = found.add(&ABOUT, run.severity(&at), message, &at, first.place, &place);
                    cause.over(&[started.place]);
                }
            }
        }
    }
}
