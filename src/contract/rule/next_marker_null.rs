//! A marker that is null.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::words::{has_marker, paging_at};
use crate::findings::Severity;

pub(super) struct NextMarkerNull;

const ABOUT: About = About {
    id: "next-marker-null",
    title: "the last page has a marker that is null",
    severity: "info",
    checks: "Whether the end of a list is told by `null` instead of by nothing.",
    needs: Need::Page,
    why: "Clients that go by the documented form ask for the page `null`.",
    example: "`\"next_marker\":null`",
    fix: "Leave the marker out on the last page.",
};

impl Rule for NextMarkerNull {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, pagination) in run.pages() {
            if has_marker(run, pagination, place, serde_json::Value::is_null) {
                let at = paging_at(run.operation(exchange), "end");
                found.add(
                    &ABOUT,
                    Severity::Info,
                    "the marker of a page is null",
                    &at,
                    place,
                    &pagination.next,
                );
            }
        }
    }
}
