//! A defect that is switched on, and when it shows.

use std::sync::atomic::{AtomicU64, Ordering};

use fastrand::Rng;
use serde_json::{Value, json};

use crate::simulator::defects::{Defect, defects};
use crate::simulator::naming::unknown;
use crate::spec::Contract;

/// A defect with what brings it about.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Switch {
    pub(in crate::simulator) defect: &'static Defect,
    /// Of which operation the requests are, if not of all.
    operation: Option<String>,
    when: When,
}

/// At which of those requests a defect shows.
#[derive(Clone, Copy, Debug)]
enum When {
    Always,
    /// At this one, the first being 1.
    Nth(u64),
    /// At each with this probability.
    Probability(f64),
}

impl Switch {
    /// A defect that shows at every request.
    pub(in crate::simulator) fn on(defect: &'static Defect) -> Self {
        Self { defect, operation: None, when: When::Always }
    }

    /// What a test wants; the reason, with its place in front, if that cannot be.
    pub(super) fn read(contract: &Contract, entry: &Value) -> Result<Self, String> {
        const KNOWN: [&str; 4] = ["name", "operation", "nth", "probability"];
        super::only(entry, &KNOWN)?;
        let name = entry.get("name").and_then(Value::as_str).ok_or("/name: a text is missing")?;
        let defect = find(name).map_err(|reason| format!("/name: {reason}"))?;
        let operation = match entry.get("operation") {
            None => None,
            Some(told) => {
                let known = contract.operations.iter().find(|operation| *told == operation.id.as_str());
                let all = || contract.operations.iter().map(|operation| &*operation.id).collect::<Vec<_>>();
                let known =
                    known.ok_or_else(|| format!("/operation: {told} is none of {}", all().join(", ")))?;
                Some(known.id.clone())
            }
        };
        let when = match (entry.get("nth"), entry.get("probability")) {
            (None, None) => When::Always,
            (Some(nth), None) => {
                let nth = nth.as_u64().filter(|nth| *nth > 0);
                When::Nth(nth.ok_or("/nth: it is a whole number from 1 on")?)
            }
            (None, Some(probability)) => {
                let probability =
                    probability.as_f64().filter(|probability| (0.0..=1.0).contains(probability));
                When::Probability(probability.ok_or("/probability: it is a number from 0 to 1")?)
            }
            (Some(_), Some(_)) => return Err("/probability: it does not go with nth".to_owned()),
        };
        Ok(Self { defect, operation, when })
    }

    pub(super) fn show(&self) -> Value {
        let mut shown = json!({ "name": self.defect.name });
        if let Some(operation) = &self.operation {
            shown["operation"] = json!(operation);
        }
        match self.when {
            When::Always => {}
            When::Nth(nth) => shown["nth"] = json!(nth),
            When::Probability(probability) => shown["probability"] = json!(probability),
        }
        shown
    }

    /// Whether it shows at this request, which `count` counts if it is of the operation.
    pub(in crate::simulator) fn shows(&self, operation: &str, count: &AtomicU64, seed: u64) -> bool {
        if self.operation.as_ref().is_some_and(|wanted| wanted != operation) {
            return false;
        }
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        match self.when {
            When::Always => true,
            When::Nth(nth) => number == nth,
            When::Probability(probability) => {
                // The same seed has the same requests fail, and other ones for each defect.
                let name =
                    self.defect.name.bytes().fold(seed, |sum, byte| sum.rotate_left(5) ^ u64::from(byte));
                Rng::with_seed(name ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).f64() < probability
            }
        }
    }
}

/// The defect of this name; what to say if there is none.
pub(in crate::simulator) fn find(name: &str) -> Result<&'static Defect, String> {
    let found = defects().iter().find(|defect| defect.name == name);
    found.ok_or_else(|| unknown("defect", name, defects().iter().map(|defect| defect.name)))
}
