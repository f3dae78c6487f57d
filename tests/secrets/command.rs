//! The command: what it prints, and what other users of the machine see of it.

use std::process::{Command, Stdio};

use crate::canaries::{
    PASSWORD, PROXY_PASSWORD, SECRET_KEY, SECURITY_TOKEN, TOKEN, hunt, hunt_in_recording, spellings,
};
use crate::run::{Ran, Running, command};
use crate::server::{Reply, Server};

type Variables = Vec<(&'static str, String)>;

/// The ways to give the command its credentials, each with the secrets in it.
fn ways(iam: &str) -> Vec<(Variables, Vec<&'static str>)> {
    let owned = |variables: &[(&'static str, &str)]| {
        variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Variables>()
    };
    let key = [
        ("HUAWEICLOUD_SDK_AK", "AK0123456789"),
        ("HUAWEICLOUD_SDK_SK", SECRET_KEY),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", SECURITY_TOKEN),
    ];
    let user = [
        ("SWR_GC_IAM_USER", "user"),
        ("SWR_GC_IAM_DOMAIN", "account"),
        ("SWR_GC_IAM_PASSWORD", PASSWORD),
        ("HUAWEICLOUD_SDK_IAM_ENDPOINT", iam),
    ];
    vec![
        (owned(&[("SWR_GC_TOKEN", TOKEN)]), vec![TOKEN]),
        (owned(&key), vec![SECRET_KEY, SECURITY_TOKEN]),
        (owned(&user), vec![PASSWORD, TOKEN]),
    ]
}

/// A subcommand that asks this server, and tells everything that it logs.
fn asking(
    subcommand: &[&str],
    server: &Server,
    variables: &[(&'static str, String)],
    arguments: &[&str],
) -> Command {
    let mut command = command(subcommand);
    command.args(["--endpoint", &server.url(), "--project", "p-1", "--instance", "i-1", "--retries", "0"]);
    command.args(arguments).envs(variables.iter().map(|(name, value)| (name, value)));
    command.env("RUST_LOG", "trace").env("HTTPS_PROXY", format!("http://user:{PROXY_PASSWORD}@127.0.0.1:1"));
    command
}

fn list(server: &Server, variables: &[(&'static str, String)], arguments: &[&str]) -> Command {
    asking(&["list"], server, variables, arguments)
}

async fn run(command: Command) -> Ran {
    tokio::task::spawn_blocking(move || Running::start(command).finish()).await.expect("it ran")
}

/// IAM, which lends the token.
async fn iam() -> Server {
    let body = r#"{"token":{"expires_at":"2999-01-01T00:00:00Z"}}"#;
    Server::start(move |_| Reply::new(201).header("X-Subject-Token", TOKEN).body(body)).await
}

#[tokio::test]
async fn what_the_service_sends_back_is_not_printed() {
    let iam = iam().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.har");
    let file = path.to_str().expect("a path is text");
    for (variables, mut secrets) in ways(&iam.url()) {
        secrets.push(PROXY_PASSWORD);
        for secret in secrets {
            let [plain, escaped, percent, ..] = spellings(secret);
            for (text, form) in [(plain, "table"), (escaped, "json"), (percent, "csv")] {
                let inside = text.replace('"', "\\\"");
                let error =
                    format!(r#"{{"error_code":"A","error_msg":"not {inside}","request_id":"{inside}"}}"#);
                let page = format!(
                    r#"{{"tasks":[{{"id":1,"creation_time":"{inside}","job_parameters":["{inside}"]}}]}}"#
                );
                for reply in
                    [Reply::new(401).body(error), Reply::new(500).body(text.clone()), Reply::ok(page)]
                {
                    let server = Server::start(move |_| reply.clone()).await;
                    let ran = run(list(&server, &variables, &["--output", form, "--record", file])).await;
                    assert!(ran.stderr.contains("[redacted]"), "{}", ran.stderr);
                    hunt("standard output", &ran.stdout);
                    hunt("standard error", &ran.stderr);
                    hunt_in_recording(&path);
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_asked_of_iam_is_not_recorded() {
    let iam = iam().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.har");
    let file = path.to_str().expect("a path is text");
    for (variables, _) in ways(&iam.url()) {
        let server = Server::start(|_| Reply::ok(r#"{"tasks":[]}"#)).await;
        let ran = run(list(&server, &variables, &["--record", file])).await;
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let recording = std::fs::read_to_string(&path).expect("there is a recording");
        assert!(recording.contains(&server.url()) && !recording.contains(&iam.url()), "{recording}");
        hunt_in_recording(&path);
    }
    assert!(!iam.requests().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_marker_that_holds_the_token_is_not_offered_to_go_on_from() {
    for (marker, offered) in [("m-1", true), (TOKEN, false)] {
        let page = format!(r#"{{"tasks":[{{"id":1}}],"page_info":{{"next_marker":"{marker}"}}}}"#);
        let server = Server::scripted([Reply::ok(page), Reply::silent()]).await;
        let command = list(&server, &[("SWR_GC_TOKEN", TOKEN.to_owned())], &["--output", "jsonl"]);
        let interrupted = move || {
            let mut running = Running::start(command);
            // The first page has arrived, and the second does not come.
            running.line();
            running.signal("INT");
            running.finish()
        };
        let ran = tokio::task::spawn_blocking(interrupted).await.expect("it ran");
        assert_eq!(
            (ran.code, ran.stderr.contains("to go on from there: --marker")),
            (Some(130), offered),
            "{}",
            ran.stderr
        );
        hunt("standard error", &ran.stderr);
    }
}

#[tokio::test]
async fn a_request_as_a_curl_command_has_variables_for_secrets() {
    let (iam, server) = (iam().await, Server::scripted([]).await);
    for (variables, _) in ways(&iam.url()) {
        let ran = run(list(&server, &variables, &["--curl"])).await;
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.starts_with("curl "), "{}", ran.stdout);
        hunt("the command line", &(ran.stdout + &ran.stderr));
    }
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn who_signs_in_is_told_without_what_proves_it() {
    let iam = iam().await;
    for (variables, secrets) in ways(&iam.url()) {
        let echo = format!(r#"{{"error_code":"A","error_msg":"not {}"}}"#, spellings(secrets[0])[1]);
        let server = Server::start(move |_| Reply::new(403).body(echo.clone())).await;
        for (subcommand, code, said) in [("status", 0, "p-1"), ("check", 1, "listGcTasks")] {
            for form in ["text", "json"] {
                let ran = run(asking(&["auth", subcommand], &server, &variables, &["--output", form])).await;
                assert_eq!(ran.code, Some(code), "{subcommand}: {}", ran.stderr);
                assert!(ran.stdout.contains(said), "{subcommand}: {}", ran.stdout);
                hunt("standard output", &ran.stdout);
                hunt("standard error", &ran.stderr);
            }
        }
    }
}

#[tokio::test]
async fn an_explanation_that_is_none_is_not_quoted_with_the_key() {
    let sts = Server::start(|_| Reply::ok(format!("\"not {SECRET_KEY}\""))).await;
    let variables = [
        ("HUAWEICLOUD_SDK_AK", "AK0123456789".to_owned()),
        ("HUAWEICLOUD_SDK_SK", SECRET_KEY.to_owned()),
        ("HUAWEICLOUD_SDK_STS_ENDPOINT", sts.url()),
    ];
    let ran = run(asking(&["auth", "explain-denied"], &sts, &variables, &["encoded"])).await;
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    ran.assert_says(&["the body cannot be used", "[redacted]"]);
    hunt("standard error", &ran.stderr);
}

#[tokio::test]
async fn a_source_that_does_not_apply_is_told_without_what_it_has() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |name: &str, content: String| {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, content).expect("it can be written");
    };
    write(".huaweicloud/credentials", format!("[basic\nak = AK\nsk = {SECRET_KEY}\n"));
    write(".hcloud/config.json", format!(r#"{{"current":"c","profiles":[{{"secretAccessKey":"{SECRET_KEY}"#));
    let server = Server::scripted([]).await;
    let variables = [
        ("SWR_GC_IAM_PASSWORD", PASSWORD),
        ("HUAWEICLOUD_SDK_SK", SECRET_KEY),
        ("CLOUD_SDK_SK", SECRET_KEY),
        ("HW_SECRET_KEY", SECRET_KEY),
        ("HUAWEICLOUD_SDK_IDP_ID", TOKEN),
        ("SWR_GC_METADATA_ENDPOINT", "http://127.0.0.1:1"),
        ("HOME", home.path().to_str().expect("a path is text")),
    ];
    let variables = variables.map(|(name, value)| (name, value.to_owned()));
    let ran = run(list(&server, &variables, &[])).await;
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{}", ran.stderr);
    ran.assert_says(&["\n  token: ", "\n  iam: ", "\n  environment: ", "\n  document: ", "\n  terraform: "]);
    ran.assert_says(&["\n  profile: ", "\n  koocli: ", "\n  metadata: ", "\n  federation: "]);
    hunt("standard error", &ran.stderr);
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn a_proxy_with_a_password_is_no_argument() {
    let server = Server::scripted([]).await;
    let proxy = format!("http://user:{PROXY_PASSWORD}@proxy.example.com");
    let ran = run(list(&server, &[("SWR_GC_TOKEN", TOKEN.to_owned())], &["--proxy", &proxy])).await;
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["--proxy", "SWR_GC_PROXY"]);
    hunt("standard error", &ran.stderr);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_list_of_processes_shows_no_secret() {
    let iam = iam().await;
    for (variables, secrets) in ways(&iam.url()) {
        let server = Server::scripted([Reply::silent()]).await;
        let mut command = list(&server, &variables, &["--output", "json"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        while server.requests().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let read = |name: &str| {
            let bytes = std::fs::read(format!("/proc/{}/{name}", child.id())).expect("the process runs");
            String::from_utf8_lossy(&bytes).replace('\0', "\n")
        };
        let (arguments, environment) = (read("cmdline"), read("environ"));
        child.kill().expect("it runs");
        child.wait().expect("it has ended");
        assert!(arguments.contains("\nlist\n--endpoint\n"), "{arguments}");
        hunt("the list of processes", &arguments);
        // It had them all the while, where only its own user can look.
        assert!(environment.contains(secrets[0]), "the secret was not there to be found");
    }
}
