//! Items as answers show them, in their list and alone, in the order in which they were seen.

use serde_json::Value;

use super::found::{Run, is_sound};
use super::record::{Intent, identity, in_path};
use crate::spec::Pagination;

/// An item in one answer.
#[derive(Clone, Copy)]
pub(super) struct Sighting<'a> {
    /// The operation that lists it.
    pub(super) list: usize,
    pub(super) pagination: &'a Pagination,
    /// The identity that was asked for, if it is shown alone.
    pub(super) asked: Option<&'a str>,
    pub(super) place: usize,
    /// On its page.
    index: usize,
    pub(super) item: &'a Value,
}

impl Sighting<'_> {
    /// What tells it from others, as it stands in a path.
    pub(super) fn id(&self) -> Option<String> {
        in_path(self.item.get(&self.pagination.identity)?)
    }

    /// Where it stands in its body.
    pub(super) fn pointer(&self) -> String {
        match self.asked {
            Some(_) => String::new(),
            None => format!("{}/{}", self.pagination.items, self.index),
        }
    }

    /// The same for a look-up: one list's items are not those of another.
    pub(super) fn key(&self) -> Option<(usize, String)> {
        Some((self.list, identity(self.pagination, self.item)?))
    }
}

/// Every item of every answer to a right request.
pub(super) fn sightings<'a>(run: &Run<'a>) -> Vec<Sighting<'a>> {
    let mut found = Vec::new();
    for (place, exchange, answer) in run.answers().filter(|(_, exchange, _)| is_sound(exchange)) {
        let operation = run.operation(exchange);
        let described = answer.is_2xx() && operation.responses.contains_key(&answer.status);
        let paged = |list: usize| run.contract.operations.get(list)?.pagination.as_ref();
        match (&exchange.intent, described) {
            (_, false) => {}
            (Intent::Item { list, identity }, true) => {
                let Some((pagination, item)) = paged(*list).zip(answer.value()) else { continue };
                let (list, asked) = (*list, Some(identity.as_str()));
                found.push(Sighting { list, pagination, asked, place, index: 0, item });
            }
            _ => {
                let Some(pagination) = paged(exchange.operation) else { continue };
                let items = run.record.items(pagination, place).iter().enumerate();
                let list = exchange.operation;
                found.extend(items.map(|(index, item)| Sighting {
                    list,
                    pagination,
                    asked: None,
                    place,
                    index,
                    item,
                }));
            }
        }
    }
    found
}
