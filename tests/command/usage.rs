//! Wrong usage: nothing is printed where data goes, nothing is sent, and the message says what is wrong.

use std::fs;

use super::run::{Ran, Running, command, run};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN};

#[track_caller]
fn assert_usage(ran: &Ran, parts: &[&str]) {
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
    ran.assert_says(parts);
}

#[track_caller]
fn assert_refused(arguments: &[&str], parts: &[&str]) {
    assert_usage(&run(arguments), parts);
}

/// The bound must be told beside the value: a value that happens to hold the same digits does not count.
#[track_caller]
fn assert_bound(arguments: &[&str], flag: &str, value: &str, bound: &str) {
    let ran = run(&[&["list", "--simulate"], arguments].concat());
    assert_usage(&ran, &[flag, value]);
    let rest = ran.stderr.replace(&format!("'{value}'"), "");
    assert!(rest.contains(bound), "{bound:?} is not in:\n{}", ran.stderr);
}

#[test]
fn a_page_size_out_of_bounds_is_told_with_them() {
    for value in ["0", "101", "x", "1.5", "99999999999999999999"] {
        assert_bound(&["--page-size", value], "--page-size", value, "100");
        assert_bound(&[&format!("--page-size={value}")], "--page-size", value, "100");
    }
    assert_bound(&["--page-size=-1"], "--page-size", "-1", "100");
}

#[test]
fn a_limit_out_of_bounds_is_told_with_them() {
    for value in ["0", "x", "1.5"] {
        assert_bound(&["--limit", value], "--limit", value, "1");
    }
    assert_bound(&["--limit=-1"], "--limit", "-1", "1");
}

#[test]
fn a_negative_number_is_a_value_also_behind_a_space() {
    assert_bound(&["--limit", "-1"], "--limit", "-1", "1");
    assert_bound(&["--page-size", "-1"], "--page-size", "-1", "100");
}

#[test]
fn an_unknown_word_is_told_with_the_known_ones() {
    assert_refused(
        &["list", "--simulate", "--status", "Frozen"],
        &["--status", "Frozen", "Success", "Stopped", "Running", "Pending", "Error"],
    );
    assert_refused(
        &["list", "--simulate", "--output", "yaml"],
        &["--output", "yaml", "table", "json", "jsonl"],
    );
}

#[test]
fn two_places_to_ask_are_one_too_many() {
    assert_refused(
        &["list", "--simulate", "--endpoint", "http://127.0.0.1:1"],
        &["--simulate", "--endpoint"],
    );
}

#[test]
fn what_is_missing_is_listed_at_once_and_nothing_else() {
    const ALL: [&str; 4] = ["--endpoint", "--project", "--instance", "SWR_GC_TOKEN"];
    assert_refused(&["list"], &[&ALL[..], &["--region", "--token-file", "--simulate"]].concat());
    for (given, flag) in [("--endpoint", "http://127.0.0.1:1"), ("--project", "p"), ("--instance", "i")] {
        let ran = run(&["list", given, flag]);
        let others: Vec<_> = ALL.into_iter().filter(|name| *name != given).collect();
        assert_usage(&ran, &others);
        let line = format!("\n  {given} ");
        assert!(!ran.stderr.contains(&line), "{given} is not missing: {}", ran.stderr);
    }
}

#[test]
fn a_variable_without_a_value_is_missing() {
    let mut command = command(&["list"]);
    for name in ["SWR_GC_ENDPOINT", "SWR_GC_REGION", "SWR_GC_PROJECT", "SWR_GC_INSTANCE", "SWR_GC_TOKEN"] {
        command.env(name, "");
    }
    let ran = Running::start(command).finish();
    assert_usage(&ran, &["--endpoint", "--project", "--instance", "SWR_GC_TOKEN"]);
}

#[test]
fn what_a_sample_left_to_fill_in_is_called_so_and_not_sent() {
    let server = Server::start([Answer::page(&[], None)]);
    for (flag, value) in [
        ("--project", "{project_id}"),
        ("--project", "<YOUR PROJECT>"),
        ("--instance", "{instance_id}"),
        ("--instance", "<id>"),
        ("--region", "{region}"),
        ("--endpoint", "https://{endpoint}"),
    ] {
        let mut arguments = vec!["list", flag, value];
        let url = server.url();
        for (name, usual) in [("--project", PROJECT), ("--instance", INSTANCE), ("--endpoint", &url)] {
            if name != flag && !(flag == "--region" && name == "--endpoint") {
                arguments.extend([name, usual]);
            }
        }
        let mut command = command(&arguments);
        command.env("SWR_GC_TOKEN", TOKEN);
        let ran = Running::start(command).finish();
        let shown = value.trim_start_matches("https://");
        assert_usage(&ran, &["placeholder", shown, flag]);
    }
    assert_eq!(server.requests(), Vec::<String>::new());
}

