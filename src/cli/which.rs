//! The task that a command is about.

use clap::Args;

use super::exit::Exit;
use super::output::cell;
use super::site::Site;
use crate::text::printable;
use crate::types::{GcTask, TaskId};
use crate::wire::Open;

/// The arguments that name it.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Which {
    #[arg(help = ID, value_name = "ID", allow_negative_numbers = true, value_parser = id)]
    id: Option<TaskId>,

    /// The task that is at work, if there is one
    #[arg(long)]
    active: bool,
}

/// What the argument is, of every command that has one.
pub(super) const ID: &str = "Id of the task";

/// The id of a task.
pub(super) fn id(text: &str) -> Result<TaskId, String> {
    TaskId::try_from(text).map_err(|error| error.to_string())
}

impl Which {
    /// The id; how the command ends where no task is at work, or more than one.
    pub(super) async fn find(self, site: &Site<'_>) -> Result<TaskId, Exit> {
        if let Some(id) = self.id {
            return Ok(id);
        }
        let terminal = site.terminal;
        let tasks = site.tasks().await?;
        let at_work: Vec<_> = tasks.iter().filter(|task| is_at_work(task)).collect();
        match at_work.as_slice() {
            [] => {
                let unclear: Vec<_> = tasks.iter().filter(|task| !task.is_over()).map(described).collect();
                if unclear.is_empty() {
                    terminal.say("no task is at work: there is nothing to do");
                    return Err(Exit::Done);
                }
                let message = format!(
                    "--active: whether a task is at work is not known, since nobody knows what these are doing: {}",
                    some(&unclear)
                );
                terminal.complain(
                    &message,
                    Some("look at them with `swr-gc list`, and give the id of one in place of --active"),
                );
                Err(Exit::Failed)
            }
            [task] => {
                let id = task.id.map(TaskId::try_from).and_then(Result::ok);
                id.ok_or_else(|| {
                    terminal.complain("the task at work has no id that could be named", None);
                    Exit::Failed
                })
            }
            several => {
                let several: Vec<_> = several.iter().map(|task| described(task)).collect();
                let message = format!("--active: more than one task is at work: {}", some(&several));
                terminal.complain(&message, Some("give the id of one of them in place of --active"));
                Err(Exit::Failed)
            }
        }
    }
}

/// The first few of them.
fn some(tasks: &[String]) -> String {
    const MOST: usize = 5;
    let more = tasks.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", tasks.iter().take(MOST).cloned().collect::<Vec<_>>().join(", "))
}

/// Whether a task is on its way to an end; what a status means that nobody knows is not known either.
pub(super) fn is_at_work(task: &GcTask) -> bool {
    task.job_status.as_ref().and_then(Open::known).is_some_and(|status| !status.is_final())
}

/// A task in two words.
pub(super) fn described(task: &GcTask) -> String {
    let status = task.job_status.as_ref().map_or("unknown", Open::as_str);
    format!("{} ({})", cell::number(task.id), printable(status))
}
