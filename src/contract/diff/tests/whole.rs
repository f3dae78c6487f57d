//! Whole documents: where causes are told, what is refused, and what nothing breaks.

use serde_json::{Value, json};

use super::super::{Level, Semver, Side, diff};
use super::{compared, names};
use crate::generated::files;

/// A document of this API with an edit.
fn edited(from: &str, to: &str) -> String {
    assert!(files::YAML.contains(from), "{from}");
    files::YAML.replace(from, to)
}

#[test]
fn a_cause_in_a_shared_part_is_told_once_a_direction() {
    let comparison = compared(
        files::YAML,
        &edited("        - Error\n      x-swr-words", "        - Error\n        - Frozen\n      x-swr-words"),
    );
    let told: Vec<_> =
        comparison.changes.iter().map(|change| (&*change.rule, &*change.pointer, change.level)).collect();
    let at = "/components/schemas/JobStatus/enum/5";
    assert_eq!(
        told,
        [
            ("response-enum-word-added", at, Level::Breaking),
            ("request-enum-word-added", at, Level::Compatible)
        ]
    );
    assert_eq!(comparison.semver, Semver::Minor);
}

#[test]
fn what_is_gone_is_told_at_its_place_in_the_old_document() {
    let new =
        edited("        job_name:\n          type: string\n          description: Name of the task.\n", "");
    let comparison = compared(files::YAML, &new);
    assert_eq!(names(&comparison), ["response-property-removed"]);
    let change = &comparison.changes[0];
    assert_eq!((change.side, change.semver), (Side::Old, Semver::Major));
    assert_eq!(change.pointer, "/components/schemas/GcTask/properties/job_name");
    let line = files::YAML.lines().nth(change.line - 1).expect("a line");
    assert_eq!(line.trim(), "job_name:");
    assert!(change.reason.ends_with("(place in the old document)"), "{}", change.reason);
}

#[test]
fn only_words_are_a_patch_and_nothing_is_none() {
    let comparison = compared(files::YAML, &edited("Name of the task.", "What the task is called."));
    assert!(comparison.changes.iter().all(|change| change.level == Level::Cosmetic));
    assert_eq!(comparison.semver, Semver::Patch);
    assert_eq!(compared(files::YAML, files::YAML).semver, Semver::None);
}

#[test]
fn json_has_the_four_facts_of_each_change_and_what_they_mean_to_the_crate() {
    let comparison = compared(files::YAML, &edited("        maximum: 100\n", "        maximum: 50\n"));
    let told = serde_json::to_value(&comparison).expect("JSON");
    assert_eq!(told["semver"], "major");
    assert_eq!(
        told["changes"],
        json!([{
            "level": "breaking",
            "rule": "request-bound-tightened",
            "pointer": "/components/parameters/Limit/schema/maximum",
            "reason": "`maximum` was 100, is 50",
        }])
    );
}

#[test]
fn what_cannot_be_compared_is_refused_at_its_place() {
    let fine = "openapi: 3.0.0\ninfo: {}\npaths: {}\n";
    for (text, told) in [
        ("openapi: 3.1.0\n", "1:10: OpenAPI `3.1.0` is not supported"),
        ("{\"swagger\": \"2.0\"}", "1:2: Swagger is not supported"),
        ("a: b\n", "1:1: this is no OpenAPI document: it has no `openapi`"),
        ("", "1:1: one YAML document is expected, 0 were found"),
        ("openapi: 3.0.0\n a: b\n", "2:3: this is not readable YAML"),
        ("openapi: {a: b}\n", "1:10: OpenAPI `{\"a\":\"b\"}` is not supported"),
        ("- openapi\n", "1:1: this is no OpenAPI document"),
    ] {
        let old = diff(text, fine).expect_err(text).to_string();
        assert!(old.starts_with(&format!("the old document, {told}")), "{text}: {old}");
        let new = diff(fine, text).expect_err(text).to_string();
        assert!(new.starts_with(&format!("the new document, {told}")), "{text}: {new}");
    }
}

