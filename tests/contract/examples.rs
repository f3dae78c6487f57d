//! The example bodies: the published one with its flaw, the repaired one, and those that the contract names.

use serde_json::Value;
use swr_gc::types::ListGcTasksResponse;

use super::support::{contract, faults, judge, judge_of, read};

const PUBLISHED: &str = "openapi/examples/list-gc-tasks.published.txt";
const REPAIRED: &str = "openapi/examples/list-gc-tasks.json";

/// The body in a file, or where it stops being JSON.
fn json(file: &str) -> Value {
    serde_json::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}:{error}"))
}

#[test]
fn the_published_example_is_refused_at_its_stray_quotation_mark() {
    let text = read(PUBLISHED);
    let error = serde_json::from_str::<Value>(&text).expect_err("the published bytes are not JSON");
    assert_eq!((error.line(), error.column()), (10, 70));
    assert_eq!(error.to_string(), "expected `,` or `}` at line 10 column 70");
    let line = text.lines().nth(error.line() - 1).unwrap_or_default();
    assert_eq!(
        &line[error.column() - 2..],
        "}\",",
        "the error stands at the quotation mark behind the brace"
    );
}

#[test]
fn the_repaired_example_lacks_that_one_byte_and_no_other() {
    let (published, repaired) = (read(PUBLISHED).into_bytes(), read(REPAIRED).into_bytes());
    assert_eq!(published.len(), repaired.len() + 1);
    let at = published.iter().zip(&repaired).take_while(|(a, b)| a == b).count();
    assert_eq!(char::from(published[at]), '"');
    assert_eq!(published[at + 1..], repaired[at..]);
}

#[test]
fn the_repaired_example_is_what_the_schema_promises() {
    let found = faults(&judge_of("ListGcTasksResponse"), &json(REPAIRED));
    assert!(found.is_empty(), "{REPAIRED}: {found:?}");
}

#[test]
fn the_repaired_example_is_read_into_types_and_written_again_without_a_loss() {
    let written = json(REPAIRED);
    let page: ListGcTasksResponse = serde_json::from_value(written.clone()).expect("the page is read");
    assert_eq!(page.tasks[0].id, Some(1001));
    assert_eq!(page.tasks[0].job_parameters.as_ref().and_then(|told| told.workers), Some(3));
    assert_eq!(serde_json::to_value(&page).expect("the page is written"), written);
}

#[test]
fn every_example_of_every_answer_fits_the_schema_of_its_answer() {
    let contract = contract();
    let (mut seen, mut wrong) = (0, Vec::new());
    for operation in &contract.operations {
        for (status, response) in &operation.responses {
            let Some(schema) = &response.schema else {
                assert!(response.examples.is_empty(), "{} {status}: examples without a schema", operation.id);
                continue;
            };
            let judge = judge(&contract.source, schema);
            for example in &response.examples {
                let file = format!("openapi/{}", example.file);
                seen += 1;
                for (at, _, reason) in faults(&judge, &json(&file)) {
                    wrong.push(format!("{} {status}: {file}#{at}: {reason}", operation.id));
                }
            }
        }
    }
    assert!(seen >= 11, "only {seen} examples were judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An example is what the simulator answers with, so each status needs one.
#[test]
fn every_answer_has_an_example_and_every_error_body_its_own_status() {
    for operation in contract().operations {
        for (status, response) in operation.responses {
            let is_bare = response.schema.is_none();
            assert_eq!(response.examples.is_empty(), is_bare, "{} {status} has no example", operation.id);
            for example in response.examples.iter().filter(|_| status >= 400) {
                let body = json(&format!("openapi/{}", example.file));
                let code = body["error_code"].as_str().unwrap_or_default();
                let known = code.starts_with("APIGW.") || code.starts_with(&format!("SVCSTG.SWR.{status}"));
                assert!(known, "{}: the code {code} does not belong to {status}", example.file);
            }
        }
    }
}

#[test]
fn every_file_beside_the_contract_is_an_example_of_it() {
    let contract = contract();
    let responses = contract.operations.iter().flat_map(|operation| operation.responses.values());
    let mut named: std::collections::BTreeSet<String> =
        responses.flat_map(|response| response.examples.iter().map(|example| example.file.clone())).collect();
    named.insert("examples/list-gc-tasks.published.txt".to_owned());
    let found = super::support::files("openapi").into_iter().filter(|file| file.starts_with("examples/"));
    assert_eq!(found.collect::<std::collections::BTreeSet<_>>(), named);
}

#[test]
fn every_word_is_explained_and_is_an_end_or_a_stage_where_there_are_such() {
    let contract = contract();
    let schemas = contract.source.get("/components/schemas").and_then(Value::as_object).expect("schemas");
    let mut seen = 0;
    for (name, schema) in schemas {
        let words = |key: &str| schema.get(key).and_then(Value::as_array);
        let Some(all) = words("enum") else { continue };
        seen += 1;
        for word in all.iter().filter_map(Value::as_str) {
            let explained = schema.get("x-swr-words").is_none_or(|told| told.get(word).is_some());
            assert!(explained, "{name}: say in x-swr-words what `{word}` means");
            let placed = |key: &str| words(key).is_some_and(|told| told.iter().any(|told| told == word));
            let is_placed = words("x-swr-final").is_none() || placed("x-swr-final") || placed("x-swr-stages");
            assert!(
                is_placed,
                "{name}: say whether `{word}` is an end (x-swr-final) or a stage (x-swr-stages)"
            );
        }
    }
    assert!(seen > 2, "{seen} enums");
}

#[test]
fn every_refusal_has_a_remedy() {
    for operation in contract().operations {
        for (status, response) in operation.responses.iter().filter(|(status, _)| **status >= 400) {
            assert!(
                response.remedy.is_some(),
                "{} {status}: say in x-swr-remedy what to do next",
                operation.id
            );
        }
    }
}
