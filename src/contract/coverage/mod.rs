//! How much of the API description recorded answers, or a run of the suite, have exercised.

mod aspect;
mod mark;
mod plan;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::record::Record;
use crate::spec::Contract;
pub use aspect::Aspect;
use plan::Plan;

/// How much of the API description was exercised.
///
/// It knows no operation and no field by name: every operation, status, parameter, property, word of an enum and
/// bound that the description has is an item, and each counts once for its operation.
///
/// ```
/// # fn main() -> Result<(), swr_gc::Error> {
/// let coverage = swr_gc::contract::check(["openapi/examples/list-gc-tasks.json"]).coverage()?;
/// let list = coverage.operations.iter().find(|covered| covered.operation == "ListGcTasks").unwrap();
/// assert!(list.items.iter().any(|item| item.name == "tasks[].job_status" && item.exercised));
/// println!("{} of {}, {} %", coverage.exercised(), coverage.described(), coverage.percent());
/// assert!(coverage.percent() > 0.0 && coverage.percent() < 100.0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// The API description.
    pub specification: String,
    /// Answers that were looked at.
    pub answers: usize,
    /// In the order of the description.
    pub operations: Vec<Covered>,
    /// What was passed over and what could not be read, and why, in words.
    pub notes: Vec<String>,
    /// Whether all files could be read.
    pub is_complete: bool,
}

/// How much of an operation was exercised.
///
/// ```
/// # fn demo(coverage: swr_gc::contract::Coverage) {
/// for covered in &coverage.operations {
///     println!("{}: {} items, {} %", covered.operation, covered.exercised(), covered.percent());
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Covered {
    /// Its name.
    pub operation: String,
    /// All that is described of it.
    pub items: Vec<Item>,
}

/// One thing that the description has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Item {
    /// What it is.
    pub aspect: Aspect,
    /// Its name in its operation: `200`, `limit`, `tasks[].job_status Error`.
    pub name: String,
    /// JSON pointer into the description.
    pub pointer: String,
    /// Its line there, from 1.
    pub line: usize,
    /// Whether it was sent or seen.
    pub exercised: bool,
}

impl Coverage {
    /// How many items there are.
    pub fn described(&self) -> usize {
        self.operations.iter().map(|covered| covered.items.len()).sum()
    }

    /// How many of them were sent or seen.
    pub fn exercised(&self) -> usize {
        self.operations.iter().map(Covered::exercised).sum()
    }

    /// The exercised part of all items in per cent, cut after one digit: 100 is all of them.
    pub fn percent(&self) -> f64 {
        percent(self.exercised(), self.described())
    }
}

impl Covered {
    /// How many items were sent or seen.
    pub fn exercised(&self) -> usize {
        self.items.iter().filter(|item| item.exercised).count()
    }

    /// The exercised part of its items in per cent, cut after one digit.
    pub fn percent(&self) -> f64 {
        percent(self.exercised(), self.items.len())
    }
}

fn percent(exercised: usize, described: usize) -> f64 {
    let thousandths = (exercised * 1000).checked_div(described).unwrap_or(0);
    f64::from(u32::try_from(thousandths).unwrap_or(u32::MAX)) / 10.0
}

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Coverage", 7)?;
        object.serialize_field("percent", &self.percent())?;
        object.serialize_field("exercised", &self.exercised())?;
        object.serialize_field("described", &self.described())?;
        object.serialize_field("answers", &self.answers)?;
        object.serialize_field("specification", &self.specification)?;
        object.serialize_field("operations", &self.operations)?;
        object.serialize_field("notes", &self.notes)?;
        object.end()
    }
}

/// Ticks off what one record after the other exercises.
pub(super) struct Counter<'a> {
    contract: &'a Contract,
    plans: Vec<Plan>,
}

impl<'a> Counter<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let plan = |operation| Plan::new(contract, operation);
        Self { contract, plans: contract.operations.iter().map(plan).collect() }
    }

    pub(super) fn add(&mut self, record: &Record) {
        for exchange in &record.exchanges {
            self.plans[exchange.operation].mark(&self.contract.operations[exchange.operation], exchange);
        }
    }

    pub(super) fn finish(self, answers: usize, notes: Vec<String>, is_complete: bool) -> Coverage {
        let operations = self.contract.operations.iter().zip(self.plans);
        let covered = operations
            .map(|(operation, plan)| Covered { operation: operation.id.clone(), items: plan.items });
        Coverage {
            specification: self.contract.source.file().to_owned(),
            answers,
            operations: covered.collect(),
            notes,
            is_complete,
        }
    }
}
