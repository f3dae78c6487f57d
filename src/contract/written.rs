//! What a run has written, beside what it read after that.

use serde_json::Value;

use super::found::Run;
use super::record::Intent;
use crate::spec::{Effect, Operation, Source, default, descend, pointer, property};

/// A write that was accepted, and the next look at what came of it.
pub(super) struct Written<'a> {
    pub(super) operation: &'a Operation,
    pub(super) write: usize,
    pub(super) read: usize,
    /// Pointers at which something else stands than was written.
    pub(super) differing: Vec<String>,
    /// Writes between the two that were refused: their places, and what they said.
    pub(super) refused: Vec<(usize, &'a Value)>,
}

/// Every right write between which and the next look nothing else was accepted.
pub(super) fn written<'a>(run: &Run<'a>) -> Vec<Written<'a>> {
    let mut found = Vec::new();
    for (write, exchange, answer) in run.answers() {
        let operation = run.operation(exchange);
        let (Intent::Write, true, Some(Effect::Write { read, .. })) =
            (&exchange.intent, answer.is_2xx(), &operation.effect)
        else {
            continue;
        };
        let mut refused = Vec::new();
        for (place, later, answer) in run.answers().filter(|(place, ..)| *place > write) {
            let other = run.operation(later);
            if other.id == operation.id {
                if !answer.is_refusal() {
                    break;
                }
                refused.extend(later.sent.as_ref().map(|sent| (place, sent)));
            } else if other.id == *read && later.intent == Intent::Read {
                let (Some(sent), Some(shown), true) = (&exchange.sent, answer.value(), answer.is_2xx())
                else {
                    break;
                };
                let mut differing = leaves(sent);
                differing.retain(|at| {
                    sent.pointer(at) != shown_at(&run.contract.source, operation, shown, at).as_ref()
                });
                found.push(Written { operation, write, read: place, differing, refused });
                break;
            }
        }
    }
    found
}

/// What is shown at a place: what is left out is what it is by default.
fn shown_at(source: &Source, operation: &Operation, shown: &Value, at: &str) -> Option<Value> {
    shown.pointer(at).cloned().or_else(|| default_at(source, operation, at))
}

fn default_at(source: &Source, operation: &Operation, at: &str) -> Option<Value> {
    default(source, &property(source, &operation.body.as_ref()?.schema, at)?)
}

/// Whether what is shown is what a body says, and nothing that it could have said is otherwise.
pub(super) fn is_as_written(source: &Source, operation: &Operation, body: &Value, shown: &Value) -> bool {
    let Some(schema) = operation.body.as_ref().map(|described| &described.schema) else { return true };
    let told = |value: &Value, at: &str| {
        let stands = value.pointer(at).filter(|told| !told.is_null());
        stands.cloned().or_else(|| default_at(source, operation, at))
    };
    let places = [leaves(body), leaves(shown)].concat();
    let mut places = places.iter().filter(|at| descend(source, schema, at).is_some());
    places.all(|at| told(body, at) == told(shown, at))
}

impl Written<'_> {
    /// The refused write that said what stands at a place now. Of what stands there no longer, it is one of which all
    /// else stands there.
    pub(super) fn by_refused(&self, run: &Run<'_>, at: &str) -> Option<usize> {
        let shown = run.record.answer(self.read).and_then(|answer| answer.value())?;
        let shows = |sent: &Value, at: &str| {
            sent.pointer(at) == shown_at(&run.contract.source, self.operation, shown, at).as_ref()
        };
        let wrote = |sent: &Value| {
            let whole = || leaves(sent).iter().all(|at| shows(sent, at));
            shows(sent, at) && (sent.pointer(at).is_some() || whole())
        };
        self.refused.iter().rev().find(|(_, sent)| wrote(sent)).map(|(place, _)| *place)
    }

    /// Whether all that was written is as it was read before, and was to be another.
    pub(super) fn is_ignored(&self, run: &Run<'_>) -> bool {
        let reader = run.record.exchanges.get(self.read).map(|exchange| exchange.operation);
        let before = run.answers().filter(|(place, exchange, answer)| {
            *place < self.write && Some(exchange.operation) == reader && answer.is_2xx()
        });
        let before = before.filter_map(|(_, exchange, answer)| {
            (exchange.intent == Intent::Read).then(|| answer.value()).flatten()
        });
        let shown = run.record.answer(self.read).and_then(|answer| answer.value());
        before.last().zip(shown).is_some_and(|(before, shown)| before == shown && !self.differing.is_empty())
    }
}

/// Pointers of everything in a value that is no object.
pub(super) fn leaves(value: &Value) -> Vec<String> {
    let Some(object) = value.as_object() else { return vec![String::new()] };
    let below = |(name, inside): (&String, &Value)| -> Vec<String> {
        leaves(inside).into_iter().map(|rest| pointer("", name) + &rest).collect()
    };
    object.iter().flat_map(below).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::is_as_written;
    use crate::contract::described::described;

    fn is_back(body: &Value, shown: &Value) -> bool {
        let contract = &described().expect("it is right").contract;
        let operation = contract.operations.iter().find(|known| known.id == "UpdateGcSchedule");
        is_as_written(&contract.source, operation.expect("it is described"), body, shown)
    }

    #[test]
    fn what_is_left_out_is_what_it_is_by_default() {
        let body = json!({ "schedule": { "type": "Custom", "cron": "0 0 0 * * *" }, "parameters": { "workers": 1 } });
        let with = |at: &str, name: &str, value: Value| {
            let mut shown = body.clone();
            shown.pointer_mut(at).expect("a place")[name] = value;
            shown
        };
        assert!(is_back(&body, &body));
        assert!(is_back(&body, &with("/parameters", "dry_run", json!(false))));
        assert!(is_back(&with("/parameters", "dry_run", json!(false)), &body));
        assert!(is_back(&body, &with("/parameters", "dry_run", Value::Null)));
        assert!(is_back(&body, &with("/schedule", "next_scheduled_time", json!("2026-11-29T00:00:00Z"))));
        for shown in [
            json!({}),
            with("/parameters", "dry_run", json!(true)),
            with("/parameters", "workers", json!(2)),
            with("/parameters", "workers", Value::Null),
            with("/schedule", "cron", json!("0 0 1 * * *")),
        ] {
            assert!(!is_back(&body, &shown), "{shown}");
        }
    }
}
