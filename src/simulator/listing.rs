//! Pages of a collection, as `x-swr-pagination` and `x-swr-filters` describe them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::parameters::Values;
use crate::spec::Pagination;

/// Items in the order in which they are listed, written out once.
pub(super) struct Collection {
    pagination: Pagination,
    /// Query parameter and the property that it selects by.
    filters: Vec<(String, String)>,
    items: Vec<Item>,
    /// Place behind the item that a marker stands for.
    after: HashMap<String, usize>,
}

struct Item {
    value: Value,
    text: String,
    marker: String,
}

impl Collection {
    pub(super) fn new(
        pagination: &Pagination,
        filters: &BTreeMap<String, String>,
        items: Vec<Value>,
    ) -> Self {
        let items: Vec<Item> = items
            .into_iter()
            .map(|value| Item { text: value.to_string(), marker: marker(pagination, &value), value })
            .collect();
        let after = items.iter().enumerate().map(|(index, item)| (item.marker.clone(), index + 1)).collect();
        let filters = filters.clone().into_iter().collect();
        Self { pagination: pagination.clone(), filters, items, after }
    }

    /// The item whose identity is written so.
    pub(super) fn item(&self, identity: &str) -> Option<&str> {
        let named = |item: &&Item| match item.value.get(&self.pagination.identity) {
            Some(Value::String(text)) => text == identity,
            Some(Value::Number(number)) => number.to_string() == identity,
            _ => false,
        };
        self.items.iter().find(named).map(|item| item.text.as_str())
    }

    /// The body of the page that `values` ask for; the reason if the marker is none of ours.
    pub(super) fn page(&self, values: &Values) -> Result<String, String> {
        let Self { pagination, filters, .. } = self;
        let start = match values.get(&pagination.marker).and_then(Value::as_str) {
            None | Some("") => 0,
            Some(marker) => *self
                .after
                .get(marker)
                .ok_or_else(|| format!("{}: {marker:?} is no marker of this listing", pagination.marker))?,
        };
        let limit = values.get(&pagination.limit).and_then(Value::as_i64).unwrap_or(pagination.limit_default);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut selected = self.items[start..].iter().filter(|item| {
            filters.iter().all(|(parameter, property)| {
                values.get(parameter).is_none_or(|wanted| item.value.get(property) == Some(wanted))
            })
        });
        let page: Vec<&Item> = selected.by_ref().take(limit).collect();
        let next = page.last().filter(|_| selected.next().is_some()).map(|last| &last.marker);
        let texts: Vec<&str> = page.iter().map(|item| item.text.as_str()).collect();
        let mut body = Body::default();
        body.put(&pagination.items, Some(format!("[{}]", texts.join(","))));
        body.put(&pagination.next, next.map(|next| Value::from(next.as_str()).to_string()));
        Ok(body.to_string())
    }
}

/// The marker for what follows on `item`; opaque to clients, who have no business in it.
pub(super) fn marker(pagination: &Pagination, item: &Value) -> String {
    let mut content = Map::new();
    let identity = &pagination.identity;
    content.insert(identity.clone(), item.get(identity).cloned().unwrap_or(Value::Null));
    STANDARD.encode(Value::Object(content).to_string())
}

/// An object whose values are put in as JSON text.
#[derive(Default)]
struct Body {
    texts: BTreeMap<String, String>,
    objects: BTreeMap<String, Body>,
}

impl Body {
    /// Puts a text at a JSON pointer; where there is none, only the objects on the way.
    fn put(&mut self, pointer: &str, text: Option<String>) {
        let Some((parents, name)) = pointer.rsplit_once('/') else { return };
        let mut object = self;
        for parent in parents.split('/').skip(1) {
            object = object.objects.entry(parent.to_owned()).or_default();
        }
        if let Some(text) = text {
            object.texts.insert(name.to_owned(), text);
        }
    }
}

impl std::fmt::Display for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut separator = '{';
        for (name, text) in &self.texts {
            write!(f, "{separator}{}:{text}", Value::from(name.as_str()))?;
            separator = ',';
        }
        for (name, object) in &self.objects {
            write!(f, "{separator}{}:{object}", Value::from(name.as_str()))?;
            separator = ',';
        }
        if separator == '{' {
            f.write_char('{')?;
        }
        f.write_char('}')
    }
}
