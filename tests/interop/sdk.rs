//! Runs the vendor's SDK in a home of its own, and never waits for it without end.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use swr_gc::simulator::Simulator;
use tempfile::TempDir;

/// Longer than any run takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// Names the interpreter that has the SDK.
const VARIABLE: &str = "SWR_GC_PYTHON";

/// What the SDK is to call.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Its method.
    pub operation: &'static str,
    pub endpoint: String,
    /// Without one the SDK looks for the project of the region.
    pub project_id: Option<String>,
    pub region: Option<String>,
    pub access_key: String,
    pub secret_key: String,
    /// Whether the key comes from the metadata service instead.
    pub from_metadata: bool,
    pub instance_id: String,
    pub limit: Option<u32>,
    pub marker: Option<String>,
    pub status: Option<String>,
    /// How many pages of a listing are walked through.
    pub most_pages: u32,
    /// As whatever the caller takes for an id.
    pub gc_id: Option<Value>,
    pub body: Option<Value>,
}

impl Call {
    /// The first page of the listing, with nothing but what must be given.
    pub fn new(endpoint: String, project_id: &str, instance_id: &str) -> Self {
        Self {
            operation: "list_gc_tasks",
            endpoint,
            project_id: Some(project_id.to_owned()),
            region: None,
            access_key: "an-access-key".to_owned(),
            secret_key: "a-secret-key".to_owned(),
            from_metadata: false,
            instance_id: instance_id.to_owned(),
            limit: None,
            marker: None,
            status: None,
            most_pages: 1,
            gc_id: None,
            body: None,
        }
    }

    /// The same for the instance of a simulator, with its key.
    pub fn of(simulator: &Simulator) -> Self {
        Self {
            access_key: simulator.access_key().to_owned(),
            secret_key: simulator.secret_key().to_owned(),
            ..Self::new(simulator.endpoint(), simulator.project_id(), simulator.instance_id())
        }
    }
}

/// What came of one call, as the SDK's models and exceptions show it.
#[derive(Clone, Debug, Deserialize)]
pub struct Outcome {
    /// One for each page of a listing, else one.
    pub answers: Vec<Value>,
    pub raised: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub struct Report {
    pub version: String,
    /// The names of all properties of a task that the SDK knows.
    pub properties: Vec<String>,
    pub outcomes: Vec<Outcome>,
}

/// The SDK, and the home directory in which it runs.
pub struct Sdk {
    interpreter: &'static Path,
    home: TempDir,
}

impl Sdk {
    /// `None` where it is not installed; the reason is told once. With `CI=true` that is a failure.
    pub fn find() -> Option<Self> {
        static FOUND: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
            let found = interpreter();
            if found.is_none() {
                // Not `eprintln!`, which is kept from view in a test that passes.
                let _ = writeln!(
                    std::io::stderr(),
                    "interop: SKIPPED. The vendor's SDK is not there to compare with: {VARIABLE} is not set, \
                     and `.ci/python-sdk`, which installs it, has not run"
                );
            }
            found
        });
        let interpreter = FOUND.as_deref();
        let ci = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(interpreter.is_some() || !ci, "CI needs the vendor's SDK: run `.ci/python-sdk` first");
        Some(Self { interpreter: interpreter?, home: tempfile::tempdir().expect("a directory") })
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Has the SDK do all calls in one run, one after the other.
    pub async fn call(&self, calls: &[Call]) -> Report {
        self.call_where(&[], calls).await
    }

    /// The same with some variables set.
    pub async fn call_where(&self, variables: &[(&str, &str)], calls: &[Call]) -> Report {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/calls.py");
        let input = serde_json::to_vec(calls).expect("calls are JSON");
        let output = self.python(variables, &script, input).await;
        let report: Report = serde_json::from_slice(&output)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output)));
        assert_eq!(report.outcomes.len(), calls.len());
        report
    }

    /// Runs a program with some variables set, and returns what it printed.
    pub async fn run(&self, variables: &[(&str, &str)], program: String) -> Vec<u8> {
        // A single dash is standard input.
        self.python(variables, Path::new("-"), program.into_bytes()).await
    }

    async fn python(&self, variables: &[(&str, &str)], script: &Path, input: Vec<u8>) -> Vec<u8> {
        let mut command = self.command(script);
        command.envs(variables.iter().copied());
        // A server of the test runs on this runtime, so nothing may block it.
        tokio::task::spawn_blocking(|| run(command, input)).await.expect("the run ends")
    }

    fn command(&self, script: &Path) -> Command {
        let mut command = Command::new(self.interpreter);
        // Isolated: neither PYTHON… variables nor packages of the user.
        command.args(["-I", "-X", "utf8"]).arg(script);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy().to_ascii_uppercase();
            let begins = ["HUAWEICLOUD_", "HC_", "SWR_GC_"].iter().any(|start| text.starts_with(start));
            if begins || text.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        command.env("HOME", self.home()).env("USERPROFILE", self.home());
        command
    }
}

fn interpreter() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(VARIABLE).filter(|given| !given.is_empty()) {
        return Some(given.into());
    }
    // Where `.ci/python-sdk` puts it; the file is written last.
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python-sdk");
    made.join("installed").is_file().then(|| made.join("bin/python"))
}

/// Kills the child if its test fails before it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Feeds a command and returns what it printed.
fn run(mut command: Command, input: Vec<u8>) -> Vec<u8> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")));
    let child = &mut running.0;
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // A child that gives up early does not read this, and its words say why.
    thread::spawn(move || stdin.write_all(&input));
    let stdout = collected(child.stdout.take().expect("standard output is a pipe"));
    let stderr = collected(child.stderr.take().expect("standard error is a pipe"));
    let output = stdout.recv_timeout(PATIENCE).expect("the SDK's run ends in time");
    let words = stderr.recv_timeout(PATIENCE).expect("the SDK's run ends in time");
    let status = child.wait().expect("it has ended");
    assert!(status.success(), "{status}: {}", String::from_utf8_lossy(&words));
    output
}

fn collected(mut pipe: impl Read + Send + 'static) -> std::sync::mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        let _ = sender.send(bytes);
    });
    receiver
}
