//! The tasks of an instance as a whole, for commands that look at all of them.

use std::time::Duration;

use super::list::Odd;
use super::terminal::Terminal;
use crate::Pages;
use crate::builder::ListGcTasks;
use crate::error::Error;
use crate::types::GcTask;

/// Tasks, and what was asked to have them.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) tasks: Vec<GcTask>,
    pub(super) requests: usize,
}

/// How often the sign of life moves.
const BLINK: Duration = Duration::from_millis(250);

impl History {
    /// Reads page after page; says what could not be read.
    pub(super) async fn read(mut pages: Pages<ListGcTasks>, terminal: &Terminal) -> Result<Self, Error> {
        let mut history = Self::default();
        let mut odd = Odd::default();
        let mut progress = terminal.progress();
        loop {
            let page = tokio::select! {
                page = pages.next() => page,
                () = tokio::time::sleep(BLINK) => {
                    progress.tell(&format!("{} tasks so far, waiting for more", history.tasks.len()));
                    continue;
                }
            };
            let Some(page) = page else { break };
            let page = page?;
            odd.note(&page);
            history.requests += 1;
            history.tasks.extend(page.tasks.iter().cloned());
            progress.tell(&format!("{} tasks so far", history.tasks.len()));
        }
        drop(progress);
        odd.report(terminal);
        Ok(history)
    }
}
