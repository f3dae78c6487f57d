//! A marker that leads nowhere.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::{is_later_page, paging_at, status};
use crate::findings::Severity;

pub(super) struct PageMarkerRefused;

const ABOUT: About = About {
    id: "page-marker-refused",
    title: "a marker that was offered is refused",
    severity: "error",
    checks: "Every marker that a page offers gets the page after it.",
    needs: Need::LaterPage,
    why: "A list that cannot be walked to its end is a list with holes.",
    example: "`next_marker` is `eyJ…`, and asking with it gets 400.",
    fix: "Accept each marker for as long as a walk may take, with every page size.",
};

impl Rule for PageMarkerRefused {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            if answer.is_refusal() && is_later_page(run, exchange) {
                let at = paging_at(run.operation(exchange), "next");
                let message = format!("a marker that was offered is answered with {}", status(answer.status));
                found.add(&ABOUT, Severity::Error, message, &at, place, "");
            }
        }
    }
}
