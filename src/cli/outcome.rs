//! How a task ended: in words, and as an exit code.

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::output::{cell, compact};
use super::terminal::Terminal;
use crate::types::{GcTask, JobParameters, JobStatus};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A sentence
    Text,
    /// The task as one JSON object
    Json,
}

/// The flag that chooses.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Form {
    /// Form of the output
    #[arg(long, short, visible_alias = "format", value_name = "FORM", value_enum, default_value_t = Kind::Text)]
    output: Kind,
}

impl Form {
    /// Prints a task that is over, or a text in its place.
    pub(super) fn print(self, terminal: &Terminal, value: &impl serde::Serialize, text: &str) -> Exit {
        terminal.print(|output| {
            match self.output {
                Kind::Text => output.write_all(text.as_bytes())?,
                Kind::Json => compact::write(output, value)?,
            }
            output.write_all(b"\n")
        })
    }
}

/// What became of a task, in one sentence.
pub(super) fn sentence(task: &GcTask, status: JobStatus) -> String {
    let dry_run = task.job_parameters.as_ref().is_some_and(JobParameters::is_dry_run);
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
            _ => Self::Done,
        }
    }
}
