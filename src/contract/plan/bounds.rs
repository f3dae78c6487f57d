//! Values that no parameter may have.

use serde_json::Value;

use crate::contract::engine::{Ask, Engine};
use crate::contract::record::{Intent, Wrong};
use crate::spec::{Pagination, Parameter, Place};

const UNKNOWN: &str = "no-such-value";

impl Engine<'_> {
    /// Each query parameter below, beyond and beside what it may be.
    pub(super) async fn bounds(&mut self, operation: usize) {
        let described = self.contract.operations[operation].clone();
        let pages = described.pagination.as_ref();
        for parameter in described.parameters.iter().filter(|parameter| parameter.place == Place::Query) {
            let name = parameter.name.as_str();
            for (wrong, value) in self.wrong(operation, parameter, pages) {
                let mut query = vec![(name, value.clone())];
                if let (Wrong::UnknownMarker, Some(pages)) = (wrong, pages) {
                    query.push((pages.limit.as_str(), pages.limit_default.to_string()));
                }
                let intent = Intent::Wrong { parameter: name.to_owned(), wrong, value };
                self.ask(Ask::new(operation, intent, query)).await;
            }
        }
    }

    fn wrong(
        &self,
        operation: usize,
        parameter: &Parameter,
        pages: Option<&Pagination>,
    ) -> Vec<(Wrong, String)> {
        let Some((_, schema)) = self.contract.source.resolve(&parameter.schema) else { return Vec::new() };
        let mut wrong = Vec::new();
        if schema.get("type").is_some_and(|kind| kind == "integer") {
            let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
            if let Some(minimum) = bound("minimum") {
                wrong.push((Wrong::BelowMinimum, minimum.saturating_sub(1).to_string()));
                wrong.extend((minimum > 0).then(|| (Wrong::BelowMinimum, "-1".to_owned())));
            }
            wrong.extend(
                bound("maximum").map(|most| (Wrong::AboveMaximum, most.saturating_add(1).to_string())),
            );
            wrong.push((Wrong::NotANumber, "ten".to_owned()));
        } else if schema.get("enum").is_some() {
            let words = self.words(operation, &parameter.name);
            wrong.push((Wrong::UnknownWord, UNKNOWN.to_owned()));
            // A word in other letters is another word.
            let other = words.iter().map(|word| word.to_lowercase()).find(|other| !words.contains(other));
            wrong.extend(other.map(|other| (Wrong::UnknownWord, other)));
        } else if pages.is_some_and(|pages| pages.marker == parameter.name) {
            wrong.push((Wrong::UnknownMarker, UNKNOWN.to_owned()));
        }
        wrong
    }
}
