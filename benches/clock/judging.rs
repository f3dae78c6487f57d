//! The verdict on one page of 100 tasks: in one pass over its bytes, or by a validator over a tree of its values.

use std::hint::black_box;

use serde_json::Value;

use crate::compiled::{Compiled, Look};
use crate::pairs::compare;
use crate::sample::page;
use crate::spec::{Contract, Source, json_schema};

const ROUNDS: usize = 200;
const FILE: &str = "openapi/swr-gc.yaml";
const YAML: &str = include_str!("../../openapi/swr-gc.yaml");

pub fn run() {
    let contract = Contract::new(Source::parse(FILE, YAML).unwrap_or_else(|problem| panic!("{problem}")));
    let responses = contract.operations.iter().filter_map(|operation| operation.responses.get(&200));
    let at = responses.filter_map(|response| response.schema.as_deref()).next().expect("a page is described");
    let compiled = Compiled::new(&contract.source, at).expect("the description can be compiled");
    let schema = json_schema(&contract.source, at);
    let validator = jsonschema::options().should_validate_formats(true).build(&schema);
    let validator = validator.expect("the description is a schema");
    let body = page(1, 100, Some("eyJpZCI6MTIzNH0="));
    compare(
        &format!("judge a page of {} bytes, {ROUNDS} times", body.len()),
        0.50,
        || {
            for _ in 0..ROUNDS {
                assert_eq!(compiled.look(black_box(body.as_bytes())), Look::Clean);
            }
        },
        || {
            for _ in 0..ROUNDS {
                let value: Value =
                    serde_json::from_slice(black_box(body.as_bytes())).expect("the page is JSON");
                assert!(validator.is_valid(&value));
            }
        },
    );
}
