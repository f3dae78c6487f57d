//! What was started, and is not there.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::started::started;

pub(super) struct StartedItemMissing;

const ABOUT: About = About {
    id: "started-item-missing",
    title: "what was started is not in its list",
    severity: "error where the fact is published, else warning",
    checks: "An item that was started is listed, at the second look at the latest.",
    needs: Need::Start,
    why: "Nobody sees that it is at work, and somebody starts a second one.",
    example: "The start is answered with `{\"id\":1251}`, and no page has task 1251.",
    fix: "List every item from its creation on, by the identity that its start was answered with.",
};

impl Rule for StartedItemMissing {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-item-skipped", "page-unstable", "page-loop", "page-order", "page-item-twice"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for started in started(run) {
            let seen = started.seen(run);
            let known = seen.iter().any(|seen| seen.place < started.place);
            let walks = started.walks(run);
            let lacks = |walk: &&&crate::contract::record::Walk| {
                !seen.iter().any(|seen| walk.pages.contains(&seen.place))
            };
            let lacking = walks.iter().filter(lacks).count();
            match lacking {
                0 => {}
                _ if known || started.id.is_none() => {}
                lacking if lacking == walks.len() && lacking > 1 => {
                    let at = started.described("of");
                    let message = "an item that was started is not in its list";
                    let cause = found.add(&ABOUT, run.severity(&at), message, &at, started.place, started.at);
                    walks.iter().for_each(|walk| {
                        cause.over(&walk.pages);
                    });
                }
                _ => found.leave_open("an item that was started was not in its list at once"),
            }
        }
    }
}
