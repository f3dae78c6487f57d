//! Pages of a collection, as `x-swr-pagination` and `x-swr-filters` describe them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::simulator::parameters::Values;
use crate::spec::Pagination;

/// Items, written out once; a new one is put before all others without moving them.
pub(in crate::simulator) struct Collection {
    pagination: Pagination,
    /// Query parameter and the property that it selects by.
    filters: Vec<(String, String)>,
    /// The one that is listed last comes first.
    items: Vec<Item>,
    /// Place of the item that a marker stands for.
    places: HashMap<String, usize>,
    /// The greatest identity that is a number.
    greatest: Option<i64>,
}

/// An item as text, a tenth of its size as a value.
struct Item {
    text: Box<RawValue>,
    marker: String,
    /// What the filters select by.
    selected: Vec<Value>,
}

impl Collection {
    /// A collection of items, the one that is listed last in front.
    pub(in crate::simulator) fn new(
        pagination: &Pagination,
        filters: &BTreeMap<String, String>,
        items: impl Iterator<Item = Value>,
    ) -> Self {
        let (filters, count) = (filters.clone().into_iter().collect(), items.size_hint().0);
        let mut collection = Self {
            pagination: pagination.clone(),
            filters,
            items: Vec::with_capacity(count),
            places: HashMap::with_capacity(count),
            greatest: None,
        };
        items.for_each(|item| collection.add(&item));
        collection
    }

    /// Adds an item, which is listed before all others.
    pub(in crate::simulator) fn add(&mut self, value: &Value) {
        let marker = marker(&self.pagination, value);
        self.greatest = self.greatest.max(value.get(&self.pagination.identity).and_then(Value::as_i64));
        self.places.insert(marker.clone(), self.items.len());
        self.items.push(Item { text: text(value), marker, selected: self.selected(value) });
    }

    fn selected(&self, value: &Value) -> Vec<Value> {
        let properties = self.filters.iter().map(|(_, property)| property);
        properties.map(|property| value.get(property).cloned().unwrap_or_default()).collect()
    }

    /// The items in the order in which they are listed.
    pub(in crate::simulator) fn texts(&self) -> impl Iterator<Item = &RawValue> {
        self.items.iter().rev().map(|item| &*item.text)
    }

    /// An identity that none of the items has.
    pub(in crate::simulator) fn free_identity(&self) -> i64 {
        self.greatest.unwrap_or(1000).saturating_add(1)
    }

    /// The place of the item whose identity is written so.
    fn place(&self, identity: &str) -> Option<usize> {
        let number = identity.parse().ok().filter(|number: &i64| number.to_string() == identity);
        let mut written = [Some(Value::from(identity)), number.map(Value::from)].into_iter().flatten();
        written.find_map(|identity| self.places.get(&marker_of(&self.pagination, identity)).copied())
    }

    /// The item whose identity is written so.
    pub(in crate::simulator) fn item(&self, identity: &str) -> Option<&str> {
        Some(self.items.get(self.place(identity)?)?.text.get())
    }

    /// The same as a value.
    pub(in crate::simulator) fn value(&self, identity: &str) -> Option<Value> {
        serde_json::from_str(self.item(identity)?).ok()
    }

    /// Puts another value in the place of the item whose identity is written so, and which stays the same.
    pub(in crate::simulator) fn replace(&mut self, identity: &str, value: &Value) {
        let selected = self.selected(value);
        let place = self.place(identity);
        if let Some(item) = place.and_then(|place| self.items.get_mut(place)) {
            (item.text, item.selected) = (text(value), selected);
        }
    }

    /// The body of the page that `values` ask for; the reason if the marker is none of ours.
    pub(in crate::simulator) fn page(&self, values: &Values) -> Result<String, String> {
        let Self { pagination, filters, .. } = self;
        let end = match values.get(&pagination.marker).and_then(Value::as_str) {
            None | Some("") => self.items.len(),
            Some(marker) => *self
                .places
                .get(marker)
                .ok_or_else(|| format!("{}: {marker:?} is no marker of this listing", pagination.marker))?,
        };
        let limit = values.get(&pagination.limit).and_then(Value::as_i64).unwrap_or(pagination.limit_default);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut selected = self.items[..end].iter().rev().filter(|item| {
            let mut pairs = filters.iter().zip(&item.selected);
            pairs.all(|((parameter, _), word)| values.get(parameter).is_none_or(|wanted| word == wanted))
        });
        let page: Vec<&Item> = selected.by_ref().take(limit).collect();
        let next = page.last().filter(|_| selected.next().is_some()).map(|last| &last.marker);
        let texts: Vec<&str> = page.iter().map(|item| item.text.get()).collect();
        let mut body = Body::default();
        body.put(&pagination.items, Some(format!("[{}]", texts.join(","))));
        body.put(&pagination.next, next.map(|next| Value::from(next.as_str()).to_string()));
        Ok(body.to_string())
    }
}

pub(super) fn text(value: &Value) -> Box<RawValue> {
    // A value can be written: its keys are texts.
    to_raw_value(value).unwrap_or_default()
}

/// The marker for what follows on `item`; opaque to clients, who have no business in it.
pub(in crate::simulator) fn marker(pagination: &Pagination, item: &Value) -> String {
    marker_of(pagination, item.get(&pagination.identity).cloned().unwrap_or(Value::Null))
}

fn marker_of(pagination: &Pagination, identity: Value) -> String {
    let content = Map::from_iter([(pagination.identity.clone(), identity)]);
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
