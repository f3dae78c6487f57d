//! CSV, raw bodies, columns, and the request as a curl command.

use serde_json::json;

use crate::run::run;
use crate::server::{Answer, Server, task};

#[test]
fn csv_has_every_property_and_no_formula() {
    let tasks = [json!({ "id": 1, "job_name": "=1+1,\"x\"\n", "job_parameters": { "workers": 2 } })];
    let ran = Server::start([Answer::page(&tasks, None)]).list(&["--output", "csv"]);
    let mut lines = ran.stdout.lines();
    let heading = lines.next().expect("a heading");
    assert!(heading.starts_with("id,job_name,job_kind,delete_untagged,workers,"), "{heading}");
    assert_eq!(lines.next(), Some("1,\"'=1+1,\"\"x\"\" \",,,2,,,,,,,"));
    assert_eq!(lines.next(), None);
}

#[test]
fn csv_of_nothing_is_its_heading() {
    let ran = Server::start([Answer::page(&[], None)]).list(&["--output", "csv", "--columns", "id,took"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), "id,took\n"));
}

#[test]
fn raw_is_what_was_received_also_where_it_cannot_be_read() {
    let broken = "{\"tasks\":[";
    let server = Server::start([Answer::page(&[task(1)], Some("m")), Answer::new("200 OK", broken)]);
    let ran = server.list(&["--output", "raw"]);
    assert_eq!(ran.code, Some(1));
    let bodies: Vec<&str> = ran.stdout.lines().collect();
    assert!(bodies[0].starts_with('{') && bodies[0].contains("\"next_marker\":\"m\""), "{bodies:?}");
    assert_eq!(bodies[1], broken);
}

#[test]
fn columns_are_chosen_by_name_and_unknown_ones_are_listed() {
    let ran = run(&["list", "--simulate", "--limit", "1", "--columns", "job_status,id"]);
    assert_eq!(ran.stdout.lines().next(), Some("STATUS     ID"));
    let ran = run(&["list", "--simulate", "--columns", "id,size"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["\"size\"", "freed_space"]);
    let ran = run(&["list", "--simulate", "--output", "json", "--columns", "id"]);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn curl_shows_the_request_with_the_token_as_a_variable_and_sends_nothing() {
    let server = Server::start([Answer::page(&[], None)]);
    let ran = server.list(&["--curl", "--status", "Error", "--limit", "5"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.stdout.contains("\"x-auth-token: $SWR_GC_TOKEN\""), "{}", ran.stdout);
    assert!(ran.stdout.contains("limit=5&status=Error"), "{}", ran.stdout);
    assert!(server.requests().is_empty());
}
