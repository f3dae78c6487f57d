//! The permissions that a command says it needs are those of the operations that it calls.

use std::collections::BTreeSet;

use serde_json::json;
use swr_gc::operations;

use super::run::run;
use super::server::Answer;
use super::tasks::{Service, shown, task};

/// The permissions in the help of the command that a line begins with.
fn told(line: &[&str]) -> BTreeSet<String> {
    let is_command = |word: &&&str| word.chars().all(char::is_alphabetic);
    let command: Vec<_> = line.iter().take_while(is_command).copied().chain(["--help"]).collect();
    let help = run(&command).stdout;
    let (_, told) = help.split_once("Permissions:\n").unwrap_or_else(|| panic!("none: {help}"));
    told.lines().map_while(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

/// The permission of a request such as `GET 7`.
fn needed(request: &str) -> String {
    let (method, last) = request.split_once(' ').expect("a method and a step");
    let found = operations::ALL.iter().find(|operation| {
        let step = operation.path.rsplit('/').next().unwrap_or_default();
        operation.method == method && (step == last || step.starts_with('{') && last.parse::<u8>().is_ok())
    });
    found.and_then(|operation| operation.permission).unwrap_or_else(|| panic!("{request}")).to_owned()
}

/// A task that is stopped, and a schedule.
fn service() -> Service {
    Service::new(|method, last, before| match (method, last) {
        ("GET", "gc") => Answer::page(&[task("Running")], None),
        ("GET", "schedule") => {
            let schedule = json!({ "type": "Custom", "cron": "0 0 18 * * *" });
            shown(&json!({ "schedule": schedule, "parameters": { "workers": 2 } }))
        }
        ("GET", id) => {
            let mut task = task(if before == 0 { "Running" } else { "Stopped" });
            task["id"] = json!(id.parse::<i64>().expect("an id"));
            shown(&task)
        }
        ("PUT", _) => Answer::new("200 OK", ""),
        _ => Answer::new("202 Accepted", r#"{"id": 8}"#),
    })
}

#[test]
fn what_is_called_is_what_is_told() {
    for line in [
        &["list"][..],
        &["show", "7"],
        &["run", "--yes", "--wait"],
        &["wait", "7"],
        &["stop", "--active"],
        &["stats"],
        &["schedule", "show"],
        &["schedule", "set", "0 0 3 * * *", "--yes"],
        &["schedule", "off", "--yes"],
        &["doctor"],
        &["auth", "check"],
    ] {
        let service = service();
        service.run(line);
        let called: BTreeSet<_> = service.requests().iter().map(|request| needed(request)).collect();
        assert_eq!(called, told(line), "{line:?}");
    }
}
