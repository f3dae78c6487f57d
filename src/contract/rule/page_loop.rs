//! A walk without end.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::End;
use crate::contract::words::paging_of;
use crate::findings::Severity;

pub(super) struct PageLoop;

const ABOUT: About = About {
    id: "page-loop",
    title: "a marker leads back to a page before",
    severity: "error",
    checks: "In one walk no marker is offered twice, and pages do not go on for ever with nothing on them, or nothing new.",
    needs: Need::Walk,
    why: "A client that trusts the markers never comes to an end.",
    example: "Page 3 offers the marker that led to page 2.",
    fix: "Make the marker of a page from its last item.",
};

impl Rule for PageLoop {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (walk, pagination) in run.walks() {
            let Some(last) = walk.pages.last().copied() else { continue };
            let (message, key) = match walk.end {
                End::Loop => ("a walk comes back to where it was", "next"),
                End::Endless => ("pages without items lead on and on", "end"),
                _ => continue,
            };
            let at = paging_of(run, walk, key);
            found.add(&ABOUT, Severity::Error, message, &at, last, &pagination.next).over(&walk.pages);
        }
    }
}
