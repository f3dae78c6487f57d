//! What a run of the contract suite has started and changed is undone, also where it is interrupted.

use std::time::Duration;

use swr_gc::Client;
use swr_gc::simulator::{Scenario, Simulator};

use super::run::{PATIENCE, Running, command};

/// Waits for something that a run does.
async fn until<Looking: Future<Output = bool>>(look: impl Fn() -> Looking) {
    let wait = async {
        while !look().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("it happens in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_run_stops_what_it_started_and_puts_back_what_it_changed() {
    for has_written in [false, true] {
        let simulator = Simulator::builder().scenario(Scenario::Idle).start().await.expect("a simulator");
        let client = Client::builder()
            .endpoint(simulator.endpoint())
            .project_id(simulator.project_id())
            .token(simulator.token())
            .build()
            .expect("the settings are right");
        let schedule = || async {
            let shown = client.show_gc_schedule().instance_id(simulator.instance_id()).send().await;
            shown.expect("a schedule").raw().to_vec()
        };
        let is_at_work = || async {
            let page = client.list_gc_tasks().instance_id(simulator.instance_id()).limit(100).send().await;
            let page = page.expect("a list").raw().to_vec();
            let text = String::from_utf8(page).expect("text");
            text.contains("\"Pending\"") || text.contains("\"Running\"")
        };
        assert!(!is_at_work().await, "nothing is at work");
        let before = schedule().await;
        let endpoint = simulator.endpoint();
        let target = [
            "--endpoint",
            &endpoint,
            "--project",
            simulator.project_id(),
            "--instance",
            simulator.instance_id(),
        ];
        let slowly = ["contract", "run", "--allow-writes", "--rate", "15"];
        let mut command = command(&[&slowly[..], &target].concat());
        command.env("SWR_GC_TOKEN", simulator.token());
        let running = Running::start(command);
        match has_written {
            true => until(|| async { schedule().await != before }).await,
            false => until(is_at_work).await,
        }
        running.signal("INT");
        let ran = tokio::task::spawn_blocking(move || running.finish()).await.expect("no panic");
        assert_eq!((ran.code, &*ran.stdout), (Some(130), ""), "{}", ran.stderr);
        ran.assert_says(&["what was changed is put back", "note: the run was ended before its time"]);
        assert_eq!(schedule().await, before, "{has_written}");
        assert!(!is_at_work().await, "{has_written}: what was started is at work");
    }
}
