//! An edit of the contract is an edit of the surface: these lines more, and every other as it was.

use std::collections::BTreeSet;

use crate::snapshots::{CURRENT, YAML, generated, of};

/// The contract with `text` behind the first `line` that follows `section`.
fn edited(section: &str, line: &str, text: &str) -> String {
    let start = YAML.find(section).unwrap_or_else(|| panic!("the contract has no `{section}`"));
    let offset = YAML[start..].find(line).unwrap_or_else(|| panic!("`{section}` has no `{line}`"));
    let mut edited = YAML.to_owned();
    edited.insert_str(start + offset + line.len(), text);
    edited
}

/// Lines that `yaml` adds; nothing may be lost, and what stays keeps its order.
fn added(yaml: &str) -> Vec<String> {
    let (before, after) = (generated(&CURRENT), generated(&of(yaml)));
    let known: BTreeSet<_> = before.lines().collect();
    let (stayed, added): (Vec<_>, Vec<_>) = after.lines().partition(|line| known.contains(line));
    assert_eq!(stayed, before.lines().collect::<Vec<_>>());
    added.into_iter().map(str::to_owned).collect()
}

#[test]
fn an_enum_word_is_one_variant_more() {
    let yaml = edited("    JobStatus:\n      type: string\n", "        - Pending\n", "        - Paused\n");
    assert_eq!(added(&yaml), ["variant crate::types::JobStatus::Paused"]);
}

#[test]
fn a_property_is_one_field_more() {
    let text =
        "        reclaimed_files:\n          type: integer\n          description: How many files went.\n";
    let line = "          description: Name of the task.\n";
    let yaml = edited("    GcTask:\n      type: object\n", line, text);
    assert_eq!(added(&yaml), ["field crate::types::GcTask.reclaimed_files: Option<i64>"]);
}

#[test]
fn a_parameter_is_one_method_more() {
    let text = "        - name: max_age\n          in: query\n          description: Not older.\n          \
                schema:\n            type: integer\n            minimum: 1\n            maximum: 30\n";
    let yaml =
        edited("operationId: ListGcTasks\n", "        - $ref: '#/components/parameters/Status'\n", text);
    let line = "fn crate::builder::ListGcTasks::max_age<V>(self, value: V) -> Self where V: \
                TryInto<crate::wire::Bounded<1, 30>>, V::Error: std::fmt::Display";
    assert_eq!(added(&yaml), [line]);
}

#[test]
fn a_text_in_the_contract_changes_nothing() {
    let line = "          description: Name of the task.\n";
    let yaml = YAML.replacen(line, "          description: The name that somebody gave the task.\n", 1);
    assert_ne!(yaml, YAML);
    assert_eq!(added(&yaml), [""; 0]);
}
