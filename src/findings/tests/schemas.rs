//! Reports are valid by the schemas that programs rely on.

use jsonschema::Validator;
use roxmltree::{Document, Node};
use serde_json::{Map, Value, json};

use super::super::{Format, Outcome, Report};
use super::{generated, json, sample, without_findings, written};

const SCHEMA: &str = include_str!("../../../docs/report.schema.json");

fn all() -> impl Iterator<Item = Report> {
    let empty = Outcome::ALL.iter().map(|outcome| without_findings(*outcome));
    empty.chain([sample()]).chain(generated())
}

fn judge() -> Validator {
    let schema = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is one");
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

#[test]
fn json_is_as_its_published_schema_says() {
    let judge = judge();
    for report in all() {
        let json = json(&report);
        let faults: Vec<_> = judge.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{json:#}");
    }
}

#[test]
fn the_published_schema_takes_nothing_else() {
    let judge = judge();
    let good = json(&sample());
    let objects =
        ["", "/findings/0", "/findings/0/position", "/findings/0/first", "/summary", "/summary/checked/0"];
    for pointer in objects {
        let changed = |change: &dyn Fn(&mut Map<String, Value>)| {
            let mut bad = good.clone();
            change(bad.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object"));
            bad
        };
        let further = changed(&|object| drop(object.insert("further".to_owned(), json!(1))));
        assert!(!judge.is_valid(&further), "a further key at {pointer:?}");
        let keys = good.pointer(pointer).and_then(Value::as_object).expect("an object").keys();
        for key in keys {
            let missing = changed(&|object| drop(object.remove(key)));
            assert!(!judge.is_valid(&missing), "{pointer}/{key} is missing");
            let other = changed(&|object| drop(object.insert(key.clone(), json!({"of": "another type"}))));
            assert!(!judge.is_valid(&other), "{pointer}/{key} is of another type");
        }
    }
    for (pointer, value) in [
        ("/findings/0/severity", json!("fatal")),
        ("/findings/0/fingerprint", json!("0123456789AB")),
        ("/findings/0/rule", json!("Schema type")),
        ("/findings/0/message", json!("two\nlines")),
        ("/findings/0/first/request", json!(0)),
        ("/summary/outcome", json!("odd")),
        ("/summary/errors", json!(-1)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a value") = value.clone();
        assert!(!judge.is_valid(&bad), "{pointer}: {value}");
    }
}

/// What both of the schemas in `tests/junit` ask for, and no more.
fn assert_shape(node: Node<'_, '_>) {
    let (children, attributes): (&[&str], &[&str]) = match node.tag_name().name() {
        "testsuites" => (&["testsuite"], &[]),
        "testsuite" => (
            &["properties", "testcase", "system-out", "system-err"],
            &[
                "name",
                "package",
                "id",
                "hostname",
                "timestamp",
                "time",
                "tests",
                "failures",
                "errors",
                "skipped",
            ],
        ),
        "properties" => (&["property"], &[]),
        "property" => (&[], &["name", "value"]),
        "testcase" => (&["failure", "skipped", "error"], &["classname", "name", "time"]),
        "failure" | "error" => (&[], &["type", "message"]),
        "skipped" => (&[], &["message"]),
        "system-out" | "system-err" => (&[], &[]),
        other => panic!("an element {other}"),
    };
    let found: Vec<_> = node.attributes().map(|attribute| attribute.name()).collect();
    assert_eq!(found, attributes, "{:?}", node.tag_name());
    let names: Vec<_> =
        node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
    let places: Vec<_> = names.iter().map(|name| children.iter().position(|known| known == name)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{names:?}");
    if node.has_tag_name("testcase") {
        assert!(names.len() <= 1, "{names:?}");
    }
    node.children().filter(Node::is_element).for_each(assert_shape);
}

#[test]
fn junit_has_the_elements_and_attributes_of_its_schemas_in_their_order() {
    for report in all() {
        let text = written(&report, Format::Junit);
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_shape(document.root_element());
    }
}

/// Judged by `xmllint`, where there is one: it is in the package libxml2-utils of Debian.
#[test]
fn junit_is_as_the_schemas_of_ant_and_of_jenkins_say() {
    use std::process::Command;

    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("not judged by the schemas themselves: there is no xmllint");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<_> = all()
        .enumerate()
        .map(|(number, report)| {
            let file = folder.path().join(format!("{number}.xml"));
            std::fs::write(&file, written(&report, Format::Junit)).expect("it can be written");
            file
        })
        .collect();
    let schemas = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/junit");
    for schema in ["ant.xsd", "jenkins.xsd"] {
        let mut judge = Command::new("xmllint");
        judge.args(["--noout", "--nonet", "--schema"]).arg(schemas.join(schema)).args(&files);
        let ran = judge.output().expect("xmllint runs");
        let said = String::from_utf8_lossy(&ran.stderr);
        let faults: Vec<_> = said.lines().filter(|line| !line.ends_with(" validates")).collect();
        assert!(ran.status.success(), "{schema}: {faults:#?}");
    }
}
