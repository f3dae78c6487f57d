//! A mistake in the API description is reported where it stands, with what is wrong and what to do.
//!
//! `sound.yaml` is a small document without a mistake; each file in `broken/` is the same with one.

use std::collections::BTreeSet;

use super::support::{files, generate_with, read};
use crate::build::File;
use crate::spec::Problem;

/// File below `broken/`, and for each problem in it the text that begins at the reported line and column.
const BROKEN: &[(&str, &[&str])] = &[
    // YAML
    ("bracket-left-open", &[": 0.1.0"]),
    ("colon-in-a-text", &[": boxes"]),
    ("duplicate-key", &["minimum: 2"]),
    ("quote-left-open", &["'^[a-z0-9]+$"]),
    ("second-document", &["openapi: 3.0.3"]),
    ("tab-indentation", &["type: integer"]),
    ("tag", &["!words A box."]),
    // References
    ("key-beside-a-reference", &["description: The way on."]),
    ("reference-in-a-circle", &["'#/components/schemas/Colour'"; 3]),
    ("reference-of-the-wrong-kind", &["'#/components/schemas/ProjectId'"]),
    ("reference-to-another-file", &["'boxes.yaml#/BoxPage'"]),
    ("unknown-parameter-reference", &["'#/components/parameters/Maker'"]),
    ("unknown-response-reference", &["'#/components/responses/BadRequest'"]),
    ("unknown-schema-reference", &["'#/components/schemas/BoxPages'"]),
    // Keys and shapes
    ("array-without-items", &["boxes:"]),
    ("extension-nobody-knows", &["x-swr-colour: true"]),
    ("extension-of-another-object", &["x-swr-remedy: Lift it."]),
    ("misspelt-operation-id", &["get:", "operationid: ShowBox"]),
    ("misspelt-type", &["weight:", "typ: integer"]),
    ("negative-length", &["-1"]),
    ("object-not-a-mapping", &["string"]),
    ("openapi-3-1", &["3.1.0"]),
    ("required-not-a-list", &["next_marker"]),
    ("schema-without-type", &["weight:"]),
    ("text-for-a-flag", &["'yes'"]),
    ("text-for-a-number", &["\"1\""]),
    ("unknown-extension", &["x-swr-scop: client"]),
    ("unknown-type", &["intger"]),
    ("unsupported-one-of", &["colour:", "oneOf:"]),
    // Operations
    ("duplicate-operation-id", &["ListBoxes"]),
    ("missing-operation-id", &["get:"]),
    ("no-success-status", &["responses:"]),
    ("parameter-in-a-cookie", &["name: session"]),
    ("parameter-twice", &["name: limit"]),
    ("parameter-without-placeholder", &["name: box_id"]),
    ("path-parameter-not-required", &["name: box_id"]),
    ("placeholder-without-parameter", &["/v2/{project_id}/boxes/{box_id}:"]),
    ("second-error-schema", &["'#/components/schemas/PageInfo'"]),
    ("second-success-body", &["'#/components/schemas/Box'"]),
    // Extensions, and what only the generator minds
    ("filter-by-an-unknown-property", &["color"]),
    ("pagination-over-no-list", &["/page_info"]),
    ("pagination-with-an-unknown-end", &["'false'"]),
    ("pagination-with-an-unknown-identity", &["number"]),
    ("pagination-with-an-unknown-list", &["/crates"]),
    ("pagination-with-an-unknown-marker", &["/page_info/next"]),
    ("pagination-with-an-unknown-parameter", &["size"]),
    ("pagination-without-identity", &["x-swr-pagination:"]),
    ("pattern-that-does-not-compile", &["'^[a-z0-9+$'"]),
    ("source-with-an-unknown-word", &["rumour"]),
    ("unknown-scope", &["request"]),
    ("word-explained-outside-the-enum", &["Blue: As the sky."]),
    // What the parts of a schema, an operation or an extension say of each other
    ("anchor", &["&box"]),
    ("alias", &["&words A page of boxes."]),
    ("operation-id-in-another-case", &["show_box"]),
    ("unknown-format", &["int46"]),
    ("bound-that-is-no-whole-number", &["0.5"]),
    ("bounds-that-cross", &["60", "10"]),
    ("default-outside-the-bounds", &["51"]),
    ("default-of-another-type", &["ten"]),
    ("required-names-no-property", &["marker"]),
    ("unknown-security-scheme", &["Token: []"]),
    ("misspelt-media-type", &["aplication/json:"]),
    ("pattern-in-place-that-does-not-compile", &["'(?=x)x'"]),
    ("object-without-properties", &["$ref: '#/components/schemas/Refusal'", "Refusal:"]),
    ("body-that-is-a-list", &["type: array"]),
    ("range-of-status-codes", &["4XX:"]),
    ("filter-by-an-unknown-parameter", &["color: colour"]),
    ("enum-word-that-is-no-text", &["7"]),
    ("enum-word-twice", &["red"]),
    ("properties-of-one-name", &["weight:"]),
    // What no pass reads, or no type can be made of
    ("end-without-null", &["- absent"]),
    ("parameter-that-is-no-method", &["page-colour", "colour: colour"]),
    ("parameter-with-a-name-in-use", &["send", "colour: colour"]),
    ("parameter-with-the-name-of-a-call", &["marker: marker", "tasks"]),
    ("parameter-in-a-header", &["name: colour", "colour: colour"]),
    ("bound-that-is-not-checked", &["multipleOf: 10"]),
    ("time-as-a-parameter", &["date-time"]),
    ("marker-with-a-length", &["type: string"]),
    ("object-in-place", &["type: object"]),
    ("schema-name-in-another-case", &["Spare-Part:"]),
    ("number-with-a-fraction", &["number"]),
    ("client-scope-without-a-setting", &["x-swr-scope: client"]),
    ("aliases-of-no-error", &["x-swr-aliases:"]),
    ("embedded-that-is-no-object", &["x-swr-embedded: json-text"]),
    ("final-word-outside-the-enum", &["Blue"]),
    ("not-before-of-no-time", &["x-swr-not-before: id"]),
    ("not-before-a-property-that-is-no-time", &["weight"]),
];

