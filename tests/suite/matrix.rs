//! Every defect of the simulator is found by a rule that names it, and none of its variants is called an error.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use swr_gc::contract::rules;
use swr_gc::findings::{Outcome, Report, Severity};
use swr_gc::simulator::{Defect, Simulator, defects, variants};
use tokio::sync::Semaphore;

use super::support::{causes, of_simulator_signed, report, simulated, simulated_whole, text};

/// How the table is written anew.
const RENEW: &str = "RENEW=1 cargo test --all-features --test suite matrix";

/// As many runs at once as leave each of them time for its requests, also where others are at work.
static AT_ONCE: Semaphore = Semaphore::const_new(8);

/// What the suite says of a defect: where it only reads; of one that shows only where something is changed, when that is
/// allowed; of one that signatures show only, to a client that signs.
async fn of_defect(name: &'static str) -> Report {
    let found = simulated(Simulator::builder().defect(name)).await;
    if !found.findings.is_empty() {
        return found;
    }
    let found = simulated_whole(Simulator::builder().defect(name)).await;
    if !found.findings.is_empty() {
        return found;
    }
    let simulator = Simulator::builder().defect(name).start().await.expect("a simulator");
    report(of_simulator_signed(&simulator)).await
}

/// What is said of each defect.
async fn each<Saying: Future<Output = Report> + Send + 'static>(
    say: impl Fn(&'static str) -> Saying,
) -> Vec<(&'static Defect, Report)> {
    let in_turn = |saying: Saying| async move {
        let _turn = AT_ONCE.acquire().await.expect("it is never closed");
        saying.await
    };
    let runs: Vec<_> =
        defects().iter().map(|defect| (defect, tokio::spawn(in_turn(say(defect.name))))).collect();
    let mut said = Vec::new();
    for (defect, run) in runs {
        said.push((defect, run.await.expect("a report")));
    }
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_of_defects_and_rules_is_what_is_found() {
    let (mut table, mut alive, mut killing) = (INTRODUCTION.to_owned(), Vec::new(), BTreeSet::new());
    let mut family = "";
    for (defect, report) in each(of_defect).await {
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

/// Who may ask everything finds what is wrong with lists and shows as well.
#[tokio::test(flavor = "multi_thread")]
async fn no_defect_hides_behind_what_else_is_asked() {
    // An item of the run's own is looked at in place of another one, and the client does not sign.
    let apart = ["finished-task-updated", "signature-never-expires", "task-shown-waits-again"];
    let whole = |name: &'static str| async move { simulated_whole(Simulator::builder().defect(name)).await };
    let mut hidden = Vec::new();
    for (defect, report) in each(whole).await {
        let name = defect.name;
        assert!(report.summary.requests <= 60, "{name}: {} requests", report.summary.requests);
        if report.findings.is_empty() {
            hidden.push(name);
        }
    }
    assert_eq!(hidden, apart);
}

#[tokio::test]
async fn no_variant_is_wrong_in_any_way() {
    for variant in variants() {
        for whole in [false, true] {
            let builder = Simulator::builder().variant(variant.name).seed(2);
            let report = if whole { simulated_whole(builder).await } else { simulated(builder).await };
            is_right(variant.name, whole, &report);
        }
    }
}

fn is_right(variant: &str, whole: bool, report: &Report) {
    // What is tolerated, and told all the same.
    let told = [("last-page-null", "next-marker-null"), ("last-page-empty-marker", "next-marker-empty")];
    // What was not seen for certain, of lists and of what the run has started itself.
    let changes = ["task-ends", "task-arrives"];
    let open = ["start-while-busy", "start-listed-late", "start-ends-at-once"];
    let found: Vec<_> = report.findings.iter().map(|found| (found.rule, found.severity)).collect();
    let expected = told.iter().filter(|(name, _)| *name == variant);
    let expected: Vec<_> = expected.map(|(_, rule)| (*rule, Severity::Info)).collect();
    assert_eq!(found, expected, "{variant}, {whole}: {}", text(report));
    // A list that takes most of the budget leaves none for what changes something.
    let long = variant == "exactly-full-pages";
    let is_open = whole && long || changes.contains(&variant) || whole && open.contains(&variant);
    let outcome = if is_open { Outcome::Inconclusive } else { Outcome::Complete };
    assert_eq!(report.summary.outcome, outcome, "{variant}, {whole}: {:?}", report.summary.notes);
    assert!(report.summary.requests <= 60, "{variant}, {whole}: {}", report.summary.requests);
}

const INTRODUCTION: &str = "\
# Which rule finds which defect

The contract suite is tried on every defect that the simulator can have (`swr-gc simulate --defect list`): each is
found by a rule that names it, and a rule that finds none would have no place here. What a rule is about is told by
`swr-gc contract rules ID`. Runs only read; a defect that shows only where something is changed is told by a run that may
do that. A finding that only follows from another one says so (`caused_by`); such rules stand in the
last column. Of the variants, which are right in other ways, nothing is said but that two forms of a last page are
tolerated.

`RENEW=1 cargo test --all-features --test suite matrix` writes this page anew.
";
