//! A filter that does not filter.

use super::{About, BROKEN, Need, Rule};
use crate::contract::changes::Finals;
use crate::contract::found::{Found, Run};
use crate::contract::record::identity;
use crate::findings::Severity;
use crate::spec::pointer;
use serde_json::Value;
use std::collections::HashMap;

pub(super) struct FilterLetsOthersThrough;

const ABOUT: About = About {
    id: "filter-lets-others-through",
    title: "a filter lets others through",
    severity: "error",
    checks: "Every item of a filtered walk has the word that was asked for, on every page.",
    needs: Need::FilteredWalk,
    why: "Whoever acts on the list acts on the wrong tasks.",
    example: "`status=Error` lists a task that is Success on page 2.",
    fix: "Apply the filter to every page.",
};

impl Rule for FilterLetsOthersThrough {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-unstable", "schema-enum"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (walk, pagination) in run.walks() {
            let operation = &run.contract.operations[walk.operation];
            let Some((name, word)) = &walk.filter else { continue };
            let Some(property) = operation.filters.get(name) else { continue };
            let base = run.record.base(walk.operation, pagination);
            let finals = Finals::new(run.contract, pagination);
            let mut known: HashMap<String, Option<&Value>> = HashMap::new();
            for seen in base.into_iter().flat_map(|base| run.record.walked(pagination, base)) {
                // Of two items with one identity it is not known which one is meant.
                let word = |known: &mut Option<&Value>| *known = None;
                if let Some(id) = identity(pagination, seen.item) {
                    known.entry(id).and_modify(word).or_insert(seen.item.get(property));
                }
            }
            for seen in run.record.walked(pagination, walk) {
                let id = identity(pagination, seen.item);
                // An item that says in this list only that it fits, does not.
                let elsewhere = id.as_ref().and_then(|id| known.get(id).copied().flatten());
                let words = [seen.item.get(property), elsewhere];
                if words.iter().flatten().all(|value| !value.is_string() || *value == word) {
                    continue;
                }
                let steady =
                    |id: &String| run.changes(walk.operation).is_some_and(|known| known.is_steady(id));
                // What is at its end stays there.
                let at_the_end = |item: &Value| finals.is_final(item);
                let fitting = with(seen.item, property, word);
                let never = at_the_end(seen.item)
                    && at_the_end(&fitting)
                    && seen.item.get(property) != fitting.get(property);
                if never || id.as_ref().is_none_or(steady) {
                    let at = pointer(&pointer(&operation.pointer, "x-swr-filters"), name);
                    let message = format!("the filter {name} lists items with another {property}");
                    let pointer = seen.pointer(pagination);
                    found.add(&ABOUT, Severity::Error, message, &at, seen.page, &pointer);
                } else {
                    found.leave_open(format!("an item left the filter {name}, while items changed"));
                }
            }
        }
    }
}

/// The item as one that fits the filter would be.
fn with(item: &Value, property: &str, word: &str) -> Value {
    let mut item = item.clone();
    if let Some(has) = item.get_mut(property) {
        *has = Value::from(word);
    }
    item
}
