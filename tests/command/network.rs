//! The flags that say how requests travel: what they do, and what they refuse.

use std::time::{Duration, Instant};

use super::run::run;
use super::server::{Server, Step};

/// What `list` says of a server that never answers.
fn unanswered(arguments: &[&str]) -> String {
    let server = Server::start([Step::Silence]);
    let began = Instant::now();
    let ran = server.list(arguments);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    assert!(began.elapsed() < Duration::from_secs(20), "the default was waited for");
    ran.stderr
}

#[test]
fn the_time_of_a_try_and_of_a_call_end_what_does_not_answer() {
    for (flag, value, told) in [("--try-timeout", "0.3", "300ms"), ("--timeout", "0.4", "400ms")] {
        let stderr = unanswered(&[flag, value]);
        assert!(stderr.contains("no complete answer") && stderr.contains(told), "{flag}: {stderr}");
    }
}

#[test]
fn a_time_or_a_rate_that_is_none_is_refused_with_what_would_be() {
    for flag in ["--timeout", "--try-timeout", "--connect-timeout"] {
        for value in ["0", "-1", "x", "nan", "inf", "1e99"] {
            let ran = run(&["list", "--simulate", &format!("{flag}={value}")]);
            assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{flag}={value}");
            ran.assert_says(&[flag, value, "seconds above 0"]);
        }
    }
    for value in ["0", "-1", "nan", "1e9"] {
        for command in [&["list"][..], &["contract", "run"]] {
            let ran = run(&[command, &["--simulate", &format!("--rate-limit={value}")]].concat());
            assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{command:?} {value}");
            ran.assert_says(&["--rate-limit", "give a number from 0.001 to 100000"]);
        }
    }
}

#[test]
fn a_rate_slows_down_what_asks_often() {
    let began = Instant::now();
    let ran = run(&["list", "--simulate", "--page-size", "50", "--rate-limit", "10", "--output", "jsonl"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        began.elapsed() >= Duration::from_millis(400),
        "five pages, a tenth of a second between each two"
    );
}

#[test]
fn a_certificate_and_its_key_come_together_and_from_files_that_are_there() {
    let ran = run(&["list", "--simulate", "--client-cert", "chain.pem"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["--client-key"]);
    let ran = run(&["list", "--simulate", "--client-cert", "no-such.pem", "--client-key", "no-such.key"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["--client-key no-such.key"]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("not.pem");
    std::fs::write(&file, "no PEM").expect("it can be written");
    let file = file.to_str().expect("a path is text");
    let ran = run(&["list", "--simulate", "--client-cert", file, "--client-key", file]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["--client-cert, --client-key", "PEM"]);
}

#[test]
fn a_password_of_a_proxy_is_no_argument() {
    let ran = run(&["list", "--simulate", "--proxy", "http://user:hunter2@proxy.test:3128"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["--proxy", "SWR_GC_PROXY"]);
    assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
}
