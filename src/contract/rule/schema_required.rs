//! What is not there.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Next;
use crate::contract::remark::Kind;
use crate::contract::words::{message, paging_at};
use crate::findings::Severity;
use serde_json::Value;

pub(super) struct SchemaRequired;

const ABOUT: About = About {
    id: "schema-required",
    title: "a property that has to be there is missing",
    severity: "error where the fact is published; warning for a page without a list that may be empty",
    checks: "Required properties are there, the list of a page too, and in each item what tells it from others.",
    needs: Need::Json,
    why: "A client finds nothing, or takes all items for one.",
    example: "`{\"page_info\":{\"next_marker\":\"eyJ…\"}}`",
    fix: "Send the property, also where it is empty.",
};

impl Rule for SchemaRequired {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            if remark.kind == Kind::Broken("required".to_owned()) {
                let severity = run.severity(&remark.schema);
                found.add(&ABOUT, severity, message(remark), &remark.schema, place, &remark.place);
            }
        }
        for (place, exchange, pagination) in run.pages() {
            let operation = run.operation(exchange);
            let value = run.record.answer(place).and_then(|answer| answer.value());
            let Some((value, body)) = value.and_then(|value| Some((value, value.as_object()?))) else {
                continue;
            };
            if value.pointer(&pagination.items).is_none() {
                // A list of nothing may be left out, but not one that goes on, or that has another name.
                let leads_on = matches!(run.record.next(pagination, place), Next::Marker(_));
                let renamed = body.values().any(Value::is_array);
                let severity = if leads_on || renamed { Severity::Error } else { Severity::Warning };
                let at = paging_at(operation, "items");
                found.add(&ABOUT, severity, "a page has no list of items", &at, place, "");
            }
            for (index, item) in run.record.items(pagination, place).iter().enumerate() {
                if item.as_object().is_some_and(|item| !item.contains_key(&pagination.identity)) {
                    let at = paging_at(operation, "identity");
                    let message = format!("an item has no {}", pagination.identity);
                    let pointer = format!("{}/{index}", pagination.items);
                    found.add(&ABOUT, run.severity(&at), message, &at, place, &pointer);
                }
            }
        }
    }
}
