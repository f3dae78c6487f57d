//! `swr-gc simulate`: what it prints is enough to ask it.

use std::io::{Read, Write};
use std::net::TcpStream;

use swr_gc::simulator::Simulator;

use super::run::{Ran, Running, command, run};

/// The variables in the order in which they are printed.
const NAMES: [&str; 13] = [
    "SWR_GC_ENDPOINT",
    "SWR_GC_PROJECT",
    "SWR_GC_INSTANCE",
    "SWR_GC_TOKEN",
    "SWR_GC_FORBIDDEN_TOKEN",
    "HUAWEICLOUD_SDK_AK",
    "HUAWEICLOUD_SDK_SK",
    "HUAWEICLOUD_SDK_IAM_ENDPOINT",
    "HUAWEICLOUD_SDK_STS_ENDPOINT",
    "SWR_GC_METADATA_ENDPOINT",
    "SWR_GC_IAM_USER",
    "SWR_GC_IAM_PASSWORD",
    "SWR_GC_IAM_DOMAIN",
];

/// A simulator that is up, with what it printed.
struct Simulated {
    running: Running,
    url: String,
    variables: Vec<(String, String)>,
}

fn simulate(arguments: &[&str]) -> Simulated {
    let mut running = Running::start(command(&[&["simulate"], arguments].concat()));
    let url = running.line();
    let variables = (0..NAMES.len()).map(|_| running.line()).map(|line| {
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

    /// What it answers to a request for nothing in particular.
    fn raw(&self) -> String {
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).expect("it listens");
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
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
    assert_eq!(names, NAMES);
    for (name, value) in &simulated.variables {
        assert_eq!(name.ends_with("_ENDPOINT"), *value == simulated.url, "{name}={value}");
    }
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
fn the_keys_and_the_password_are_those_of_the_simulator() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let simulator = runtime.block_on(Simulator::builder().tasks(1).start()).expect("it starts");
    let simulated = simulate(&[]);
    for (name, value) in [
        ("SWR_GC_FORBIDDEN_TOKEN", simulator.forbidden_token()),
        ("HUAWEICLOUD_SDK_AK", simulator.access_key()),
        ("HUAWEICLOUD_SDK_SK", simulator.secret_key()),
        ("SWR_GC_IAM_USER", simulator.user()),
        ("SWR_GC_IAM_PASSWORD", simulator.password()),
        ("SWR_GC_IAM_DOMAIN", simulator.domain()),
    ] {
        let printed = simulated.variables.iter().find(|(known, _)| known == name);
        assert_eq!(printed.map(|(_, value)| value.as_str()), Some(value), "{name}");
    }
}

#[test]
fn the_clock_is_ahead_or_behind_as_told() {
    for (arguments, seconds) in
        [(&[][..], 0), (&["--clock-offset", "7200"], 7200), (&["--clock-offset", "-7200"], -7200)]
    {
        let answer = simulate(arguments).raw();
        let date = answer.lines().find_map(|line| line.strip_prefix("date: ")).expect("an answer is dated");
        let date = jiff::fmt::rfc2822::parse(date).expect("the form of HTTP").timestamp();
        let off = date.duration_since(jiff::Timestamp::now()).as_secs() - seconds;
        assert!(off.abs() < 60, "{arguments:?}: off by {off} seconds");
    }
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
        (["--clock-offset", "9999999999"], ["--clock-offset: 9999999999 s", "hundred years"]),
        (["--clock-offset", "soon"], ["--clock-offset", "soon"]),
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
        let answer = simulated.raw();
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
        let Simulated { running, .. } = simulated;
        running.signal(signal);
        let ran = running.finish();
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{signal}");
    }
}

#[test]
fn defects_and_variants_are_listed_and_told() {
    let listed = run(&["simulate", "--defect", "list"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    let named = |name: &str| listed.stdout.lines().any(|line| line.split(' ').next() == Some(name));
    assert!(named("marker-loop") && !named("in-chunks"), "{}", listed.stdout);
    assert_eq!(listed.stdout.lines().count(), swr_gc::simulator::defects().len());
    let listed = run(&["simulate", "--variant", "list"]);
    assert_eq!(listed.stdout.lines().count(), swr_gc::simulator::variants().len());

    let ran = run(&["simulate", "--defect", "marker-lop"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["defect", "did you mean marker-loop?"]);

    let simulated = simulate(&["--defect", "marker-loop", "--variant", "in-chunks"]);
    let ran = simulated.list(&[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
}
