//! What a request and its answer tick off.

use serde_json::Value;
use url::form_urlencoded;

use super::Item;
use super::plan::{Measure, Node, Plan};
use crate::contract::record::Exchange;
use crate::spec::{Operation, Place};

impl Plan {
    /// Ticks off what an exchange exercises.
    pub(super) fn mark(&mut self, operation: &Operation, exchange: &Exchange) {
        let Self { items, statuses, parameters, request, responses } = self;
        // Of a body by itself nobody knows what was asked.
        if exchange.number.is_some() {
            tick(items, Some(0));
            for (place, name, value) in sent(operation, &exchange.target) {
                if let Some(node) = parameters.get(&(place, name)) {
                    let number = value.parse::<i64>().ok().filter(|_| node.is_number);
                    mark(items, node, &number.map_or(Value::from(value), Value::from));
                }
            }
        }
        if let (Some(node), Some(body)) = (request, &exchange.sent) {
            mark(items, node, body);
        }
        let Ok(answer) = &exchange.outcome else { return };
        tick(items, Some(0));
        tick(items, statuses.get(&answer.status).copied());
        if let (Some(node), Some(value)) = (responses.get(&answer.status), answer.value()) {
            mark(items, node, value);
        }
    }
}

fn tick(items: &mut [Item], index: Option<usize>) {
    if let Some(item) = index.and_then(|index| items.get_mut(index)) {
        item.exercised = true;
    }
}

fn mark(items: &mut [Item], node: &Node, value: &Value) {
    tick(items, node.itself);
    tick(items, node.words.iter().find(|(word, _)| value == word).map(|(_, item)| *item));
    for bound in &node.bounds {
        let size = match (bound.measure, value) {
            (Measure::Number, Value::Number(number)) => number.as_f64(),
            (Measure::Text, Value::String(text)) => Some(text.chars().count() as f64),
            (Measure::List, Value::Array(list)) => Some(list.len() as f64),
            _ => None,
        };
        let Some(size) = size else { continue };
        if size == bound.limit {
            tick(items, Some(bound.at));
        } else if (size < bound.limit) == bound.is_least {
            tick(items, bound.beyond);
        }
    }
    match value {
        Value::Object(entries) => {
            for (name, inside) in entries {
                if let Some(node) = node.properties.get(name) {
                    mark(items, node, inside);
                }
            }
        }
        Value::Array(list) => {
            for inside in node.item.iter().flat_map(|node| list.iter().map(move |item| (node, item))) {
                mark(items, inside.0, inside.1);
            }
        }
        _ => {}
    }
}

/// The parameters of a request, by its path and query.
fn sent(operation: &Operation, target: &str) -> Vec<(Place, String, String)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (described, given) = (operation.path.rsplit('/'), path.rsplit('/'));
    let mut sent: Vec<_> = described
        .zip(given)
        .filter_map(|(name, value)| {
            let name = name.strip_prefix('{')?.strip_suffix('}')?;
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            Some((Place::Path, name.to_owned(), value.into_owned()))
        })
        .collect();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    sent.extend(query.map(|(name, value)| (Place::Query, name, value)));
    sent
}
