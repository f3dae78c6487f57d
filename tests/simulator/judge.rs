//! Judges answers by the API description alone.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::http::{Answer, Request};
use super::spec::{Contract, Operation, Source, check, json_schema};

/// The only status that may come without being described: the method is not one of the operation's.
const WRONG_METHOD: u16 = 405;

/// Knows every request id that was seen.
#[derive(Default)]
pub struct Judge {
    seen: HashSet<String>,
}

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let source = Source::parse("openapi/swr-gc.yaml", include_str!("../../openapi/swr-gc.yaml"))
        .unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(check(&source), [], "the contract is sound");
    Contract::new(source)
});

pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// What judges every described answer, by operation and status.
static VALIDATORS: LazyLock<BTreeMap<(&str, u16), Validator>> = LazyLock::new(|| {
    let contract = contract();
    let mut validators = BTreeMap::new();
    for operation in &contract.operations {
        for (status, response) in &operation.responses {
            let Some(schema) = &response.schema else { continue };
            let validator = validator(&json_schema(&contract.source, schema));
            validators.insert((operation.id.as_str(), *status), validator);
        }
    }
    validators
});

impl Judge {
    /// Whether `answer` is one that the description has for `operation`; what is wrong with it if not.
    pub fn judge(&mut self, operation: &Operation, request: &Request, answer: &Answer) -> Result<(), String> {
        let status = answer.status;
        let described = operation.responses.contains_key(&status);
        if !described && status != WRONG_METHOD {
            return Err(format!("{status} is not described"));
        }
        let is_bare = operation.responses.get(&status).is_some_and(|response| response.schema.is_none());
        if answer.header("Content-Type") != Some("application/json").filter(|_| !is_bare) {
            return Err(format!("content type {:?}", answer.header("Content-Type")));
        }
        let id = answer.header("X-Request-Id").unwrap_or_default();
        if id.is_empty() || !self.seen.insert(id.to_owned()) {
            return Err(format!("the request id {id:?} is missing or was seen before"));
        }
        if request.method == "HEAD" {
            return if answer.body.is_empty() { Ok(()) } else { Err("a body for HEAD".to_owned()) };
        }
        if is_bare {
            return if answer.body.is_empty() {
                Ok(())
            } else {
                Err("a body that is not described".to_owned())
            };
        }
        let body: Value = serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
        // A wrong method is told in the form of every other error.
        let status = if described { status } else { 404 };
        let validator = VALIDATORS.get(&(operation.id.as_str(), status)).ok_or("no schema")?;
        let problems: Vec<_> =
            validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
    }
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap_or_else(|error| panic!("the schema is usable: {error}"))
}

#[test]
fn a_judge_that_is_content_with_everything_would_prove_nothing() {
    let contract = contract();
    let mut judge = Judge::default();
    let operation = &contract.operations[0];
    let request = Request::new("GET", "/");
    let mut number = 0;
    let mut verdict = |status: u16, kind: &str, body: &str| {
        number += 1;
        let headers = [("Content-Type", kind), ("X-Request-Id", &number.to_string())];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        judge.judge(operation, &request, &Answer { status, headers, body: body.into() })
    };
    let json = "application/json";
    assert_eq!(verdict(200, json, r#"{"page_info":{},"tasks":[]}"#), Ok(()));
    for (status, kind, body) in [
        (418, json, "{}"),
        (200, "text/html", r#"{"tasks":[]}"#),
        (200, json, "not JSON"),
        (200, json, r#"{"tasks":{}}"#),
        (200, json, r#"{"tasks":[{"id":"1001"}]}"#),
        (200, json, r#"{"tasks":[{"creation_time":"yesterday"}]}"#),
        (200, json, r#"{"tasks":[{"job_status":"Frozen"}]}"#),
        (200, json, r#"{"tasks":[{"job_parameters":{"freed_space":-1}}]}"#),
        (400, json, r#"{"error_code":7}"#),
    ] {
        assert!(verdict(status, kind, body).is_err(), "{status} {kind} {body}");
    }
}
