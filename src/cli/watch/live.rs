//! A table that goes on: drawn anew in its place, and left on the screen at the end.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use anstream::AutoStream;
use jiff::Timestamp;
use unicode_width::UnicodeWidthStr;

use super::words::{usual, whole, word};
use super::{Changes, View};
use crate::cli::following::Silence;
use crate::cli::output::cell;
use crate::cli::screen;
use crate::cli::terminal::Output;
use crate::clock::Clock;
use crate::operate::{Change, Past};
use crate::types::{GcTask, JobStatus};

/// Tasks that are kept; of those that are over, the last ones.
const MOST: usize = 12;

/// A task as it was seen last.
struct Seen {
    task: GcTask,
    /// Whether the list has it no longer.
    gone: bool,
}

impl Seen {
    fn is_past(&self) -> bool {
        self.gone || self.task.is_over()
    }

    /// Whoever is at work comes first, then who waits for it, and then the past; the newest first.
    fn rank(&self) -> impl Ord + use<> {
        let is_running = self.task.job_status.as_ref().is_some_and(|status| *status == JobStatus::Running);
        (self.is_past(), !is_running, Reverse(self.task.id))
    }
}

pub(super) struct Live {
    output: Output,
    tasks: BTreeMap<Option<i64>, Seen>,
    past: Past,
    /// Whether the service has answered, so that no task in the table means none at work.
    known: bool,
    silence: Silence,
    clock: Clock,
    /// The lines that stand above the cursor.
    drawn: Vec<String>,
}

impl Live {
    pub(super) fn new() -> Self {
        // Without colours, the cursor moves all the same.
        let output = BufWriter::new(AutoStream::always(io::stdout()));
        let (tasks, past, silence) = (BTreeMap::new(), Past::default(), Silence::default());
        Self { output, tasks, past, known: false, silence, clock: Clock::system(), drawn: Vec::new() }
    }

    /// Draws the table and what stands below it in the place of what was drawn before.
    fn draw(&mut self, below: Option<&str>) -> io::Result<()> {
        let (columns, rows) = screen::size();
        // The last column is left free: terminals differ in where they go on after it.
        let room = columns.saturating_sub(1);
        let mut below = below.map_or_else(Vec::new, |below| screen::wrapped(below, Some(room)));
        below.truncate((rows / 2).max(1));
        let most = MOST.min(rows.saturating_sub(below.len() + 3)).max(1);
        let mut lines = Vec::new();
        if self.known {
            lines = table(self.tasks.values(), most, &self.past, self.clock.now());
            lines.extend(below.first().map(|_| String::new()));
        }
        lines.append(&mut below);
        let lines: Vec<_> = lines.iter().map(|line| screen::fitted(line, room)).collect();
        if lines == self.drawn {
            return Ok(());
        }
        // Lines that were drawn on a wider terminal have been wrapped since.
        let up: usize = self.drawn.iter().map(|line| line.width().div_ceil(columns).max(1)).sum();
        if up > 0 {
            write!(self.output, "\r\x1b[{up}A")?;
        }
        for line in &lines {
            writeln!(self.output, "{line}\x1b[K")?;
        }
        write!(self.output, "\x1b[J")?;
        self.drawn = lines;
        self.output.flush()
    }
}

impl View for Live {
    fn past(&mut self, past: Past) {
        self.past = past;
    }

    fn change(&mut self, change: &Change) -> io::Result<()> {
        let Change { task, gone, .. } = change;
        self.tasks.insert(task.id, Seen { task: task.clone(), gone: *gone });
        let over = |(id, seen): (&Option<i64>, &Seen)| seen.is_past().then_some(*id);
        while self.tasks.len() > MOST {
            let Some(oldest) = self.tasks.iter().find_map(over) else { break };
            self.tasks.remove(&oldest);
        }
        Ok(())
    }

    fn tick(&mut self, changes: &Changes) -> io::Result<()> {
        let now = cell::time(Some(self.clock.now()));
        let silence = self.silence.told(changes.trouble());
        let below = silence.unwrap_or_else(|| "Ctrl-C stops watching; the tasks go on".to_owned());
        self.known = changes.is_idle().is_some();
        self.draw(Some(&format!("{now} UTC  {below}")))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.draw(None)
    }
}

