//! What a run asks, one file a subject, from the API description alone.

mod auth;
mod bodies;
mod bounds;
mod filters;
mod pages;
mod reads;
mod starts;
mod undo;
mod writes;

use std::collections::HashSet;

use super::engine::{Engine, Stopped};
use crate::spec::{Effect, Operation};
use bodies::{Flawed, Template};

/// Requests that an operation is worth that starts something: two starts, a look, four stops, one who may not.
const START: usize = 8;

/// The same of one that writes: the write, one who may not, a look, what puts it back, and a look at that.
const WRITE: usize = 5;

/// Bodies that have to be refused, if the budget allows no more.
const FLAWS: usize = 5;

impl Engine<'_> {
    /// Asks everything: first what lists something, then what shows it one by one, then what changes it.
    pub(super) async fn run(&mut self) {
        let lists: Vec<usize> = self.all(|operation| operation.pagination.is_some());
        for operation in lists.iter().copied() {
            // `begin` asks nothing about an operation without pages.
            let Some(admitted) = self.begin(operation).await else { continue };
            if !admitted {
                // Who is not let in learns nothing by asking on.
                return;
            }
            self.pages(operation).await;
            self.bounds(operation).await;
            self.auth(operation).await;
            self.filters(operation).await;
        }
        self.reads().await;
        self.once_more().await;
        self.strangers().await;
        for operation in lists.iter().copied() {
            self.further(operation).await;
        }
        let reads = self.all(|operation| operation.is_read() && operation.pagination.is_none());
        // A service that shows nothing but lists hardly does more.
        let is_known = |operation: &usize| {
            let asked = self.record.exchanges.iter().any(|exchange| exchange.operation == *operation);
            asked && self.is_served(*operation)
        };
        let writes = self.writes && reads.iter().any(is_known);
        let mut flaws = Vec::new();
        if writes {
            self.starts().await;
            flaws = self.every_flaw();
            let writes = self.all(|operation| matches!(operation.effect, Some(Effect::Write { .. })));
            let kept = WRITE * writes.len();
            let (others, owed): (Vec<_>, _) =
                (flaws.extract_if(.., |(of, _)| !writes.contains(of)).collect(), self.owed.len());
            for (operation, flaw) in others {
                // What such a body starts is stopped at once; where that fails, nothing more is started.
                if self.left() >= kept + 2 && self.owed.len() == owed {
                    self.flaw(operation, flaw).await;
                }
            }
        }
        // What was kept for a second look is there, also where all else is spent.
        self.kept = 0;
        let spent = self.stopped.take_if(|stopped| *stopped == Stopped::Budget);
        for operation in lists {
            self.again(operation).await;
        }
        self.stopped = self.stopped.take().or(spent);
        if writes {
            self.settle().await;
            self.writes(flaws).await;
            self.undo().await;
        }
    }

    /// Requests to be kept for what changes something, if that is allowed.
    pub(super) fn worth(&self) -> usize {
        if !self.writes {
            return 0;
        }
        let worth = self.contract.operations.iter().map(|operation| match &operation.effect {
            Some(Effect::Start { .. }) => START,
            Some(Effect::Write { .. }) => WRITE,
            _ => 0,
        });
        worth.sum::<usize>() + FLAWS
    }

    /// Bodies that have to be refused: each fact once, the worst first.
    fn every_flaw(&self) -> Vec<(usize, Flawed)> {
        let mut flaws = Vec::new();
        for (place, operation) in self.contract.operations.iter().enumerate() {
            let Some(Effect::Start { trial, .. } | Effect::Write { trial, .. }) = &operation.effect else {
                continue;
            };
            let Some(template) = Template::new(&self.contract.source, operation, trial) else { continue };
            // What is refused must not be what is written: else nobody could tell them apart.
            let sound = match self.before(operation) {
                Some(before) => template.other_than(&before).and_then(|first| template.other_than(&first)),
                None => template.sound(),
            };
            let Some(sound) = sound else { continue };
            flaws.extend(template.flawed(&sound).into_iter().map(|flawed| (place, flawed)));
        }
        flaws.sort_by_key(|(_, flawed)| flawed.kind);
        let mut told = HashSet::new();
        flaws.retain(|(place, flawed)| self.is_served(*place) && told.insert(flawed.flaw.at.clone()));
        flaws
    }

    fn all(&self, is: impl Fn(&Operation) -> bool) -> Vec<usize> {
        let operations = self.contract.operations.iter().enumerate();
        operations.filter(|(_, operation)| is(operation)).map(|(place, _)| place).collect()
    }
}
