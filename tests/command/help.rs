//! What the command says about itself.

use super::run::{assert_reviewed, run};

/// The commands that a help names.
fn commands(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("  "));
    let names = lines.filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(' ').next());
    names.filter(|name| *name != "help").collect()
}

#[test]
fn help_is_as_reviewed() {
    let mut seen = 0;
    let mut open = vec![String::new()];
    while let Some(command) = open.pop() {
        let arguments: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
        let ran = run(&arguments);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{arguments:?}");
        assert!(!ran.stdout.contains('\u{1b}'), "no escape codes where they are piped");
        open.extend(commands(&ran.stdout).into_iter().map(|name| format!("{command} {name}")));
        assert_reviewed!(format!("help{}", command.replace(' ', "-")), ran.stdout);
        seen += 1;
    }
    assert!(seen > 30, "{seen} commands");
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
