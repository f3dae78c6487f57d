//! How a task ended: in words, and as an exit code.

use super::exit::Exit;
use super::facts::Form;
use super::output::cell;
use super::terminal::Terminal;
use crate::operate::Ended;
use crate::types::{GcTask, JobParameters, JobStatus};

/// What it means to delete artifacts without a tag.
pub(super) const UNTAGGED: &str = "warning: delete_untagged also deletes every artifact without a tag, whatever retention rules say: images that are \
                        pulled by their digest alone are gone after it";

/// Tells how a task has ended that was waited for; how the command ends with it.
pub(super) fn print(ended: &Ended, form: Form, terminal: &Terminal) -> Exit {
    print_of(ended, is_dry_run(&ended.task), form, terminal)
}

/// The same where it is known whether it was a dry run.
pub(super) fn print_of(ended: &Ended, dry_run: bool, form: Form, terminal: &Terminal) -> Exit {
    let printed = form.say(terminal, &ended.task, &sentence_of(&ended.task, ended.status, dry_run));
    if let Some(advice) = advice(&ended.task, ended.status) {
        terminal.say(advice);
    }
    if printed == Exit::Done { ended.status.into() } else { printed }
}

/// What there is to know of such an end, and what to do next.
pub(super) fn advice(task: &GcTask, status: JobStatus) -> Option<&'static str> {
    let told = task.job_parameters.as_ref();
    let nothing = told.and_then(|told| told.freed_space) == Some(0);
    match status {
        JobStatus::Error => Some(
            "the API does not tell why a task fails: `swr-gc doctor` looks at the runs before it; the support of the \
             service needs the instance, the id of the task and its times",
        ),
        JobStatus::Success if nothing => Some(
            "nothing freed is no failure: only what no artifact refers to goes, and not what was pushed shortly before \
             (Harbor, from which the service descends, keeps layers of the last two hours)",
        ),
        _ => None,
    }
}

fn is_dry_run(task: &GcTask) -> bool {
    task.job_parameters.as_ref().is_some_and(JobParameters::is_dry_run)
}

/// What became of a task, in one sentence.
pub(super) fn sentence(task: &GcTask, status: JobStatus) -> String {
    sentence_of(task, status, is_dry_run(task))
}

/// The same where it is known whether it was a dry run.
pub(super) fn sentence_of(task: &GcTask, status: JobStatus, dry_run: bool) -> String {
    let what = if dry_run { "dry run" } else { "task" };
    let took =
        task.duration().map(|took| format!(" after {}", cell::duration(Some(took)))).unwrap_or_default();
    let id = cell::number(task.id);
    let result = match (status, dry_run) {
        (JobStatus::Success, false) => format!("{} freed, {}", freed(task), counted(task, "removed")),
        (JobStatus::Success, true) => {
            format!("it would free {}, with {}; nothing was removed", freed(task), counted(task, "to remove"))
        }
        (_, false) => "how much it freed is unknown, and what it had removed stays removed".to_owned(),
        (_, true) => "what it would free is unknown".to_owned(),
    };
    format!("{what} {id} ended as {status}{took}: {result}")
}

/// What a dry run has told, in a few words.
pub(super) fn estimate(task: &GcTask) -> String {
    format!("{}, {}", freed(task), counted(task, "to remove"))
}

fn freed(task: &GcTask) -> String {
    cell::bytes(task.job_parameters.as_ref().and_then(|told| told.freed_space))
}

fn counted(task: &GcTask, done: &str) -> String {
    let count =
        |read: fn(&JobParameters) -> Option<i64>| cell::count(task.job_parameters.as_ref().and_then(read));
    let (blobs, manifests) = (count(|told| told.purged_blobs), count(|told| told.purged_manifests));
    format!("{blobs} blobs and {manifests} manifests {done}")
}

impl From<JobStatus> for Exit {
    /// How a command ends that has waited for a task.
    fn from(status: JobStatus) -> Self {
        match status {
            JobStatus::Error => Self::Errored,
            JobStatus::Stopped => Self::Stopped,
            JobStatus::Success => Self::Done,
            // What the description calls an end some day is no success before somebody says so here.
            _ => Self::Failed,
        }
    }
}
