//! What follows from a report.

use super::super::{Finding, Outcome, Severity, Verdict};
use super::without_findings;

#[test]
fn the_table_of_verdicts() {
    use Verdict::{Clean, Found, Unjudged};
    for (outcome, some_judged, worst, verdict, denying) in [
        (Outcome::Complete, true, None, Clean, Clean),
        (Outcome::Complete, true, Some(Severity::Info), Clean, Clean),
        (Outcome::Complete, true, Some(Severity::Warning), Clean, Found),
        (Outcome::Complete, true, Some(Severity::Error), Found, Found),
        (Outcome::Inconclusive, true, None, Clean, Clean),
        (Outcome::Inconclusive, false, None, Unjudged, Unjudged),
        (Outcome::Inconclusive, false, Some(Severity::Error), Found, Found),
        (Outcome::NotWhiteListed, false, None, Unjudged, Unjudged),
        (Outcome::NoPermission, false, None, Unjudged, Unjudged),
        (Outcome::Unauthenticated, false, None, Unjudged, Unjudged),
        (Outcome::Unreachable, false, None, Unjudged, Unjudged),
        (Outcome::Unreadable, true, None, Unjudged, Unjudged),
        (Outcome::Unreadable, true, Some(Severity::Error), Found, Found),
        // What was judged before it broke off does not make it clean.
        (Outcome::Throttled, true, None, Unjudged, Unjudged),
        (Outcome::Throttled, true, Some(Severity::Info), Unjudged, Unjudged),
        (Outcome::Throttled, true, Some(Severity::Warning), Unjudged, Found),
        (Outcome::Throttled, true, Some(Severity::Error), Found, Found),
    ] {
        let mut report = without_findings(outcome);
        report.summary.checked = vec![("schema-type", some_judged), ("schema-enum", false)];
        report.findings.extend(worst.map(|severity| Finding::new("schema-type", severity, "odd")));
        let verdicts = (report.verdict(false), report.verdict(true));
        assert_eq!(verdicts, (verdict, denying), "{outcome}, {some_judged}, {worst:?}");
    }
}

#[test]
fn the_worst_comes_first_then_rules_pointers_and_messages_in_their_order() {
    let finding = |rule, severity, pointer: &str, message| {
        let mut finding = Finding::new(rule, severity, message);
        finding.pointer = pointer.to_owned();
        finding
    };
    let ordered = [
        finding("a", Severity::Error, "", "a"),
        finding("b", Severity::Error, "/a", "a"),
        finding("b", Severity::Error, "/a", "b"),
        finding("b", Severity::Error, "/b", "a"),
        finding("a", Severity::Warning, "", "a"),
        finding("a", Severity::Info, "", "a"),
    ];
    let mut report = without_findings(Outcome::Complete);
    report.findings = ordered.iter().rev().cloned().collect();
    assert_eq!(report.sorted().findings, ordered);
}