/// Regions for a document without servers.
const NO_REGIONS: &str = "
iam: {url: 'https://iam.{region}.example', regions: [], x-swr-source: sdk}
sts: {url: 'https://sts.{region}.example', regions: [], x-swr-source: sdk}
";

fn generate(name: &str, text: &str) -> Result<String, Vec<Problem>> {
    generate_with(File { name, text }, File { name: "no-regions.yaml", text: NO_REGIONS })
}

fn sound() -> String {
    read("tests/contract/sound.yaml")
}

fn broken(name: &str) -> String {
    read(&format!("tests/contract/broken/{name}.yaml"))
}

/// The text from a line and column on, both counted from 1; nothing where the text has no such place.
fn from(text: &str, line: usize, column: usize) -> String {
    let line = line.checked_sub(1).and_then(|line| text.lines().nth(line)).unwrap_or_default();
    line.chars().skip(column.saturating_sub(1)).collect()
}

fn joined(lines: &[&str]) -> String {
    lines.join("\n") + "\n"
}

#[test]
fn the_document_that_the_fixtures_are_made_from_has_no_mistake() {
    let code = generate("sound.yaml", &sound()).unwrap_or_else(|problems| panic!("{}", problems[0]));
    syn::parse_file(&code).expect("what is generated parses");
}

#[test]
fn every_message_reads_as_it_was_reviewed() {
    for (name, _) in BROKEN {
        let problems = generate(&format!("broken/{name}.yaml"), &broken(name)).err().unwrap_or_default();
        let report: Vec<_> = problems.iter().map(ToString::to_string).collect();
        insta::with_settings!({
            snapshot_path => "../../snapshots/contract",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(*name, report.join("\n"));
        });
    }
}

/// A snapshot that was accepted blindly cannot hide a wrong place: this test reads the YAML itself.
#[test]
fn every_mistake_is_reported_at_the_text_that_is_wrong() {
    for (name, places) in BROKEN {
        let text = broken(name);
        let problems = generate(name, &text).err().unwrap_or_default();
        let found: Vec<String> = problems
            .iter()
            .map(|problem| from(&text, problem.position.line, problem.position.column))
            .collect();
        assert_eq!(found, *places, "{name}: {problems:#?}");
        assert!(problems.iter().all(|problem| !problem.remedy.is_empty()), "{name} has no remedy");
    }
}

#[test]
fn every_fixture_holds_one_small_mistake() {
    let sound = sound();
    let sound: Vec<&str> = sound.lines().collect();
    for (name, _) in BROKEN {
        let text = broken(name);
        let lines: Vec<&str> = text.lines().collect();
        let same_start = sound.iter().zip(&lines).take_while(|(a, b)| a == b).count();
        let rest = sound.len().min(lines.len()) - same_start;
        let same_end =
            sound.iter().rev().zip(lines.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let touched = sound.len().max(lines.len()) - same_start - same_end;
        assert!((1..=10).contains(&touched), "{name} differs from sound.yaml in {touched} lines");
    }
}

#[test]
fn no_fixture_and_no_snapshot_is_left_over() {
    let names: BTreeSet<String> = BROKEN.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names.len(), BROKEN.len(), "a name stands twice");
    for (folder, ending) in [("tests/contract/broken", ".yaml"), ("snapshots/contract", ".snap")] {
        let found: BTreeSet<String> =
            files(folder).into_iter().map(|file| file.trim_end_matches(ending).to_owned()).collect();
        assert_eq!(found, names, "{folder} and the table differ");
    }
}

/// Half-written documents are what an editor saves: each is either fine or reported inside the text.
#[test]
fn a_line_that_is_missing_or_says_nothing_never_breaks_the_build_itself() {
    let sound = sound();
    let lines: Vec<&str> = sound.lines().collect();
    let mut refused = 0;
    for (index, line) in lines.iter().enumerate() {
        let mut without = lines.clone();
        without.remove(index);
        let mut variants = vec![joined(&without), joined(&lines[..index])];
        if let Some((key, _)) = line.split_once(": ") {
            for value in ["~", "[]", "{}", "7"] {
                let said = format!("{key}: {value}");
                let mut changed = lines.clone();
                changed[index] = &said;
                variants.push(joined(&changed));
            }
        }
        for text in variants {
            let Err(problems) = generate(&format!("sound.yaml, line {}", index + 1), &text) else { continue };
            refused += 1;
            let last = text.lines().count().max(1) + 1;
            for problem in problems {
                assert!((1..=last).contains(&problem.position.line), "{problem} is outside of\n{text}");
            }
        }
    }
    assert!(refused > lines.len(), "only {refused} of the changes were refused");
}
