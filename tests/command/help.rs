//! What the command says about itself.

use super::run::{assert_reviewed, run};

#[test]
fn help_is_as_reviewed() {
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help-config-path", &["config", "path", "--help"]),
        ("help-config-show", &["config", "show", "--help"]),
        ("help-list", &["list", "--help"]),
        ("help-show", &["show", "--help"]),
        ("help-run", &["run", "--help"]),
        ("help-watch", &["watch", "--help"]),
        ("help-wait", &["wait", "--help"]),
        ("help-stop", &["stop", "--help"]),
        ("help-doctor", &["doctor", "--help"]),
        ("help-stats", &["stats", "--help"]),
        ("help-schedule", &["schedule", "--help"]),
        ("help-schedule-apply", &["schedule", "apply", "--help"]),
        ("help-schedule-drift", &["schedule", "drift", "--help"]),
        ("help-schedule-set", &["schedule", "set", "--help"]),
        ("help-simulate", &["simulate", "--help"]),
        ("help-contract-check", &["contract", "check", "--help"]),
        ("help-contract-coverage", &["contract", "coverage", "--help"]),
        ("help-contract-explain", &["contract", "explain", "--help"]),
        ("help-auth-status", &["auth", "status", "--help"]),
        ("help-auth-check", &["auth", "check", "--help"]),
        ("help-auth-explain-denied", &["auth", "explain-denied", "--help"]),
        ("help-auth-sign", &["auth", "sign", "--help"]),
        ("help-contract-diff", &["contract", "diff", "--help"]),
        ("help-contract-run", &["contract", "run", "--help"]),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{arguments:?}");
        assert!(!ran.stdout.contains('\u{1b}'), "no escape codes where they are piped");
        assert_reviewed!(name, ran.stdout);
    }
}

#[test]
fn short_help_is_shorter_and_names_every_flag_that_the_long_one_does() {
    let (long, short) = (run(&["list", "--help"]), run(&["list", "-h"]));
    assert_eq!((short.code, &*short.stderr), (Some(0), ""));
    assert!(short.stdout.lines().count() < long.stdout.lines().count());
    let flags = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().filter(|word| word.starts_with("--"));
        words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned()).collect()
    };
    for flag in flags(&long.stdout) {
        assert!(short.stdout.contains(&flag), "--{flag} is not in:\n{}", short.stdout);
    }
}

#[test]
fn exit_codes_are_documented() {
    let help = run(&["--help"]).stdout;
    for code in ["0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "130 "] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(code)), "{code}: {help}");
    }
}

#[test]
fn the_value_of_a_variable_is_not_part_of_the_help() {
    let mut command = super::run::command(&["list", "--help"]);
    for name in ["SWR_GC_ENDPOINT", "SWR_GC_PROJECT", "SWR_GC_INSTANCE", "SWR_GC_TOKEN"] {
        command.env(name, "canary");
    }
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(0));
    assert!(!ran.stdout.contains("canary"), "{}", ran.stdout);
}

#[test]
fn version_is_that_of_the_package() {
    for flag in ["--version", "-V"] {
        let ran = run(&[flag]);
        let expected = concat!("swr-gc ", env!("CARGO_PKG_VERSION"), "\n");
        assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (Some(0), expected, ""));
    }
}
