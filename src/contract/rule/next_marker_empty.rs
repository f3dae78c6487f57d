//! A marker that is empty.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::{has_marker, paging_at};
use crate::findings::Severity;

pub(super) struct NextMarkerEmpty;

const ABOUT: About = About {
    id: "next-marker-empty",
    title: "the last page has a marker that is empty",
    severity: "info",
    checks: "Whether the end of a list is told by an empty text instead of by nothing.",
    needs: Need::Page,
    why: "Clients that go by the documented form begin the list anew.",
    example: "`\"next_marker\":\"\"`",
    fix: "Leave the marker out on the last page.",
};

impl Rule for NextMarkerEmpty {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, pagination) in run.pages() {
            if has_marker(run, pagination, place, |marker| marker == "") {
                let at = paging_at(run.operation(exchange), "end");
                found.add(
                    &ABOUT,
                    Severity::Info,
                    "the marker of a page is empty",
                    &at,
                    place,
                    &pagination.next,
                );
            }
        }
    }
}
