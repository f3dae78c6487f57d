//! A run that was recorded shows in its recording what it showed itself, as far as the recording tells.

use std::collections::BTreeSet;
use std::path::Path;

use swr_gc::Client;
use swr_gc::contract::{check, rules, suite};
use swr_gc::findings::{Report, Severity};
use swr_gc::simulator::{Simulator, defects, variants};

use super::support::text;

type Shown = BTreeSet<(&'static str, String, Severity)>;

/// What a run and the check of its recording find.
async fn both(simulator: Simulator, folder: &Path, name: &str) -> (Report, Report) {
    let file = folder.join(format!("{name}.har"));
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .token(simulator.token())
        .record(&file)
        .build()
        .expect("the settings are right");
    let run = suite(client, simulator.instance_id()).forbidden_token(simulator.forbidden_token());
    let run = run.run().await.expect("the suite runs");
    (run, check([file]).run().expect("it can be judged"))
}

/// What a report shows by rules that judge recordings.
fn shown(report: &Report) -> Shown {
    let judge = |id: &str| rules().iter().any(|rule| rule.id == id && rule.needs.judged_in() != "runs");
    // Whether a marker was ever offered, a recording does not tell.
    let told = |pointer: &str| !pointer.ends_with("/x-swr-pagination/marker");
    let found = report.findings.iter().filter(|found| judge(found.rule) && told(&found.pointer));
    found.map(|found| (found.rule, found.pointer.clone(), found.severity)).collect()
}

/// Every so many defects are played; `EVERY=1` plays all.
fn every() -> usize {
    std::env::var("EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(6)
}

#[tokio::test]
async fn the_recording_of_a_run_shows_what_the_run_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut others = Vec::new();
    // Who asked, and whether what it asked about is there, is not recorded; ids in paths are not judged there yet.
    let told = |name: &str| !["task-shown-is-another", "malformed-task-id-accepted"].contains(&name);
    let judged = || defects().iter().filter(|defect| defect.family != "auth" && told(defect.name));
    let played = || judged().step_by(every());
    for defect in played() {
        let simulator = Simulator::builder().defect(defect.name).start().await.expect("a simulator");
        let (run, recorded) = both(simulator, folder.path(), defect.name).await;
        let (ran, told) = (shown(&run), shown(&recorded));
        if ran != told {
            let lost: Vec<_> = ran.difference(&told).collect();
            let more: Vec<_> = told.difference(&ran).collect();
            others.push(format!("{}: lost {lost:?}, more {more:?}", defect.name));
        }
    }
    assert!(others.is_empty(), "{} of {}:\n{}", others.len(), played().count(), others.join("\n"));
}

#[tokio::test]
async fn the_recording_of_a_right_run_is_clean() {
    let folder = tempfile::tempdir().expect("a folder");
    // That a service has nothing but the list shows in the order of what was asked, which is not recorded.
    for variant in variants().iter().filter(|variant| !variant.name.starts_with("list-")) {
        let simulator =
            Simulator::builder().variant(variant.name).seed(2).start().await.expect("a simulator");
        let (run, recorded) = both(simulator, folder.path(), variant.name).await;
        assert_eq!(shown(&run), shown(&recorded), "{}: {}", variant.name, text(&recorded));
    }
}
