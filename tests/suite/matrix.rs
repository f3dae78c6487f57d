//! Every defect of the simulator is found by a rule that names it, and none of its variants is called an error.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use swr_gc::contract::rules;
use swr_gc::findings::{Outcome, Report, Severity};
use swr_gc::simulator::{Simulator, defects, variants};
use tokio::sync::Semaphore;

use super::support::{causes, of_simulator_signed, report, simulated, text};

/// How the table is written anew.
const RENEW: &str = "RENEW=1 cargo test --all-features --test suite matrix";

/// As many runs at once as leave each of them time for its requests, also where others are at work.
static AT_ONCE: Semaphore = Semaphore::const_new(8);

/// What the suite says of a defect; of one that signatures show only, to a client that signs.
async fn of_defect(name: &str) -> Report {
    let _turn = AT_ONCE.acquire().await.expect("it is never closed");
    let found = simulated(Simulator::builder().defect(name)).await;
    if !found.findings.is_empty() {
        return found;
    }
    let simulator = Simulator::builder().defect(name).start().await.expect("a simulator");
    report(of_simulator_signed(&simulator)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_of_defects_and_rules_is_what_is_found() {
    let (mut table, mut alive, mut killing) = (INTRODUCTION.to_owned(), Vec::new(), BTreeSet::new());
    let mut family = "";
    let runs: Vec<_> =
        defects().iter().map(|defect| (defect, tokio::spawn(of_defect(defect.name)))).collect();
    for (defect, run) in runs {
        let report = run.await.expect("a report");
        assert!(report.summary.requests <= 60, "{}: {} requests", defect.name, report.summary.requests);
        let found = causes(&report, Severity::Info);
        if found.is_empty() {
            alive.push(format!("{}: {}", defect.name, text(&report)));
        }
        if family != defect.family {
            family = defect.family;
            let _ = write!(table, "\n## {family}\n\n| defect | rules | what follows |\n|---|---|---|\n");
        }
        let follows: BTreeSet<_> =
            report.findings.iter().map(|found| found.rule).filter(|rule| !found.contains(rule)).collect();
        let listed = |rules: &mut dyn Iterator<Item = &str>| {
            rules.map(|rule| format!("`{rule}`")).collect::<Vec<_>>().join(", ")
        };
        let rules = listed(&mut found.iter().copied());
        let follows = listed(&mut follows.into_iter());
        let _ = writeln!(table, "| `{}` | {rules} | {follows} |", defect.name);
        killing.extend(found);
    }
    assert!(alive.is_empty(), "defects that no rule finds:\n{}", alive.join("\n"));
    let idle: Vec<_> = rules().iter().map(|rule| rule.id).filter(|id| !killing.contains(id)).collect();
    assert!(idle.is_empty(), "rules that no defect is the cause of: {idle:?}");

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/matrix.md");
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&file, &table).expect("the file can be written");
    }
    let documented = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(documented == table, "docs/matrix.md is stale; renew it by `{RENEW}`");
}

#[tokio::test]
async fn no_variant_is_wrong_in_any_way() {
    // What is tolerated, and told all the same.
    let told = [("last-page-null", "next-marker-null"), ("last-page-empty-marker", "next-marker-empty")];
    for variant in variants() {
        let report = simulated(Simulator::builder().variant(variant.name).seed(2)).await;
        let found: Vec<_> = report.findings.iter().map(|found| (found.rule, found.severity)).collect();
        let expected = told.iter().filter(|(name, _)| *name == variant.name);
        let expected: Vec<_> = expected.map(|(_, rule)| (*rule, Severity::Info)).collect();
        assert_eq!(found, expected, "{}: {}", variant.name, text(&report));
        let changes = matches!(variant.name, "task-ends" | "task-arrives");
        let outcome = if changes { Outcome::Inconclusive } else { Outcome::Complete };
        assert_eq!(report.summary.outcome, outcome, "{}: {:?}", variant.name, report.summary.notes);
    }
}

const INTRODUCTION: &str = "\
# Which rule finds which defect

The contract suite is tried on every defect that the simulator can have (`swr-gc simulate --defect list`): each is
found by a rule that names it, and a rule that finds none would have no place here. What a rule is about is told by
`swr-gc contract rules ID`. A finding that only follows from another one says so (`caused_by`); such rules stand in the
last column. Of the variants, which are right in other ways, nothing is said but that two forms of a last page are
tolerated.

`RENEW=1 cargo test --all-features --test suite matrix` writes this page anew.
";
