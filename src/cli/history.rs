//! The tasks of an instance as a whole, for commands that look at all of them.

use std::time::Duration;

use jiff::SignedDuration;

use super::list::Odd;
use super::terminal::Terminal;
use crate::Pages;
use crate::builder::ListGcTasks;
use crate::client::ROUNDING;
use crate::clock::Clock;
use crate::error::Error;
use crate::types::GcTask;

/// Tasks, and what was asked to have them.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) tasks: Vec<GcTask>,
    pub(super) requests: usize,
    /// How far the clock of the service is ahead of ours, where it tells.
    pub(super) ahead: SignedDuration,
}

/// How often the sign of life moves.
const BLINK: Duration = Duration::from_millis(250);

impl History {
    /// Reads page after page until it is `enough`; says what could not be read.
    pub(super) async fn read(
        mut pages: Pages<ListGcTasks>,
        terminal: &Terminal,
        enough: impl Fn(&Self) -> bool,
    ) -> Result<Self, Error> {
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
            let ahead = page.ahead_of(Clock::system().now());
            history.ahead = ahead.filter(|ahead| ahead.abs() > ROUNDING).unwrap_or_default();
            history.tasks.extend(page.into_items());
            progress.tell(&format!("{} tasks so far", history.tasks.len()));
            if enough(&history) {
                break;
            }
        }
        drop(progress);
        odd.report(terminal);
        Ok(history)
    }

    /// Whether the list is known to begin with the newest task: its order is not documented.
    pub(super) fn is_newest_first(&self) -> bool {
        let created: Option<Vec<_>> = self.tasks.iter().map(|task| task.creation_time).collect();
        created.is_some_and(|created| {
            created.is_sorted_by(|one, next| one >= next) && created.first() > created.last()
        })
    }
}
