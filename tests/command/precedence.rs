//! Which of several settings counts.

use std::ffi::OsStr;
use std::fs;

use super::run::{Ran, Running, command};
use super::server::{Answer, Server, Step, header, target, task};

/// Values of which none would work.
const NONSENSE: [(&str, &str); 5] = [
    ("SWR_GC_ENDPOINT", "ftp://{endpoint}"),
    ("SWR_GC_REGION", "mars-1"),
    ("SWR_GC_PROJECT", "{project_id}"),
    ("SWR_GC_INSTANCE", "../.."),
    ("SWR_GC_TOKEN", "no\ttoken"),
];

#[test]
fn simulate_beats_every_variable() {
    let mut command = command(&["list", "--simulate", "--output", "jsonl"]);
    command.envs(NONSENSE);
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert_eq!(ran.stdout.lines().count(), 250);
}

#[cfg(unix)]
#[test]
fn simulate_beats_variables_that_are_not_even_text() {
    use std::os::unix::ffi::OsStrExt;

    let mut command = command(&["list", "--simulate", "--output", "jsonl"]);
    for (name, _) in NONSENSE {
        command.env(name, OsStr::from_bytes(b"\xff\xfe"));
    }
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert_eq!(ran.stdout.lines().count(), 250);
}

#[test]
fn simulate_is_not_sent_through_a_proxy() {
    let mut command = command(&["list", "--simulate", "--output", "jsonl"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"] {
        command.env(name, "http://127.0.0.1:1");
    }
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 250), "{}", ran.stderr);
}

#[test]
fn variables_stand_in_for_flags() {
    let server = Server::start([Answer::page(&[task(1)], None)]);
    let mut command = command(&["list", "--output", "jsonl"]);
    command.env("SWR_GC_ENDPOINT", server.url());
    command.env("SWR_GC_PROJECT", "p-variable").env("SWR_GC_INSTANCE", "i-variable");
    command.env("SWR_GC_TOKEN", "t-variable");
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let request = server.request();
    assert!(target(&request).starts_with("/v2/p-variable/instances/i-variable/system/gc"), "{request}");
    assert_eq!(header(&request, "X-Auth-Token"), Some("t-variable"));
}

#[test]
fn a_flag_beats_its_variable() {
    let server = Server::start([Answer::page(&[task(1)], None)]);
    let mut command = server.command(&[]);
    command.envs(NONSENSE).env("SWR_GC_TOKEN", "t-variable");
    let ran = Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let request = server.request();
    assert!(target(&request).starts_with("/v2/p-1/instances/i-1/system/gc"), "{request}");
}

#[test]
fn a_region_given_as_a_flag_beats_an_endpoint_given_as_a_variable() {
    // A proxy is told where the connection is meant to go, so nothing leaves this machine.
    let proxy = Server::start([Answer::new("502 Bad Gateway", "")]);
    let endpoint = Server::start([Answer::page(&[], None)]);
    let mut command =
        command(&["list", "--region", "cn-north-4", "--project", "p", "--instance", "i", "--output", "json"]);
    command.env("SWR_GC_TOKEN", "t").env("SWR_GC_ENDPOINT", endpoint.url());
    command.env("HTTPS_PROXY", proxy.url()).env("https_proxy", proxy.url());
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(1), "[]\n"), "{}", ran.stderr);
    let request = proxy.request();
    assert!(request.starts_with("CONNECT ") && request.contains("cn-north-4"), "{request}");
    assert_eq!(endpoint.requests(), Vec::<String>::new());
}

/// A listing in a region that no table has, with these variables.
fn on_mars(variables: &[(&str, &OsStr)]) -> Ran {
    let mut command =
        command(&["list", "--region", "mars-1", "--project", "p", "--instance", "i", "--output", "json"]);
    command.env("SWR_GC_TOKEN", "t").envs(variables.iter().copied());
    Running::start(command).finish()
}

#[test]
fn a_region_leads_where_its_variable_says_or_else_a_regions_file() {
    let servers = [(); 3].map(|()| Server::start([Answer::page(&[task(1)], None)]));
    let home = tempfile::tempdir().expect("a folder");
    let [at_home, named] = [".huaweicloud/regions.yaml", "other.yaml"].map(|name| home.path().join(name));
    fs::create_dir(home.path().join(".huaweicloud")).expect("a folder");
    for (file, server) in [(&at_home, &servers[0]), (&named, &servers[1])] {
        let text = format!("SWR: [{{id: mars-1, endpoints: ['{}', b.test]}}]\n", server.url());
        fs::write(file, text).expect("it can be written");
    }
    let url = servers[2].url();
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let variables = [
        (name, home.path().as_os_str()),
        ("HUAWEICLOUD_SDK_REGIONS_FILE", named.as_os_str()),
        ("HUAWEICLOUD_SDK_REGION_SWR_MARS_1", url.as_ref()),
    ];
    for (given, server) in (1..).zip(&servers) {
        let ran = on_mars(&variables[..given]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(server.requests().len(), 1, "{:?}", &variables[..given]);
    }
}

#[test]
fn an_endpoint_of_a_region_that_cannot_be_used_is_told_with_what_set_it() {
    for (name, value, told) in [
        ("HUAWEICLOUD_SDK_REGIONS_FILE", "/no/such/file.yaml", "/no/such/file.yaml"),
        ("HUAWEICLOUD_SDK_REGION_SWR_MARS_1", "ftp://mars.test", "scheme"),
        ("HUAWEICLOUD_SDK_REGION_SWR_MARS_1", "https://user:canary@mars.test", "password"),
    ] {
        let ran = on_mars(&[(name, value.as_ref())]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
        ran.assert_says(&["--region", name, told]);
        assert!(!ran.stderr.contains("canary"), "{}", ran.stderr);
    }
}

#[test]
fn a_token_file_beats_the_variable() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    for content in ["t-file", "t-file\n", "  t-file\r\n"] {
        fs::write(&file, content).expect("it can be written");
        let server = Server::start([Answer::page(&[task(1)], None)]);
        let mut command = server.command(&["--token-file", file.to_str().expect("a path is text")]);
        command.env("SWR_GC_TOKEN", "t-variable");
        let ran = Running::start(command).finish();
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(header(&server.request(), "X-Auth-Token"), Some("t-file"), "{content:?}");
    }
}

#[test]
fn the_base_path_of_an_endpoint_is_kept() {
    for base in ["/gate", "/gate/", "/gate/deep"] {
        let server = Server::start([Answer::page(&[task(1)], Some("m1")), Answer::page(&[task(2)], None)]);
        let url = format!("{}{base}", server.url());
        let mut command = command(&["list", "--endpoint", &url, "--project", "p", "--instance", "i"]);
        command.env("SWR_GC_TOKEN", "t");
        let ran = Running::start(command).finish();
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let expected = format!("{}/v2/p/instances/i/system/gc?", base.trim_end_matches('/'));
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|request| target(request).starts_with(&expected)), "{requests:?}");
    }
}

#[test]
fn an_endpoint_without_a_scheme_is_asked_by_https_and_never_in_the_clear() {
    let server = Server::start([Step::Close]);
    let address = server.address().to_string();
    let mut command = command(&["list", "--endpoint", &address, "--project", "p", "--instance", "i"]);
    command.env("SWR_GC_TOKEN", "canary");
    let ran = Running::start(command).finish();
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
    ran.assert_says(&[&format!("https://{address}"), "no connection"]);
    let hello = server.request();
    assert!(hello.starts_with('\u{16}') && !hello.contains("canary"), "{hello:?}");
}
