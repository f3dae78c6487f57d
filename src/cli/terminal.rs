//! Standard output and standard error: data on the one, words on the other.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::{Duration, Instant};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::exit::Exit;
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

    /// The output could not be written: a reader that has seen enough is no failure, a full disk is.
    pub(super) fn closed(&self, error: &io::Error) -> Exit {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Exit::Done;
        }
        self.complain(&format!("the output cannot be written: {error}"), None);
        Exit::Failed
    }

    /// Writes a line of words.
    pub(super) fn say(&self, text: &str) {
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(AutoStream::auto(io::stderr()), "{text}");
    }

    /// Writes a question, behind which the answer is to be typed.
    pub(super) fn prompt(&self, text: &str) {
        let mut output = AutoStream::auto(io::stderr());
        // As above.
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
            self.say(&format!("to see why: swr-gc auth explain-denied{region} {}", quoted(message)));
        }
    }

    /// Writes the error of a call; how the command ends with it.
    pub(super) fn failed(&self, error: &Error) -> Exit {
        self.complain_of(error);
        if error.is_usage() { Exit::Usage } else { Exit::Failed }
    }

    /// Whether somebody sees the words as they come, and lines can be written over.
    pub(super) fn is_interactive(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// A sign of life for work that takes long.
    pub(super) fn progress(&self) -> Progress {
        Progress { began: Instant::now(), bar: None, shown: self.is_interactive() }
    }
}

/// A line on standard error that appears after a second, on a terminal only, and leaves nothing behind.
pub(super) struct Progress {
    began: Instant,
    bar: Option<ProgressBar>,
    shown: bool,
}

impl Progress {
    const PATIENCE: Duration = Duration::from_secs(1);

    /// Tells how far the work is.
    pub(super) fn tell(&mut self, message: String) {
        if !self.shown || self.began.elapsed() < Self::PATIENCE {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // A line that was wrapped could not be taken back.
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_message(message);
        bar.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
