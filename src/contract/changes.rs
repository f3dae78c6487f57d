//! What may honestly be another thing a moment later: tasks appear, go on and end while somebody lists them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::record::{End, Purpose, Record, Walk, identity};
use crate::spec::{Contract, Pagination, pointer, underlying};

/// Says of an item how far it is by `x-swr-stages`, and whether nothing changes any more by `x-swr-final`.
#[derive(Default)]
pub(crate) struct Finals {
    /// By property.
    words: BTreeMap<String, Vec<Value>>,
    /// The words before those, in their order.
    stages: BTreeMap<String, Vec<Value>>,
    /// Where they are described.
    pub(crate) at: String,
    pub(crate) stages_at: String,
}

impl Finals {
    pub(crate) fn new(contract: &Contract, pagination: &Pagination) -> Self {
        let source = &contract.source;
        let properties = format!("/components/schemas/{}/properties", pagination.item_schema);
        let names = source.get(&properties).and_then(Value::as_object).into_iter().flatten();
        let mut finals = Self::default();
        for (name, _) in names {
            let Some(schema) = underlying(source, &pointer(&properties, name)) else { continue };
            let list = |key: &str| {
                let at = pointer(&schema, key);
                source.get(&at).and_then(Value::as_array).map(|words| (words.clone(), at))
            };
            if let Some((words, at)) = list("x-swr-final") {
                finals.words.insert(name.clone(), words);
                finals.at = at;
            }
            if let Some((words, at)) = list("x-swr-stages") {
                finals.stages.insert(name.clone(), words);
                finals.stages_at = at;
            }
        }
        finals
    }

    /// The properties that may have such a word.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// How far an item is: its place among the stages, behind all of them if it has ended.
    pub(crate) fn stage(&self, item: &Value) -> Option<usize> {
        let stages = |name: &String| self.stages.get(name).map(Vec::as_slice).unwrap_or_default();
        self.words.iter().find_map(|(name, finals)| {
            let word = item.get(name)?;
            let before = stages(name).iter().position(|stage| stage == word);
            before.or_else(|| finals.contains(word).then_some(stages(name).len()))
        })
    }

    pub(crate) fn is_final(&self, item: &Value) -> bool {
        self.words.iter().any(|(name, words)| item.get(name).is_some_and(|value| words.contains(value)))
    }

    /// The word of an item that may be a final one.
    pub(crate) fn word<'a>(&self, item: &'a Value) -> Option<&'a Value> {
        self.words.keys().find_map(|name| item.get(name))
    }

    pub(crate) fn is_final_word(&self, property: &str, word: &str) -> bool {
        self.words.get(property).is_some_and(|words| words.iter().any(|known| known == word))
    }
}

/// What changed between the walk through a whole list and the second looks at it.
#[derive(Default)]
pub(crate) struct Changes {
    /// Whether there was a second look at all.
    pub(crate) looked: bool,
    pub(crate) appeared: HashSet<String>,
    pub(crate) altered: HashSet<String>,
    /// What a list of bounded length has pushed out.
    pub(crate) gone: HashSet<String>,
    /// What is missing for no such reason, with the walk that misses it first.
    pub(crate) lost: Vec<(String, usize)>,
}

impl Changes {
    pub(crate) fn new(record: &Record, operation: usize, pagination: &Pagination, finals: &Finals) -> Self {
        let mut changes = Self::default();
        let Some(base) = record.base(operation, pagination) else { return changes };
        let looks = record.walks.iter().enumerate().filter(|(_, walk)| {
            walk.operation == operation && walk.purpose == Purpose::Again && walk.size == base.size
        });
        let mut before = Look::new(record, pagination, base);
        for (index, walk) in looks {
            let after = Look::new(record, pagination, walk);
            if after.ids.is_empty() && !after.complete {
                continue;
            }
            changes.looked = true;
            changes.compare(&before, &after, finals, index, &record.started);
            before = after;
        }
        changes
    }

