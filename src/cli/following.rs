//! A task that is waited for, and what the terminal shows meanwhile.

use std::pin::pin;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;
use unicode_width::UnicodeWidthStr;

use super::exit::Exit;
use super::interrupt::Interrupt;
use super::output::cell;
use super::terminal::Terminal;
use crate::builder::ListGcTasks;
use crate::clock::Clock;
use crate::error::Error;
use crate::operate::{Ended, Past, Usual, Wait, every};
use crate::text::printable;
use crate::types::{GcTask, JobParameters};
use crate::wire::Open;

/// How often the sign of life moves.
pub(super) const BLINK: Duration = Duration::from_millis(250);

/// How often a line is written where there is no terminal, and nothing changes.
const BREATH: Duration = Duration::from_secs(10 * 60);

/// Waits until a task is over, unless an interrupt comes first; `listing` is where its past is.
pub(super) async fn follow(
    wait: &mut Wait,
    listing: ListGcTasks,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Result<Ended, Error>, Exit> {
    let mut view = View::new(terminal);
    // Nobody waits for the past: without it, what is usual is unknown.
    let mut past = pin!(every(listing));
    let mut asked = false;
    loop {
        tokio::select! {
            biased;
            () = interrupt.wait() => return Err(Exit::Interrupted),
            ended = wait.until_over() => return Ok(ended),
            tasks = &mut past, if !asked => {
                asked = true;
                view.past = tasks.ok().map(|tasks| Past::of(&tasks));
            }
            () = tokio::time::sleep(BLINK) => {}
        }
        view.tell(wait, asked);
    }
}

/// What is shown while a task is at work.
struct View<'a> {
    terminal: &'a Terminal,
    progress: super::terminal::Progress,
    past: Option<Past>,
    silence: Silence,
    /// The last line on a standard error that is no terminal: what it was about, and when.
    said: Option<(String, Instant)>,
    began: Instant,
    clock: Clock,
}

impl<'a> View<'a> {
    fn new(terminal: &'a Terminal) -> Self {
        let (progress, clock) = (terminal.progress(), Clock::system());
        let silence = Silence::default();
        Self { terminal, progress, past: None, silence, said: None, began: Instant::now(), clock }
    }

    fn tell(&mut self, wait: &Wait, asked: bool) {
        let status = wait.last().map_or_else(cell::unknown, status);
        let line = match (self.silence.told(wait.trouble()), wait.last()) {
            (Some(silence), Some(_)) => format!("{silence}; the task was {status}"),
            (Some(silence), None) => silence,
            (None, Some(task)) => self.line(task, &status),
            (None, None) => return,
        };
        if self.terminal.is_interactive() {
            self.progress.tell(&line);
            return;
        }
        // A line for each change, once it can tell what is usual.
        let about = format!("{status} {}", wait.trouble().is_some());
        let due = match &self.said {
            None => asked || wait.trouble().is_some(),
            Some((last, when)) => *last != about || when.elapsed() >= BREATH,
        };
        if due {
            self.terminal.say(&line);
            self.said = Some((about, Instant::now()));
        }
    }

    /// As much as there is room for, the least important left out first.
    fn line(&self, task: &GcTask, status: &str) -> String {
        let age = task.creation_time.map(|created| created.duration_until(self.clock.now()));
        let age = age.filter(|age| age.is_positive()).map(whole);
        let waited = SignedDuration::try_from(self.began.elapsed()).map(whole).unwrap_or_default();
        let (id, (usual, of)) = (cell::number(task.id), self.usual(task));
        let created = age.as_ref().map(|age| format!(", created {age} ago")).unwrap_or_default();
        let since = age.unwrap_or_else(|| waited.clone());
        let lines = [
            format!("task {id} is {status}{created}, waited {waited}; {usual}{of}"),
            format!("task {id} is {status}{created}; {usual}{of}"),
            format!("task {id} is {status}{created}; {usual}"),
            format!("task {id} is {status}, {since}; {usual}"),
        ];
        let [longest, .., shortest] = &lines;
        let Some(room) = self.progress.room() else { return longest.clone() };
        lines.iter().find(|line| line.width() <= room).unwrap_or(shortest).clone()
    }

    /// How long it usually takes, and what that is known from.
    fn usual(&self, task: &GcTask) -> (String, String) {
        let told = task.job_parameters.as_ref();
        let dry_run = told.is_some_and(JobParameters::is_dry_run);
        let what = if dry_run { "dry runs" } else { "runs" };
        let Some(workers) = told.and_then(|told| told.workers) else {
            return (format!("usual time of such {what} unknown"), String::new());
        };
        let with = if workers == 1 { "1 worker".to_owned() } else { format!("{workers} workers") };
        match self.past.as_ref().and_then(|past| past.usual_duration(workers, dry_run)) {
            Some(Usual { median, runs, .. }) => {
                (format!("usually {}", whole(median)), format!(" ({runs} {what} with {with})"))
            }
            None => ("usual time unknown".to_owned(), format!(" ({what} with {with})")),
        }
    }
}

/// A service that does not answer, as far as that has been seen.
#[derive(Debug, Default)]
pub(super) struct Silence {
    since: Option<Instant>,
}

impl Silence {
    /// Why nothing is known at the moment, and for how long; nothing, where there is no `trouble`.
    pub(super) fn told(&mut self, trouble: Option<&Error>) -> Option<String> {
        let Some(error) = trouble else {
            self.since = None;
            return None;
        };
        let since = *self.since.get_or_insert_with(Instant::now);
        let lasting = SignedDuration::try_from(since.elapsed()).map(whole).unwrap_or_default();
        Some(format!("no news for {lasting}: {error}"))
    }
}

/// A length of time in whole seconds.
pub(super) fn whole(time: SignedDuration) -> String {
    cell::duration(Some(SignedDuration::from_secs(time.as_secs())))
}

/// The status as it may be shown.
fn status(task: &GcTask) -> String {
    task.job_status.as_ref().map_or_else(cell::unknown, |status| printable(Open::as_str(status)))
}
