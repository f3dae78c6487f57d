//! What stands between a caller and the healthy service: defects and variants, each around those before it.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::asked::Asked;
use super::identity::Account;
use super::query::Query;
use super::reply::Reply;
use super::scene::Scene;
use super::service::{fill, known};
use crate::generated::headers;
use crate::spec::Contract;

/// Makes the reply to one request, with or without asking what lies beneath.
pub(super) type Play = fn(&Scene<'_>) -> Reply;

/// How often one request from outside is passed on inside: many parts that each ask twice would never end.
const MOST_PASSES: u32 = 1000;

/// Every part that is at work, the innermost first.
pub(super) struct Layer {
    pub(super) contract: Arc<Contract>,
    parts: Vec<Part>,
    /// What a request says that is let in.
    pub(super) permitted: HeaderMap,
    /// Values of path parameters that exist, by name.
    pub(super) known: BTreeMap<&'static str, String>,
}

struct Part {
    play: Play,
    memory: Memory,
}

/// What is beneath all parts.
pub(super) type Healthy<'a> = &'a dyn Fn(&Asked<'_>) -> Reply;

/// One request from outside on its way through the parts.
pub(super) struct Stage<'a> {
    pub(super) layer: &'a Layer,
    healthy: Healthy<'a>,
    passes: Cell<u32>,
}

impl Layer {
    pub(super) fn new(contract: Arc<Contract>, account: &Account, plays: Vec<Play>) -> Self {
        let mut permitted = HeaderMap::new();
        if let Ok(token) = HeaderValue::from_str(&account.token) {
            permitted.insert(HeaderName::from_static(headers::X_AUTH_TOKEN), token);
        }
        let parts = plays.into_iter().map(|play| Part { play, memory: Memory::default() }).collect();
        Self { contract, parts, permitted, known: known(account) }
    }

    /// Answers a request; one that no operation is described for goes straight through.
    pub(super) fn answer(&self, asked: &Asked<'_>, healthy: Healthy<'_>) -> Reply {
        let stage = Stage { layer: self, healthy, passes: Cell::new(0) };
        stage.pass(self.parts.len(), asked)
    }
}

impl Stage<'_> {
    /// Hands a request to the outermost of the first `depth` parts.
    pub(super) fn pass(&self, depth: usize, asked: &Asked<'_>) -> Reply {
        let described = || {
            let operations = self.layer.contract.operations.iter();
            let here = operations.filter(|operation| operation.method == asked.method);
            let here = here.filter_map(|operation| Some((operation, fill(&operation.path, asked.path)?)));
            here.min_by_key(|(_, given)| given.len())
        };
        self.passes.set(self.passes.get() + 1);
        let part = depth.checked_sub(1).and_then(|depth| Some((depth, self.layer.parts.get(depth)?)));
        match part.filter(|_| self.passes.get() <= MOST_PASSES).and_then(|part| Some((part, described()?))) {
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
