//! The name of a cause.

use super::super::{Finding, Position, Severity};
use super::{generated, json};

fn of(message: &str) -> String {
    Finding::new("schema-type", Severity::Error, message).fingerprint()
}

#[test]
fn what_changes_from_run_to_run_is_no_part_of_the_name() {
    for (one, other) in [
        ("task 1250 comes twice", "task 7 comes twice"),
        ("took 2.5 seconds", "took 31 seconds"),
        ("has been Pending for 2d while", "has been Pending for 2d 1h while"),
        ("created at 2024-09-26T23:17:00Z", "created at 2025-01-01T00:00:00.123Z"),
        ("of 8c0ab2c1-6d38-4c55-b0a7-3f1e2d4c5b6a", "of 9f-deadbeef"),
        ("the marker \"a\\\"b\" is back", "the marker \"c\" is back"),
        ("the marker 'a' is back", "the marker 'b' is back"),
        ("the marker `a` is back", "the marker `b` is back"),
    ] {
        assert_eq!(of(one), of(other), "{one} and {other}");
    }
}

#[test]
fn only_rule_pointer_and_message_make_the_name() {
    let plain = Finding::new("schema-type", Severity::Error, "a text where a number is described");
    let mut seen = plain.clone();
    seen.severity = Severity::Warning;
    seen.count = 99;
    seen.position = Some(Position::new("moved.yaml", 7, 1));
    seen.first.request = Some(12);
    seen.excerpt = Some("x".to_owned());
    seen.caused_by = Some("0123456789ab".to_owned());
    assert_eq!(seen.fingerprint(), plain.fingerprint());
}

#[test]
fn other_causes_have_other_names() {
    let plain = Finding::new("schema-type", Severity::Error, "a text where a number is described");
    let other = |change: fn(&mut Finding)| {
        let mut finding = plain.clone();
        change(&mut finding);
        finding.fingerprint()
    };
    let names = [
        plain.fingerprint(),
        other(|finding| finding.rule = "schema-enum"),
        other(|finding| finding.pointer = "/components/schemas/GcTask".to_owned()),
        // A pointer is told apart by its numbers.
        other(|finding| finding.pointer = "/components/responses/200".to_owned()),
        other(|finding| finding.pointer = "/components/responses/404".to_owned()),
        other(|finding| finding.message = "a number where a text is described".to_owned()),
        // Apostrophes are no quotes.
        other(|finding| finding.message = "it doesn't end and it isn't told".to_owned()),
        other(|finding| finding.message = "it doesn't begin and it isn't told".to_owned()),
    ];
    for (index, name) in names.iter().enumerate() {
        assert!(name.len() == 12 && name.chars().all(|digit| digit.is_ascii_hexdigit()), "{name}");
        assert!(!names[..index].contains(name), "{index}");
    }
}

/// It is in baselines and in approvals: another way to make it would make them all worthless.
#[test]
fn the_name_is_the_same_in_every_version() {
    assert_eq!(of("a text where a number is described"), "d9d9e8ed6a56");
}

#[test]
fn what_is_shown_has_the_name_of_what_was_found() {
    for report in generated() {
        let json = json(&report);
        let shown = json["findings"].as_array().expect("a list").iter();
        let shown: Vec<_> = shown.map(|finding| finding["fingerprint"].as_str().expect("a text")).collect();
        let found: Vec<_> = report.sorted().findings.iter().map(Finding::fingerprint).collect();
        assert_eq!(shown, found);
    }
}
