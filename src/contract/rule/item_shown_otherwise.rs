//! One item, told in two ways.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::sightings::{Sighting, sightings};
use crate::spec::pointer;
use serde_json::Value;

pub(super) struct ItemShownOtherwise;

const ABOUT: About = About {
    id: "item-shown-otherwise",
    title: "an item is another one when it is shown alone",
    severity: "error where the meaning is published, else warning",
    checks: "An item that is shown alone has the identity that was asked for and, once it has ended, says what its list says.",
    needs: Need::Item,
    why: "One of the two is wrong, and nobody knows which.",
    example: "Task 1248 freed 5 GiB in the list, and nothing when it is shown alone.",
    fix: "Answer both from the same place.",
};

impl Rule for ItemShownOtherwise {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["page-item-twice", "page-unstable", "item-final-changed", "filter-lets-others-through"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        let all = sightings(run);
        for (index, shown) in all.iter().enumerate() {
            let (Some(asked), Some(finals)) = (shown.asked, run.finals(shown.list)) else { continue };
            let operation = run.operation(&run.record.exchanges[shown.place]);
            let at = pointer(&pointer(&operation.pointer, "x-swr-effect"), "of");
            let mut add = |name: &str, message: String, pages: &[usize]| {
                let place = if name.is_empty() { String::new() } else { pointer("", name) };
                found.add(&ABOUT, run.severity(&at), message, &at, shown.place, &place).over(pages);
            };
            let identity = &shown.pagination.identity;
            if shown.id().is_some_and(|id| id != asked) {
                add(identity, format!("an item shown alone has another {identity} than was asked for"), &[]);
                continue;
            }
            let is_same = |seen: &&Sighting<'_>| {
                seen.asked.is_none() && seen.list == shown.list && seen.id().is_some_and(|id| id == asked)
            };
            let Some(listed) = all[..index].iter().rev().find(is_same) else { continue };
            let mut names = listed.item.as_object().into_iter().flatten().map(|(name, _)| name);
            if !names.any(|name| shown.item.get(name).is_some()) {
                let message = "an item shown alone has nothing of what its list says of it";
                add("", message.to_owned(), &[listed.place]);
                continue;
            }
            let ended = finals.is_final(listed.item);
            for (name, value) in listed.item.as_object().into_iter().flatten().filter(|_| ended) {
                if shown.item.get(name).is_some_and(|now| contradicts(value, now)) {
                    let message = format!("an item shown alone has another {name} than in its list");
                    add(name, message, &[listed.place]);
                }
            }
        }
    }
}

/// Whether two values say different things. What only one of them says is no contradiction.
fn contradicts(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.iter().any(|(name, value)| other.get(name).is_some_and(|now| contradicts(value, now)))
        }
        _ => one != other,
    }
}
