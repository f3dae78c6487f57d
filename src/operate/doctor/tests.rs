//! Seeded histories: each has a trouble or is a near miss of it. `tests/doctor` has one file a rule.

use std::collections::BTreeSet;
use std::fs;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{examine, rule, rules};
use crate::findings::{Report, Severity, Verdict};
use crate::types::{GcTask, ShowGcScheduleResponse};

/// One history, and which rules it has findings of.
struct Seed {
    file: String,
    what: String,
    finds: BTreeSet<String>,
    case: Value,
}

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doctor");

fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for entry in fs::read_dir(FOLDER).expect("the seeds") {
        let path = entry.expect("a file").path();
        let file = path.file_stem().expect("a name").to_str().expect("text").to_owned();
        let text = fs::read_to_string(&path).expect("text");
        let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        for case in cases {
            let finds = case["finds"].as_array().expect("rules").iter();
            let finds = finds.map(|rule| rule.as_str().expect("an id").to_owned()).collect();
            let what = case["what"].as_str().expect("words").to_owned();
            seeds.push(Seed { file: file.clone(), what, finds, case });
        }
    }
    seeds
}

fn examined(case: &Value) -> Report {
    let tasks: Vec<GcTask> = serde_json::from_value(case["tasks"].clone()).expect("tasks");
    let schedule: Option<ShowGcScheduleResponse> =
        serde_json::from_value(case["schedule"].clone()).expect("a schedule");
    let now: Timestamp = case["now"].as_str().expect("a time").parse().expect("a time");
    examine(&tasks, schedule.as_ref(), now)
}

#[test]
fn every_seed_has_the_findings_that_it_is_made_for_and_no_others() {
    for Seed { file, what, finds, case } in seeds() {
        let report = examined(&case);
        let found: BTreeSet<_> = report.findings.iter().map(|finding| finding.rule.to_owned()).collect();
        assert_eq!(found, finds, "{file}: {what}: {:#?}", report.findings);
        assert_eq!(report.findings.len(), finds.len(), "{file}: {what}: one finding a cause");
    }
}

#[test]
fn the_order_of_the_list_changes_nothing() {
    for Seed { file, what, mut case, .. } in seeds() {
        let messages = |case: &Value| -> BTreeSet<_> {
            examined(case).findings.into_iter().map(|finding| finding.message).collect()
        };
        let told = messages(&case);
        for turned in 0..3 {
            let tasks = case["tasks"].as_array_mut().expect("tasks");
            tasks.reverse();
            let by = turned.min(tasks.len());
            tasks.rotate_left(by);
            assert_eq!(messages(&case), told, "{file}: {what}");
        }
    }
}

#[test]
fn a_finding_that_lasts_keeps_its_name() {
    let names = |case: &Value| -> Vec<_> {
        let findings = examined(case).findings.into_iter();
        findings.map(|finding| (finding.rule, finding.fingerprint(), finding.message)).collect()
    };
    for Seed { file, what, mut case, .. } in seeds() {
        let now: Timestamp = case["now"].as_str().expect("a time").parse().expect("a time");
        let first = names(&case);
        for minutes in [1, 61, 24 * 60, 25 * 60 + 7] {
            case["now"] = json!((now + SignedDuration::from_mins(minutes)).to_string());
            for (rule, name, message) in names(&case) {
                let known = first.iter().find(|(known, ..)| *known == rule);
                let Some((_, known, before)) = known else { continue };
                assert_eq!(*known, name, "{file}: {what}: {before}; {minutes} minutes later: {message}");
            }
        }
    }
}

#[test]
fn every_rule_has_every_part_a_trouble_and_a_near_miss() {
    let seeds = seeds();
    for about in rules() {
        let id = about.id;
        for text in [about.title, about.checks, about.why, about.example, about.fix] {
            assert!(!text.trim().is_empty() && text.trim() == text, "{id}: {text:?}");
        }
        assert!(!about.title.ends_with('.') && about.title.starts_with(char::is_lowercase), "{id}");
        assert!([about.checks, about.why, about.fix].iter().all(|text| text.ends_with('.')), "{id}");
        let own = || seeds.iter().filter(|seed| seed.file == id);
        assert!(own().any(|seed| seed.finds.contains(id)), "{id} has no seeded trouble");
        assert!(own().any(|seed| !seed.finds.contains(id)), "{id} has no near miss");
    }
    let ids: BTreeSet<_> = rules().iter().map(|about| about.id.to_owned()).collect();
    let files: BTreeSet<_> =
        seeds.iter().map(|seed| seed.file.clone()).filter(|file| file != "healthy").collect();
    assert_eq!(ids, files, "a file of seeds is one of a rule");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/operate/doctor/rule");
    let files = fs::read_dir(folder).expect("the rules").map(|entry| entry.expect("a file").path());
    let files: BTreeSet<_> = files
        .filter_map(|file| Some(file.file_stem()?.to_str()?.replace('_', "-")))
        .filter(|name| name != "mod")
        .collect();
    assert_eq!(ids, files, "a rule is one file with its name");
    assert_eq!(ids.len(), rule::ALL.len(), "two rules have one id");
}

