//! `swr-gc auth sign`, and the findings that name it.

use std::io::{Read, Write};
use std::net::TcpStream;

use swr_gc::simulator::Simulator;

use crate::cloud::Cloud;
use crate::run::Ran;

/// Sends what a printed curl command would; the status line of the answer.
fn sent(ran: &Ran, token: &str) -> String {
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let words = ran.stdout.replace(" \\\n", "\n");
    let lines: Vec<_> = words.lines().map(str::trim).collect();
    let headers = lines.iter().filter_map(|line| line.strip_prefix("--header "));
    let headers: Vec<_> = headers.map(|header| header.trim_matches(['\'', '"'])).collect();
    let url = lines.last().expect("a URL").trim_matches('\'');
    let (host, target) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("a URL");
    let mut stream = TcpStream::connect(host).expect("the simulator is there");
    let headers = headers.join("\r\n").replace("$SWR_GC_TOKEN", token);
    let head = format!("GET /{target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it is answered");
    answer.lines().next().unwrap_or_default().to_owned()
}

fn url(cloud: &Cloud, query: &str) -> String {
    let simulator = &cloud.simulator;
    let (endpoint, project) = (simulator.endpoint(), simulator.project_id());
    format!("{endpoint}/v2/{project}/instances/{}/system/gc{query}", simulator.instance_id())
}

#[test]
fn a_request_is_signed_by_its_url_whatever_it_asks_for() {
    let cloud = Cloud::start();
    let key = cloud.key();
    for (query, status) in
        [("", "200"), ("?limit=7&status=Error", "200"), ("?limit=0", "400"), ("/1250", "200")]
    {
        let ran = cloud.run(&["auth", "sign", &url(&cloud, query)], &key);
        assert!(ran.stdout.contains("SDK-HMAC-SHA256") && !ran.stdout.contains(key[1].1), "{}", ran.stdout);
        assert!(sent(&ran, "").contains(status), "{query}: {}", sent(&ran, ""));
    }
    let token = cloud.simulator.token();
    let ran = cloud.run(&["auth", "sign", &url(&cloud, "?limit=7")], &[("SWR_GC_TOKEN", token)]);
    assert!(ran.stdout.contains("$SWR_GC_TOKEN") && !ran.stdout.contains(token), "{}", ran.stdout);
    assert!(sent(&ran, token).contains("200"));
}

#[test]
fn what_is_no_request_of_the_api_is_not_signed() {
    let cloud = Cloud::start();
    for url in ["https://a.example/", "limit=0", "https://a.example/v2/p-1/instances/i-1/users"] {
        let ran = cloud.run(&["auth", "sign", url], &cloud.key());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
        ran.assert_says(&["URL", "such as"]);
    }
    let beyond = "http://a.example/v2/p-1/instances/i-1/system/gc";
    let ran = cloud.run(&["auth", "sign", beyond], &cloud.key());
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["--allow-http"]);
}

#[test]
fn a_finding_of_a_client_that_signs_names_a_command_that_signs() {
    let cloud = Cloud::with(Simulator::builder().defect("limit-zero-accepted"));
    for (variables, named) in [
        (cloud.key().to_vec(), "eval \"$(swr-gc auth sign 'http://"),
        (
            vec![("SWR_GC_TOKEN", cloud.simulator.token())],
            "curl --silent --include --header \"X-Auth-Token: $SWR_GC_TOKEN\" ",
        ),
    ] {
        let ran = cloud.run(&["contract", "run", "--format", "json"], &variables);
        let report = ran.json();
        let findings = report["findings"].as_array().expect("a list");
        let curl = findings[0]["curl"].as_str().expect("a command");
        assert!(curl.starts_with(named), "{curl}");
        if let Some(url) =
            curl.strip_prefix("eval \"$(swr-gc auth sign '").and_then(|rest| rest.split('\'').next())
        {
            let ran = cloud.run(&["auth", "sign", url], &variables);
            assert!(sent(&ran, "").contains(" 200 "), "{}", sent(&ran, ""));
        }
    }
}
