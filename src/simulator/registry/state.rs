//! What there is in the registry at one moment, from its beginning or from a file.

use std::collections::BTreeMap;
use std::iter;
use std::num::NonZeroU32;
use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::value::RawValue;

use super::listing::Collection;
use super::run::Run;
use super::saved::Saved;
use super::schedule::Schedule;
use super::seed;
use super::task::Form;
use super::time::Time;
use super::waste::Waste;
use crate::simulator::scenarios::{Beginning, Scenario, Setting};
use crate::spec::Contract;

/// The kind of items that have a life of their own; of anything else there is nothing.
const TASK_SCHEMA: &str = "GcTask";

/// How a registry begins, and how it goes on.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Course {
    pub(in crate::simulator) scenario: Scenario,
    pub(in crate::simulator) seed: u64,
    pub(in crate::simulator) tasks: usize,
    /// Seconds of the registry in a second of the machine.
    pub(in crate::simulator) speed: f64,
    /// After so many looks a task goes on, whatever time it is.
    pub(in crate::simulator) step_by_reads: Option<NonZeroU32>,
    /// Where it is kept.
    pub(in crate::simulator) file: Option<PathBuf>,
}

/// Tasks, schedule, and what becomes of them.
pub(super) struct State {
    pub(super) time: Time,
    /// What can be listed, by operation.
    pub(super) lists: BTreeMap<String, Collection>,
    /// The operation that lists tasks.
    pub(super) tasks: String,
    pub(super) schedule: Schedule,
    /// The task at work that goes on.
    pub(super) run: Option<Run>,
    pub(super) waste: Waste,
}

impl State {
    /// Goes on from what was saved: at the time of then, or at that of now if it is later.
    pub(super) fn restore(
        &mut self,
        contract: &Contract,
        shown: &str,
        stages: &[String],
        saved: Saved<Box<RawValue>>,
        speed: f64,
    ) -> Result<(), String> {
        let Saved { time, tasks, schedule, run, waste } = saved;
        let list = seed::list(contract, &self.tasks, &tasks)?;
        if let Some(run) = &run {
            run.check(list.value(&run.id.to_string()).as_ref(), stages)?;
        }
        waste.check()?;
        // Its next time is the one after then: what was due since is made up for.
        self.schedule = seed::schedule(contract, shown, &schedule, time)?;
        self.time = Time::new(time.max(self.time.now()), speed);
        self.lists.insert(self.tasks.clone(), list);
        (self.run, self.waste) = (run, waste);
        Ok(())
    }

    /// What a scenario begins with.
    pub(super) fn begin(
        contract: &Contract,
        course: &Course,
        stages: &[String],
        shown: &str,
        form: &Form,
        now: Timestamp,
    ) -> Result<Self, String> {
        let time = Time::new(now, course.speed);
        let (source, now) = (&contract.source, time.now());
        let setting = Setting { source, seed: course.seed, tasks: course.tasks, now, form, stages };
        let Beginning { tasks: items, schedule, run } = course.scenario.begin(&setting);
        let mut items = Some(items);
        let (mut lists, mut tasks) = (BTreeMap::new(), String::new());
        for operation in &contract.operations {
            let Some(pagination) = &operation.pagination else { continue };
            let of_tasks = pagination.item_schema == TASK_SCHEMA;
            let items = if of_tasks { items.take() } else { None };
            if items.is_some() {
                tasks.clone_from(&operation.id);
            }
            let items = items.unwrap_or_else(|| Box::new(iter::empty()));
            let list = Collection::new(pagination, &operation.filters, items);
            lists.insert(operation.id.clone(), list);
        }
        let schedule = Schedule::new(source, shown, &schedule, now)?;
        Ok(Self { time, lists, tasks, schedule, run, waste: Waste::new(course.seed, now) })
    }
}
