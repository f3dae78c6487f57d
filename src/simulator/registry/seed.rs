//! Tasks and schedules from outside, judged by the API description.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;

use super::listing::Collection;
use super::schedule::Schedule;
use crate::simulator::judge::Judge;
use crate::spec::Contract;

/// No identity is greater: there has to be room for later ones, and for those that a defect or a variant makes of it.
const GREATEST: i64 = 1 << 62;

/// What the operation lists when it has these items, the newest first; the reason, with its place, if they are not
/// as described.
pub(super) fn list(
    contract: &Contract,
    operation: &str,
    items: &[Box<RawValue>],
) -> Result<Collection, String> {
    let operation = contract.operations.iter().find(|known| known.id == operation);
    let found = operation.and_then(|operation| Some((operation, operation.pagination.as_ref()?)));
    let (operation, pagination) = found.ok_or("/tasks: nothing is listed")?;
    let mut seen = HashSet::new();
    let schema = format!("/components/schemas/{}", pagination.item_schema);
    let judge = Judge::new(&contract.source, &schema)?;
    let identity = &pagination.identity;
    let read = |item: &RawValue| serde_json::from_str::<Value>(item.get());
    for (index, item) in items.iter().enumerate() {
        let item = read(item).map_err(|error| format!("/tasks/{index}: {error}"))?;
        judge.check_all(&item).map_err(|reason| format!("/tasks/{index}{reason}"))?;
        let told = item.get(identity);
        let wrong = |reason: String| format!("/tasks/{index}/{identity}: {reason}");
        let number = told.and_then(Value::as_i64).filter(|number| (0..=GREATEST).contains(number));
        let number = number.ok_or_else(|| {
            let wanted = format!("a whole number from 0 to {GREATEST}");
            wrong(
                told.map_or_else(|| format!("{wanted} is missing"), |told| format!("{told} is not {wanted}")),
            )
        })?;
        if !seen.insert(number) {
            return Err(wrong(format!("{number} stands there twice")));
        }
    }
    // Read once more: a million values at once would not fit in many a memory.
    let oldest_first = items.iter().rev().filter_map(|item| read(item).ok());
    Ok(Collection::new(pagination, &operation.filters, oldest_first))
}

/// The schedule that is shown so; the reason, with its place, if it is not as described.
pub(super) fn schedule(
    contract: &Contract,
    shown: &str,
    told: &Value,
    now: Timestamp,
) -> Result<Schedule, String> {
    let source = &contract.source;
    let judged = Judge::new(source, shown)?.check_all(told);
    let schedule = judged.and_then(|()| Schedule::new(source, shown, told, now));
    schedule.map_err(|reason| format!("/schedule{reason}"))
}
