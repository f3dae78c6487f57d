//! `swr-gc schedule`: what is shown, what is written, and what is not.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use regex_lite::Regex;
use serde_json::{Value, json};

use super::run::{Ran, Running, assert_reviewed, command, run};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN, target};

/// A service with one schedule.
struct Registry {
    url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    shown: Value,
    written: Vec<Value>,
    /// Whether it takes what is written and keeps to what it has.
    deaf: bool,
}

impl Registry {
    fn with(shown: Value) -> Self {
        Self::start(State { shown, written: Vec::new(), deaf: false })
    }

    fn deaf(shown: Value) -> Self {
        Self::start(State { shown, written: Vec::new(), deaf: true })
    }

    fn start(state: State) -> Self {
        let state = Arc::new(Mutex::new(state));
        let kept = Arc::clone(&state);
        let url = Server::answering(move |request| {
            let mut state = kept.lock().expect("no test failed");
            assert!(target(request).ends_with("/system/gc/schedule"), "{request}");
            if let Some((_, body)) = request.split_once("\r\n\r\n").filter(|_| request.starts_with("PUT ")) {
                let body: Value = serde_json::from_str(body).expect("JSON");
                if !state.deaf {
                    state.shown = body.clone();
                }
                state.written.push(body);
                return Answer::new("200 OK", "");
            }
            Answer::new("200 OK", state.shown.to_string())
        });
        Self { url, state }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        reach(&self.url, arguments)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Running::start(self.command(arguments)).finish()
    }

    fn written(&self) -> Vec<Value> {
        self.state.lock().expect("no test failed").written.clone()
    }
}

/// The command against whatever is there.
fn reach(url: &str, arguments: &[&str]) -> Command {
    let mut command = command(&["schedule"]);
    command.args(arguments).args(["--endpoint", url, "--project", PROJECT, "--instance", INSTANCE]);
    // A zone that needs no table of zones.
    command.args(["--retries", "0"]).env("SWR_GC_TOKEN", TOKEN).env("TZ", "CST-8");
    command
}

fn nightly() -> Value {
    json!({
        "schedule": { "type": "Custom", "cron": "0 0 16 * * *", "next_scheduled_time": "2024-02-04T16:00:00Z" },
        "parameters": { "delete_untagged": true, "workers": 2, "dry_run": false },
    })
}

