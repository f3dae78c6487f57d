//! What there is in the registry, and what becomes of it: tasks and schedule behind one lock, brought up to date at
//! every look.

pub(super) mod amount;
pub(super) mod listing;
pub(super) mod run;
mod saved;
pub(super) mod schedule;
mod seed;
mod state;
pub(super) mod task;
mod time;
mod waste;

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub(super) use state::Course;
pub(super) use time::FURTHEST;

use super::parameters::Values;
use crate::spec::{Contract, Effect};
use listing::Collection;
use run::Run;
use saved::{Saved, StateFile};
use schedule::Schedule;
use state::State;
use task::{Form, Job, MANUAL, PENDING, SCHEDULE, SUCCESS, Task};

/// What happens at most between two looks; what a longer time would have brought is passed over.
const MOST_EVENTS: u32 = 10_000;

/// What a run that fails has removed by then, in hundredths.
const FAILED_PART: i64 = 33;

/// The tasks and the schedule of an instance.
pub(super) struct Registry {
    contract: &'static Contract,
    course: Course,
    stages: Vec<String>,
    /// Schema of what is shown of the schedule.
    shown: String,
    form: Form,
    file: Option<StateFile>,
    state: Mutex<State>,
}

impl Registry {
    pub(super) fn new(contract: &'static Contract, course: Course, now: Timestamp) -> Result<Self, String> {
        let stages = task::stages(&contract.source);
        let (shown, form) = (shown(contract), Form::new(&contract.source));
        let mut state = State::begin(contract, &course, &stages, &shown, &form, now)?;
        let file = course.file.clone().map(StateFile::new);
        if let Some(file) = &file
            && let Some(saved) = file.read()?
        {
            let restored = state.restore(contract, &shown, &stages, saved, course.speed);
            restored.map_err(|reason| file.refused(&reason))?;
        }
        let registry = Self { contract, course, stages, shown, form, file, state: Mutex::new(state) };
        registry.save()?;
        Ok(registry)
    }

