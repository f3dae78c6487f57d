//! Scenarios: how the simulator is found that a command asks, or that is served.

use std::fs;

use super::run::run;

#[test]
fn a_scenario_stands_behind_an_equals_sign_and_nowhere_else() {
    let running = |simulate| run(&["list", simulate, "--status", "Running", "--output", "jsonl"]);
    for (simulate, count) in
        [("--simulate", 1), ("--simulate=history", 1), ("--simulate=busy", 1), ("--simulate=idle", 0)]
    {
        let ran = running(simulate);
        assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), count), "{simulate}: {}", ran.stderr);
    }
    let ran = run(&["list", "--simulate", "busy"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["unexpected argument 'busy'"]);
    let ran = run(&["list", "--simulate=bussy"]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["bussy", "history, idle, busy, failing"]);
}

#[test]
fn in_every_scenario_there_is_nothing_to_say_against_the_service() {
    for scenario in ["history", "idle", "busy", "failing"] {
        let ran = run(&["contract", "run", &format!("--simulate={scenario}"), "--deny-warnings"]);
        assert_eq!(ran.code, Some(0), "{scenario}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn what_a_simulator_cannot_be_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("state.json");
    fs::write(&file, "{}").expect("it can be written");
    let file = file.to_str().expect("a path is text");
    for (arguments, told) in [
        (&["--speed=-1"][..], "speed: -1 is not between 0 and 1000000"),
        (&["--speed=nan"], "speed: NaN is not between"),
        (&["--step-by-reads", "0"], "--step-by-reads"),
        (&["--step-by-reads", "2", "--speed", "2"], "cannot be used with"),
        (&["--scenario", "calm"], "history, idle, busy, failing"),
        (&["--scenario", "idle", "--tasks", "3651"], "above the maximum of 3650 of the scenario idle"),
        (&["--state", file], "it is no state of a simulator: missing field"),
    ] {
        let ran = run(&[&["simulate"], arguments].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        ran.assert_says(&[told]);
    }
    assert_eq!(fs::read_to_string(file).expect("it is there"), "{}");
}
