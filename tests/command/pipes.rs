//! Readers that go away, and users who lose patience.

use std::io::{BufRead, BufReader};

use super::run::{Running, command};
use super::server::{Answer, INSTANCE, PROJECT, Server, Step, TOKEN, task};

/// Reads one line of a listing and closes the pipe.
fn first_line(running: &mut Running) -> String {
    let mut reader = BufReader::new(running.stdout());
    let mut line = String::new();
    reader.read_line(&mut line).expect("there is a line");
    line
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for form in ["jsonl", "json", "table"] {
        let mut running = Running::start(command(&["list", "--simulate", "--output", form]));
        assert!(!first_line(&mut running).is_empty());
        let ran = running.finish();
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{form}");
    }
}

/// The pipe of the test above may be large enough for everything; here it is closed before the rest is written.
#[test]
fn output_that_nobody_reads_any_more_ends_the_listing_quietly() {
    for form in ["jsonl", "json", "table"] {
        let held = Step::Held(Answer::page(&[task(2)], None));
        let server = Server::start([Step::from(Answer::page(&[task(1)], Some("m1"))), held]);
        let mut running = Running::start(server.command(&["--output", form]));
        if form == "jsonl" {
            assert!(first_line(&mut running).contains("task-1"), "a task is written when it arrives");
        } else {
            drop(running.stdout());
        }
        let requests = [server.request(), server.request()];
        assert!(requests[1].contains("marker=m1"), "{requests:?}");
        server.release();
        let ran = running.finish();
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{form}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_a_failure() {
    use std::fs::File;
    use std::process::Stdio;

    for form in ["jsonl", "json", "table"] {
        let full = File::options().write(true).open("/dev/full").expect("Linux has it");
        let mut command = command(&["list", "--simulate", "--output", form]);
        let output = command.stdin(Stdio::null()).stdout(full).output().expect("the command runs");
        assert_eq!(output.status.code(), Some(1), "{form}");
        let words = String::from_utf8(output.stderr).expect("words are UTF-8");
        assert!(words.contains("output cannot be written"), "{form}: {words}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_listing_is_closed_properly() {
    for (form, expected) in [("json", "[]\n"), ("jsonl", ""), ("table", "")] {
        for signal in ["INT", "TERM"] {
            let server = Server::start([Step::Silence]);
            let running = Running::start(server.command(&["--output", form]));
            server.request();
            running.signal(signal);
            let ran = running.finish();
            assert_eq!((ran.code, &*ran.stdout), (Some(130), expected), "{form}, {signal}: {}", ran.stderr);
        }
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_listing_keeps_the_pages_before() {
    let server = Server::start([Step::from(Answer::page(&[task(1), task(2)], Some("m1"))), Step::Silence]);
    let running = Running::start(server.command(&["--output", "json"]));
    server.request();
    assert!(server.request().contains("marker=m1"));
    running.signal("INT");
    let ran = running.finish();
    assert_eq!((ran.code, ran.json()), (Some(130), serde_json::json!([task(1), task(2)])), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_service_that_is_silent_keeps_no_command_from_ending() {
    for (arguments, says) in [
        (&["show", "7"][..], ""),
        (&["stop", "7"], "whether the task is being stopped is not known"),
        (&["stop", "--active"], ""),
        (&["wait", "--active"], ""),
        (&["run", "--yes", "--wait"], "no clean-up was started\n"),
        (&["watch"], ""),
        (&["stats"], ""),
        (&["doctor"], ""),
        (&["schedule", "show"], ""),
    ] {
        let server = Server::start([Step::Silence]);
        let mut command = command(arguments);
        command.args(["--endpoint", &server.url(), "--project", PROJECT, "--instance", INSTANCE]);
        command.env("SWR_GC_TOKEN", TOKEN);
        let running = Running::start(command);
        server.request();
        running.signal("INT");
        let ran = running.finish();
        assert_eq!((ran.code, &*ran.stdout), (Some(130), ""), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(says) && ran.stderr.is_empty() == says.is_empty(), "{}", ran.stderr);
    }
}