    /// Writes the file, if there is one; the reason if it cannot be written.
    pub(super) fn save(&self) -> Result<(), String> {
        let Some(file) = &self.file else { return Ok(()) };
        let state = self.look();
        file.write(&Saved {
            time: state.time.now(),
            tasks: state.lists.get(&state.tasks).into_iter().flat_map(Collection::texts).collect(),
            schedule: state.schedule.show(),
            run: state.run.clone(),
            waste: state.waste.clone(),
        })
    }

    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        self.look().time.now()
    }

    /// Begins anew; the reason if it cannot.
    pub(super) fn reset(&self, now: Timestamp) -> Result<(), String> {
        *self.look() = State::begin(self.contract, &self.course, &self.stages, &self.shown, &self.form, now)?;
        Ok(())
    }

    /// Has other tasks, or another schedule, or both; the reason if they are not as described.
    ///
    /// The tasks stand still, as those of a history do.
    pub(super) fn seed(&self, tasks: Option<&[Value]>, schedule: Option<&Value>) -> Result<(), String> {
        let (contract, mut state) = (self.contract, self.look());
        let texts = tasks.map(|tasks| tasks.iter().map(listing::text).collect::<Vec<_>>());
        let list = texts.map(|texts| seed::list(contract, &state.tasks, &texts)).transpose()?;
        let schedule = schedule.map(|told| seed::schedule(contract, &self.shown, told, state.time.now()));
        if let Some(schedule) = schedule.transpose()? {
            state.schedule = schedule;
        }
        if let Some(list) = list {
            state.run = None;
            let name = state.tasks.clone();
            state.lists.insert(name, list);
        }
        Ok(())
    }

    /// Goes on as if so much time had passed.
    pub(super) fn advance(&self, by: SignedDuration) {
        self.look().time.advance(by);
    }

    /// The body of the page that `values` ask for; the reason if the marker is none of ours.
    pub(super) fn page(&self, operation: &str, values: &Values) -> Result<Bytes, String> {
        let mut state = self.look();
        self.count_read(&mut state, None);
        state.lists.get(operation).map_or(Ok(Bytes::new()), |list| list.page(values).map(Bytes::from))
    }

    /// The item of a listing whose identity is written so.
    pub(super) fn item(&self, list: &str, identity: &str) -> Option<Bytes> {
        let mut state = self.look();
        self.count_read(&mut state, Some(identity));
        let item = state.lists.get(list)?.item(identity)?;
        Some(Bytes::copy_from_slice(item.as_bytes()))
    }

    /// Starts a clean-up and tells its identity; `None` if another one is at work.
    pub(super) fn start(&self, body: &Value) -> Option<i64> {
        let mut state = self.look();
        let now = state.time.now();
        let job = Job::told(&self.contract.source, body);
        if state.run.is_some() { None } else { self.create(&mut state, MANUAL, job, now) }
    }

    /// Has a task end that waits or runs: its property `state` comes to say `word`. Whether there is such a task.
    pub(super) fn stop(&self, list: &str, identity: &str, property: &str, word: &str) -> bool {
        let mut guard = self.look();
        let state = &mut *guard;
        let now = state.time.now();
        let Some(collection) = state.lists.get_mut(list) else { return false };
        let Some(mut task) = collection.value(identity) else { return false };
        let is_active = |stage: &String| task.get(property).and_then(Value::as_str) == Some(stage);
        if self.stages.iter().any(is_active) {
            if let Some(run) = state.run.take_if(|run| run.id.to_string() == identity) {
                state.waste.remove(&task::job(&task), run.done(now));
            }
            task::change(&mut task, property, word, now);
            collection.replace(identity, &task);
        }
        true
    }

    /// Takes over the schedule that a request writes; the reason if it cannot be one.
    pub(super) fn write(&self, body: &Value) -> Result<(), String> {
        let mut state = self.look();
        state.schedule = Schedule::new(&self.contract.source, &self.shown, body, state.time.now())?;
        Ok(())
    }

    /// The body that shows the schedule.
    pub(super) fn schedule(&self) -> Bytes {
        Bytes::from(self.look().schedule.show().to_string())
    }

    /// The state as it is by now.
    fn look(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.settle(&mut state);
        state
    }

    /// Has everything happen that is due: the steps of a run, and clean-ups that the schedule starts.
    fn settle(&self, state: &mut State) {
        let now = state.time.now();
        for _ in 0..MOST_EVENTS {
            let by_time = self.course.step_by_reads.is_none();
            let step = state.run.as_ref().and_then(Run::due).filter(|at| by_time && *at <= now);
            let fire = state.schedule.due().filter(|at| *at <= now);
            match (step, fire) {
                (Some(step), fire) if fire.is_none_or(|fire| step <= fire) => self.step(state, step),
                (_, Some(fire)) => self.fire(state, fire, now),
                _ => return,
            }
        }
        state.schedule.pass(now);
    }

    /// Has the schedule start a clean-up at this time, unless one is at work or nothing is to move.
    fn fire(&self, state: &mut State, at: Timestamp, now: Timestamp) {
        let by_time = self.course.step_by_reads.is_none();
        match state.run.as_ref().map(Run::ends) {
            None if self.course.scenario.fires() => {
                let job = state.schedule.job(&self.contract.source);
                state.schedule.pass(at);
                self.create(state, SCHEDULE, job, at);
            }
            // What comes before its end starts nothing, however often it comes.
            Some(end) if by_time => state.schedule.pass(now.min(end - SignedDuration::from_secs(1))),
            _ => state.schedule.pass(now),
        }
    }

    /// Adds a task and tells its identity; `None` if no tasks are listed.
    fn create(&self, state: &mut State, kind: &str, job: Job, created: Timestamp) -> Option<i64> {
        let list = state.lists.get_mut(&state.tasks)?;
        let (id, Course { scenario, seed, .. }) = (list.free_identity(), &self.course);
        state.run = Some(Run::plan(id, &job, created, &self.stages, scenario.end(), *seed));
        let name = if kind == MANUAL { "manual-gc-task" } else { "daily-gc-task" };
        let status = self.stages.first().map_or(PENDING, String::as_str);
        list.add(&self.form.write(Task { id, name, kind, job, status, created, updated: created }));
        Some(id)
    }

    /// Has the task at work take its next step.
    fn step(&self, state: &mut State, now: Timestamp) {
        let Some(run) = &mut state.run else { return };
        let Some(step) = run.step() else { return };
        let (identity, is_over) = (run.id.to_string(), run.is_over());
        state.waste.grow(now);
        state.run = state.run.take().filter(|_| !is_over);
        let Some(list) = state.lists.get_mut(&state.tasks) else { return };
        let Some(mut task) = list.value(&identity) else { return };
        let job = task::job(&task);
        let amount = Some(state.waste.within(&job)).filter(|_| step.word == SUCCESS);
        if is_over {
            state.waste.remove(&job, if amount.is_some() { 100 } else { FAILED_PART });
        }
        task::go_on(&mut task, &step.word, now);
        if let Some(amount) = amount {
            task::achieve(&mut task, amount);
        }
        list.replace(&identity, &task);
    }

    /// Counts that the task at work was looked at, and has it go on if that is what it goes by.
    fn count_read(&self, state: &mut State, identity: Option<&str>) {
        let Some(patience) = self.course.step_by_reads else { return };
        let Some(run) = &mut state.run else { return };
        let is_meant = identity.is_none_or(|identity| run.id.to_string() == identity);
        if is_meant && run.is_read(patience.get()) {
            let now = state.time.now();
            self.step(state, now);
        }
    }
}

/// Schema of what the operation shows whose answer another one writes.
fn shown(contract: &Contract) -> String {
    let mut effects = contract.operations.iter().filter_map(|operation| operation.effect.as_ref());
    let read = effects.find_map(|effect| match effect {
        Effect::Write { read, .. } => Some(read),
        _ => None,
    });
    let operation = contract.operations.iter().find(|operation| Some(&operation.id) == read);
    let success =
        operation.and_then(|operation| operation.responses.iter().find(|(status, _)| **status < 300));
    success.and_then(|(_, response)| response.schema.clone()).unwrap_or_default()
}
