//! Another order.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::walks::pairs;
use crate::contract::words::paging_of;
use crate::findings::Severity;

pub(super) struct PageOrder;

const ABOUT: About = About {
    id: "page-order",
    title: "walks have their items in another order",
    severity: "error",
    checks: "Walks with every page size have their items in the same order.",
    needs: Need::Pair,
    why: "Whoever stops in the middle and goes on elsewhere misses some.",
    example: "`limit=10` lists 1, 2, 3; `limit=100` lists 3, 2, 1.",
    fix: "Sort by something that does not depend on the page size.",
};

impl Rule for PageOrder {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-unstable", "page-loop", "page-item-twice"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for pair in pairs(run) {
            if pair.walk.filter.is_none()
                && !pair.is_ordered()
                && let Some(first) = pair.walk.pages.first().copied()
            {
                let at = paging_of(run, pair.walk, "items");
                let message = "walks with pages of different sizes have another order";
                let cause = found.add(&ABOUT, Severity::Error, message, &at, first, &pair.pagination.items);
                cause.over(&pair.walk.pages);
                cause.over(&pair.base.pages);
            }
        }
    }
}
