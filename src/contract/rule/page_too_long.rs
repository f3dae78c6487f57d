//! More than was asked for.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::words::paging_at;
use crate::findings::Severity;

pub(super) struct PageTooLong;

const ABOUT: About = About {
    id: "page-too-long",
    title: "a page has more items than asked for",
    severity: "error",
    checks: "No page has more items than its limit, and none more than the largest.",
    needs: Need::Page,
    why: "A client that made room for so many has no room for more.",
    example: "`limit=10` gets 11 tasks.",
    fix: "Cut pages at the limit.",
};

impl Rule for PageTooLong {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, pagination) in run.pages() {
            let size = match &exchange.intent {
                Intent::Page { size: Some(size), .. } => *size,
                _ => pagination.limit_maximum,
            };
            let count = run.record.items(pagination, place).len();
            if i64::try_from(count).is_ok_and(|count| count > size) {
                let at = paging_at(run.operation(exchange), "limit");
                let message = match count as i64 > pagination.limit_maximum {
                    true => "a page has more items than the largest one may have",
                    false => "a page has more items than it was asked for",
                };
                found.add(&ABOUT, Severity::Error, message, &at, place, &pagination.items);
            }
        }
    }
}
