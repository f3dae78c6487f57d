//! A line for each change, where there is no terminal.

use std::io::{self, Write};

use super::words::{usual, whole, word};
use super::{Changes, View, status};
use crate::cli::outcome::sentence;
use crate::cli::output::cell;
use crate::cli::terminal::{Output, Terminal};
use crate::operate::{Change, Past};

pub(super) struct Lines<'a> {
    terminal: &'a Terminal,
    output: Output,
    past: Past,
    /// Whether it has been told that there is no answer.
    troubled: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(terminal: &'a Terminal) -> Self {
        Self { terminal, output: terminal.output(), past: Past::default(), troubled: false }
    }

    fn line(&self, change: &Change) -> String {
        let Change { task, before, gone, at } = change;
        if let Some(status) = status(task).filter(|_| task.is_over()) {
            return sentence(task, status);
        }
        if *gone {
            let id = cell::number(task.id);
            return format!(
                "task {id} is no longer listed; it was {}, and what became of it is unknown",
                word(task)
            );
        }
        let was = before.as_ref().map(|before| format!(", was {}", word(before))).unwrap_or_default();
        let age = task.creation_time.map(|created| at.duration_since(created));
        let age =
            age.filter(|age| !age.is_negative()).map(|age| format!("created {} ago, ", whole(Some(age))));
        let usual = usual(&self.past, task);
        format!(
            "task {} is {}{was}; {}usually takes {}",
            cell::number(task.id),
            word(task),
            age.unwrap_or_default(),
            whole(usual)
        )
    }
}

impl View for Lines<'_> {
    fn past(&mut self, past: Past) {
        self.past = past;
    }

    fn change(&mut self, change: &Change) -> io::Result<()> {
        let line = self.line(change);
        writeln!(self.output, "{} UTC  {line}", cell::time(Some(change.at)))?;
        self.output.flush()
    }

    fn tick(&mut self, changes: &Changes) -> io::Result<()> {
        let trouble = changes.trouble();
        match trouble {
            Some(error) if !self.troubled => self.terminal.say(&format!("no answer at the moment: {error}")),
            None if self.troubled => self.terminal.say("the service answers again"),
            _ => {}
        }
        self.troubled = trouble.is_some();
        Ok(())
    }
}