    fn compare(
        &mut self,
        before: &Look<'_>,
        after: &Look<'_>,
        finals: &Finals,
        walk: usize,
        started: &BTreeSet<String>,
    ) {
        let appeared: Vec<_> = after.ids.iter().filter(|id| !before.items.contains_key(*id)).collect();
        // What lies beyond the end of a look that broke off was not looked at.
        if before.complete {
            let foreign = appeared.iter().filter(|id| !started.contains(**id));
            self.appeared.extend(foreign.map(|id| (*id).clone()));
        }
        for (id, old) in &before.items {
            let own = started.contains(id);
            if after.items.get(id).is_some_and(|new| new != old) && !finals.is_final(old) && !own {
                self.altered.insert(id.clone());
            }
        }
        if !(before.complete && after.complete) {
            return;
        }
        let gone: Vec<_> = before.ids.iter().filter(|id| !after.items.contains_key(*id)).collect();
        // A list of bounded length loses its oldest for its newest: what stands at one end of it.
        let kept = before.ids.len() - gone.len();
        let is_end = before.ids[kept..].iter().eq(gone.iter().copied())
            || before.ids[..gone.len()].iter().eq(gone.iter().copied());
        let pushed_out = gone.len() <= appeared.len() && kept > 0 && is_end;
        // What the run has started itself came after every walk that is compared with another one.
        let by_own = gone.len() <= appeared.iter().filter(|id| started.contains(**id)).count();
        for id in gone {
            // What appeared only a moment ago does not go again.
            if pushed_out && !self.appeared.contains(id) {
                self.gone.extend((!by_own).then(|| id.clone()));
            } else {
                self.lost.push((id.clone(), walk));
            }
        }
    }

    /// Whether nothing changed, as far as is known.
    pub(crate) fn is_none(&self) -> bool {
        self.looked && self.appeared.is_empty() && self.altered.is_empty() && self.gone.is_empty()
    }

    /// Whether an item was the same all the time.
    pub(crate) fn is_steady(&self, id: &str) -> bool {
        self.looked && ![&self.appeared, &self.altered, &self.gone].iter().any(|changed| changed.contains(id))
    }
}

/// A walk as one look at the list.
struct Look<'a> {
    ids: Vec<String>,
    items: HashMap<String, &'a Value>,
    complete: bool,
}

impl<'a> Look<'a> {
    fn new(record: &'a Record, pagination: &'a Pagination, walk: &'a Walk) -> Self {
        let seen = record.walked(pagination, walk);
        let named: Vec<_> =
            seen.filter_map(|seen| Some((identity(pagination, seen.item)?, seen.item))).collect();
        Self {
            ids: named.iter().map(|(id, _)| id.clone()).collect(),
            items: named.into_iter().collect(),
            complete: walk.end == End::Complete,
        }
    }
}

/// Whether a page may honestly be another one a moment later: new items push others out at its end, and what was not
/// final went on.
pub(crate) fn is_later_version(
    pagination: &Pagination,
    finals: &Finals,
    size: i64,
    before: &[Value],
    after: &[Value],
) -> bool {
    let named = |items: &'_ [Value]| -> Vec<Option<String>> {
        items.iter().map(|item| identity(pagination, item)).collect()
    };
    let (old, new) = (named(before), named(after));
    if old.iter().chain(&new).any(Option::is_none) {
        return false;
    }
    let old_set: HashSet<_> = old.iter().collect();
    let new_set: HashSet<_> = new.iter().collect();
    let appeared = new.iter().filter(|id| !old_set.contains(id)).count();
    let kept = old.iter().take_while(|id| new_set.contains(id)).count();
    let pushed_out = old.len() - kept;
    let full = i64::try_from(old.len()).is_ok_and(|count| count >= size);
    if pushed_out > 0 && (!full || pushed_out > appeared || kept == 0 && old.len() > 1) {
        return false;
    }
    if old[kept..].iter().any(|id| new_set.contains(id)) {
        return false;
    }
    // What goes on may move in an order by its last change; what has ended stays where it was.
    let moves: HashSet<_> =
        before.iter().zip(&old).filter(|(item, _)| !finals.is_final(item)).map(|(_, id)| id).collect();
    let steady = |ids: &[Option<String>], known: &HashSet<&Option<String>>| -> Vec<Option<String>> {
        ids.iter().filter(|id| known.contains(id) && !moves.contains(id)).cloned().collect()
    };
    let contents: HashMap<_, _> = new.iter().zip(after).collect();
    let same = before
        .iter()
        .zip(&old)
        .all(|(item, id)| moves.contains(id) || contents.get(id).is_none_or(|later| *later == item));
    same && steady(&old, &new_set) == steady(&new, &old_set)
}
