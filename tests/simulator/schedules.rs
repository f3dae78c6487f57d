//! The schedule: written, read back, and what it starts.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use swr_gc::simulator::Scenario;

use super::instance::{Instance, LONG, cron_body, start_body};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn next(schedule: &Value) -> Option<Timestamp> {
    schedule
        .pointer("/schedule/next_scheduled_time")
        .map(|next| next.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{schedule}")))
}

fn count(tasks: &[Value], kind: &str) -> usize {
    tasks.iter().filter(|task| task["job_kind"] == kind).count()
}

#[tokio::test]
async fn a_schedule_reads_back_as_it_was_written_with_its_next_time() {
    for scenario in Scenario::ALL {
        let mut instance = Instance::standing(scenario).await;
        let written = cron_body("0 30 2 * * *");
        assert_eq!(instance.write(&written).await.status, 200);
        let schedule = instance.schedule().await;
        assert_eq!(schedule["schedule"]["type"], "Custom");
        assert_eq!(schedule["schedule"]["cron"], "0 30 2 * * *");
        let expected = json!({ "workers": 3, "delete_untagged": false, "dry_run": false });
        assert_eq!(schedule["parameters"], expected);
        let next = next(&schedule).expect("there is a next time");
        let (now, text) = (Timestamp::now(), next.to_string());
        assert!(next > now - LONG && next <= now + DAY + LONG && text.ends_with("T02:30:00Z"), "{text}");
    }
}

#[tokio::test]
async fn a_schedule_is_cancelled() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    assert!(next(&instance.schedule().await).is_some());
    assert_eq!(instance.write(&json!({ "schedule": { "type": "None" } })).await.status, 200);
    assert_eq!(instance.schedule().await, json!({ "schedule": { "type": "None" }, "parameters": {} }));
    let before = instance.list("limit=100").await;
    instance.advance(DAY * 3);
    assert_eq!(instance.list("limit=100").await, before);
}

#[tokio::test]
async fn what_is_no_cron_expression_of_six_fields_is_refused_and_changes_nothing() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    let before = instance.schedule().await;
    for cron in ["0 16 * * *", "nightly", "@daily", "0 0 25 * * *", "0 0 16 * * * 2030", "0 0 0 30 2 *", " "]
    {
        let answer = instance.write(&cron_body(cron)).await;
        assert_eq!(answer.status, 400, "{cron}");
        assert!(answer.text("/error_msg").starts_with("/schedule/cron: "), "{}", answer.json());
        assert_eq!(instance.schedule().await, before);
    }
}

#[tokio::test]
async fn a_schedule_starts_a_task_at_its_time_as_it_says() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    instance.write(&cron_body("0 0 * * * *")).await;
    let due = next(&instance.schedule().await).expect("a next time");
    let before = instance.list("limit=1").await;
    instance.advance(LONG);
    let tasks = instance.list("limit=2").await;
    assert_eq!(tasks[1], before[0], "one task is new");
    assert_eq!(
        (&tasks[0]["job_kind"], &tasks[0]["job_parameters"]["workers"]),
        (&json!("SCHEDULE"), &json!(3))
    );
    assert_eq!(tasks[0]["creation_time"], due.to_string());
    assert_eq!(next(&instance.schedule().await), Some(due + LONG));
    instance.advance(DAY);
    let tasks = instance.list("limit=30").await;
    assert_eq!(count(&tasks[..24], "SCHEDULE"), 24);
    assert!(tasks[1..24].iter().all(|task| task["job_status"] == "Success"), "{tasks:?}");
}

#[tokio::test]
async fn a_schedule_starts_nothing_while_a_task_is_at_work() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    instance.write(&cron_body("0 * * * * *")).await;
    let id = instance.started(&start_body(false, 2, false)).await;
    instance.advance(SignedDuration::from_mins(8));
    assert_eq!(instance.list("limit=1").await[0]["id"], id);
    instance.advance(SignedDuration::from_mins(8));
    let newest = &instance.list("limit=1").await[0];
    assert_eq!((&newest["id"], &newest["job_kind"]), (&json!(id + 1), &json!("SCHEDULE")));
}

#[tokio::test]
async fn a_schedule_that_fires_every_second_does_so_to_the_end_of_a_leap() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    instance.write(&cron_body("* * * * * *")).await;
    let begin = next(&instance.schedule().await).expect("a next time");
    instance.advance(DAY);
    let newest = &instance.list("limit=1").await[0];
    let created: Timestamp =
        newest["creation_time"].as_str().and_then(|time| time.parse().ok()).expect("a time");
    assert!(created > begin + DAY - LONG, "{newest}");
    // The moment at which one ends is one at which the next may begin.
    let before = &instance.list("limit=2").await[1];
    assert_eq!(before["update_time"], newest["creation_time"]);
}

#[tokio::test]
async fn in_a_history_no_schedule_starts_anything() {
    let mut instance = Instance::standing(Scenario::History).await;
    let before = instance.list("limit=100").await;
    for body in [None, Some(cron_body("0 0 * * * *"))] {
        if let Some(body) = body {
            instance.write(&body).await;
        }
        instance.advance(DAY * 10);
        assert_eq!(instance.list("limit=100").await, before);
        assert!(next(&instance.schedule().await) > Some(Timestamp::now() + DAY * 9));
    }
}

#[tokio::test]
async fn a_leap_over_many_years_ends_soon() {
    let mut instance = Instance::standing(Scenario::Idle).await;
    instance.write(&cron_body("* * * * * *")).await;
    instance.advance(DAY * 365 * 1000);
    assert_eq!(instance.list("limit=1").await.len(), 1);
    instance.advance(SignedDuration::MAX);
    instance.advance(SignedDuration::MIN);
    assert_eq!(instance.list("limit=1").await.len(), 1);
    assert_eq!(instance.schedule().await["schedule"]["cron"], "* * * * * *");
}
