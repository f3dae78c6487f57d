//! Runs the command at a terminal, and reads the screen as a person does.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use pty_process::Size;
use pty_process::blocking::{self, Pty};

use super::run::PATIENCE;

/// What Ctrl-C sends.
pub const CTRL_C: &str = "\u{3}";
/// A command at a terminal of its own; it is killed if its test ends before it.
pub struct Session {
    child: Child,
    pty: Arc<Pty>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

impl Session {
    /// Starts it at a terminal of as many rows and columns.
    pub fn start(command: &Command, rows: u16, columns: u16) -> Self {
        let (pty, inside) = blocking::open().expect("there are pseudo-terminals");
        pty.resize(Size::new(rows, columns)).expect("it has a size");
        let mut at_terminal = blocking::Command::new(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            at_terminal = match value {
                Some(value) => at_terminal.env(name, value),
                None => at_terminal.env_remove(name),
            };
        }
        let child = at_terminal.env("TERM", "xterm").spawn(inside).expect("the command starts");
        let pty = Arc::new(pty);
        let read = Arc::clone(&pty);
        let (sender, output) = channel();
        thread::spawn(move || {
            let (mut buffer, mut reader) = ([0; 4096], &*read);
            // Where the command has closed its end, Linux answers with an error.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let size = |number| NonZeroU16::new(number).expect("it has some");
        Self { child, pty, output, screen: vt100::Parser::new(size(rows), size(columns), 0) }
    }

    /// Types a text.
    pub fn types(&mut self, text: &str) {
        (&*self.pty).write_all(text.as_bytes()).expect("the command reads");
    }

    /// Waits until this is on the screen.
    #[track_caller]
    pub fn shows(&mut self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.text().contains(text) {
            if let Err(why) = self.reads(until) {
                panic!("{why}; {text:?} is not on the screen:\n{}", self.text());
            }
        }
    }

    /// Waits for its end: exit code, and what is left on the screen.
    #[track_caller]
    pub fn ends(mut self) -> (Option<i32>, String) {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.reads(until) {
                Ok(()) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.text()),
            }
        }
        let status = self.child.wait().expect("it has ended");
        (status.code(), self.text())
    }

    /// Reads what comes next; a command that goes on writing is not waited for without end.
    fn reads(&mut self, until: Instant) -> Result<(), RecvTimeoutError> {
        let bytes = self.output.recv_timeout(until.saturating_duration_since(Instant::now()))?;
        self.screen.process(&bytes);
        Ok(())
    }

    /// The rows as they stand on the screen, one a line.
    fn text(&self) -> String {
        let screen = self.screen.screen();
        let rows: Vec<_> =
            screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n").trim_end().to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It has ended already, unless its test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
