//! A short page in the middle.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Next;
use crate::contract::words::paging_of;
use crate::findings::Severity;

pub(super) struct PageShort;

const ABOUT: About = About {
    id: "page-short",
    title: "a page before the last has fewer items than asked for",
    severity: "warning",
    checks: "Every page but the last is full.",
    needs: Need::Walk,
    why: "Clients that stop at the first short page miss the rest.",
    example: "`limit=100` gets 40 tasks and a marker.",
    fix: "Fill pages, or say in the description that they need not be full.",
};

impl Rule for PageShort {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[&["schema-type", "schema-required"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (walk, pagination) in run.walks() {
            for place in walk.pages.iter().copied() {
                let count = i64::try_from(run.record.items(pagination, place).len()).unwrap_or(i64::MAX);
                if walk.size.is_some_and(|size| count < size)
                    && matches!(run.record.next(pagination, place), Next::Marker(_))
                {
                    let at = paging_of(run, walk, "limit");
                    let message = "a page before the last has fewer items than its limit";
                    found.add(&ABOUT, Severity::Warning, message, &at, place, &pagination.items);
                }
            }
        }
    }
}
