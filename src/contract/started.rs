//! What a run has started: which item, and what was seen of it.

use serde_json::Value;

use super::found::Run;
use super::record::{End, Intent, Purpose, Walk, in_path};
use super::sightings::{Sighting, sightings};
use crate::spec::{Effect, Operation, pointer};

/// Looks that a run has for an item of its own that does not end at once.
pub(super) const LOOKS: usize = 4;

/// An item that a run has started.
pub(super) struct Started<'a> {
    pub(super) operation: &'a Operation,
    /// Place of the exchange.
    pub(super) place: usize,
    pub(super) list: usize,
    /// Where the answer has its identity.
    pub(super) at: &'a str,
    /// Its identity, if the answer has one.
    pub(super) id: Option<String>,
    /// What it was started with, and where it says so of itself.
    pub(super) told: Option<&'a Value>,
    pub(super) shown_in: &'a str,
}

/// Every right start that was accepted.
pub(super) fn started<'a>(run: &Run<'a>) -> Vec<Started<'a>> {
    let starts =
        run.answers().filter(|(_, exchange, answer)| exchange.intent == Intent::Start && answer.is_2xx());
    let of = |(place, exchange, answer): (usize, &'a super::record::Exchange, &'a super::record::Answer)| {
        let operation = run.operation(exchange);
        let Some(Effect::Start { list, id, trial, shown_in }) = &operation.effect else { return None };
        let list = run.contract.operations.iter().position(|other| other.id == *list)?;
        let identity = answer.value().and_then(|body| in_path(body.pointer(id)?));
        let beside = trial.rsplit_once('/').map_or("", |(beside, _)| beside);
        let told = exchange.sent.as_ref().and_then(|sent| sent.pointer(beside));
        Some(Started { operation, place, list, at: id, id: identity, told, shown_in })
    };
    starts.filter_map(of).collect()
}

impl<'a> Started<'a> {
    /// Where a part of what it does is described.
    pub(super) fn described(&self, key: &str) -> String {
        pointer(&pointer(&self.operation.pointer, "x-swr-effect"), key)
    }

    /// Where it was seen, before it was started or after.
    pub(super) fn seen(&self, run: &Run<'a>) -> Vec<Sighting<'a>> {
        let mut seen = sightings(run);
        seen.retain(|seen| seen.list == self.list && self.id.is_some() && seen.id() == self.id);
        seen
    }

    /// Whole walks through the list since then.
    pub(super) fn walks(&self, run: &Run<'a>) -> Vec<&'a Walk> {
        let later = |walk: &&Walk| {
            let whole = walk.purpose == Purpose::Again && walk.end == End::Complete;
            walk.operation == self.list && whole && walk.pages.first().is_some_and(|page| *page > self.place)
        };
        run.record.walks.iter().filter(later).collect()
    }
}
