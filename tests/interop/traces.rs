//! What a call leaves behind, on the machine and in the server's log.

use std::fs;

use crate::sdk::{Call, Sdk};
use crate::server::{Answer, PROJECT, Server};

/// What the header `User-Agent` says.
fn agent(head: &str) -> &str {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(name, _)| name.eq_ignore_ascii_case("user-agent"));
    found.map(|(_, value)| value).expect("a request says who sends it")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sdk_numbers_the_machine_and_this_client_does_not() {
    let Some(sdk) = Sdk::find() else { return };
    let server = Server::start([("i-1", Answer::json("200 OK", r#"{"tasks":[]}"#))]).await;
    sdk.call(&[Call::new(server.url(), PROJECT, "i-1")]).await;
    // This also shows that the home of whoever runs the tests was left alone.
    let number = sdk.home().join(".huaweicloud").join("application_id");
    let number = fs::read_to_string(number).expect("the SDK writes it at its first import");
    server.client().list_gc_tasks().instance_id("i-1").send().await.expect("a page");
    let heads = server.heads();
    let [theirs, ours] = &heads[..] else { panic!("{heads:?}") };
    assert!(number.len() == 36 && agent(theirs).ends_with(&format!("app/{number}")), "{theirs}");
    assert_eq!(agent(ours), concat!("swr-gc/", env!("CARGO_PKG_VERSION")));
}
