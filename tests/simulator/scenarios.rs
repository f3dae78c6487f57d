//! How an instance is found.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use swr_gc::simulator::{Scenario, Simulator, SimulatorBuilder};

use super::instance::{Instance, LONG, standing, start_body};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn time(task: &Value, name: &str) -> Timestamp {
    task[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {task}"))
}

fn words(tasks: &[Value]) -> BTreeSet<&str> {
    tasks.iter().map(|task| task["job_status"].as_str().expect("a word")).collect()
}

#[test]
fn a_scenario_has_a_name_and_is_found_by_it() {
    for scenario in Scenario::ALL {
        assert_eq!(scenario.name().parse::<Scenario>().expect("it is known"), scenario);
        assert_eq!(scenario.to_string(), scenario.name());
    }
    let error = "bussy".parse::<Scenario>().expect_err("there is none").to_string();
    assert_eq!(error, r#""bussy" is no scenario: use one of history, idle, busy, failing"#);
}

#[tokio::test]
async fn a_history_stands_still_and_is_in_nobodys_way() {
    let mut instance = Instance::standing(Scenario::History).await;
    let before = instance.list("limit=100").await;
    assert_eq!(words(&before).len(), 5);
    instance.advance(LONG * 1000);
    assert_eq!(instance.list("limit=100").await, before);
    let id = instance.started(&start_body(false, 2, false)).await;
    assert_eq!(instance.status(id).await, "Pending");
    instance.advance(LONG);
    assert_eq!(instance.status(id).await, "Success");
    assert_eq!(instance.list("limit=100").await[1..], before[..99]);
    // A call can still stop what stands there.
    let running = before.iter().find(|task| task["job_status"] == "Running").expect("one runs");
    let id = running["id"].as_i64().expect("an id");
    instance.stop(id).await;
    assert_eq!(instance.status(id).await, "Stopped");
}

#[tokio::test]
async fn an_idle_instance_has_been_cleaned_every_night_up_to_now() {
    for seed in [1, 2, 3] {
        let mut instance = Instance::of(standing(Scenario::Idle).seed(seed)).await;
        let tasks = instance.list("limit=100").await;
        assert_eq!((tasks.len(), words(&tasks)), (40, BTreeSet::from(["Success"])));
        assert!(time(&tasks[0], "creation_time") > Timestamp::now() - SignedDuration::from_hours(11));
        assert!(time(&tasks[0], "update_time") < Timestamp::now());
        for pair in tasks.windows(2) {
            assert!(time(&pair[1], "update_time") < time(&pair[0], "creation_time"), "one after another");
            assert!(pair[0]["id"].as_i64() > pair[1]["id"].as_i64());
            let between = time(&pair[0], "creation_time").duration_since(time(&pair[1], "creation_time"));
            assert!(between <= SignedDuration::from_hours(24), "no night is left out");
        }
        for task in &tasks {
            let took = time(task, "update_time").duration_since(time(task, "creation_time"));
            assert!(took > MINUTE * 5 && took < MINUTE * 30, "{task}");
            assert!(task["job_parameters"]["freed_space"].as_i64() > Some(0), "{task}");
        }
        let schedule = instance.schedule().await;
        let next = schedule["schedule"]["next_scheduled_time"].as_str().expect("a time");
        let next: Timestamp = next.parse().expect("a time");
        assert!(next > Timestamp::now() + LONG * 13 && next < Timestamp::now() + LONG * 16, "{next}");
        let last = tasks.iter().find(|task| task["job_kind"] == "SCHEDULE").expect("a night");
        assert_eq!(time(last, "creation_time") + LONG * 24, next, "the past is that of the schedule");
    }
}

#[tokio::test]
async fn a_busy_instance_has_one_task_at_work_which_ends_in_its_time() {
    let mut instance = Instance::standing(Scenario::Busy).await;
    let tasks = instance.list("limit=100").await;
    assert_eq!((tasks.len(), words(&tasks[1..])), (41, BTreeSet::from(["Success"])));
    assert_eq!(tasks[0]["job_status"], "Running");
    assert!(time(&tasks[0], "update_time") < Timestamp::now());
    assert_eq!(instance.start(&start_body(false, 2, false)).await.status, 409);
    let id = tasks[0]["id"].as_i64().expect("an id");
    instance.advance(MINUTE * 5);
    assert_eq!(instance.status(id).await, "Running");
    instance.advance(MINUTE * 20);
    assert_eq!(instance.status(id).await, "Success");
    assert_eq!(instance.list("limit=100").await[1..], tasks[1..]);
}

#[tokio::test]
async fn a_failing_instance_was_well_until_some_nights_ago() {
    let mut instance = Instance::standing(Scenario::Failing).await;
    let tasks = instance.list("limit=100").await;
    assert_eq!(words(&tasks[..3]), BTreeSet::from(["Error"]));
    assert_eq!(words(&tasks[3..]), BTreeSet::from(["Success"]));
    assert!(tasks[..3].iter().all(|task| task["job_parameters"].get("freed_space").is_none()));
}

#[tokio::test]
async fn a_scenario_has_as_many_past_tasks_as_it_is_told() {
    for (scenario, told, expected) in [
        (Scenario::Idle, 0, 0),
        (Scenario::Idle, 7, 7),
        (Scenario::Busy, 0, 1),
        (Scenario::Busy, 99, 100),
        (Scenario::Failing, 1, 1),
        (Scenario::History, 3, 3),
    ] {
        let mut instance = Instance::of(standing(scenario).tasks(told)).await;
        assert_eq!(instance.list("limit=100").await.len(), expected, "{scenario}, {told}");
    }
}

#[tokio::test]
async fn what_is_out_of_bounds_is_refused_with_its_bound() {
    let refused = async |builder: SimulatorBuilder| {
        let error = builder.start().await.expect_err("it is out of bounds");
        assert!(error.is_usage());
        error.to_string()
    };
    let idle = || Simulator::builder().scenario(Scenario::Idle);
    assert!(refused(idle().tasks(3651)).await.contains("3650 of the scenario idle"));
    for speed in [-1.0, 1_000_001.0, f64::NAN, f64::INFINITY] {
        assert!(
            refused(Simulator::builder().speed(speed)).await.contains("between 0 and 1000000"),
            "{speed}"
        );
    }
}

#[tokio::test]
async fn the_same_seed_has_the_same_things_happen() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let mut instance = Instance::of(standing(Scenario::Idle).seed(9)).await;
        let id = instance.started(&start_body(false, 2, false)).await;
        instance.advance(LONG);
        let task = instance.show(id).await;
        let took = time(&task, "update_time").duration_since(time(&task, "creation_time"));
        told.push((task["job_parameters"].clone(), took));
    }
    assert_eq!(told[0], told[1]);
    assert_ne!(told[0].0["freed_space"], json!(0));
}