#[test]
fn ids_that_would_change_the_path_are_not_sent() {
    let server = Server::start([Answer::page(&[], None)]);
    for (project, instance, told) in
        [("../admin", INSTANCE, "../admin"), (PROJECT, "a/b", "a/b"), (PROJECT, "..", "\"..\"")]
    {
        let mut command = command(&["list", "--endpoint", &server.url()]);
        command.args(["--project", project, "--instance", instance]).env("SWR_GC_TOKEN", TOKEN);
        assert_usage(&Running::start(command).finish(), &[told, "not allowed"]);
    }
    assert_eq!(server.requests(), Vec::<String>::new());
    assert_eq!(server.list(&[]).code, Some(0), "with good ids it is asked");
}

#[test]
fn missing_credentials_are_told_with_every_place_that_was_looked_at() {
    assert_refused(
        &["list", "--endpoint", "http://127.0.0.1:1", "--project", "p", "--instance", "i"],
        &["SWR_GC_TOKEN is not set", "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK are not set", "metadata:"],
    );
}

#[test]
fn a_token_file_that_is_missing_or_empty_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("no-such-file");
    let empty = folder.path().join("empty");
    let blank = folder.path().join("blank");
    fs::write(&empty, "").expect("it can be written");
    fs::write(&blank, " \r\n\n").expect("it can be written");
    for (file, name, told) in [
        (&missing, "no-such-file", "--token-file"),
        (&empty, "empty", "the file is empty"),
        (&blank, "blank", "the file is empty"),
    ] {
        let path = file.to_str().expect("a path is text");
        for source in [&["--simulate"][..], &["--endpoint", "http://127.0.0.1:1"]] {
            let rest = ["--project", "p", "--instance", "i", "--token-file", path];
            assert_refused(&[&["list"], source, &rest[..]].concat(), &["--token-file", name, told]);
        }
    }
}

#[test]
fn a_token_that_no_header_can_carry_is_refused_unseen() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    fs::write(&file, "canary-one\ncanary-two\n").expect("it can be written");
    let path = file.to_str().expect("a path is text");
    let rest = ["--project", "p", "--instance", "i", "--token-file", path];
    let ran = run(&[&["list", "--endpoint", "http://127.0.0.1:1"], &rest[..]].concat());
    assert_usage(&ran, &["token"]);
    assert!(!ran.stderr.contains("canary"), "{}", ran.stderr);
}

#[test]
fn unknown_flags_and_subcommands_are_named() {
    assert_refused(&["list", "--simulate", "--nope"], &["--nope"]);
    assert_refused(&["frobnicate"], &["frobnicate"]);
    assert_refused(&["list", "--simulate", "surplus"], &["surplus"]);
    assert_refused(&[], &["Usage", "list", "simulate"]);
}

#[test]
fn a_token_is_never_an_argument_of_a_listing() {
    assert_refused(&["list", "--simulate", "--token", "canary"], &["--token"]);
    assert_refused(&["list", "--simulate", "--token=canary"], &["--token"]);
    let help = run(&["list", "--help"]).stdout;
    assert!(!help.contains("--token ") && !help.contains("--token\n"), "{help}");
}

#[test]
fn an_endpoint_or_region_that_is_none_is_told_with_its_flag() {
    for (flag, value, told) in [
        ("--endpoint", "ftp://example.com", "scheme"),
        ("--endpoint", "https://user:canary@example.com", "password"),
        ("--endpoint", "https://example.com?x=1", "query"),
        ("--region", "cn-nort-4", "did you mean cn-north-4?"),
        ("--region", "mars-1", "works with its endpoint"),
    ] {
        let mut command = command(&["list", flag, value, "--project", "p", "--instance", "i"]);
        command.env("SWR_GC_TOKEN", TOKEN);
        let ran = Running::start(command).finish();
        assert_usage(&ran, &[flag, told]);
        assert!(!ran.stderr.contains("canary"), "{}", ran.stderr);
    }
}
