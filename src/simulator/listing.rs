//! Pages of a collection, as `x-swr-pagination` and `x-swr-filters` describe them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::parameters::Values;
use crate::spec::Pagination;

/// The page that `values` ask for; the reason if the marker is none of ours.
pub(super) fn page(
    pagination: &Pagination,
    filters: &[(String, String)],
    items: &[Value],
    values: &Values,
) -> Result<Value, String> {
    let start = match values.get(&pagination.marker).and_then(Value::as_str) {
        None | Some("") => 0,
        Some(marker) => after(pagination, items, marker)?,
    };
    let limit = values.get(&pagination.limit).and_then(Value::as_u64);
    let limit = usize::try_from(limit.unwrap_or_default()).unwrap_or(usize::MAX);
    let mut selected = items[start..].iter().filter(|item| {
        filters.iter().all(|(parameter, property)| {
            values.get(parameter).is_none_or(|wanted| item.get(property) == Some(wanted))
        })
    });
    let page: Vec<Value> = selected.by_ref().take(limit).cloned().collect();
    let next = page.last().filter(|_| selected.next().is_some());
    let next = next.map(|last| marker(pagination, last));
    let mut body = json!({});
    put(&mut body, &pagination.items, Some(Value::Array(page)));
    put(&mut body, &pagination.next, next.map(Value::String));
    Ok(body)
}

/// The marker for what follows on `item`; opaque to clients, who have no business in it.
fn marker(pagination: &Pagination, item: &Value) -> String {
    let mut content = Map::new();
    let identity = &pagination.identity;
    content.insert(identity.clone(), item.get(identity).cloned().unwrap_or(Value::Null));
    STANDARD.encode(Value::Object(content).to_string())
}

fn after(pagination: &Pagination, items: &[Value], text: &str) -> Result<usize, String> {
    items
        .iter()
        .position(|item| marker(pagination, item) == text)
        .map(|index| index + 1)
        .ok_or_else(|| format!("{}: {text:?} is no marker of this listing", pagination.marker))
}

/// Puts a value at a JSON pointer; where there is none, only the objects on the way.
fn put(body: &mut Value, pointer: &str, value: Option<Value>) {
    let mut place = body;
    let mut names = pointer.split('/').skip(1).peekable();
    while let Some(name) = names.next() {
        let Some(object) = place.as_object_mut() else { return };
        if names.peek().is_some() {
            place = object.entry(name).or_insert_with(|| json!({}));
        } else if let Some(value) = value {
            object.insert(name.to_owned(), value);
            return;
        } else {
            return;
        }
    }
}
