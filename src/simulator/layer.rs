//! What stands between a caller and the healthy service: defects and variants, each around those before it.

use std::cell::Cell;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};

use super::asked::Asked;
use super::home::Home;
use super::memory::Memory;
use super::query::Query;
use super::reply::Reply;
use super::scene::{Beneath, Play, Scene};
use super::service::fill;
use super::switch::Switch;
use crate::spec::{Contract, Operation};

/// How often one request from outside is passed on inside: many parts that each ask twice would never end.
const MOST_PASSES: u32 = 1000;

/// Every part that is at work, the innermost first.
pub(super) struct Layer {
    pub(super) home: Home,
    /// What decides by chance.
    seed: u64,
    variants: Vec<Play>,
    /// The defects that the simulator was started with.
    told: Vec<Switch>,
    parts: RwLock<Arc<[Part]>>,
}

struct Part {
    play: Play,
    memory: Memory,
    /// When it shows, and how many requests might have shown it; a variant always does.
    switch: Option<(Switch, AtomicU64)>,
}

impl Part {
    fn new(play: Play, switch: Option<Switch>) -> Self {
        let switch = switch.map(|switch| (switch, AtomicU64::new(0)));
        Self { play, memory: Memory::default(), switch }
    }

    fn shows(&self, operation: &str, seed: u64) -> bool {
        self.switch.as_ref().is_none_or(|(switch, count)| switch.shows(operation, count, seed))
    }
}

/// One request from outside on its way through the parts.
struct Stage<'a> {
    home: &'a Home,
    parts: Vec<&'a Part>,
    /// What is beneath all parts.
    healthy: Beneath<'a>,
    passes: Cell<u32>,
}

impl Layer {
    pub(super) fn new(home: Home, seed: u64, variants: Vec<Play>, told: Vec<Switch>) -> Self {
        let layer = Self { home, seed, variants, told, parts: RwLock::new(Arc::from([])) };
        layer.reset();
        layer
    }

    /// Has the defects that it was started with, and forgets what was.
    pub(super) fn reset(&self) {
        self.switch(self.told.clone());
    }

    /// Has these defects and no others.
    pub(super) fn switch(&self, mut switches: Vec<Switch>) {
        switches.sort_by_key(Switch::place);
        let variants = self.variants.iter().map(|play| Part::new(*play, None));
        let defects = switches.into_iter().map(|switch| Part::new(switch.defect.play, Some(switch)));
        let parts = variants.chain(defects).collect();
        *self.parts.write().unwrap_or_else(PoisonError::into_inner) = parts;
    }

    /// The defects that it has.
    pub(super) fn switched(&self) -> Vec<Switch> {
        let parts = self.parts();
        parts.iter().filter_map(|part| part.switch.as_ref().map(|(switch, _)| switch.clone())).collect()
    }

    fn parts(&self) -> Arc<[Part]> {
        Arc::clone(&self.parts.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers a request; one that no operation is described for goes straight through.
    pub(super) fn answer(&self, asked: &Asked<'_>, healthy: Beneath<'_>) -> Reply {
        let parts = self.parts();
        if parts.is_empty() {
            return healthy(asked);
        }
        let Some((operation, _)) = described(self.home.contract, asked) else { return healthy(asked) };
        let parts: Vec<_> = parts.iter().filter(|part| part.shows(&operation.id, self.seed)).collect();
        let (depth, passes) = (parts.len(), Cell::new(0));
        Stage { home: &self.home, parts, healthy, passes }.pass(depth, asked)
    }
}

impl Stage<'_> {
    /// Hands a request to the outermost of the first `depth` parts.
    fn pass(&self, depth: usize, asked: &Asked<'_>) -> Reply {
        self.passes.set(self.passes.get() + 1);
        let part = depth.checked_sub(1).and_then(|depth| Some((depth, self.parts.get(depth)?)));
        let part = part.filter(|_| self.passes.get() <= MOST_PASSES);
        match part.and_then(|part| Some((part, described(self.home.contract, asked)?))) {
            Some(((depth, part), (operation, path))) => (part.play)(&Scene {
                asked: *asked,
                query: Query::parse(asked.query),
                path,
                operation,
                memory: &part.memory,
                home: self.home,
                beneath: &|asked| self.pass(depth, asked),
            }),
            None => (self.healthy)(asked),
        }
    }
}

/// The operation that is asked for, with the values in the path.
fn described<'a>(
    contract: &'a Contract,
    asked: &Asked<'_>,
) -> Option<(&'a Operation, Vec<(String, String)>)> {
    let here = contract.operations.iter().filter(|operation| operation.method == asked.method);
    let here = here.filter_map(|operation| Some((operation, fill(&operation.path, asked.path)?)));
    here.min_by_key(|(_, given)| given.len())
}
