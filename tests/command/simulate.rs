//! `swr-gc simulate`: what it prints is enough to ask it.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::run::{Ran, Running, command, run};

/// A simulator that is up, with what it printed.
struct Simulated {
    running: Running,
    url: String,
    variables: Vec<(String, String)>,
}

fn simulate(arguments: &[&str]) -> Simulated {
    let mut running = Running::start(command(&[&["simulate"], arguments].concat()));
    let url = running.line();
    let variables = (0..4).map(|_| running.line()).map(|line| {
        let (name, value) = line
            .strip_prefix("export ")
            .and_then(|line| line.split_once('='))
            .unwrap_or_else(|| panic!("no export line: {line}"));
        (name.to_owned(), value.to_owned())
    });
    let variables = variables.collect();
    Simulated { running, url, variables }
}

impl Simulated {
    fn list(&self, arguments: &[&str]) -> Ran {
        let mut command = command(&[&["list"], arguments].concat());
        command.envs(self.variables.clone());
        Running::start(command).finish()
    }

    fn port(&self) -> &str {
        self.url.rsplit(':').next().expect("the URL has a port")
    }
}

#[test]
fn the_url_comes_first_and_then_the_variables_to_paste() {
    let simulated = simulate(&[]);
    assert!(simulated.url.starts_with("http://127.0.0.1:"), "{}", simulated.url);
    let names: Vec<_> = simulated.variables.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["SWR_GC_ENDPOINT", "SWR_GC_PROJECT", "SWR_GC_INSTANCE", "SWR_GC_TOKEN"]);
    assert_eq!(simulated.variables[0].1, simulated.url);
}

#[test]
fn a_listing_with_these_variables_and_nothing_else_works() {
    let simulated = simulate(&[]);
    let ran = simulated.list(&["--output", "json"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    let embedded = run(&["list", "--simulate", "--output", "json"]);
    assert!(ran.stdout == embedded.stdout, "it is the registry that --simulate asks");
}

#[test]
fn seed_and_number_of_tasks_are_as_told() {
    let list = |arguments: &[&str]| {
        let ran = simulate(arguments).list(&["--output", "jsonl"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.stdout
    };
    let seven = list(&["--seed", "7", "--tasks", "120"]);
    assert_eq!(seven.lines().count(), 120);
    assert!(seven == list(&["--seed", "7", "--tasks", "120"]), "the same seed, the same history");
    assert!(seven != list(&["--seed", "8", "--tasks", "120"]), "another seed, another history");
    assert_eq!(list(&["--tasks", "0"]), "");
}

#[test]
fn the_token_is_as_told_and_no_other_is_accepted() {
    let simulated = simulate(&["--token", "mine"]);
    assert_eq!(simulated.variables[3].1, "mine");
    assert_eq!(simulated.list(&["--limit", "1"]).code, Some(0));
    let mut command = command(&["list"]);
    command.envs(simulated.variables.clone()).env("SWR_GC_TOKEN", "simulator-token");
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(1));
    ran.assert_says(&["401"]);
}

#[cfg(unix)]
#[test]
fn the_lines_survive_the_shell_they_are_pasted_into() {
    let token = "it's $HOME \"x\" `id` \\";
    let simulated = simulate(&["--token", token]);
    let lines: Vec<_> =
        simulated.variables.iter().map(|(name, value)| format!("export {name}={value}")).collect();
    let script = format!("{}\nprintf %s \"$SWR_GC_TOKEN\"", lines.join("\n"));
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), token);
}

#[test]
fn a_port_that_is_taken_is_wrong_usage() {
    let simulated = simulate(&[]);
    let ran = run(&["simulate", "--port", simulated.port()]);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["port", simulated.port()]);
}

#[test]
fn what_it_cannot_serve_is_wrong_usage() {
    for (arguments, parts) in [
        (["--port", "65536"], ["--port", "65535"]),
        (["--tasks", "many"], ["--tasks", "many"]),
        (["--seed", "-1"], ["seed", "-1"]),
        (["--token", ""], ["token", "empty"]),
    ] {
        let ran = run(&[&["simulate"], &arguments[..]].concat());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}");
        if arguments[0] != "--seed" {
            ran.assert_says(&parts);
        }
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_sigterm_end_it_without_a_complaint() {
    for signal in ["INT", "TERM"] {
        let simulated = simulate(&[]);
        // It serves only after it has begun to listen to signals, so an answer means that it does.
        let mut stream = TcpStream::connect(simulated.url.trim_start_matches("http://")).expect("it listens");
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
        let Simulated { running, .. } = simulated;
        running.signal(signal);
        let ran = running.finish();
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{signal}");
    }
}
