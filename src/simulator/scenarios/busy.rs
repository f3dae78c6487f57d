//! `busy`: as `idle`, with a clean-up at work that somebody started minutes ago.

use jiff::SignedDuration;

use super::{Beginning, Setting, idle};
use crate::simulator::registry::run::Run;
use crate::simulator::registry::task::{Job, MANUAL, PENDING, SUCCESS, Task};

/// How long ago it was started: it works, and is not near its end.
const STARTED: SignedDuration = SignedDuration::from_mins(4);

const WORKERS: i64 = 1;

pub(super) fn begin<'a>(setting: &Setting<'_>) -> Beginning<'a> {
    let mut tasks = idle::tasks(setting);
    let id = 1001 + i64::try_from(setting.tasks).unwrap_or_default();
    let (job, created) = (Job::new(false, WORKERS, false), setting.now - STARTED);
    let mut run = Run::plan(id, &job, created, setting.stages, SUCCESS, setting.seed);
    // It is at work already, whatever it goes on by.
    let (mut status, mut updated) = (PENDING.to_owned(), created);
    while let Some(step) = run.step_by(setting.now) {
        (status, updated) = (step.word, step.at);
    }
    let task = Task { id, name: "manual-gc-task", kind: MANUAL, job, status: &status, created, updated };
    tasks.insert(0, setting.form.write(task));
    Beginning { run: Some(run), ..idle::beginning(setting, tasks) }
}
