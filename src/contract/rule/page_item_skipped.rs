//! An item that is missing.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::walks::pairs;
use crate::contract::words::paging_of;
use crate::findings::Severity;

pub(super) struct PageItemSkipped;

const ABOUT: About = About {
    id: "page-item-skipped",
    title: "an item is missing from a walk",
    severity: "error",
    checks: "Walks with every page size have the same items.",
    needs: Need::Pair,
    why: "What is not listed is not seen: a failed task goes unnoticed.",
    example: "`limit=7` lists 1, 2, 4; `limit=100` lists 1, 2, 3, 4.",
    fix: "Begin each page behind the last item of the one before, and end the list at its end.",
};

impl Rule for PageItemSkipped {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-unstable", "page-loop", "page-item-twice", "page-order"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for pair in pairs(run) {
            let (here, there) = (pair.missing_here(), pair.missing_there());
            // What a filter leaves out has a rule of its own.
            let (walk, missing) = match (here, there) {
                (1.., _) if pair.walk.filter.is_none() => (pair.walk, true),
                (_, missing) => (pair.base, missing > 0),
            };
            if missing && let Some(last) = walk.pages.last().copied() {
                let gone = run.changes(walk.operation).is_none_or(|changes| !changes.gone.is_empty());
                if gone {
                    found.leave_open("an item was missing from a walk, while items changed");
                    continue;
                }
                let at = paging_of(run, walk, "items");
                let message = "a walk lacks items that another one has";
                let cause = found.add(&ABOUT, Severity::Error, message, &at, last, &pair.pagination.items);
                cause.over(&pair.walk.pages);
                cause.over(&pair.base.pages);
            }
        }
    }
}
