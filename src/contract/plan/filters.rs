//! Each word of each filter.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::contract::engine::Engine;
use crate::contract::record::Purpose;
use crate::spec::{Pagination, underlying};

/// Pages of a filtered list: whoever forgets the filter does so on the second or on the last one.
const MOST: usize = 3;

/// The same where the budget is for more than lists.
const FEWER: usize = 2;

impl Engine<'_> {
    /// Lists by each word, in pages so small that there is more than one.
    pub(super) async fn filters(&mut self, operation: usize) {
        let described = &self.contract.operations[operation];
        let (Some(pages), filters) = (described.pagination.clone(), described.filters.clone()) else {
            return;
        };
        let most = if self.writes { FEWER } else { MOST };
        for (name, property) in &filters {
            let counts = self.counts(operation, &pages, property);
            for word in self.words(operation, name) {
                let size = match counts.get(&word).copied().unwrap_or(0) {
                    // A page that is not full has room for what does not belong there.
                    0 | 1 => pages.limit_default,
                    2 => 1,
                    count => count / 2 + 1,
                };
                let size = size.clamp(pages.limit_minimum, pages.limit_maximum);
                self.walk(operation, size, Some((name, &word)), most, Purpose::Filter).await;
            }
        }
    }

    /// The words that a filter takes.
    pub(super) fn words(&self, operation: usize, name: &str) -> Vec<String> {
        let parameters = &self.contract.operations[operation].parameters;
        let schema = parameters.iter().find(|parameter| parameter.name == name).map(|found| &found.schema);
        let schema = schema.and_then(|schema| underlying(&self.contract.source, schema));
        let words =
            schema.and_then(|at| self.contract.source.get(&format!("{at}/enum"))?.as_array().cloned());
        words.into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    }

    /// How often each word is in the list without a filter.
    fn counts(&self, operation: usize, pages: &Pagination, property: &str) -> BTreeMap<String, i64> {
        let mut counts = BTreeMap::new();
        let base = self.record.base(operation, pages);
        for seen in base.into_iter().flat_map(|base| self.record.walked(pages, base)) {
            if let Some(word) = seen.item.get(property).and_then(Value::as_str) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        counts
    }
}