/// A line for each task, the newest first, below the headings; where there is not enough room, the past makes way.
fn table<'a>(tasks: impl Iterator<Item = &'a Seen>, most: usize, past: &Past, now: Timestamp) -> Vec<String> {
    const HEADINGS: [&str; 7] = ["ID", "STATUS", "FOR", "USUALLY", "FREED", "WORKERS", "OPTIONS"];
    let mut tasks: Vec<_> = tasks.collect();
    if tasks.is_empty() {
        return vec!["No task is at work.".to_owned()];
    }
    let mut left_out = 0;
    if tasks.len() > most {
        tasks.sort_by_key(|seen| seen.rank());
        let shown = most.saturating_sub(1).max(1);
        left_out = tasks.len() - shown;
        tasks.truncate(shown);
    }
    tasks.sort_by_key(|seen| Reverse(seen.task.id));
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(tasks.iter().map(|seen| row(seen, past, now)));
    let widths: Vec<_> = (0..HEADINGS.len())
        .map(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0))
        .collect();
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (text, width))| {
            let blanks = " ".repeat(width.saturating_sub(text.width()));
            // Words are read from the left, numbers from the right.
            if matches!(column, 1 | 6) { format!("{text}{blanks}") } else { format!("{blanks}{text}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    if left_out > 0 {
        lines.push(format!("… and {left_out} more"));
    }
    lines
}

fn row(Seen { task, gone }: &Seen, past: &Past, now: Timestamp) -> [String; 7] {
    let age = task.creation_time.map(|created| now.duration_since(created)).filter(|age| !age.is_negative());
    let parameters = task.job_parameters.as_ref();
    [
        cell::number(task.id),
        if *gone { format!("unlisted, was {}", word(task)) } else { word(task) },
        whole(if *gone {
            None
        } else if task.is_over() {
            task.duration()
        } else {
            age
        }),
        whole(usual(past, task)),
        cell::freed(parameters.and_then(|parameters| parameters.freed_space), task),
        cell::number(parameters.and_then(|parameters| parameters.workers)),
        cell::options(task),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{MOST, Seen, table};
    use crate::operate::Past;
    use crate::types::GcTask;

    fn task(status: &str) -> GcTask {
        let task = json!({
            "id": 7, "job_status": status, "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T10:05:00Z",
            "job_parameters": { "workers": 2, "dry_run": false, "delete_untagged": true },
        });
        serde_json::from_value(task).expect("a task")
    }

    fn seen(task: GcTask) -> Seen {
        Seen { task, gone: false }
    }

    #[test]
    fn what_is_at_work_is_shown_first_and_what_is_left_out_is_told() {
        let numbered = |id: i64, status: &str| seen(GcTask { id: Some(id), ..task(status) });
        let mut tasks: Vec<_> = (2..=9).map(|id| numbered(id, "Pending")).collect();
        tasks.insert(0, numbered(1, "Running"));
        tasks.push(numbered(10, "Success"));
        let now = "2024-01-20T10:10:00Z".parse().expect("a time");
        let lines = table(tasks.iter(), 3, &Past::default(), now);
        let words =
            |line: &String| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>().join(" ");
        assert_eq!(
            lines.iter().map(words).collect::<Vec<_>>(),
            ["ID STATUS", "9 Pending", "1 Running", "… and"]
        );
        assert!(lines[3].ends_with("8 more"), "{lines:?}");
    }

    #[test]
    fn a_task_that_left_the_list_is_not_taken_for_none() {
        let now = "2024-01-20T10:10:00Z".parse().expect("a time");
        let lines = table([Seen { task: task("Running"), gone: true }].iter(), MOST, &Past::default(), now);
        assert!(lines[1].contains("unlisted, was Running  unknown"), "{lines:?}");
    }

    #[test]
    fn a_task_at_work_has_an_age_and_one_that_is_over_a_duration() {
        let now = "2024-01-20T10:10:00Z".parse().expect("a time");
        let past = Past::of(&vec![task("Success"); 3]);
        let tasks = [task("Running"), task("Success"), GcTask::default()].map(seen);
        assert_eq!(
            table(tasks.iter(), MOST, &past, now).join("\n"),
            "     ID  STATUS       FOR  USUALLY    FREED  WORKERS  OPTIONS\n      \
             7  Running      10m       5m  unknown        2  deletes untagged\n      \
             7  Success       5m       5m  unknown        2  deletes untagged\n\
             unknown  unknown  unknown  unknown  unknown  unknown  unknown"
        );
        assert_eq!(table([].iter(), MOST, &past, now), ["No task is at work."]);
    }
}
