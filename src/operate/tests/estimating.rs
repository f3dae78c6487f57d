//! Estimates: which dry run counts, and what is said of a difference.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::operate::{Comparison, Estimate, Reason};
use crate::types::GcTask;

const NOON: &str = "2026-11-25T12:00:00Z";

/// A dry run at noon that ended well, with changes.
fn dry_run(id: i64, changes: &Value) -> GcTask {
    let mut task = json!({
        "id": id, "job_status": "Success", "creation_time": NOON,
        "job_parameters": {
            "dry_run": true, "delete_untagged": false,
            "freed_space": 100, "purged_blobs": 10, "purged_manifests": 1,
        },
    });
    for (pointer, value) in changes.as_object().into_iter().flatten() {
        *task.pointer_mut(pointer).expect("a property") = value.clone();
    }
    serde_json::from_value(task).expect("a task")
}

fn noon() -> Timestamp {
    NOON.parse().expect("a time")
}

fn newest(tasks: &[GcTask], delete_untagged: bool, since: Timestamp) -> Option<i64> {
    Estimate::newest(tasks, delete_untagged, since).and_then(|estimate| estimate.task.id)
}

#[test]
fn the_newest_that_ended_well_counts_if_it_is_young_enough_and_alike() {
    let later = json!({ "/creation_time": "2026-11-25T13:00:00Z" });
    let tasks = [
        dry_run(1, &json!({})),
        dry_run(2, &later),
        dry_run(3, &json!({ "/creation_time": "2026-11-25T14:00:00Z", "/job_status": "Error" })),
        dry_run(4, &json!({ "/creation_time": "2026-11-25T11:00:00Z", "/job_parameters/dry_run": false })),
        dry_run(5, &json!({ "/creation_time": null })),
        dry_run(6, &json!({ "/job_parameters/delete_untagged": true })),
    ];
    let hour = SignedDuration::from_hours(1);
    assert_eq!(newest(&tasks, false, noon()), Some(2));
    assert_eq!(newest(&tasks[..1], false, noon()), Some(1), "as old as allowed");
    assert_eq!(newest(&tasks, false, noon() + hour * 2), None);
    assert_eq!(newest(&tasks, true, noon()), Some(6));
    assert_eq!(newest(&[], false, noon()), None);
}

#[test]
fn what_a_clean_up_came_after_is_told_no_more() {
    let run = |changes: Value| {
        let mut edits = json!({ "/job_parameters/dry_run": false, "/creation_time": "2026-11-25T13:00:00Z" });
        edits.as_object_mut().expect("an object").extend(changes.as_object().cloned().unwrap_or_default());
        dry_run(7, &edits)
    };
    let after = |run: GcTask| newest(&[dry_run(1, &json!({})), run], false, noon());
    for status in ["Success", "Error", "Stopped", "Running", "Pending", "Frozen"] {
        assert_eq!(after(run(json!({ "/job_status": status }))), None, "{status}: what it removed is gone");
    }
    assert_eq!(after(run(json!({ "/job_parameters/delete_untagged": true }))), None);
    assert_eq!(after(GcTask { job_parameters: None, ..run(json!({})) }), None, "it may have been one");
    assert_eq!(after(run(json!({ "/creation_time": NOON }))), None, "started after it in the same second");
    assert_eq!(after(run(json!({ "/creation_time": "2026-11-25T11:00:00Z" }))), Some(1));
    assert_eq!(after(run(json!({ "/creation_time": null }))), None, "it may have come after it");
    let early = GcTask {
        update_time: Some(noon() - SignedDuration::from_hours(1)),
        ..run(json!({ "/creation_time": null }))
    };
    assert_eq!(after(early), Some(1), "it had ended by then");
    let later = dry_run(9, &json!({ "/creation_time": "2026-11-25T14:00:00Z" }));
    assert_eq!(newest(&[dry_run(1, &json!({})), run(json!({})), later], false, noon()), Some(9));
}

fn compare(changes: &Value) -> Comparison {
    let mut run = json!({ "/job_parameters/dry_run": false });
    run.as_object_mut().expect("an object").extend(changes.as_object().cloned().unwrap_or_default());
    Estimate::of(dry_run(1, &json!({}))).expect("a dry run").compare(&dry_run(2, &run))
}

#[test]
fn what_is_as_estimated_or_unknown_needs_no_reason() {
    assert_eq!(compare(&json!({})).reasons, []);
    let unknown = compare(&json!({
        "/job_parameters/freed_space": null, "/job_parameters/purged_blobs": null, "/job_parameters/purged_manifests": null,
    }));
    assert_eq!(
        (unknown.reasons.len(), unknown.freed_space.actual, unknown.freed_space.gap()),
        (0, None, None)
    );
    assert!(!unknown.differs(), "what is not known differs from nothing");
    for status in ["Error", "Stopped", "Running", "Frozen"] {
        let half = compare(&json!({ "/job_status": status, "/job_parameters/freed_space": 0 }));
        assert_eq!(
            (half.freed_space.actual, half.differs()),
            (None, false),
            "{status}: its numbers tell nothing"
        );
    }
}

#[test]
fn a_difference_has_reasons_that_fit_it() {
    let less =
        compare(&json!({ "/job_parameters/freed_space": 60, "/creation_time": "2026-11-25T15:00:00Z" }));
    assert_eq!(less.freed_space.gap(), Some(-40));
    let meanwhile = Reason::Meanwhile(SignedDuration::from_hours(3));
    assert_eq!(less.reasons, [Reason::Young, meanwhile, Reason::Counting]);
    assert!(meanwhile.to_string().starts_with("3h lie between the two"), "{meanwhile}");

    let more = compare(&json!({ "/job_parameters/freed_space": 160 }));
    assert_eq!(more.reasons, [Reason::Counting], "what is kept for its youth frees not more");
    let other =
        compare(&json!({ "/job_parameters/purged_blobs": 11, "/job_parameters/delete_untagged": true }));
    assert_eq!(other.reasons, [Reason::Untagged, Reason::Counting]);
}
