//! Another default.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::{End, Intent, Next};
use crate::contract::words::schema_of;
use crate::spec::pointer;

pub(super) struct PageDefaultSize;

const ABOUT: About = About {
    id: "page-default-size",
    title: "a page of no stated size has another one",
    severity: "error where the default is published, else warning",
    checks: "Without a limit, a page has as many items as the described default.",
    needs: Need::DefaultSize,
    why: "Whoever relies on the default gets more or fewer.",
    example: "A request without `limit` gets 20 tasks.",
    fix: "Use the described default, or describe this one.",
};

impl Rule for PageDefaultSize {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-unstable", "page-too-long"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, pagination) in run.pages() {
            if !matches!(exchange.intent, Intent::Page { size: None, .. }) {
                continue;
            }
            let Some(base) = run.record.base(exchange.operation, pagination) else { continue };
            let whole = run.record.walked(pagination, base).count();
            let ended = base.end == End::Complete && run.is_steady(exchange.operation);
            let default = usize::try_from(pagination.limit_default).unwrap_or(usize::MAX);
            let count = run.record.items(pagination, place).len();
            let leads_on = matches!(run.record.next(pagination, place), Next::Marker(_));
            // A list that is shorter than the default says nothing about it.
            if count > default || count < default && (leads_on || ended && count < whole) {
                let at = pointer(&schema_of(run, run.operation(exchange), &pagination.limit), "default");
                let message = format!("without {} a page has another size", pagination.limit);
                found.add(&ABOUT, run.severity(&at), message, &at, place, &pagination.items);
            }
        }
    }
}
