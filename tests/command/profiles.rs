//! The config file and its profiles: which setting counts, and what is refused.

use std::fs;
use std::process::Command;

use super::run::{Ran, Running, command};
use super::server::{Answer, Server, target, task};

/// The command with a config file.
struct Configured {
    folder: tempfile::TempDir,
}

impl Configured {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("config.yaml"), text).expect("it can be written");
        Self { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command.env("SWR_GC_CONFIG_FILE", self.folder.path().join("config.yaml")).env("SWR_GC_TOKEN", "t");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Running::start(self.command(arguments)).finish()
    }

    /// The same as it is shown, without the place of this file.
    fn told(&self, text: &str) -> String {
        text.replace(self.folder.path().to_str().expect("a path is text"), "…")
    }
}

#[test]
fn a_flag_beats_a_variable_which_beats_the_profile() {
    let server = Server::start([1, 2, 3].map(|id| Answer::page(&[task(id)], None)));
    let configured = Configured::with(&format!(
        "default_profile: one\nprofiles:\n  one: {{endpoint: '{0}', project: p-one, instance: i-one, output: jsonl}}\n  \
         two: {{endpoint: '{0}', project: p-two, instance: i-two}}\n",
        server.url()
    ));
    let ran = configured.run(&["list"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("{\"id\":1"), "{}", ran.stdout);
    assert!(target(&server.request()).starts_with("/v2/p-one/instances/i-one/"));
    let mut command = configured.command(&["list", "--profile", "two", "--output", "json"]);
    command.env("SWR_GC_INSTANCE", "i-variable").env("SWR_GC_PROFILE", "one");
    let ran = Running::start(command).finish();
    assert!(ran.stdout.starts_with("[\n{\"id\":2"), "{}", ran.stdout);
    assert!(target(&server.request()).starts_with("/v2/p-two/instances/i-variable/"));
    let mut command = configured.command(&["list", "--project", "p-flag"]);
    command.env("SWR_GC_INSTANCE", "").env("SWR_GC_PROJECT", "p-variable").env("SWR_GC_PROFILE", "two");
    let ran = Running::start(command).finish();
    assert!(ran.stdout.contains("task-3") && ran.stdout.contains("1 task"), "a table: {}", ran.stdout);
    assert!(target(&server.request()).starts_with("/v2/p-flag/instances/i-two/"));
}

#[test]
fn a_region_given_as_a_variable_beats_an_endpoint_of_the_profile() {
    let proxy = Server::start([Answer::new("502 Bad Gateway", "")]);
    let endpoint = Server::start([Answer::page(&[], None)]);
    let configured = Configured::with(&format!(
        "default_profile: p\nprofiles:\n  p: {{endpoint: '{}', project: p, instance: i, retries: 0}}\n",
        endpoint.url()
    ));
    let mut command = configured.command(&["list"]);
    command.env("SWR_GC_REGION", "cn-north-4");
    command.env("HTTPS_PROXY", proxy.url()).env("https_proxy", proxy.url());
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(proxy.request().contains("cn-north-4"));
    assert_eq!(endpoint.requests(), Vec::<String>::new());
}

#[test]
fn the_simulator_is_the_same_whatever_the_file_says() {
    for text in [
        "default_profile: p\nprofiles: {p: {endpoint: 'http://127.0.0.1:1', output: json}}\n",
        "no: config\n",
    ] {
        let ran = Configured::with(text).run(&["list", "--simulate"]);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
        assert!(ran.stdout.ends_with("250 tasks\n"), "{}", ran.stdout);
    }
}

#[test]
fn a_form_that_a_command_does_not_have_leaves_it_as_it_is() {
    let configured = Configured::with("default_profile: p\nprofiles: {p: {region: mars, output: csv}}\n");
    let ran = configured.run(&["config", "show"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(ran.stdout.starts_with("endpoint"), "{}", ran.stdout);
    let ran = configured.run(&["list", "--simulate", "--profile", "p", "--limit", "1"]);
    assert!(ran.stdout.starts_with("id,"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn what_is_wrong_with_the_file_is_told_with_its_place_and_nothing_is_sent() {
    for (text, arguments, told) in [
        ("profiles: {p: {regoin: x}}\n", &["list"][..], "config.yaml:1:16: there is no setting `regoin`"),
        ("profiles: {p: {token: canary}}\n", &["list"], "`token` is a secret, or holds one"),
        ("profiles: {p: {sk: canary}}\n", &["list"], "HUAWEICLOUD_SDK_SK"),
        ("profiles: {p: {timeout: soon}}\n", &["list"], "config.yaml:1:25: invalid value 'soon'"),
        (
            "profiles: {p: {}, q: {}}\n",
            &["list", "--profile", "pp"],
            "--profile: there is no profile \"pp\" in",
        ),
        ("profiles: {p: {}, q: {}}\n", &["list", "--profile", "pp"], "there is p, q"),
        ("default_profile: r\nprofiles: {p: {}}\n", &["list"], "config.yaml:1:18: there is no profile \"r\""),
    ] {
        let ran = Configured::with(text).run(arguments);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
        ran.assert_says(&[told]);
        assert!(!ran.stderr.contains("canary"), "{}", ran.stderr);
    }
    let mut command = command(&["list", "--profile", "p"]);
    command.env("SWR_GC_CONFIG_FILE", "/no/such/config.yaml");
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["SWR_GC_CONFIG_FILE=/no/such/config.yaml: "]);
}

#[test]
fn a_profile_without_a_file_is_told_where_the_file_would_be() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = command(&["list"]);
    command.env(if cfg!(windows) { "USERPROFILE" } else { "HOME" }, home.path()).env("SWR_GC_PROFILE", "p");
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["SWR_GC_PROFILE p: there is no config file", "config.yaml"]);
}

#[test]
fn every_setting_is_shown_with_where_it_comes_from() {
    let configured = Configured::with(
        "default_profile: prod\nprofiles:\n  prod:\n    region: cn-north-4\n    project: p-profile\n    timeout: 60\n    \
         ca_file: [a.pem, b.pem]\n",
    );
    let mut command = configured.command(&["config", "show", "--instance", "i-flag"]);
    command.env("SWR_GC_PROJECT", "p-variable").env("SWR_GC_ENDPOINT", "https://user:canary@example.com");
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(!ran.stdout.contains("canary"), "{}", ran.stdout);
    super::run::assert_reviewed!("config-show", configured.told(&ran.stdout));
    let ran = configured.run(&["config", "show", "--output", "json"]);
    let json = ran.json();
    let timeout = json
        .as_array()
        .and_then(|all| all.iter().find(|one| one["setting"] == "timeout"))
        .expect("it is there");
    assert_eq!(timeout["value"], "60");
    let ran = configured.run(&["config", "path"]);
    assert!(ran.stdout.ends_with("config.yaml\n"), "{}", ran.stdout);
}

#[test]
fn a_file_that_is_broken_stops_no_command_that_has_no_use_for_it() {
    let configured = Configured::with("[x]\n");
    for arguments in [
        &["config", "path"][..],
        &["completions", "bash"],
        &["man"],
        &["contract", "rules"],
        &["doctor", "--rules"],
        &["simulate", "--defect", "list"],
    ] {
        let ran = configured.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(configured.run(&["list"]).code, Some(2));
}

#[test]
fn an_endpoint_that_a_region_beats_is_not_said_to_count() {
    let configured =
        Configured::with("default_profile: p\nprofiles: {p: {endpoint: 'http://127.0.0.1:9'}}\n");
    let ran = configured.run(&["config", "show", "--region", "cn-south-1"]);
    assert!(
        ran.stdout.contains("not used: the region beats it (http://127.0.0.1:9, profile p"),
        "{}",
        ran.stdout
    );
    let ran = configured.run(&["config", "show"]);
    assert!(ran.stdout.contains("http://127.0.0.1:9  (profile p"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn a_name_of_the_file_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStrExt;

    let mut command = command(&["config", "show"]);
    command.env("SWR_GC_CONFIG_FILE", std::ffi::OsStr::from_bytes(b"/tmp/\xff.yaml"));
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    ran.assert_says(&["SWR_GC_CONFIG_FILE is not UTF-8 text"]);
}
