//! The contract as the tests ask for it: built, parsed, and as a judge of JSON.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

use crate::build::{self, File};
use crate::spec::{Contract, Problem, Source, json_schema, pointer};

/// The name under which the contract is reported, and below which its examples are found.
pub const FILE: &str = "openapi/swr-gc.yaml";
pub const YAML: &str = include_str!("../../openapi/swr-gc.yaml");
pub const REGIONS: File<'_> =
    File { name: "openapi/regions.yaml", text: include_str!("../../openapi/regions.yaml") };

/// Runs the build on `text`, with the regions as they are.
pub fn generate(file: &str, text: &str) -> Result<String, Vec<Problem>> {
    generate_with(File { name: file, text }, REGIONS)
}

/// Runs the build. A panic inside it becomes a failed test that says for which files.
pub fn generate_with(contract: File<'_>, regions: File<'_>) -> Result<String, Vec<Problem>> {
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| build::generate(contract, regions)));
    outcome.unwrap_or_else(|_| panic!("the build panicked at {} with {}", contract.name, regions.name))
}

pub fn source() -> Source {
    Source::parse(FILE, YAML).unwrap_or_else(|problem| panic!("{problem}"))
}

pub fn contract() -> Contract {
    Contract::new(source())
}

/// A path inside the repository.
fn path(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

pub fn read(inside: &str) -> String {
    std::fs::read_to_string(path(inside)).unwrap_or_else(|error| panic!("{inside}: {error}"))
}

/// A validator of the schema at `at`, which insists on formats.
pub fn judge(source: &Source, at: &str) -> Validator {
    let schema = json_schema(source, at);
    assert!(source.get(at).is_some(), "there is no schema at {at}");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("{at} is no usable schema: {error}"))
}

/// A validator of a component schema of the contract.
pub fn judge_of(schema: &str) -> Validator {
    judge(&source(), &pointer("/components/schemas", schema))
}

/// What is wrong with a body: instance pointer, schema keyword, message.
pub fn faults(judge: &Validator, body: &Value) -> Vec<(String, String, String)> {
    judge
        .iter_errors(body)
        .map(|error| {
            (error.instance_path().to_string(), error.kind().keyword().to_owned(), error.to_string())
        })
        .collect()
}

/// Every file below a folder of the repository, by its path inside that folder.
pub fn files(folder: &str) -> BTreeSet<String> {
    fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        let entries =
            std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let entry = entry.expect("a folder can be listed").path();
            if entry.is_dir() {
                collect(root, &entry, found);
            } else if let Some(file) = entry.strip_prefix(root).ok().and_then(Path::to_str) {
                found.insert(file.replace('\\', "/"));
            }
        }
    }
    let (root, mut found) = (path(folder), BTreeSet::new());
    collect(&root, &root, &mut found);
    found
}
