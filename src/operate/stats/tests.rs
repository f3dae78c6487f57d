//! Tasks as they come, and what they add up to.

use serde_json::{Value, json};

use super::{Period, Stats, Tally};
use crate::types::GcTask;

/// A real run that ended well after ten seconds and freed 100 bytes, with changes.
fn task(changes: &Value) -> GcTask {
    let mut task = json!({
        "job_status": "Success",
        "creation_time": "2024-01-20T10:00:00Z",
        "update_time": "2024-01-20T10:00:10Z",
        "job_parameters": { "workers": 2, "dry_run": false, "freed_space": 100 },
    });
    for (pointer, value) in changes.as_object().into_iter().flatten() {
        *task.pointer_mut(pointer).expect("a property") = value.clone();
    }
    serde_json::from_value(task).expect("a task")
}

fn total(changes: &[Value]) -> Tally {
    let tasks: Vec<_> = changes.iter().map(task).collect();
    let stats = Stats::of(&tasks, Period::Month);
    let [group] = stats.groups.as_slice() else { panic!("{stats:?}") };
    group.total.clone()
}

#[test]
fn what_is_not_known_is_counted_and_never_zero() {
    let nothing = json!({ "/job_parameters/freed_space": 0 });
    assert_eq!(total(&[nothing]).freed_space, Some(0));
    for (changes, counted) in [
        (json!({ "/job_status": "Error" }), [0, 1, 0, 0, 0]),
        (json!({ "/job_status": "Stopped" }), [0, 0, 1, 0, 0]),
        (json!({ "/job_status": "Running" }), [0, 0, 0, 1, 0]),
        (json!({ "/job_status": "Pending" }), [0, 0, 0, 1, 0]),
        (json!({ "/job_status": "Frozen" }), [0, 0, 0, 0, 1]),
        (json!({ "/job_status": null }), [0, 0, 0, 0, 1]),
        (json!({ "/job_parameters/freed_space": null }), [1, 0, 0, 0, 0]),
        (json!({ "/job_parameters/freed_space": -5 }), [1, 0, 0, 0, 0]),
    ] {
        let alone = total(std::slice::from_ref(&changes));
        let Tally { succeeded, failed, stopped, active, unclear, .. } = alone;
        assert_eq!([succeeded, failed, stopped, active, unclear], counted, "{changes}");
        assert_eq!((alone.freed_space, alone.freed_space_unknown, alone.rate), (None, 1, None), "{changes}");
        let beside = total(&[changes.clone(), json!({})]);
        assert_eq!(
            (beside.runs, beside.freed_space, beside.freed_space_unknown),
            (2, Some(100), 1),
            "{changes}"
        );
        assert_eq!(beside.rate, Some(10.0), "{changes}");
    }
}

#[test]
fn durations_are_of_runs_that_ended_well() {
    let ended = |status: &str, second: u32| json!({ "/job_status": status, "/update_time": format!("2024-01-20T10:00:{second:02}Z") });
    let total = total(&[ended("Success", 4), ended("Success", 6), ended("Success", 50), ended("Error", 1)]);
    assert_eq!(total.duration.map(|took| took.as_secs()), Some(6));
    assert_eq!(total.rate, Some(5.0), "300 bytes in 60 seconds");
}

#[test]
fn a_rate_needs_a_time() {
    let times = [json!(null), json!("2024-01-20T10:00:00Z"), json!("2024-01-20T09:00:00Z")];
    for time in times {
        let total = total(&[json!({ "/update_time": time })]);
        assert_eq!((total.freed_space, total.rate), (Some(100), None), "{time}");
    }
}

#[test]
fn a_sum_that_no_number_can_hold_stays_at_the_largest() {
    let much = json!({ "/job_parameters/freed_space": i64::MAX });
    assert_eq!(total(&[much.clone(), much]).freed_space, Some(i64::MAX));
}

#[test]
fn dry_runs_real_ones_and_those_that_do_not_tell_are_kept_apart() {
    let tasks = [
        task(&json!({ "/job_parameters": null })),
        task(&json!({ "/job_parameters/dry_run": true })),
        task(&json!({ "/job_parameters/dry_run": true })),
        task(&json!({ "/job_parameters/dry_run": null })),
    ];
    let stats = Stats::of(&tasks, Period::Day);
    let groups: Vec<_> = stats.groups.iter().map(|group| (group.dry_run, group.total.freed_space)).collect();
    // Where `dry_run` alone is absent, the documented default applies.
    assert_eq!(groups, [(Some(false), Some(100)), (Some(true), Some(200)), (None, None)]);
}

#[test]
fn periods_stand_in_order_and_the_unknown_one_is_last() {
    let created = |at: Value| task(&json!({ "/creation_time": at }));
    let tasks = [
        created(json!("2024-03-05T10:00:00Z")),
        created(json!(null)),
        created(json!("2024-01-20T10:00:00Z")),
        created(json!("2024-01-31T23:59:59Z")),
    ];
    let stats = Stats::of(&tasks, Period::Month);
    let periods = stats.groups[0]
        .periods
        .iter()
        .map(|tally| (tally.begins.map(|begins| begins.to_string()), tally.runs));
    let begins = |text: &str| Some(text.to_owned());
    assert_eq!(
        periods.collect::<Vec<_>>(),
        [(begins("2024-01-01T00:00:00Z"), 2), (begins("2024-03-01T00:00:00Z"), 1), (None, 1)]
    );
    assert_eq!(Stats::fitting(&tasks), Period::Week);
    assert_eq!((Stats::of(&[], Period::Week).groups, Stats::fitting(&[])), (Vec::new(), Period::Day));
}

#[test]
fn json_has_every_key_and_null_for_what_is_unknown() {
    let tasks = [task(&json!({ "/job_status": "Running" }))];
    let json = serde_json::to_value(Stats::of(&tasks, Period::Day)).expect("JSON");
    assert_eq!(
        json["groups"][0]["total"],
        json!({
            "begins": null, "runs": 1, "succeeded": 0, "failed": 0, "stopped": 0, "active": 1, "unclear": 0,
            "freed_space": null, "freed_space_unknown": 1, "duration_seconds": null, "rate": null,
        })
    );
    assert_eq!((&json["period"], &json["groups"][0]["dry_run"]), (&json!("day"), &json!(false)));
}
