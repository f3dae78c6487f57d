//! A few facts about one thing: lines for people, JSON for programs.

use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::exit::Exit;
use super::output::compact;
use super::terminal::Terminal;
use crate::text::printable;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Words for people
    Text,
    /// JSON on one line
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
    /// Prints facts, each on a line.
    pub(super) fn print(
        self,
        terminal: &Terminal,
        facts: &impl Serialize,
        lines: impl FnOnce() -> Vec<(&'static str, String)>,
    ) -> Exit {
        match self.output {
            Kind::Json => json(terminal, facts),
            Kind::Text => print(terminal, &lines()),
        }
    }

    /// Prints what one sentence tells.
    pub(super) fn say(self, terminal: &Terminal, value: &impl Serialize, sentence: &str) -> Exit {
        match self.output {
            Kind::Json => json(terminal, value),
            Kind::Text => terminal.print_words(|output| writeln!(output, "{sentence}")),
        }
    }
}

/// Prints a value on one line.
pub(super) fn json(terminal: &Terminal, value: &impl Serialize) -> Exit {
    terminal.print(|output| {
        compact::write(output, value)?;
        writeln!(output)
    })
}

/// Prints facts as lines.
pub(super) fn print(terminal: &Terminal, lines: &[(impl AsRef<str>, String)]) -> Exit {
    let width = lines.iter().map(|(name, _)| name.as_ref().width()).max().unwrap_or(0);
    terminal.print_words(|output| {
        lines.iter().try_for_each(|(name, text)| {
            // A text of several lines goes on below itself.
            let text = if text.is_empty() { "(empty)" } else { text };
            for (number, line) in text.lines().enumerate() {
                let name = if number == 0 { name.as_ref() } else { "" };
                let room = width - name.width();
                writeln!(output, "{name}{:room$}  {}", "", printable(line))?;
            }
            Ok(())
        })
    })
}

/// A time, and how far off it is.
pub(super) fn when(at: Timestamp, now: Timestamp) -> String {
    let left = SignedDuration::from_secs(now.duration_until(at).as_secs());
    if left.is_negative() { format!("{at} ({:#} ago)", left.abs()) } else { format!("{at} (in {left:#})") }
}
