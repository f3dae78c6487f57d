//! An item that comes twice.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::{End, identity};
use crate::contract::words::paging_of;
use crate::findings::Severity;
use std::collections::HashMap;

pub(super) struct PageItemTwice;

const ABOUT: About = About {
    id: "page-item-twice",
    title: "an item comes twice in one walk",
    severity: "error; warning in a recording in which nobody looked again",
    checks: "No item comes twice in one walk, on one page or on two.",
    needs: Need::Page,
    why: "Counts and sums are wrong, and work is done twice.",
    example: "Task 1001 ends page 1 and begins page 2.",
    fix: "Begin each page behind the last item of the one before; give each item an id of its own.",
};

impl Rule for PageItemTwice {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-unstable", "filter-lets-others-through", "page-loop"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (walk, pagination) in run.walks() {
            // After a loop, everything comes again: that is the loop's fault.
            if walk.end == End::Loop {
                continue;
            }
            let steady = run.is_steady(walk.operation);
            // A recording is as it is: if nobody looked again, nobody will.
            let final_word =
                run.record.file.is_some() && run.changes(walk.operation).is_none_or(|known| !known.looked);
            let mut seen = HashMap::new();
            for item in run.record.walked(pagination, walk) {
                let Some(id) = identity(pagination, item.item) else { continue };
                match seen.insert(id, item.page) {
                    None => {}
                    // New items may push one over the border of two pages, but not on one and the same.
                    Some(page) if steady || final_word || page == item.page => {
                        let sure = steady || page == item.page;
                        let severity = if sure { Severity::Error } else { Severity::Warning };
                        let at = paging_of(run, walk, "identity");
                        let message = "an item comes twice in one walk";
                        let pointer = item.pointer(pagination);
                        found.add(&ABOUT, severity, message, &at, item.page, &pointer).over(&[page]);
                    }
                    Some(_) => found.leave_open("an item came twice in one walk, while items changed"),
                }
            }
        }
    }
}