/// Every value of the description but its prose is left out, or replaced by one of another kind.
#[test]
fn no_edit_of_any_value_makes_it_panic_or_go_on_forever() {
    let mut whole = crate::yaml::Source::parse(files::NAME, files::YAML).expect("YAML").root().clone();
    without_prose(&mut whole);
    let mut pointers = Vec::new();
    gather(&whole, String::new(), &mut pointers);
    assert!(pointers.len() > 500, "{}", pointers.len());
    let text = whole.to_string();
    let kinds =
        [json!(null), json!(7), json!("#/components/schemas/Error"), json!([{}]), json!({ "$ref": "#" })];
    let mut told = 0;
    for (index, pointer) in pointers.iter().enumerate() {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let key = key.replace("~1", "/").replace("~0", "~");
        let mut less = whole.clone();
        match less.pointer_mut(parent) {
            Some(Value::Object(entries)) => drop(entries.remove(&key)),
            Some(Value::Array(items)) => drop(items.remove(key.parse::<usize>().expect("an index"))),
            _ => panic!("{pointer} has no parent"),
        }
        let mut other = whole.clone();
        *other.pointer_mut(pointer).expect("it is there") = kinds[index % kinds.len()].clone();
        let (less, other) = (less.to_string(), other.to_string());
        for (old, new) in [(&text, &less), (&other, &text)] {
            // Not every one of them is a document of OpenAPI 3.0 any more.
            told += diff(old, new).map_or(1, |comparison| comparison.changes.len().min(1));
        }
    }
    assert!(told > pointers.len() / 2, "{told} of {}", pointers.len());
}

fn without_prose(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            let prose = [
                "description",
                "summary",
                "x-swr-source",
                "x-swr-words",
                "x-swr-errata",
                "x-swr-remedy",
                "examples",
            ];
            entries.retain(|key, value| !prose.contains(&&**key) || value.get("type").is_some());
            entries.values_mut().for_each(without_prose);
        }
        Value::Array(items) => items.iter_mut().for_each(without_prose),
        _ => {}
    }
}

fn gather(value: &Value, at: String, pointers: &mut Vec<String>) {
    let mut below = |key: &str, value: &Value| {
        let at = crate::yaml::pointer(&at, key);
        pointers.push(at.clone());
        gather(value, at, pointers);
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(key, value)| below(&key.to_string(), value))
        }
        _ => {}
    }
}

#[test]
fn circles_and_crowds_of_schemas_come_to_an_end() {
    let schemas = |schemas: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{}}\npaths: {{/a: {{get: {{responses: {{'200': {{description: x, content: {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
        )
    };
    let all = |count: usize, schema: &dyn Fn(usize) -> String| -> String {
        (0..count).map(|index| format!("    S{index}: {}\n", schema(index))).collect()
    };
    let reference = |index: usize| format!("{{$ref: '#/components/schemas/S{index}'}}");
    // A chain far longer than a stack is deep, with its end changed.
    let chain = |kind: &str| {
        schemas(&all(5000, &|index| match index {
            4999 => format!("{{type: {kind}}}"),
            _ => format!("{{properties: {{next: {}}}}}", reference(index + 1)),
        }))
    };
    let comparison = compared(&chain("string"), &chain("integer"));
    assert_eq!(names(&comparison), ["response-type-changed"]);
    assert_eq!(comparison.changes[0].pointer, "/components/schemas/S4999/type");
    // Everything may be everything.
    let crowd = |keyword: &str, kind: &str| {
        let each: Vec<_> = (0..40).map(reference).collect();
        let each = each.join(", ");
        schemas(&all(40, &|index| match index {
            39 => format!("{{type: {kind}}}"),
            _ => format!("{{properties: {{p{index}: {{{keyword}: [{each}]}}}}}}"),
        }))
    };
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let comparison = compared(&crowd(keyword, "object"), &crowd(keyword, "string"));
        assert!(comparison.changes.iter().any(|change| change.rule.contains("type")), "{keyword}");
        assert_eq!(compared(&crowd(keyword, "object"), &crowd(keyword, "object")).changes, []);
    }
    // Circles that never come to a schema.
    for circle in [
        "    S0: {$ref: '#/components/schemas/S0'}\n",
        "    S0: {allOf: [{$ref: '#/components/schemas/S0'}]}\n",
        "    S0: {oneOf: [{$ref: '#/components/schemas/S0'}]}\n",
        "    S0: {not: {$ref: '#/components/schemas/S0'}}\n",
    ] {
        assert_eq!(compared(&schemas(circle), &schemas(circle)).changes, []);
        let other = compared(&schemas(circle), &schemas("    S0: {type: string}\n"));
        assert!(other.changes.iter().all(|change| change.rule.starts_with("response-")), "{other:?}");
    }
}
