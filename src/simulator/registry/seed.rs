//! Tasks and schedules from outside, judged by the API description.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::listing::Collection;
use super::schedule::Schedule;
use crate::simulator::parameters::reason;
use crate::spec::{Contract, Source, json_schema};

/// What the operation lists when it has these items; the reason, with its place, if they are not as described.
pub(super) fn list(contract: &Contract, operation: &str, items: &[Value]) -> Result<Collection, String> {
    let operation = contract.operations.iter().find(|known| known.id == operation);
    let found = operation.and_then(|operation| Some((operation, operation.pagination.as_ref()?)));
    let (operation, pagination) = found.ok_or("/tasks: nothing is listed")?;
    let mut seen = BTreeSet::new();
    let schema = format!("/components/schemas/{}", pagination.item_schema);
    let judge = judge(&contract.source, &schema)?;
    for (index, item) in items.iter().enumerate() {
        judge(item).map_err(|reason| format!("/tasks/{index}{reason}"))?;
        let identity = &pagination.identity;
        let number = item.get(identity).and_then(Value::as_i64);
        let number = number.ok_or_else(|| format!("/tasks/{index}/{identity}: a whole number is missing"))?;
        if !seen.insert(number) {
            return Err(format!("/tasks/{index}/{identity}: {number} stands there twice"));
        }
    }
    Ok(Collection::new(pagination, &operation.filters, items.to_vec()))
}

/// The schedule that is shown so; the reason, with its place, if it is not as described.
pub(super) fn schedule(
    contract: &Contract,
    shown: &str,
    told: &Value,
    now: Timestamp,
) -> Result<Schedule, String> {
    let source = &contract.source;
    let judged = judge(source, shown)?(told);
    let schedule = judged.and_then(|()| Schedule::new(source, shown, told, now));
    schedule.map_err(|reason| format!("/schedule{reason}"))
}

/// What tells why a value does not fulfil the schema at `at`.
fn judge(source: &Source, at: &str) -> Result<impl Fn(&Value) -> Result<(), String>, String> {
    let validator = jsonschema::options().should_validate_formats(true).build(&json_schema(source, at));
    let validator = validator.map_err(|error| error.to_string())?;
    Ok(move |value: &Value| {
        let judged = validator.validate(value);
        judged.map_err(|error| format!("{}: {}", error.instance_path(), reason(&error)))
    })
}
