//! A service with one task, for the commands that are about one.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};

use super::run::{Ran, Running, command};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN, target};

/// Answers by method and path, and tells what it was asked.
pub struct Service {
    pub url: String,
    asked: Receiver<String>,
}

impl Service {
    /// `answer` gets method and last step of the path, and how often that pair was asked for before.
    pub fn new(answer: impl Fn(&str, &str, usize) -> Answer + Send + 'static) -> Self {
        let (arrived, asked) = channel();
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let url = Server::answering(move |head| {
            let method = head.split(' ').next().unwrap_or_default();
            let path = target(head).split('?').next().unwrap_or_default();
            let last = path.rsplit('/').next().unwrap_or_default();
            let request = format!("{method} {last}");
            let mut seen = seen.lock().expect("a list");
            let before = seen.iter().filter(|known| **known == request).count();
            seen.push(request.clone());
            // The test may have ended.
            let _ = arrived.send(request);
            answer(method, last, before)
        });
        Self { url, asked }
    }

    /// One task that goes through these words and stays at the last, in a list of its own.
    pub fn with_task(words: &'static [&'static str]) -> Self {
        Self::with(words, &[task(words[0])])
    }

    /// The same where the task is not listed yet, and can be started.
    pub fn without_task(words: &'static [&'static str]) -> Self {
        Self::with(words, &[])
    }

    fn with(words: &'static [&'static str], listed: &[Value]) -> Self {
        let listed = listed.to_vec();
        Self::new(move |method, last, before| match (method, last) {
            ("GET", "gc") => Answer::page(&listed, None),
            ("GET", _) => shown(&task(words[before.min(words.len() - 1)])),
            ("PUT", _) => Answer::new("200 OK", ""),
            _ => Answer::new("202 Accepted", r#"{"id": 7}"#),
        })
    }

    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = command(arguments);
        command.args([
            "--endpoint",
            &self.url,
            "--project",
            PROJECT,
            "--instance",
            INSTANCE,
            "--retries",
            "0",
        ]);
        command.env("SWR_GC_TOKEN", TOKEN);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Running::start(self.command(arguments)).finish()
    }

    /// The next request, which may still be on its way.
    pub fn request(&self) -> String {
        self.asked.recv_timeout(super::run::PATIENCE).expect("a request arrives")
    }

    /// What it was asked and nobody has looked at.
    pub fn requests(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }
}

/// Task 7 with this status; a task that is over has what belongs to its end.
pub fn task(status: &str) -> Value {
    let mut task = json!({
        "id": 7, "job_name": "by-hand", "job_kind": "MANUAL", "job_status": status,
        "creation_time": "2026-11-25T01:00:00Z", "update_time": "2026-11-25T03:07:32Z",
        "job_parameters": { "delete_untagged": false, "workers": 3, "dry_run": false },
    });
    if status == "Success" {
        task["job_parameters"]["freed_space"] = json!(5_368_709_120_i64);
        task["job_parameters"]["purged_blobs"] = json!(2381);
        task["job_parameters"]["purged_manifests"] = json!(340);
    }
    task
}

pub fn shown(task: &Value) -> Answer {
    Answer::new("200 OK", task.to_string())
}
