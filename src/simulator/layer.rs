//! What stands between a caller and the healthy service: defects and variants, each around those before it.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::asked::Asked;
use super::defects::defects;
use super::identity::Account;
use super::query::Query;
use super::reply::Reply;
use super::scene::Scene;
use super::service::{fill, known};
use super::switch::Switch;
use crate::generated::headers;
use crate::spec::{Contract, Operation};

/// Makes the reply to one request, with or without asking what lies beneath.
pub(super) type Play = fn(&Scene<'_>) -> Reply;

/// How often one request from outside is passed on inside: many parts that each ask twice would never end.
const MOST_PASSES: u32 = 1000;

/// Every part that is at work, the innermost first.
pub(super) struct Layer {
    pub(super) contract: &'static Contract,
    /// What decides by chance.
    seed: u64,
    variants: Vec<Play>,
    /// The defects that the simulator was started with.
    told: Vec<Switch>,
    parts: RwLock<Arc<[Part]>>,
    /// What a request says that is let in.
    pub(super) permitted: HeaderMap,
    /// Values of path parameters that exist, by name.
    pub(super) known: BTreeMap<&'static str, String>,
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

/// What is beneath all parts.
pub(super) type Healthy<'a> = &'a dyn Fn(&Asked<'_>) -> Reply;

/// One request from outside on its way through the parts.
pub(super) struct Stage<'a> {
    pub(super) layer: &'a Layer,
    parts: Vec<&'a Part>,
    healthy: Healthy<'a>,
    passes: Cell<u32>,
}

impl Layer {
    pub(super) fn new(
        contract: &'static Contract,
        account: &Account,
        seed: u64,
        variants: Vec<Play>,
        told: Vec<Switch>,
    ) -> Self {
        let mut permitted = HeaderMap::new();
        if let Ok(token) = HeaderValue::from_str(&account.token) {
            permitted.insert(HeaderName::from_static(headers::X_AUTH_TOKEN), token);
        }
        let parts = RwLock::new(Arc::from([]));
        let layer = Self { contract, seed, variants, told, parts, permitted, known: known(account) };
        layer.reset();
        layer
    }

    /// Has the defects that it was started with, and forgets what was.
    pub(super) fn reset(&self) {
        self.switch(self.told.clone());
    }

    /// Has these defects and no others.
    pub(super) fn switch(&self, mut switches: Vec<Switch>) {
        let place = |switch: &Switch| defects().iter().position(|defect| defect.name == switch.defect.name);
        switches.sort_by_key(place);
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

    /// The operation that is asked for, with the values in the path.
    fn described(&self, asked: &Asked<'_>) -> Option<(&Operation, Vec<(String, String)>)> {
        let here = self.contract.operations.iter().filter(|operation| operation.method == asked.method);
        let here = here.filter_map(|operation| Some((operation, fill(&operation.path, asked.path)?)));
        here.min_by_key(|(_, given)| given.len())
    }

    /// Answers a request; one that no operation is described for goes straight through.
    pub(super) fn answer(&self, asked: &Asked<'_>, healthy: Healthy<'_>) -> Reply {
        let parts = self.parts();
        if parts.is_empty() {
            return healthy(asked);
        }
        let Some((operation, _)) = self.described(asked) else { return healthy(asked) };
        let parts: Vec<_> = parts.iter().filter(|part| part.shows(&operation.id, self.seed)).collect();
        let (depth, passes) = (parts.len(), Cell::new(0));
        Stage { layer: self, parts, healthy, passes }.pass(depth, asked)
    }
}

impl Stage<'_> {
    /// Hands a request to the outermost of the first `depth` parts.
    pub(super) fn pass(&self, depth: usize, asked: &Asked<'_>) -> Reply {
        self.passes.set(self.passes.get() + 1);
        let part = depth.checked_sub(1).and_then(|depth| Some((depth, self.parts.get(depth)?)));
        let part = part.filter(|_| self.passes.get() <= MOST_PASSES);
        match part.and_then(|part| Some((part, self.layer.described(asked)?))) {
            Some(((depth, part), (operation, path))) => (part.play)(&Scene {
                asked: *asked,
                query: Query::parse(asked.query),
                path,
                operation,
                memory: &part.memory,
                stage: self,
                depth,
            }),
            None => (self.healthy)(asked),
        }
    }
}

/// What a part remembers from one request to the next.
#[derive(Default)]
pub(super) struct Memory {
    counts: Mutex<HashMap<String, u32>>,
    texts: Mutex<HashMap<String, String>>,
}

impl Memory {
    /// How many times this was asked with the same key, this one included.
    pub(super) fn times(&self, key: &str) -> u32 {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.to_owned()).or_default();
        *count += 1;
        *count
    }

    pub(super) fn keep(&self, key: &str, text: &str) {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.insert(key.to_owned(), text.to_owned());
    }

    pub(super) fn recall(&self, key: &str) -> Option<String> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }
}
