//! The instance whose tasks a command starts, waits for or stops, and who is told of it.

use std::fmt::Display;

use clap::ArgMatches;

use super::connection::{self, Connection, Target};
use super::exit::Exit;
use super::following::follow;
use super::interrupt::Interrupt;
use super::terminal::Terminal;
use crate::builder::ListGcTasks;
use crate::client::Client;
use crate::error::Error;
use crate::operate::{Ended, Wait, every};
use crate::simulator::Scenario;
use crate::types::{GcTask, InstanceId};

pub(super) struct Site<'a> {
    pub(super) target: Target,
    pub(super) instance_id: InstanceId,
    /// The flags that lead there again.
    again: String,
    pub(super) interrupt: &'a Interrupt,
    pub(super) terminal: &'a Terminal,
}

impl<'a> Site<'a> {
    /// Gets ready to ask; `scenario` is the one that the command is about.
    pub(super) async fn open(
        connection: Connection,
        given: &ArgMatches,
        scenario: Scenario,
        interrupt: &'a Interrupt,
        terminal: &'a Terminal,
    ) -> Result<Self, Exit> {
        let (target, instance_id) = connection.open_instance(given, scenario, terminal).await?;
        Ok(Self { target, instance_id, again: connection::again(given), interrupt, terminal })
    }

    pub(super) fn client(&self) -> &Client {
        &self.target.client
    }

    /// The tasks of the instance, to be listed.
    pub(super) fn listing(&self) -> ListGcTasks {
        self.client().list_gc_tasks().instance_id(self.instance_id.clone())
    }

    /// The tasks of the instance.
    pub(super) async fn tasks(&self) -> Result<Vec<GcTask>, Exit> {
        let tasks = self.interrupt.cutting(every(self.listing())).await?;
        tasks.map_err(|error| self.failed(&error))
    }

    /// Waits until a task is over; says why it does not, and how to go on with a task that `is_there` for certain.
    pub(super) async fn follow(&self, id: &impl Display, wait: Wait, is_there: bool) -> Result<Ended, Exit> {
        let mut wait = wait.polling(self.target.polling());
        let ended = follow(&mut wait, self.listing(), self.interrupt, self.terminal).await;
        let failed = |error: &Error| {
            let asked = is_there || wait.looks() > 0;
            let exit = self.failed_after(asked, error);
            // What the service does not know goes nowhere.
            if (asked || error.is_unfinished()) && error.status() != Some(404) {
                self.go_on(id);
            }
            exit
        };
        match ended {
            Ok(ended) => ended.map_err(|error| failed(&error)),
            Err(exit) => {
                self.go_on(id);
                Err(exit)
            }
        }
    }

    /// Says how to go on with a task that nobody waits for any more.
    pub(super) fn go_on(&self, id: &impl Display) {
        if self.target.is_simulated() {
            self.terminal.say("the embedded simulator ends with this command, and the task with it");
            return;
        }
        self.offer(&format!("task {id} goes on; to wait for it"), &format!("wait {id}"));
    }

    /// Says what can be done next, with the command that does it here.
    pub(super) fn offer(&self, what: &str, command: &str) {
        self.terminal.offer(what, &format!("swr-gc {command}{}", self.again));
    }

    /// Says what went wrong; how the command ends with it.
    pub(super) fn failed(&self, error: &Error) -> Exit {
        if error.is_unfinished() {
            // What to do about it is to go on, which is said by whoever knows how.
            self.terminal.complain(&error.to_string(), None);
            return Exit::Unfinished;
        }
        let exit = self.terminal.failed(error);
        self.terminal.explain(error, self.client());
        exit
    }

    /// The same of a command that may have asked the service by then.
    pub(super) fn failed_after(&self, asked: bool, error: &Error) -> Exit {
        match self.failed(error) {
            Exit::Usage if asked => Exit::Failed,
            exit => exit,
        }
    }
}
