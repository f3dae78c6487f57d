//! A filter that loses some.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::walks::pairs;
use crate::findings::Severity;
use crate::spec::pointer;

pub(super) struct FilterIncomplete;

const ABOUT: About = About {
    id: "filter-incomplete",
    title: "a filter leaves out items that it should list",
    severity: "error",
    checks: "The filtered walks have every item of the whole list that has the word.",
    needs: Need::FilteredPair,
    why: "Whoever looks for failures sees only some of them.",
    example: "The whole list has 12 tasks with Error, `status=Error` lists 11.",
    fix: "Apply the filter before cutting pages.",
};

impl Rule for FilterIncomplete {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[
            BROKEN,
            &[
                "filter-lets-others-through",
                "page-loop",
                "page-item-twice",
                "page-item-skipped",
                "page-unstable",
            ],
        ]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for pair in pairs(run) {
            let (Some((name, word)), 1..) = (&pair.walk.filter, pair.missing_here()) else { continue };
            let operation = &run.contract.operations[pair.walk.operation];
            let Some(last) = pair.walk.pages.last().copied() else { continue };
            // Where items leave a list, others move over the borders of its pages.
            let ended = run.finals(pair.walk.operation).zip(operation.filters.get(name));
            let ended = ended.is_some_and(|(finals, property)| finals.is_final_word(property, word));
            let gone = run.changes(pair.walk.operation).is_none_or(|changes| !changes.gone.is_empty());
            if run.is_steady(pair.walk.operation) || !gone && (ended || pair.walk.pages.len() == 1) {
                let at = pointer(&pointer(&operation.pointer, "x-swr-filters"), name);
                let message = format!("the filter {name} leaves out items that the whole list has");
                let cause = found.add(&ABOUT, Severity::Error, message, &at, last, &pair.pagination.items);
                cause.over(&pair.walk.pages);
                cause.over(&pair.base.pages);
            } else {
                found.leave_open(format!("an item was missing from the filter {name}, while items changed"));
            }
        }
    }
}
