//! A task that is waited for, and what the terminal shows meanwhile.

use std::pin::pin;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

use super::exit::Exit;
use super::interrupt::Interrupt;
use super::output::cell;
use super::terminal::Terminal;
use crate::builder::ListGcTasks;
use crate::client::Client;
use crate::clock::Clock;
use crate::error::Error;
use crate::operate::{Ended, Past, Usual, Wait, every};
use crate::text::printable;
use crate::types::{GcTask, JobParameters};
use crate::wire::Open;

/// What ended the waiting before the task was over.
pub(super) enum Cut {
    Failed(Error),
    Interrupted,
}

/// How often the sign of life moves.
const BLINK: Duration = Duration::from_millis(250);

/// How often a line is written where there is no terminal, and nothing changes.
const BREATH: Duration = Duration::from_secs(10 * 60);

/// Waits until a task is over; `listing` is where its past is.
pub(super) async fn follow(
    mut wait: Wait,
    listing: ListGcTasks,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Ended, Cut> {
    let mut view = View::new(terminal);
    // Nobody waits for the past: without it, what is usual is unknown.
    let mut past = pin!(every(listing));
    let mut asked = false;
    loop {
        tokio::select! {
            biased;
            () = interrupt.wait() => return Err(Cut::Interrupted),
            ended = wait.until_over() => return ended.map_err(Cut::Failed),
            tasks = &mut past, if !asked => {
                asked = true;
                view.past = tasks.ok().map(|tasks| Past::of(&tasks));
            }
            () = tokio::time::sleep(BLINK) => {}
        }
        view.tell(&wait, asked);
    }
}

/// What is shown while a task is at work.
struct View<'a> {
    terminal: &'a Terminal,
    progress: super::terminal::Progress,
    past: Option<Past>,
    /// The last line on a standard error that is no terminal: what it was about, and when.
    said: Option<(String, Instant)>,
    began: Instant,
    clock: Clock,
}

impl<'a> View<'a> {
    fn new(terminal: &'a Terminal) -> Self {
        let (progress, clock) = (terminal.progress(), Clock::system());
        Self { terminal, progress, past: None, said: None, began: Instant::now(), clock }
    }

    fn tell(&mut self, wait: &Wait, asked: bool) {
        let Some(task) = wait.last() else { return };
        let status = status(task);
        let trouble = wait.trouble();
        if self.terminal.is_interactive() {
            self.progress.tell(self.line(task, &status, trouble));
            return;
        }
        // A line for each change, once it can tell what is usual.
        let about = format!("{status} {}", trouble.is_some());
        let due = match &self.said {
            None => asked,
            Some((last, when)) => *last != about || when.elapsed() >= BREATH,
        };
        if due {
            self.terminal.say(&self.line(task, &status, trouble));
            self.said = Some((about, Instant::now()));
        }
    }

    fn line(&self, task: &GcTask, status: &str, trouble: Option<&Error>) -> String {
        let age = task.creation_time.map(|created| created.duration_until(self.clock.now()));
        let age = age.filter(|age| age.is_positive()).map(|age| format!(", created {} ago", whole(age)));
        let waited = SignedDuration::try_from(self.began.elapsed()).map(whole).unwrap_or_default();
        let trouble = trouble.map(|error| format!("; no answer at the moment: {error}"));
        format!(
            "task {} is {status}{}, waited {waited}{}; {}",
            cell::number(task.id),
            age.unwrap_or_default(),
            trouble.unwrap_or_default(),
            self.usual(task)
        )
    }

    fn usual(&self, task: &GcTask) -> String {
        let told = task.job_parameters.as_ref();
        let dry_run = told.is_some_and(JobParameters::is_dry_run);
        let what = if dry_run { "dry runs" } else { "runs" };
        let Some(workers) = told.and_then(|told| told.workers) else {
            return format!("usual time of such {what} unknown");
        };
        let with = if workers == 1 { "1 worker".to_owned() } else { format!("{workers} workers") };
        match self.past.as_ref().and_then(|past| past.usual_duration(workers, dry_run)) {
            Some(Usual { median, runs, .. }) => {
                format!("usually {} ({runs} {what} with {with})", whole(median))
            }
            None => format!("usual time unknown ({what} with {with})"),
        }
    }
}

/// A length of time in whole seconds.
fn whole(time: SignedDuration) -> String {
    cell::duration(Some(SignedDuration::from_secs(time.as_secs())))
}

/// The status as it may be shown.
fn status(task: &GcTask) -> String {
    task.job_status.as_ref().map_or_else(cell::unknown, |status| printable(Open::as_str(status)))
}

/// Says why waiting failed; how the command ends with it.
pub(super) fn failed(error: &Error, client: &Client, terminal: &Terminal) -> Exit {
    if error.is_unfinished() {
        // What to do about it is to go on, which is said by whoever knows how.
        terminal.complain(&error.to_string(), None);
        return Exit::Unfinished;
    }
    let exit = terminal.failed(error);
    terminal.explain(error, client);
    exit
}
