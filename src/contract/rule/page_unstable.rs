//! The same question, another answer.

use super::{About, BROKEN, Need, Rule};
use crate::contract::changes::is_later_version;
use crate::contract::found::{Found, Run};
use crate::contract::record::{Answer, Intent, Purpose};
use crate::contract::words::{paging_at, paging_of};
use crate::findings::Severity;

pub(super) struct PageUnstable;

const ABOUT: About = About {
    id: "page-unstable",
    title: "the same request gets another answer",
    severity: "error",
    checks: "The same request twice gets the same items.",
    needs: Need::Repeat,
    why: "No walk over it can be trusted.",
    example: "`limit=100` has task 7 once and not the next time.",
    fix: "Answer from one consistent view.",
};

impl Rule for PageUnstable {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, pagination) in run.pages() {
            let Intent::Repeat { of } = exchange.intent else { continue };
            let (before, after) = (run.record.items(pagination, of), run.record.items(pagination, place));
            let sound = run.record.answer(of).is_some_and(Answer::is_2xx);
            let Some(finals) = run.finals(exchange.operation).filter(|_| sound && before != after) else {
                continue;
            };
            let size = size_of(run, of).unwrap_or(pagination.limit_default);
            if is_later_version(pagination, finals, size, before, after) {
                found.leave_open("the same page was another one, in items that may have changed");
                continue;
            }
            let at = paging_at(run.operation(exchange), "items");
            let message = "the same request has other items the second time";
            let cause = found.add(&ABOUT, Severity::Error, message, &at, place, &pagination.items);
            cause.over(&walked(run, exchange.operation));
        }
        for (index, walk) in run.record.walks.iter().enumerate() {
            let Some(changes) = run.changes(walk.operation).filter(|_| walk.purpose == Purpose::Again) else {
                continue;
            };
            let lost = changes.lost.iter().any(|(_, at)| *at == index);
            if let Some(last) = walk.pages.last().copied().filter(|_| lost) {
                let at = paging_of(run, walk, "items");
                let message = "a list lacks items the second time";
                let cause = found.add(&ABOUT, Severity::Error, message, &at, last, "");
                cause.over(&walked(run, walk.operation));
            }
        }
    }
}

/// Items of a full page, as it was asked for.
fn size_of(run: &Run<'_>, place: usize) -> Option<i64> {
    match run.record.exchanges.get(place)?.intent {
        Intent::Page { size, .. } => size,
        Intent::Repeat { of } => size_of(run, of),
        _ => None,
    }
}

/// Pages of every walk: none of them shows anything where the same is not the same.
fn walked(run: &Run<'_>, operation: usize) -> Vec<usize> {
    let walks = run.record.walks.iter().filter(|walk| walk.operation == operation);
    walks.flat_map(|walk| walk.pages.iter().copied()).collect()
}
