//! `swr-gc stats`: sums of a history, and what is unknown in them.

use serde_json::{Value, json};

use super::run::{Ran, Running, assert_reviewed, command, run};
use super::server::{Answer, INSTANCE, PROJECT, Server, TOKEN};

/// The command against a server that lists these tasks.
fn told(tasks: Vec<Value>, arguments: &[&str]) -> Ran {
    reach(Server::answering(move |_| Answer::page(&tasks, None)), arguments)
}

fn reach(endpoint: String, arguments: &[&str]) -> Ran {
    let mut command =
        command(&["stats", "--endpoint", &endpoint, "--project", PROJECT, "--instance", INSTANCE]);
    command.args(["--retries", "0"]).args(arguments).env("SWR_GC_TOKEN", TOKEN);
    Running::start(command).finish()
}

fn task(status: &str, freed: Value) -> Value {
    json!({
        "id": 1, "job_status": status, "creation_time": "2024-01-20T10:00:00Z", "update_time": "2024-01-20T11:00:00Z",
        "job_parameters": { "workers": 2, "dry_run": false, "freed_space": freed },
    })
}

#[test]
fn the_chart_of_the_simulated_registry_is_as_reviewed() {
    let ran = run(&["stats", "--simulate"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(!ran.stdout.contains('\u{1b}'), "no escape codes where they are piped");
    assert_reviewed!("stats", ran.stdout);
}

#[test]
fn json_and_csv_tell_the_same() {
    let forms = |form| run(&["stats", "--simulate", "--by", "week", "--output", form]);
    let (json, csv) = (forms("json").json(), forms("csv").stdout);
    assert_eq!(
        (&json["since"], &json["tasks"], &json["period"]),
        (&json!(null), &json!(250), &json!("week"))
    );
    let groups = json["groups"].as_array().expect("groups");
    let kinds: Vec<_> = groups.iter().map(|group| &group["dry_run"]).collect();
    assert_eq!(kinds, [&json!(false), &json!(true)]);
    let periods: usize = groups.iter().map(|group| group["periods"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(csv.lines().count(), periods + 1);
    let sum = |name: &str| {
        let periods = groups.iter().flat_map(|group| group["periods"].as_array().into_iter().flatten());
        periods.filter_map(|period| period[name].as_u64()).sum::<u64>()
    };
    let total = |name: &str| groups.iter().filter_map(|group| group["total"][name].as_u64()).sum::<u64>();
    for name in ["runs", "succeeded", "failed", "stopped", "active", "freed_space", "freed_space_unknown"] {
        assert_eq!(sum(name), total(name), "{name}");
    }
    assert_eq!(total("runs"), 250);
}

#[test]
fn what_is_not_known_is_not_zero() {
    for status in ["Running", "Pending", "Stopped", "Error", "Frozen"] {
        let ran = told(vec![task(status, json!(null))], &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.contains("They freed unknown (1 run does not tell)"), "{status}: {}", ran.stdout);
        assert!(!ran.stdout.contains("0 B"), "{status}: {}", ran.stdout);
        let beside = told(vec![task(status, json!(null)), task("Success", json!(1024))], &[]);
        assert!(
            beside.stdout.contains("They freed at least 1.00 KiB (1 run does not tell)"),
            "{}",
            beside.stdout
        );
    }
    let nothing = told(vec![task("Success", json!(0))], &[]);
    assert!(nothing.stdout.contains("They freed 0 B; "), "{}", nothing.stdout);
}

#[test]
fn without_a_task_there_are_words_for_people_and_nothing_for_programs() {
    let none = |arguments: &[&str]| told(Vec::new(), arguments);
    assert_eq!(none(&[]).stdout, "This instance has no GC tasks.\n");
    assert_eq!(none(&["--output", "csv"]).stdout.lines().count(), 1);
    assert_eq!(none(&["--output", "json"]).json()["groups"], json!([]));
    let late = told(vec![task("Success", json!(1))], &["--since", "2024-02-01"]);
    assert_eq!(
        late.stdout,
        "No GC task was created since 2024-02-01 00:00:00 (UTC). Of 1 in all, the newest was created 2024-01-20 10:00:00.\n"
    );
}

#[test]
fn since_selects_by_creation_and_says_what_it_cannot_select() {
    let mut undated = task("Success", json!(1));
    undated["creation_time"] = json!("soon");
    let tasks = || vec![undated.clone(), task("Success", json!(2))];
    let ran = told(tasks(), &["--since", "2024-01-20T10:00:00Z", "--output", "json"]);
    assert_eq!(
        (ran.json()["tasks"].clone(), ran.json()["since"].clone()),
        (json!(1), json!("2024-01-20T10:00:00Z"))
    );
    ran.assert_says(&["1 task without a readable creation time is left out"]);
    assert_eq!(told(tasks(), &["--output", "json"]).json()["tasks"], 2);
}

#[test]
fn a_listing_that_breaks_off_makes_no_sums() {
    let ran = reach(
        Server::answering(|asked| match asked.contains("marker=") {
            true => Answer::new("503 Service Unavailable", "{}"),
            false => Answer::page(&[task("Success", json!(1))], Some("m")),
        }),
        &[],
    );
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{}", ran.stderr);
    ran.assert_says(&["503"]);
}

#[test]
fn wrong_usage_is_told_before_anything_is_sent() {
    for (arguments, parts) in [
        (&["--since", "yesterday"][..], &["--since", "yesterday", "90d", "2024-05-01"][..]),
        (&["--since", "9000-01-01"], &["--since", "does not lie in the past"]),
        (&["--by", "year"], &["--by", "year", "month"]),
        (&["--output", "xml"], &["--output", "xml", "csv"]),
    ] {
        let ran = run(&[&["stats", "--simulate"], arguments].concat());
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{arguments:?}: {}", ran.stderr);
        ran.assert_says(parts);
    }
}
