//! Standard output and standard error: data on the one, words on the other.

use std::io::{self, BufWriter, Write};
use std::time::{Duration, Instant};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};

use super::exit::Exit;
use super::screen;
use super::shell::quoted;
use crate::client::Client;
use crate::error::Error;

/// Where the command writes.
#[derive(Debug)]
pub(super) struct Terminal(());

/// Standard output, buffered; colours are dropped where nobody would see them.
pub(super) type Output = BufWriter<AutoStream<io::Stdout>>;

impl Terminal {
    pub(super) fn new() -> Self {
        Self(())
    }

    pub(super) fn output(&self) -> Output {
        BufWriter::new(AutoStream::auto(io::stdout()))
    }

    /// Writes data as a whole.
    pub(super) fn print(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
        let mut output = self.output();
        match write(&mut output).and_then(|()| output.flush()) {
            Ok(()) => Exit::Done,
            Err(error) => self.closed(&error),
        }
    }

    /// Writes words for people as a whole; on a terminal lines break between them.
    pub(super) fn print_words(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
        self.print(|output| {
            let mut text = Vec::new();
            write(&mut text)?;
            let lines = screen::wrapped(&String::from_utf8_lossy(&text), screen::output_room());
            lines.iter().try_for_each(|line| writeln!(output, "{line}"))
        })
    }

    /// The output could not be written: a reader that has seen enough is no failure, a full disk is.
    pub(super) fn closed(&self, error: &io::Error) -> Exit {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Exit::Done;
        }
        self.complain(&format!("the output cannot be written: {error}"), None);
        Exit::Failed
    }

    /// Writes a line of words; on a terminal it breaks between them.
    pub(super) fn say(&self, text: &str) {
        self.write(&format!("{}\n", wrapped(text)));
    }

    /// Writes what can be done, and the command for it, which stays one line to be copied.
    pub(super) fn offer(&self, what: &str, command: &str) {
        self.write(&format!("{what}: {command}\n"));
    }

    /// Writes a question, behind which the answer is to be typed.
    pub(super) fn prompt(&self, text: &str) {
        self.write(&format!("{} ", wrapped(text)));
    }

    fn write(&self, text: &str) {
        let mut output = AutoStream::auto(io::stderr());
        // Nobody is left to be told that standard error is closed.
        let _ = write!(output, "{text}").and_then(|()| output.flush());
    }

    /// Writes an error, and what to do about it.
    pub(super) fn complain(&self, message: &str, remedy: Option<&str>) {
        let red = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
        let bold = Style::new().bold();
        self.say(&format!("{red}error{red:#}: {message}"));
        if let Some(remedy) = remedy {
            self.say(&format!("{bold}what to do{bold:#}: {remedy}"));
        }
    }

    /// Writes the error of a call.
    pub(super) fn complain_of(&self, error: &Error) {
        self.complain(&error.to_string(), Some(&error.remedy()));
    }

    /// Writes the command that tells why a request was refused, where the refusal can be decoded.
    pub(super) fn explain(&self, error: &Error, client: &Client) {
        if let Some(message) = error.encoded_authorization_message() {
            let region = client.region().map(|region| format!(" --region {}", quoted(region)));
            let region = region.unwrap_or_default();
            self.offer("to see why", &format!("swr-gc auth explain-denied{region} {}", quoted(message)));
        }
    }

    /// Writes the error of a call; how the command ends with it.
    pub(super) fn failed(&self, error: &Error) -> Exit {
        self.complain_of(error);
        if error.is_before_all() { Exit::Usage } else { Exit::Failed }
    }

    /// Whether somebody sees the words as they come, and lines can be written over.
    pub(super) fn is_interactive(&self) -> bool {
        screen::is_drawable(&io::stderr())
    }

    /// A sign of life for work that takes long.
    pub(super) fn progress(&self) -> Progress {
        Progress { began: Instant::now(), drawn: 0, shown: self.is_interactive() }
    }
}

/// Words as they fit on the terminal, if they go to one.
fn wrapped(text: &str) -> String {
    screen::wrapped(text, screen::room(&io::stderr())).join("\n")
}

/// A line on standard error that appears after a second, on a terminal only, and leaves nothing behind.
pub(super) struct Progress {
    began: Instant,
    drawn: usize,
    shown: bool,
}

impl Progress {
    const PATIENCE: Duration = Duration::from_secs(1);
    /// What moves in front of the line.
    const SPINNER: [char; 4] = ['-', '\\', '|', '/'];
    /// Columns for it and the blank behind it, and for the `^C` that a terminal writes behind the cursor: on the next
    /// line it would keep this one from being taken back.
    const KEPT: usize = 5;

    /// Tells how far the work is.
    pub(super) fn tell(&mut self, message: &str) {
        if !self.shown || self.began.elapsed() < Self::PATIENCE {
            return;
        }
        let line = screen::fitted(message, self.room().unwrap_or_default());
        let spinner = Self::SPINNER[self.drawn % Self::SPINNER.len()];
        self.draw(&format!("{spinner} {line}"));
        self.drawn += 1;
    }

    /// Columns that there are for a message, if it is shown at all.
    pub(super) fn room(&self) -> Option<usize> {
        self.shown.then(|| screen::size().0.saturating_sub(Self::KEPT))
    }

    /// Makes room for something else.
    pub(super) fn clear(&self) {
        if self.drawn > 0 {
            self.draw("");
        }
    }

    fn draw(&self, line: &str) {
        // Without colours, the cursor moves all the same.
        let mut output = AutoStream::always(io::stderr());
        // As with other words.
        let _ = write!(output, "\r{line}\x1b[K").and_then(|()| output.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Exit, Terminal};
    use crate::error::{Error, Walk};

    #[test]
    fn wrong_usage_is_what_was_wrong_before_anything_was_sent() {
        let wrong = |page| {
            let walk = Walk { page, marker: None, shown: None };
            Error::configuration("credentials", "no source has any").on_page(walk)
        };
        let terminal = Terminal::new();
        assert_eq!(terminal.failed(&Error::configuration("endpoint", "it is none")), Exit::Usage);
        assert_eq!(terminal.failed(&wrong(1)), Exit::Usage);
        assert_eq!(terminal.failed(&wrong(2)), Exit::Failed, "a page was asked for before");
    }
}
