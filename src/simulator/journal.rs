//! What the simulator was asked, without what nobody should read.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use url::form_urlencoded;

use super::asked::Asked;
use crate::spec::{Contract, Place};

/// How many requests are kept.
const MOST: usize = 1000;

/// The last requests, the oldest first.
pub(super) struct Journal {
    /// Parameters whose values may be read: a token that stands in a query by mistake may not.
    readable: BTreeSet<String>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: VecDeque<Entry>,
    forgotten: u64,
}

struct Entry {
    time: jiff::Timestamp,
    method: String,
    path: String,
    query: String,
    status: u16,
    request_id: String,
}

impl Journal {
    pub(super) fn new(contract: &Contract) -> Self {
        let parameters = contract.operations.iter().flat_map(|operation| &operation.parameters);
        let in_query = parameters.filter(|parameter| parameter.place == Place::Query);
        Self { readable: in_query.map(|parameter| parameter.name.clone()).collect(), kept: Mutex::default() }
    }

    /// Keeps what was asked and how it was answered.
    pub(super) fn note(&self, asked: &Asked<'_>, status: u16) {
        let entry = Entry {
            time: asked.now,
            method: asked.method.to_owned(),
            path: asked.path.to_owned(),
            query: self.shown(asked.query),
            status,
            request_id: asked.request_id.to_owned(),
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.entries.len() == MOST {
            kept.entries.pop_front();
            kept.forgotten += 1;
        }
        kept.entries.push_back(entry);
    }

    /// A query whose other values are left out.
    fn shown(&self, query: &str) -> String {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        if pairs.iter().all(|(name, _)| self.readable.contains(&**name)) {
            return query.to_owned();
        }
        let pairs = pairs.iter().map(|(name, value)| {
            (name, if self.readable.contains(&**name) { value.as_ref() } else { "..." })
        });
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    pub(super) fn show(&self) -> Value {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let requests = kept.entries.iter().map(|entry| {
            json!({
                "time": entry.time.to_string(),
                "method": entry.method,
                "path": entry.path,
                "query": entry.query,
                "status": entry.status,
                "request_id": entry.request_id,
            })
        });
        json!({ "requests": requests.collect::<Vec<_>>(), "forgotten": kept.forgotten })
    }

    pub(super) fn clear(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    }
}
