//! What has ended, and goes on.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::sightings::sightings;
use serde_json::Value;
use std::collections::HashMap;

pub(super) struct ItemFinalChanged;

const ABOUT: About = About {
    id: "item-final-changed",
    title: "an item goes on after it has ended",
    severity: "error where the meaning is published, else warning",
    checks: "An item with one of the final words has that word to the end of the run.",
    needs: Need::Pages,
    why: "Whoever has dealt with a finished task does not look at it again.",
    example: "A task is Success in the first answer and Error in the tenth.",
    fix: "Begin a new task instead.",
};

impl Rule for ItemFinalChanged {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-item-twice", "filter-lets-others-through"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        let mut last: HashMap<(usize, String), (usize, &Value)> = HashMap::new();
        for seen in sightings(run) {
            let (Some(key), Some(finals)) = (seen.key(), run.finals(seen.list)) else { continue };
            if let Some((page, before)) = last.insert(key, (seen.place, seen.item))
                && finals
                    .word(before)
                    .is_some_and(|word| finals.word(seen.item).is_some_and(|now| now != word))
                && finals.is_final(before)
            {
                let message = "an item has another word after a final one";
                let severity = run.severity(&finals.at);
                found.add(&ABOUT, severity, message, &finals.at, seen.place, &seen.pointer()).over(&[page]);
            }
        }
    }
}