#[test]
fn a_finding_has_its_severity_its_evidence_and_what_to_do() {
    for Seed { file, what, case, .. } in seeds() {
        for finding in examined(&case).findings {
            let about = rules().into_iter().find(|about| about.id == finding.rule).expect("a rule");
            assert_eq!(about.severity, finding.severity.name(), "{file}: {what}");
            assert!(finding.severity >= Severity::Warning, "{file}: {what}");
            assert!(
                finding.remedy.is_some_and(|remedy| remedy.contains("swr-gc ") || remedy.contains("look")),
                "{what}"
            );
            let message = &finding.message;
            assert!(message.starts_with(char::is_lowercase) && !message.ends_with('.'), "{message}");
        }
    }
}

#[test]
fn messages_say_what_counts() {
    let seeds = seeds();
    for (what, told) in [
        ("two nights failed", "the last 2 runs failed, task 108 as the latest"),
        (
            "two nights failed, and a dry run between went well",
            "the last 2 real runs failed, task 108 as the latest",
        ),
        (
            "dry runs each week, and never a run",
            "there have been dry runs only since task 55, 38d 23h ago, and there is no schedule",
        ),
        (
            "a schedule that never fires",
            "the last clean-up, task 50, was created 49d 23h ago, and the schedule never fires",
        ),
        (
            "runs take seconds, and this one an hour",
            "task 109 has been Running for 1h, more than three times the usual 10s, the median of 5 runs with 2 workers",
        ),
    ] {
        let seed = seeds.iter().find(|seed| seed.what == what).expect("a seed");
        let messages: Vec<_> =
            examined(&seed.case).findings.into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, [told], "{what}");
    }
}

#[test]
fn rules_follow_rules_that_judge_before_them() {
    let place = |id: &str| rule::ALL.iter().position(|rule| rule.about().id == id);
    for rule in rule::ALL {
        for cause in rule.follows() {
            assert!(place(cause).expect("a rule") < place(rule.about().id).expect("a rule"), "{cause}");
        }
    }
}

#[test]
fn a_healthy_history_is_clean() {
    let healthy: Vec<_> = seeds().into_iter().filter(|seed| seed.file == "healthy").collect();
    assert!(healthy.len() >= 8);
    for Seed { what, finds, case, .. } in healthy {
        assert!(finds.is_empty(), "{what}");
        assert_eq!(examined(&case).verdict(true), Verdict::Clean, "{what}");
    }
}

/// Each property of the first tasks and of the schedule absent, and those of the first one odd: nothing panics, and what
/// is not told makes no finding where there was none.
#[test]
fn what_is_absent_or_odd_makes_no_finding() {
    let odd = [json!("Frozen"), json!(-1), json!(i64::MAX), json!({}), json!("9999-12-30T22:00:00Z")];
    for Seed { file, what, finds, case } in seeds() {
        let mut pointers: Vec<_> =
            ["schedule", "parameters", "schedule/type", "schedule/cron", "schedule/next_scheduled_time"]
                .map(|name| format!("/schedule/{name}"))
                .into();
        for task in 0..case["tasks"].as_array().map_or(0, Vec::len).min(5) {
            let names = ["id", "job_kind", "job_status", "creation_time", "update_time", "job_parameters"];
            let inner = ["workers", "dry_run", "freed_space"].map(|name| format!("job_parameters/{name}"));
            let names = names.map(str::to_owned).into_iter().chain(inner);
            pointers.extend(names.map(|name| format!("/tasks/{task}/{name}")));
        }
        for pointer in pointers {
            let is_newest = !pointer.starts_with("/tasks/") || pointer.starts_with("/tasks/0/");
            for value in [Value::Null].iter().chain(odd.iter().filter(|_| is_newest)) {
                let mut case = case.clone();
                let Some(place) = case.pointer_mut(&pointer) else { continue };
                *place = value.clone();
                let report = examined(&case);
                if finds.is_empty() && value.is_null() {
                    assert_eq!(report.findings, [], "{file}: {what}: {pointer} is {value}");
                }
            }
        }
    }
}

#[test]
fn the_ends_of_time_are_times_as_well() {
    let ends = [Timestamp::MIN, Timestamp::MAX];
    for created in ends {
        for updated in ends {
            let task = |status: &str| {
                json!({
                    "id": 1, "job_status": status, "job_kind": "SCHEDULE", "creation_time": created.to_string(),
                    "update_time": updated.to_string(), "job_parameters": { "workers": 1, "freed_space": 0 },
                })
            };
            let tasks: Vec<_> =
                ["Success", "Running", "Pending", "Error", "Success", "Success"].map(task).into();
            for now in ends {
                let schedule = json!({
                    "schedule": { "type": "Custom", "cron": "0 0 16 * * *", "next_scheduled_time": updated.to_string() },
                    "parameters": { "workers": 1 },
                });
                examined(&json!({ "tasks": tasks, "schedule": schedule, "now": now.to_string() }));
            }
        }
    }
}

#[test]
fn what_follows_names_its_cause() {
    let seeds = seeds();
    let seed = seeds.iter().find(|seed| seed.what == "a stalled run holds up the next one").expect("a seed");
    let report = examined(&seed.case);
    let of = |id: &str| report.findings.iter().find(|finding| finding.rule == id).expect("a finding");
    let cause = of("running-too-long");
    assert_eq!(of("pending-behind-running").caused_by, Some(cause.fingerprint()));
    assert_eq!(cause.caused_by, None);
}