/// Both streams, with days that depend on today left out.
fn screen(ran: &Ran) -> String {
    let text =
        format!("exit {:?}\n-- standard error\n{}-- standard output\n{}", ran.code, ran.stderr, ran.stdout);
    let url = Regex::new(r"http://127\.0\.0\.1:\d+").expect("a pattern");
    let text = url.replace_all(&text, "http://127.0.0.1:80");
    let days = Regex::new(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d{2}-\d{2}").expect("a pattern");
    let ago = Regex::new(r"\((in )?[^()]*\d[ymdhw][^()]*\)").expect("a pattern");
    ago.replace_all(&days.replace_all(&text, "Day 2xxx-xx-xx"), "(so long)").into_owned()
}

#[test]
fn a_schedule_is_shown_with_the_runs_that_it_leads_to() {
    let ran = Registry::with(nightly()).run(&["show"]);
    assert_reviewed!("schedule-show", screen(&ran));
    let ran = Registry::with(json!({ "schedule": { "type": "None" }, "parameters": {} })).run(&["show"]);
    assert_reviewed!("schedule-show-none", screen(&ran));
}

#[test]
fn what_the_service_says_of_its_schedule_beats_what_this_command_makes_of_it() {
    let odd = json!({
        "schedule": { "type": "Custom", "cron": "0 16 * * *", "next_scheduled_time": "2024-02-04T16:00:00Z" },
        "parameters": { "workers": "two" },
    });
    assert_reviewed!("schedule-show-unreadable", screen(&Registry::with(odd).run(&["show"])));
    let mut other = nightly();
    other["schedule"]["next_scheduled_time"] = json!("2024-02-04T08:00:00Z");
    let ran = Registry::with(other).run(&["show"]);
    assert!(ran.stdout.contains("the service means to run at 2024-02-04T08:00:00Z"), "{}", ran.stdout);
    let weekly = json!({ "schedule": { "type": "Weekly" } });
    let ran = Registry::with(weekly).run(&["show"]);
    assert!(ran.stdout.contains("Weekly: the API description does not know this word"), "{}", ran.stdout);
    assert!(ran.stdout.contains("workers          unknown"), "{}", ran.stdout);
}

#[test]
fn programs_get_the_answer_as_it_is_and_the_inference_apart() {
    let ran = Registry::with(nightly()).run(&["show", "--output", "json"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    let json = ran.json();
    assert_eq!((&json["schedule"], &json["parameters"]), (&nightly()["schedule"], &nightly()["parameters"]));
    assert_eq!(json["inferred"]["next_runs"].as_array().map(Vec::len), Some(5));
    let ran = Registry::with(json!({ "schedule": { "type": "None" } })).run(&["show", "--output", "json"]);
    assert_eq!(ran.json(), json!({ "schedule": { "type": "None" }, "inferred": null }));
}

#[test]
fn the_simulator_has_a_schedule() {
    let ran = run(&["schedule", "show", "--simulate"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(ran.stdout.contains("Custom"), "{}", ran.stdout);
}

#[test]
fn a_schedule_is_set_and_keeps_what_no_flag_names() {
    let registry = Registry::with(nightly());
    let ran = registry.run(&["set", "0 30 2 * * SAT", "--workers", "4", "--yes"]);
    assert_eq!(
        registry.written(),
        [json!({
            "schedule": { "type": "Custom", "cron": "0 30 2 * * SAT" },
            "parameters": { "delete_untagged": true, "workers": 4, "dry_run": false },
        })]
    );
    assert!(!ran.stderr.contains("digest"), "{}", ran.stderr);
    assert_reviewed!("schedule-set", screen(&ran));
    let ran =
        registry.run(&["set", "0 30 2 * * SAT", "--delete-untagged=false", "--dry-run", "-y", "-o", "json"]);
    let parameters = json!({ "delete_untagged": false, "workers": 4, "dry_run": true });
    assert_eq!(registry.written()[1]["parameters"], parameters);
    let json = ran.json();
    assert_eq!((ran.code, &json["changed"], &json["parameters"]), (Some(0), &json!(true), &parameters));
    let pointers: Vec<_> =
        json["differences"].as_array().expect("a list").iter().map(|one| &one["pointer"]).collect();
    assert_eq!(pointers, ["/parameters/delete_untagged", "/parameters/dry_run"]);
    let ran = registry.run(&["set", "0 30 2 * * SAT", "--delete-untagged", "-y"]);
    ran.assert_says(&["delete_untagged: false → true", "images that are pulled by their digest"]);
}

#[test]
fn what_is_so_already_is_not_written() {
    let registry = Registry::with(nightly());
    let ran = registry.run(&["set", "0  0 16 * * *", "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("as it is wanted already; nothing was written"), "{}", ran.stdout);
    let off = Registry::with(json!({ "schedule": { "type": "None" }, "parameters": {} }));
    let ran = off.run(&["off", "--yes", "--output", "json"]);
    assert_eq!((ran.code, &ran.json()["changed"]), (Some(0), &json!(false)), "{}", ran.stderr);
    assert_eq!((registry.written(), off.written()), (Vec::new(), Vec::new()));
}

#[test]
fn a_schedule_is_switched_off() {
    let registry = Registry::with(nightly());
    let ran = registry.run(&["off", "--yes"]);
    assert_eq!(registry.written(), [json!({ "schedule": { "type": "None" } })]);
    assert_reviewed!("schedule-off", screen(&ran));
}

#[test]
fn where_nobody_can_be_asked_nothing_is_sent_without_a_yes() {
    let server = Server::start([Answer::new("200 OK", nightly().to_string())]);
    let file = file("schedule: {type: None}\n");
    let path = file.path().to_str().expect("a path is text");
    for arguments in [&["set", "0 0 18 * * *"][..], &["off"], &["apply", "--file", path]] {
        let url = server.url();
        let rest = ["--endpoint", &url, "--project", PROJECT, "--instance", INSTANCE];
        let mut command = command(&[&["schedule"], arguments, &rest].concat());
        command.env("SWR_GC_TOKEN", TOKEN);
        let ran = Running::start(command).finish();
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
        ran.assert_says(&["--yes", "schedule drift"]);
    }
    assert_eq!(server.requests(), Vec::<String>::new());
}

#[test]
fn a_cron_expression_that_nobody_wants_is_refused_before_anything_is_sent() {
    let registry = Registry::with(nightly());
    for (cron, told) in [
        ("* * 18 * * *", "did you mean `0 0 18 * * *`? (--force sends it as it is)"),
        ("0 18 * * *", "put the seconds in front, `0 0 18 * * *`"),
        ("0 0 30 2 * *", "is no cron expression"),
        ("0 0 0 30 2 *", "never fires"),
        ("@daily", "give six fields in UTC"),
        ("", "CRON: it is empty"),
    ] {
        let ran = registry.run(&["set", cron, "--yes"]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{cron}: {}", ran.stderr);
        ran.assert_says(&["CRON: ", told]);
    }
    for (workers, told) in [
        ("9", "9 is above the maximum of 5"),
        ("0", "from 1 to 5"),
        ("-1", "-1 is below"),
        ("x", "--workers"),
    ] {
        let ran = registry.run(&["set", "0 0 18 * * *", "--workers", workers, "--yes"]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{workers}: {}", ran.stderr);
        ran.assert_says(&["--workers", told]);
    }
    assert_eq!(registry.written(), Vec::<Value>::new());
    for cron in ["* * 18 * * *", "0 18 * * *"] {
        let ran = registry.run(&["set", cron, "--yes", "--force"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    let crons: Vec<_> = registry.written().into_iter().map(|body| body["schedule"]["cron"].clone()).collect();
    assert_eq!(crons, ["* * 18 * * *", "0 18 * * *"]);
}

#[test]
fn workers_that_nobody_knows_have_to_be_given() {
    let registry = Registry::with(json!({ "schedule": { "type": "None" }, "parameters": {} }));
    let ran = registry.run(&["set", "0 0 18 * * *", "--yes"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    ran.assert_says(&["nothing was changed: the service does not tell how many workers", "--workers"]);
    assert_eq!(registry.written(), Vec::<Value>::new());
    let registry = Registry::with(json!({ "schedule": { "type": "None" }, "parameters": { "workers": 9 } }));
    let ran = registry.run(&["set", "0 0 18 * * *", "--yes"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    ran.assert_says(&["nothing was changed: ", "9 is above the maximum of 5", "--workers"]);
}

#[test]
fn an_expression_that_the_shell_took_apart_is_told_to_want_quotes() {
    for arguments in [
        &["set", "0", "0", "18", "*", "*", "*", "--yes", "--simulate"][..],
        &["set", "0 0 18 * * *", "--delete-untagged", "true", "--yes", "--simulate"],
    ] {
        let ran = run(&[&["schedule"], arguments].concat());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}");
        ran.assert_says(&["is one argument too many", "in quotes, as in '0 0 18 * * *'", "behind a ="]);
    }
}

#[test]
fn what_does_not_read_back_as_it_was_written_is_named() {
    let ran = Registry::deaf(nightly()).run(&["set", "0 0 18 * * *", "--workers", "5", "--yes"]);
    assert_reviewed!("schedule-set-deaf", screen(&ran));
}

#[test]
fn a_refusal_of_the_service_is_told() {
    let url = Server::answering(|request| match request.starts_with("PUT ") {
        true => Answer::new("409 Conflict", r#"{"error_code":"SVCSTG.SWR.4090023","error_msg":"busy"}"#),
        false => Answer::new("200 OK", nightly().to_string()),
    });
    let mut command = command(&["schedule", "off", "--yes", "--endpoint", &url, "--project", PROJECT]);
    command.args(["--instance", INSTANCE, "--retries", "0"]).env("SWR_GC_TOKEN", TOKEN);
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    ran.assert_says(&["SVCSTG.SWR.4090023", "what to do"]);
    assert!(!ran.stderr.contains("not known"), "{}", ran.stderr);
}

#[test]
fn a_change_whose_answer_is_lost_is_said_to_be_unknown() {
    let url = Server::answering(|request| match request.starts_with("PUT ") {
        true => Answer::new("502 Bad Gateway", ""),
        false => Answer::new("200 OK", nightly().to_string()),
    });
    let mut command = command(&["schedule", "off", "--yes", "--endpoint", &url, "--project", PROJECT]);
    command.args(["--instance", INSTANCE, "--retries", "0"]).env("SWR_GC_TOKEN", TOKEN);
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    ran.assert_says(&["UpdateGcSchedule: 502", "whether the schedule was changed is not known"]);
}

#[test]
fn a_change_whose_answer_is_lost_is_read_back() {
    let looks = AtomicUsize::new(0);
    let url = Server::answering(move |request| match request.starts_with("PUT ") {
        true => Answer::new("502 Bad Gateway", ""),
        false if looks.fetch_add(1, Ordering::Relaxed) == 0 => Answer::new("200 OK", nightly().to_string()),
        false => Answer::new("200 OK", r#"{"schedule":{"type":"None"}}"#),
    });
    let mut command = command(&["schedule", "off", "--yes", "--endpoint", &url, "--project", PROJECT]);
    command.args(["--instance", INSTANCE, "--retries", "0"]).env("SWR_GC_TOKEN", TOKEN);
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.assert_says(&[
        "warning: UpdateGcSchedule: 502",
        "; the schedule reads back as it is wanted all the same",
    ]);
    assert!(!ran.stderr.contains("not known") && ran.stdout.contains("changed"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn a_change_that_is_interrupted_is_said_to_be_unknown() {
    use super::server::Step;

    let shown = Answer::new("200 OK", nightly().to_string());
    let server = Server::start([Step::Answer(shown), Step::Held(Answer::new("200 OK", ""))]);
    let url = server.url();
    let mut command = command(&["schedule", "off", "--yes", "--endpoint", &url, "--project", PROJECT]);
    command.args(["--instance", INSTANCE]).env("SWR_GC_TOKEN", TOKEN);
    let running = Running::start(command);
    assert!(server.request().starts_with("GET ") && server.request().starts_with("PUT "));
    running.signal("INT");
    let ran = running.finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(130), ""), "{}", ran.stderr);
    ran.assert_says(&["whether the schedule was changed is not known"]);
}

#[test]
fn the_simulator_takes_a_schedule_and_keeps_it() {
    let ran =
        run(&["schedule", "set", "0 0 18 * * *", "--workers", "3", "--yes", "--simulate", "-o", "json"]);
    let json = ran.json();
    assert_eq!(
        (ran.code, &json["changed"], &json["schedule"]["cron"]),
        (Some(0), &json!(true), &json!("0 0 18 * * *"))
    );
    let next = json["schedule"]["next_scheduled_time"].as_str().expect("it has one");
    assert!(next.ends_with("T18:00:00Z"), "{next}");
    let ran = run(&["schedule", "off", "--yes", "--simulate"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(text.as_bytes()).expect("it can be written");
    file
}

const WANTED: &str = "\
schedule:
  type: Custom
  cron: 0 0 18 * * *
parameters:
  workers: 2
  delete_untagged: false
";

#[test]
fn a_file_is_applied_once() {
    let registry = Registry::with(nightly());
    let wanted = file(WANTED);
    let path = wanted.path().to_str().expect("a path is text");
    let ran = registry.run(&["apply", "-f", path, "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let body = json!({
        "schedule": { "type": "Custom", "cron": "0 0 18 * * *" },
        "parameters": { "workers": 2, "delete_untagged": false },
    });
    assert_eq!(registry.written(), [body]);
    assert_eq!(registry.run(&["drift", "-f", path]).code, Some(0));
    let ran = registry.run(&["apply", "-f", path, "--yes", "--output", "json"]);
    assert_eq!((ran.code, &ran.json()["changed"]), (Some(0), &json!(false)));
    assert_eq!(registry.written().len(), 1);
}

#[test]
fn what_is_shown_can_be_kept_in_a_file() {
    for shown in [nightly(), json!({ "schedule": { "type": "None" }, "parameters": {} })] {
        let registry = Registry::with(shown);
        let ran = registry.run(&["show", "--output", "yaml"]);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
        let kept = file(&ran.stdout);
        let path = kept.path().to_str().expect("a path is text");
        let drift = registry.run(&["drift", "-f", path]);
        assert_eq!(drift.code, Some(0), "{}{}", ran.stdout, drift.stderr);
    }
    for (shown, missing) in [
        (json!({ "schedule": { "type": "Weekly" } }), "its type is Weekly"),
        (json!({ "schedule": { "type": "Custom" } }), "does not tell its cron expression"),
        (json!({ "schedule": { "type": "Custom", "cron": "0 0 1 * * *" } }), "how many workers there are"),
        (json!({}), "does not tell its type"),
    ] {
        let ran = Registry::with(shown).run(&["show", "--output", "yaml"]);
        assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
        ran.assert_says(&["no file can be made of the schedule: ", missing]);
    }
}

#[test]
fn a_schedule_may_come_from_standard_input() {
    let registry = Registry::with(nightly());
    let mut command = registry.command(&["apply", "-f", "-", "--yes"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(br#"{"schedule": {"type": "None"}}"#).expect("it is read");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(registry.written(), [json!({ "schedule": { "type": "None" } })]);
}

#[test]
fn mistakes_in_a_file_are_told_with_their_lines_and_nothing_is_sent() {
    let wrong =
        file("schedule:\n  type: Custom\n  cron: 0 0 18 * * *\nparameters:\n  worker: 2\n  workers: 9\n");
    let path = wrong.path().to_str().expect("a path is text");
    for arguments in [&["apply", "--yes", "-f", path][..], &["drift", "-f", path]] {
        let ran = Registry::with(nightly()).run(arguments);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
        ran.assert_says(&[
            ":5:3: there is no property `worker`",
            "did you mean `workers`?",
            ":6:12: 9 is greater than",
        ]);
    }
    let ran = Registry::with(nightly()).run(&["drift", "-f", "/no/such/file.yaml"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["--file /no/such/file.yaml: "]);
}

#[test]
fn drift_is_found_or_not_or_could_not_be_judged() {
    let wanted = file(WANTED);
    let path = wanted.path().to_str().expect("a path is text");
    let ran = Registry::with(nightly()).run(&["drift", "-f", path]);
    let shown = Ran { stdout: ran.stdout.replace(path, "schedule.yaml"), ..ran };
    assert_reviewed!("schedule-drift", screen(&shown));
    let ran = Registry::with(nightly()).run(&["drift", "-f", path, "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let found: Vec<_> =
        ran.json()["findings"].as_array().expect("a list").iter().map(|one| one["pointer"].clone()).collect();
    assert_eq!(found, ["/parameters/delete_untagged", "/schedule/cron"]);
    let url = Server::answering(|_| Answer::new("500 Internal Server Error", ""));
    let ran = Running::start(reach(&url, &["drift", "-f", path])).finish();
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("not judged: schedule-drift") && ran.stdout.contains("unreadable"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_schedule_that_is_off_hands_nothing_on_that_deletes() {
    let off = json!({ "schedule": { "type": "None" }, "parameters": { "workers": 2, "delete_untagged": true, "dry_run": true } });
    let registry = Registry::with(off.clone());
    let ran = registry.run(&["set", "0 0 18 * * *", "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(registry.written()[0]["parameters"], json!({ "workers": 2 }));
    let ran = Registry::with(off).run(&["set", "0 0 18 * * *", "--delete-untagged", "--yes"]);
    ran.assert_says(&["images that are pulled by their digest alone are gone after it"]);
}

#[test]
fn what_cannot_be_read_is_neither_a_default_nor_kept() {
    for odd in [json!("on"), json!(1), json!({})] {
        let mut shown = nightly();
        shown["parameters"]["dry_run"] = odd.clone();
        let registry = Registry::with(shown.clone());
        let ran = registry.run(&["set", "0 0 18 * * *", "--yes"]);
        assert_eq!((ran.code, registry.written()), (Some(1), Vec::new()), "{odd}");
        ran.assert_says(&[
            "what the service has as dry_run could not be read",
            "--dry-run=true or --dry-run=false",
        ]);
        let ran = registry.run(&["set", "0 0 18 * * *", "--dry-run=false", "--yes"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let registry = Registry::with(shown);
        let ran = registry.run(&["show"]);
        assert!(ran.stdout.contains("dry run          unknown"), "{}", ran.stdout);
        assert_eq!(registry.run(&["show", "-o", "yaml"]).code, Some(1));
        let file = file(
            "schedule: {type: Custom, cron: 0 0 16 * * *}\nparameters: {delete_untagged: true, workers: 2}\n",
        );
        let path = file.path().to_str().expect("text");
        let ran = registry.run(&["drift", "-f", path]);
        assert_eq!(ran.code, Some(1), "{}", ran.stdout);
        let ran = registry.run(&["apply", "-f", path, "--yes"]);
        assert_eq!((ran.code, registry.written().len()), (Some(0), 1), "{}", ran.stderr);
    }
}

#[test]
fn what_cannot_be_judged_has_its_reports_all_the_same() {
    let file = file("schedule: {type: None}\n");
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("drift.json");
    let path = file.path().to_str().expect("text");
    let report_to = format!("--report=json={}", report.display());
    let ran = Running::start(reach("http://127.0.0.1:9", &["drift", "-f", path, &report_to])).finish();
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let report: Value = serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("JSON");
    assert_eq!(report["summary"]["outcome"], "unreachable");
}
