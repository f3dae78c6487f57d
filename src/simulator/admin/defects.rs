//! Defects that are switched on and off while the simulator runs.

use serde_json::{Value, json};

use super::body::{given, needed, only};
use crate::simulator::cloud::Cloud;
use crate::simulator::switch::{Switch, When, find};
use crate::spec::Contract;

/// What is done wrong.
pub(super) fn show(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &[])?;
    Ok(json!({ "defects": cloud.layer.switched().iter().map(written).collect::<Vec<_>>() }))
}

/// What is done wrong from now on, and nothing else.
pub(super) fn switch(cloud: &Cloud, body: &Value) -> Result<Value, String> {
    only(body, &["defects"])?;
    let list = needed(body, "defects", "a list", Value::as_array)?;
    let read = |(index, entry)| {
        read(cloud.layer.home.contract, entry).map_err(|reason| format!("/defects/{index}{reason}"))
    };
    let switches = list.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    // Around itself a defect would be another one.
    let twice = |(index, entry): &(usize, &Value)| list[..*index].contains(entry);
    if let Some((index, entry)) = list.iter().enumerate().find(twice) {
        return Err(format!("/defects/{index}: {entry} stands there twice"));
    }
    cloud.layer.switch(switches);
    show(cloud, &json!({}))
}

/// What a test wants; the reason, with its place in front, if that cannot be.
fn read(contract: &Contract, entry: &Value) -> Result<Switch, String> {
    only(entry, &["name", "operation", "nth", "probability"])?;
    let name = needed(entry, "name", "a text", Value::as_str)?;
    let defect = find(name).map_err(|reason| format!("/name: {reason}"))?;
    let known = || contract.operations.iter().map(|operation| operation.id.clone());
    let names = format!("one of {}", known().collect::<Vec<_>>().join(", "));
    let operation = given(entry, "operation", &names, |told| known().find(|id| *told == id.as_str()))?;
    let nth = given(entry, "nth", "a whole number from 1 on", |told| told.as_u64().filter(|nth| *nth > 0))?;
    let probability = given(entry, "probability", "a number from 0 to 1", |told| {
        told.as_f64().filter(|probability| (0.0..=1.0).contains(probability))
    })?;
    let when = match (nth, probability) {
        (None, None) => When::Always,
        (Some(nth), None) => When::Nth(nth),
        (None, Some(probability)) => When::Probability(probability),
        (Some(_), Some(_)) => return Err("/probability: it does not go with nth".to_owned()),
    };
    Ok(Switch { defect, operation, when })
}

fn written(switch: &Switch) -> Value {
    let mut shown = json!({ "name": switch.defect.name });
    if let Some(operation) = &switch.operation {
        shown["operation"] = json!(operation);
    }
    match switch.when {
        When::Always => {}
        When::Nth(nth) => shown["nth"] = json!(nth),
        When::Probability(probability) => shown["probability"] = json!(probability),
    }
    shown
}
