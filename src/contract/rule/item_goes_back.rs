//! What has begun, and is to begin again.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::sightings::sightings;
use std::collections::HashMap;

pub(super) struct ItemGoesBack;

const ABOUT: About = About {
    id: "item-goes-back",
    title: "an item goes back to an earlier stage",
    severity: "error where the order is published, else warning",
    checks: "An item passes through the stages in their order.",
    needs: Need::Pages,
    why: "Whoever waits for it to begin, or to end, waits for ever.",
    example: "A task is Running in the list, and Pending when it is shown alone.",
    fix: "Tell the state from one place; begin a new task instead of an old one again.",
};

impl Rule for ItemGoesBack {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-item-twice", "filter-lets-others-through", "item-shown-otherwise"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        let mut last = HashMap::new();
        for seen in sightings(run) {
            let (Some(key), Some(finals)) = (seen.key(), run.finals(seen.list)) else { continue };
            let Some(stage) = finals.stage(seen.item) else { continue };
            // What has ended and goes on has a rule of its own.
            if let Some((before, page, false)) =
                last.insert(key, (stage, seen.place, finals.is_final(seen.item)))
                && stage < before
            {
                let at = &finals.stages_at;
                let message = "an item is at an earlier stage than before";
                found.add(&ABOUT, run.severity(at), message, at, seen.place, &seen.pointer()).over(&[page]);
            }
        }
    }
}
