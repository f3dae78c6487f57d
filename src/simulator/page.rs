//! A page of a listing, taken apart to be changed.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::reply::Reply;
use crate::spec::Pagination;

/// What a page has: its items, and the way to the next one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    pub(super) items: Vec<Value>,
    /// The body without its items.
    rest: Value,
    reply: Reply,
    at_items: String,
    at_next: String,
}

impl Page {
    /// Takes a reply apart; gives it back if it is no page.
    pub(super) fn open(reply: Reply, pagination: &Pagination) -> Result<Self, Reply> {
        let Pagination { items: at_items, next: at_next, .. } = pagination.clone();
        let body = reply.is_success().then(|| serde_json::from_slice(&reply.body).ok()).flatten();
        let Some(mut rest): Option<Value> = body else { return Err(reply) };
        match rest.pointer_mut(&at_items).map(Value::take) {
            Some(Value::Array(items)) => Ok(Self { items, rest, reply, at_items, at_next }),
            _ => Err(reply),
        }
    }

    /// The marker of the next page, if one is offered.
    pub(super) fn next(&self) -> Option<&str> {
        self.rest.pointer(&self.at_next).and_then(Value::as_str).filter(|marker| !marker.is_empty())
    }

    /// Offers another marker, or what stands where a marker should.
    pub(super) fn lead_to(&mut self, marker: impl Into<Value>) {
        put(&mut self.rest, &self.at_next, marker.into());
    }

    /// Goes on as another page does.
    pub(super) fn follow(&mut self, other: &Self) {
        match other.next() {
            Some(next) => self.lead_to(next),
            None => self.stop(),
        }
    }

    /// Offers no marker.
    pub(super) fn stop(&mut self) {
        if let Some((parent, name)) = self.at_next.rsplit_once('/')
            && let Some(Value::Object(parent)) = self.rest.pointer_mut(parent)
        {
            parent.remove(name);
        }
    }

    /// Puts it together again.
    pub(super) fn close(mut self) -> Reply {
        put(&mut self.rest, &self.at_items, Value::Array(self.items));
        Reply { body: Bytes::from(self.rest.to_string()), ..self.reply }
    }
}

/// Puts a value at a JSON pointer, with the objects on the way that are not there.
pub(super) fn put(body: &mut Value, at: &str, value: Value) {
    let mut place = body;
    for name in at.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[name];
    }
    *place = value;
}

/// Whether an item is one of a few, which are the same whatever page they stand on.
pub(super) fn is_rare(pagination: &Pagination, item: &Value) -> bool {
    item.get(&pagination.identity).and_then(Value::as_i64).is_some_and(|id| id % 17 == 0)
}
