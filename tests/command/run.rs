//! Runs the command in a clean environment, and never waits for it without end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Longer than any run takes; a command that hangs fails its test.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The variable that names the home folder.
pub const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// Checks that every part is in what was said.
    #[track_caller]
    pub fn assert_says(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in:\n{}", self.stderr);
        }
    }
}

/// The command, out of reach of the variables and the home folder of whoever runs the tests.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_swr-gc"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_ascii_uppercase();
        let colours = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"].contains(&&*text);
        let ours = ["SWR_GC_", "HUAWEICLOUD_", "CLOUD_SDK_", "HW_", "HC_"]
            .iter()
            .any(|start| text.starts_with(start));
        if ours || text.ends_with("_PROXY") || text == "RUST_LOG" || text == "XDG_CONFIG_HOME" || colours {
            command.env_remove(name);
        }
    }
    // A home without credentials, and no metadata service.
    command.env(HOME, env!("CARGO_TARGET_TMPDIR")).env("SWR_GC_METADATA_ENDPOINT", "http://127.0.0.1:9");
    command.env("COLUMNS", "100").args(arguments);
    command
}

pub fn run(arguments: &[&str]) -> Ran {
    Running::start(command(arguments)).finish()
}

/// A run that is under way; it is killed if its test ends before it.
pub struct Running {
    child: Child,
    lines: Option<Receiver<Vec<u8>>>,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { child: command.spawn().expect("the command starts"), lines: None }
    }

    /// The reading end of its standard output, to be closed at will.
    pub fn stdout(&mut self) -> ChildStdout {
        self.child.stdout.take().expect("standard output is a pipe")
    }

    /// The next line of its standard output.
    pub fn line(&mut self) -> String {
        let line = self.lines().recv_timeout(PATIENCE).expect("a line in time");
        String::from_utf8(line).expect("output is UTF-8").trim_end_matches('\n').to_owned()
    }

    fn lines(&mut self) -> &Receiver<Vec<u8>> {
        let stdout = self.child.stdout.take();
        self.lines.get_or_insert_with(|| {
            let (sender, receiver) = channel();
            thread::spawn(move || {
                let Some(stdout) = stdout else { return };
                let mut reader = BufReader::new(stdout);
                let mut line = Vec::new();
                while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
                    if sender.send(std::mem::take(&mut line)).is_err() {
                        return;
                    }
                }
            });
            receiver
        })
    }

    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let kill = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status();
        assert!(kill.expect("kill runs").success(), "the command takes the signal");
    }

    /// Waits for its end; what was printed since the last line that was taken.
    pub fn finish(mut self) -> Ran {
        let (sender, words) = channel();
        let mut stderr = self.child.stderr.take().expect("standard error is a pipe");
        thread::spawn(move || {
            let mut text = Vec::new();
            let read = stderr.read_to_end(&mut text);
            let _ = sender.send(read.map(|_| text));
        });
        let mut stdout = Vec::new();
        let lines = self.lines();
        loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(line) => stdout.extend(line),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("the command does not end"),
            }
        }
        let stderr = words.recv_timeout(PATIENCE).expect("the command ends").expect("it can be read");
        let status = self.child.wait().expect("the command has ended");
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, unless its test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Compares a text with the reviewed one in `snapshots/command`.
macro_rules! assert_reviewed {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/command",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!($name, $text);
        })
    };
}
pub(crate) use assert_reviewed;
