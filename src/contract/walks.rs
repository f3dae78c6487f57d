//! Two walks through the same list, side by side.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::found::Run;
use super::record::{End, Purpose, Walk, identity};
use crate::spec::Pagination;

/// A walk and the one through the whole list, without what changed meanwhile.
pub(super) struct Pair<'a> {
    pub(super) walk: &'a Walk,
    pub(super) base: &'a Walk,
    pub(super) pagination: &'a Pagination,
    /// Identities of the items that both should have, each once.
    mine: Vec<String>,
    all: Vec<String>,
    /// What either has, changed or not.
    in_walk: HashSet<String>,
    in_base: HashSet<String>,
}

/// Every walk that begins where the whole list does, beside that one.
pub(super) fn pairs<'a>(run: &Run<'a>) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (walk, pagination) in run.walks() {
        let Some(base) = run.record.base(walk.operation, pagination) else { continue };
        let other = !std::ptr::eq(walk, base) && !matches!(walk.end, End::Loop | End::Endless);
        if other && !matches!(walk.purpose, Purpose::Again | Purpose::Part) {
            pairs.push(Pair::new(run, walk, base, pagination));
        }
    }
    pairs
}

impl<'a> Pair<'a> {
    fn new(run: &Run<'a>, walk: &'a Walk, base: &'a Walk, pagination: &'a Pagination) -> Self {
        let fits = |item: &Value| {
            let filters = &run.contract.operations[walk.operation].filters;
            walk.filter.as_ref().is_none_or(|(name, word)| {
                filters.get(name).is_some_and(|property| item.get(property).is_some_and(|has| has == word))
            })
        };
        let named = |walk: &'a Walk| {
            run.record
                .walked(pagination, walk)
                .filter_map(|seen| Some((identity(pagination, seen.item)?, seen.item)))
        };
        let steady = |id: &String| run.changes(walk.operation).is_some_and(|changes| changes.is_steady(id));
        let mut seen = HashSet::new();
        let mine = named(walk).map(|(id, _)| id).filter(|id| steady(id) && seen.insert(id.clone())).collect();
        let mut seen = HashSet::new();
        let all = named(base).filter(|(id, item)| fits(item) && steady(id) && seen.insert(id.clone()));
        Self {
            walk,
            base,
            pagination,
            mine,
            all: all.map(|(id, _)| id).collect(),
            in_walk: named(walk).map(|(id, _)| id).collect(),
            in_base: named(base).map(|(id, _)| id).collect(),
        }
    }

    /// Whether the list was looked at twice, so that it is known what did not change meanwhile.
    pub(super) fn is_steady(&self, run: &Run<'_>) -> bool {
        run.changes(self.walk.operation).is_some_and(|changes| changes.looked)
    }

    /// Places in the whole list of what the walk has, in the order of the walk.
    fn places(&self) -> Vec<usize> {
        let known: HashMap<&String, usize> = self.all.iter().enumerate().map(|(at, id)| (id, at)).collect();
        self.mine.iter().filter_map(|id| known.get(id).copied()).collect()
    }

    /// Whether what both have comes in the same order.
    pub(super) fn is_ordered(&self) -> bool {
        self.places().is_sorted()
    }

    /// How many items the walk has not and should have.
    pub(super) fn missing_here(&self) -> usize {
        let places = self.places();
        let reached = match self.walk.end {
            End::Complete => self.all.len(),
            // How far a walk has come is known by the order only.
            _ if places.is_sorted() => places.last().map_or(0, |last| last + 1),
            _ => 0,
        };
        self.all[..reached].iter().filter(|id| !self.in_walk.contains(*id)).count()
    }

    /// How many items the whole list has not and should have.
    pub(super) fn missing_there(&self) -> usize {
        let lacking = |id: &&String| !self.in_base.contains(*id);
        match self.base.end {
            End::Complete => self.mine.iter().filter(lacking).count(),
            // A list that was not walked to its end may have the rest beyond it.
            _ => {
                let known = self.mine.iter().rposition(|id| self.in_base.contains(id)).unwrap_or(0);
                self.mine[..known].iter().filter(lacking).count()
            }
        }
    }
}
