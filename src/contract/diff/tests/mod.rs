//! Pairs of documents, and what is said of them: forth, and back.

mod exchange;
mod rules;
mod same;
mod schemas;
mod whole;

use std::collections::BTreeSet;

use super::direction::Direction;
use super::rule::Rule;
use super::table::ALL;
use super::{Comparison, diff};

/// What a small document is made around.
#[derive(Clone, Copy, Debug)]
enum Around {
    /// A schema of what is received.
    Received,
    /// A schema of what is sent as a body.
    Sent,
    /// Parameters of an operation.
    Parameters,
    /// What stands in an operation.
    Operation,
    /// What stands at the root.
    Root,
    /// The whole.
    Whole,
}

use Around::{Operation, Parameters, Received, Root, Sent, Whole};

/// Where the text stands, what it was, what it is, and the names of all rules for that.
type Pair = (Around, &'static str, &'static str, &'static [&'static str]);

/// A document made around a text.
fn document(around: Around, text: &str) -> String {
    let head = "openapi: 3.0.3\ninfo: {title: Boxes, version: '1'}\n";
    let operation = |method: &str, inside: &str| {
        format!("{head}paths:\n  /a/{{b}}:\n    {method}: {inside}\n{COMPONENTS}")
    };
    match around {
        Received => operation(
            "get",
            &format!(
                "{{responses: {{'200': {{description: x, content: {{application/json: {{schema: {text}}}}}}}}}}}"
            ),
        ),
        Sent => operation(
            "post",
            &format!(
                "{{requestBody: {{content: {{application/json: {{schema: {text}}}}}}}, responses: {{}}}}"
            ),
        ),
        Parameters => operation("get", &format!("{{parameters: {text}, responses: {{}}}}")),
        Operation => operation("get", text),
        Root => format!("{head}{text}"),
        Whole => text.to_owned(),
    }
}

const COMPONENTS: &str = "components:
  schemas:
    Text: {type: string}
    Whole: {type: integer}
    Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, properties: {kind: {type: string}, bark: {type: string}}}
    Ring: {type: object, properties: {next: {$ref: '#/components/schemas/Ring'}}}
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
  headers:
    Id: {schema: {type: string}}
  responses:
    Gone: {description: gone}
  requestBodies:
    Text: {content: {text/plain: {}}}
";

fn compared(old: &str, new: &str) -> Comparison {
    diff(old, new).unwrap_or_else(|why| panic!("{why}\n{old}\n{new}"))
}

/// The names of the rules, sorted.
fn names(comparison: &Comparison) -> Vec<&str> {
    let mut names: Vec<_> = comparison.changes.iter().map(|change| &*change.rule).collect();
    names.sort_unstable();
    names
}

/// The rule of a name, and the direction in which it has the name.
fn known(name: &str) -> (&'static Rule, Direction) {
    let both = [Direction::Sent, Direction::Received];
    let mut all = ALL.iter().flat_map(|rule| both.map(|direction| (*rule, direction)));
    all.find(|(rule, direction)| rule.id(*direction) == name).unwrap_or_else(|| panic!("no rule {name}"))
}

/// Every pair of these tests.
fn pairs() -> impl Iterator<Item = &'static Pair> {
    schemas::PAIRS.iter().chain(exchange::PAIRS)
}

#[test]
fn each_pair_is_told_by_its_rules_and_backwards_by_their_mirrors() {
    let mut wrong = Vec::new();
    for (around, old, new, expected) in pairs() {
        let (old, new) = (document(*around, old), document(*around, new));
        let (forth, back) = (compared(&old, &new), compared(&new, &old));
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        if names(&forth) != expected {
            wrong.push(format!("{old}\n{new}\nexpected {expected:?}\n   found {:#?}", forth.changes));
        }
        let mut mirrors: Vec<_> = expected
            .iter()
            .map(|name| {
                let (rule, direction) = known(name);
                rule.mirror(direction)
            })
            .collect();
        mirrors.sort_unstable();
        if names(&back) != mirrors {
            wrong.push(format!("{new}\n{old}\nmirrored {mirrors:?}\n   found {:#?}", back.changes));
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n---\n"));
}

#[test]
fn a_document_is_the_same_as_itself() {
    for (around, old, new, _) in pairs() {
        for text in [old, new] {
            let document = document(*around, text);
            assert_eq!(compared(&document, &document).changes, [], "{document}");
        }
    }
}

#[test]
fn every_rule_is_broken_by_some_pair() {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (around, old, new, _) in pairs() {
        let (old, new) = (document(*around, old), document(*around, new));
        for comparison in [compared(&old, &new), compared(&new, &old)] {
            told.extend(comparison.changes.into_iter().map(|change| change.rule));
        }
    }
    let both = [Direction::Sent, Direction::Received];
    let all: BTreeSet<_> = ALL.iter().flat_map(|rule| both.map(|direction| rule.id(direction))).collect();
    // What an answer of a client, or a parameter of a service, looks like follows from its twin.
    let missing: Vec<_> = all.difference(&told).collect();
    assert_eq!(missing, [] as [&String; 0]);
}

/// Each change has the weight of its rule, and its place is that of the pointer.
#[test]
fn changes_say_what_their_rules_say_and_where() {
    for (around, old, new, _) in pairs() {
        let (old, new) = (document(*around, old), document(*around, new));
        let comparison = compared(&old, &new);
        for change in &comparison.changes {
            let (rule, direction) = known(&change.rule);
            assert_eq!((change.level, change.semver), rule.weight(direction), "{change:?}");
            let text = if change.side == super::Side::Old { &old } else { &new };
            let source = crate::yaml::Source::parse("", text).expect("YAML");
            assert!(!change.reason.is_empty());
            let place = source.key_position(&change.pointer);
            assert_eq!((change.line, change.column), (place.line, place.column), "{change:?}");
            assert_eq!(
                change.reason.contains("(place in the old document)"),
                change.side == super::Side::Old
            );
        }
        assert_eq!(
            comparison.semver,
            comparison.changes.iter().map(|change| change.semver).max().unwrap_or(super::Semver::None)
        );
    }
}
