//! Bodies of the described responses.

use std::collections::BTreeSet;
use std::fs;

use fastrand::Rng;
use serde_json::{Value, json};

use super::documents::changed;
use crate::contract::body::Body;
use crate::contract::compiled::{Compiled, Look};
use crate::contract::described::{Described, described as built_in};
use crate::contract::remark::Kind;
use crate::spec::json_schema;

/// How many bodies of each response are judged.
const BODIES: usize = 4000;

fn described() -> &'static Described {
    built_in().unwrap_or_else(|problem| panic!("{problem}"))
}

fn schemas() -> BTreeSet<&'static str> {
    let responses = described().contract.operations.iter().flat_map(|operation| operation.responses.values());
    responses.filter_map(|response| response.schema.as_deref()).collect()
}

/// Every sample that a schema of the description allows; of a page also one without tasks.
fn samples() -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/valid");
    let folders = fs::read_dir(root).unwrap_or_else(|error| panic!("{root}: {error}"));
    let files = folders
        .flat_map(|folder| fs::read_dir(folder.expect("a folder").path()).expect("a folder of samples"));
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| serde_json::from_slice(&fs::read(path).expect("a sample")).expect("JSON"))
        .collect()
}

#[test]
fn every_described_response_is_compiled() {
    let contract = &described().contract;
    assert!(!schemas().is_empty());
    for schema in schemas() {
        assert!(Compiled::new(&contract.source, schema).is_some(), "{schema}");
    }
}

#[test]
fn the_pass_over_bytes_says_what_the_validator_says() {
    let Described { contract, judge } = described();
    let samples = samples();
    let mut random = Rng::with_seed(6);
    for schema in schemas() {
        let document = json_schema(&contract.source, schema);
        let validator =
            jsonschema::options().should_validate_formats(true).build(&document).expect("a schema");
        // What fits the schema at all is what is worth changing.
        let fitting: Vec<_> = samples.iter().filter(|sample| validator.is_valid(sample)).collect();
        assert!(!fitting.is_empty(), "{schema}: there is no sample");
        let mut seen = [0; 4];
        for index in 0..BODIES {
            let body = changed(&mut random, fitting[index % fitting.len()], [4, 12, 60, 400][index / 7 % 4]);
            let shown = String::from_utf8_lossy(&body);
            let look = judge.look(contract, schema, &body).expect("it is compiled");
            seen[look as usize] += 1;
            let Body::Json(mut json) = Body::read(&body) else {
                assert_eq!(look, Look::Unsure, "{schema}: {shown}");
                continue;
            };
            let remarks = judge.judge(contract, schema, &mut json);
            if !json.doubled.is_empty() {
                assert_eq!(look, Look::Unsure, "{schema}: {shown}");
                continue;
            }
            let broken = remarks.iter().any(|remark| matches!(remark.kind, Kind::Broken(_)));
            assert_eq!(look == Look::Broken, broken, "{schema}: {look:?} of {shown}: {remarks:?}");
            assert!(
                look != Look::Unsure && (look != Look::Clean || remarks.is_empty()),
                "{schema}: {look:?} of {shown}"
            );
            // An object in a text is unpacked before it is judged.
            if !remarks.iter().any(|remark| remark.kind == Kind::Embedded) {
                let value: Value = serde_json::from_slice(&body).expect("it was read once");
                assert_eq!(validator.is_valid(&value), !broken, "{schema}: {shown}");
            }
        }
        assert!(seen.iter().all(|count| *count > BODIES / 100), "{schema}: {seen:?}");
    }
}

/// Two tasks whose times are in every order: at the same instant, or one of them before the other.
#[test]
fn times_in_the_wrong_order_are_not_clean() {
    let Described { contract, judge } = described();
    let page = schemas().into_iter().find(|schema| schema.contains("/200/")).expect("a page is described");
    let times = [
        "2024-01-20T10:00:00Z",
        "2024-01-20T10:00:00.000000001Z",
        "2024-01-20T10:00:01Z",
        "2024-01-20T12:00:00+02:00",
        "2024-01-20T12:00:00+01:00",
        "2024-02-29T23:59:59.9-00:30",
        "2024-03-01T00:00:00Z",
        "2000-12-31T23:59:60Z",
        "0000-02-29T00:00:00Z",
    ];
    let mut early_count = 0;
    for begin in times {
        for end in times {
            let task = json!({ "creation_time": begin, "update_time": end });
            let body = json!({ "page_info": {}, "tasks": [{}, task] }).to_string();
            let Body::Json(mut json) = Body::read(body.as_bytes()) else { panic!("{body}") };
            let is_early =
                judge.judge(contract, page, &mut json).iter().any(|remark| remark.kind == Kind::Early);
            early_count += usize::from(is_early);
            let look = judge.look(contract, page, body.as_bytes());
            assert!(!is_early || look == Some(Look::Fulfilled), "{look:?} of {body}");
            // A leap second is left to the closer look.
            assert!(is_early || look == Some(Look::Clean) || body.contains(":60"), "{look:?} of {body}");
        }
    }
    assert!(early_count > 20, "{early_count}");
}

#[test]
fn as_deep_as_the_reader_goes() {
    let Described { contract, judge } = described();
    let schema = schemas().into_iter().next().expect("a schema");
    for depth in 120..140 {
        let body = format!("{{\"strange\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        let is_read = serde_json::from_str::<Value>(&body).is_ok();
        let look = judge.look(contract, schema, body.as_bytes()).expect("it is compiled");
        assert_eq!(look == Look::Unsure, !is_read, "{depth} deep: {look:?}");
    }
}
