//! The instance whose tasks a command starts, waits for or stops, and who is told of it.

use std::fmt::Display;
use std::pin::pin;

use clap::ArgMatches;
use jiff::SignedDuration;
use tokio::time::Instant;

use super::connection::{self, Connection, Target};
use super::exit::Exit;
use super::following::{BLINK, follow, whole};
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

/// What is known of a task that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Its id, which may be wrong.
    Named,
    /// That it is there.
    Seen,
    /// That it is there, and that the service has been asked to stop it.
    Stopping,
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
        let tasks = self.during("listing the tasks", every(self.listing())).await?;
        tasks.map_err(|error| self.failed(&error))
    }

    /// A part of the work, unless an interrupt comes first; where it takes long, the terminal shows `what` it is.
    pub(super) async fn during<T>(&self, what: &str, work: impl Future<Output = T>) -> Result<T, Exit> {
        let (mut work, mut progress, began) = (pin!(work), self.terminal.progress(), Instant::now());
        loop {
            tokio::select! {
                biased;
                () = self.interrupt.wait() => return Err(Exit::Interrupted),
                done = &mut work => return Ok(done),
                () = tokio::time::sleep(BLINK) => {
                    let waited = SignedDuration::from_secs(began.elapsed().as_secs().cast_signed());
                    progress.tell(&format!("{what}, {} by now", whole(waited)));
                }
            }
        }
    }

    /// Waits until a task is over; says why it does not, and how to go on with it.
    pub(super) async fn follow(&self, id: &impl Display, wait: Wait, known: Known) -> Result<Ended, Exit> {
        let mut wait = wait.polling(self.target.polling());
        let ended = follow(&mut wait, self.listing(), self.interrupt, self.terminal).await;
        let known = if known == Known::Named && wait.looks() > 0 { Known::Seen } else { known };
        match ended {
            Ok(Ok(ended)) => Ok(ended),
            Ok(Err(error)) => {
                let exit = self.failed_after(known != Known::Named, &error);
                match (error.status(), known) {
                    // What the service does not know goes nowhere.
                    (Some(404), Known::Named) => {}
                    (Some(404), _) => self.offer(&format!("to see what became of task {id}"), "list"),
                    (_, Known::Named) if !error.is_unfinished() => {}
                    _ => self.go_on(id, known),
                }
                Err(exit)
            }
            Err(exit) => {
                self.go_on(id, known);
                Err(exit)
            }
        }
    }

    /// Says how to go on with a task that nobody waits for any more.
    pub(super) fn go_on(&self, id: &impl Display, known: Known) {
        if self.target.is_simulated() {
            self.terminal.say("the embedded simulator ends with this command, and the task with it");
            return;
        }
        let what = match known {
            Known::Named => format!("nothing is known of task {id}; to wait for it again"),
            Known::Seen => format!("task {id} goes on; to wait for it"),
            Known::Stopping => format!("task {id} has been asked to stop; to see it end"),
        };
        self.offer(&what, &format!("wait {id}"));
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
