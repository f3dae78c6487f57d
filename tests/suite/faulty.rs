//! Faults that a look at single answers does not show, by another hand than the simulator's defects.

use serde_json::{Value, json};
use swr_gc::findings::Severity;

use super::server::{Asked, Told, honest, serve, tasks};
use super::support::{causes, of, report, text};

type Fault = fn(&[Value], &Asked) -> Told;

fn offset(asked: &Asked) -> usize {
    asked.marker.as_deref().and_then(|marker| marker.strip_prefix("at-")?.parse().ok()).unwrap_or(0)
}

fn at(asked: &Asked, marker: &str) -> Asked {
    Asked { marker: Some(marker.to_owned()), ..asked.clone() }
}

/// What is wrong, and the rules that are to say so.
const FAULTS: &[(&str, &[&str], Fault)] = &[
    ("the fourth page of small ones leads back to the first", &["page-loop"], |tasks, asked| {
        let fourth = asked.limit.as_deref() == Some("10") && offset(asked) == 30;
        let told = honest(tasks, asked);
        if fourth { told.edit(|body| body["page_info"]["next_marker"] = json!("at-10")) } else { told }
    }),
    ("every page has a marker of its own, and they go round", &["page-loop"], |tasks, asked| {
        let wrapped = at(asked, &format!("at-{}", offset(asked) % 200));
        let next = offset(asked) + asked.limit.as_deref().and_then(|limit| limit.parse().ok()).unwrap_or(10);
        let asked = if asked.marker.is_some() && asked.status.is_none() { &wrapped } else { asked };
        honest(tasks, asked).edit(|body| {
            if asked.status.is_none() {
                body["page_info"]["next_marker"] = json!(format!("at-{next}"));
            }
        })
    }),
    ("behind the end come empty pages for ever", &["page-loop"], |tasks, asked| {
        honest(tasks, asked).edit(|body| {
            if body["page_info"]["next_marker"].is_null() {
                body["page_info"]["next_marker"] = json!(format!("at-{}", 10_000 + asked.number));
            }
        })
    }),
    ("a task is lost at the border of two pages", &["page-item-skipped"], |tasks, asked| {
        honest(tasks, asked).edit(|body| {
            if let Some(next) =
                body["page_info"]["next_marker"].as_str().and_then(|next| next.strip_prefix("at-"))
            {
                let next: usize = next.parse().expect("an offset");
                body["page_info"]["next_marker"] = json!(format!("at-{}", next + 1));
            }
        })
    }),
    (
        "a page begins with the last task of the one before",
        &["page-item-twice", "page-loop"],
        |tasks, asked| match offset(asked) {
            0 => honest(tasks, asked),
            start => honest(tasks, &at(asked, &format!("at-{}", start - 1))),
        },
    ),
    ("the last page is never reached", &["page-item-skipped"], |tasks, asked| {
        honest(tasks, asked).edit(|body| {
            let next = body["page_info"]["next_marker"].as_str().map(str::to_owned);
            let last = next.and_then(|next| {
                let told = honest(tasks, &at(asked, &next));
                let page: Value = serde_json::from_slice(&told.body).ok()?;
                Some(page["page_info"]["next_marker"].is_null())
            });
            if last == Some(true) {
                body["page_info"] = json!({});
            }
        })
    }),
    ("large pages come in another order", &["page-order"], |tasks, asked| {
        let mut tasks = tasks.to_vec();
        if asked.limit.as_deref() == Some("100") {
            tasks.reverse();
        }
        honest(&tasks, asked)
    }),
    ("the filter is forgotten on the second page", &["filter-lets-others-through"], |tasks, asked| {
        let forgotten = Asked { status: None, ..asked.clone() };
        honest(tasks, if asked.marker.is_some() { &forgotten } else { asked })
    }),
    ("the filter claims that everything fits", &["filter-lets-others-through"], |tasks, asked| {
        let Some(word) = asked.status.clone() else { return honest(tasks, asked) };
        honest(tasks, &Asked { status: None, ..asked.clone() }).edit(|body| {
            body["tasks"]
                .as_array_mut()
                .into_iter()
                .flatten()
                .for_each(|task| task["job_status"] = json!(word));
        })
    }),
    ("the filter sees the last hundred only", &["filter-incomplete"], |tasks, asked| {
        honest(if asked.status.is_some() { &tasks[..100] } else { tasks }, asked)
    }),
    ("what the filter finds, the list does not have", &["page-item-skipped"], |tasks, asked| {
        let without =
            || tasks.iter().filter(|task| task["job_status"] != "Stopped").cloned().collect::<Vec<_>>();
        if asked.status.is_some() { honest(tasks, asked) } else { honest(&without(), asked) }
    }),
    ("every other answer is a page behind", &["page-unstable"], |tasks, asked| {
        honest(&tasks[asked.number % 2..], asked)
    }),
    ("without a limit a page has twenty", &["page-default-size"], |tasks, asked| {
        let limit = asked.limit.clone().or_else(|| Some("20".to_owned()));
        honest(tasks, &Asked { limit, ..asked.clone() })
    }),
    ("a marker is refused with the filter", &["page-marker-refused"], |tasks, asked| {
        if asked.marker.is_some() && asked.status.is_some() {
            Told::refusal(400)
        } else {
            honest(tasks, asked)
        }
    }),
    ("a time is before another, told in another zone", &["time-order"], |tasks, asked| {
        honest(tasks, asked).edit(|body| {
            let tasks = body["tasks"].as_array_mut().into_iter().flatten();
            for task in tasks.filter(|task| task["id"].as_u64().is_some_and(|id| id % 10 == 3)) {
                task["update_time"] = json!("2023-01-01T00:00:00+08:00");
            }
        })
    }),
];

#[tokio::test]
async fn each_fault_is_told_by_the_rule_that_names_it_and_by_no_other() {
    for (name, rules, fault) in FAULTS {
        let tasks = tasks(250);
        let report = report(of(&serve(move |asked| fault(&tasks, asked)))).await;
        let least = if *rules == ["time-order"] { Severity::Warning } else { Severity::Error };
        assert_eq!(causes(&report, least), *rules, "{name}: {}", text(&report));
        assert!(report.summary.requests <= 60, "{name}: {} requests", report.summary.requests);
    }
}

#[tokio::test]
async fn a_marker_that_is_good_once_only_is_told_though_the_walk_ends() {
    use std::collections::HashSet;
    use std::sync::Mutex;
    let (tasks, seen) = (tasks(250), Mutex::new(HashSet::new()));
    let report = report(of(&serve(move |asked| {
        let key = format!("{:?}{:?}{:?}", asked.limit, asked.marker, asked.status);
        let again = asked.marker.is_some() && !seen.lock().expect("no panic").insert(key);
        if again { Told::refusal(400) } else { honest(&tasks, asked) }
    })))
    .await;
    assert_eq!(causes(&report, Severity::Warning), ["page-marker-refused"], "{}", text(&report));
}
