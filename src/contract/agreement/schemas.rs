//! Schemas that the description does not have, but may have one day.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::documents::{VALUES, pick, times, value};
use crate::contract::compiled::{Compiled, Look};
use crate::spec::{Source, json_schema};

const ROOT: &str = "/components/schemas/Root";
const NAMES: &[&str] = &["a", "b", "next_marker", "a/b", "a~b"];

/// Keywords and values that each may have.
const KEYWORDS: &[(&str, &[&str])] = &[
    ("type", &["\"string\"", "\"integer\"", "\"number\"", "\"boolean\"", "\"array\"", "\"object\""]),
    ("nullable", &["true", "false"]),
    ("enum", &[r#"["a","abc"]"#, r#"["a"]"#, r#"["a",null]"#, r#"[1,2]"#, r#"[]"#]),
    ("minimum", &["0", "1", "1.5", "-9223372036854775808", "1e3", "18446744073709551615"]),
    ("maximum", &["5", "2.5", "9223372036854775807", "100"]),
    ("exclusiveMinimum", &["true", "false"]),
    ("exclusiveMaximum", &["true", "false"]),
    ("multipleOf", &["2", "0.5"]),
    ("minLength", &["0", "1", "2"]),
    ("maxLength", &["0", "1", "2", "20"]),
    ("pattern", &["\"^a\"", "\"[0-9]\""]),
    (
        "format",
        &["\"date-time\"", "\"int32\"", "\"int64\"", "\"uuid\"", "\"email\"", "\"date\"", "\"unheard-of\""],
    ),
    ("minItems", &["0", "1", "2"]),
    ("maxItems", &["0", "1", "2"]),
    ("uniqueItems", &["true", "false"]),
    ("required", &[r#"["a"]"#, r#"["a","b"]"#, r#"["next_marker"]"#]),
    ("minProperties", &["0", "1", "2"]),
    ("maxProperties", &["0", "1", "2"]),
    ("additionalProperties", &["true", "false"]),
    ("default", &["1"]),
    ("description", &["\"A text.\""]),
    ("x-something", &["{}"]),
];

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn schema(random: &mut Rng, depth: usize) -> Value {
    let mut keywords = Map::new();
    for _ in 0..random.usize(..4) {
        let (keyword, values) = KEYWORDS[random.usize(..KEYWORDS.len())];
        keywords.insert(keyword.to_owned(), parsed(pick(random, values)));
    }
    let inside = if depth == 0 { 0 } else { random.usize(..8) };
    match inside {
        1 => drop(keywords.insert("items".to_owned(), schema(random, depth - 1))),
        2 => drop(keywords.insert("additionalProperties".to_owned(), schema(random, depth - 1))),
        3 | 4 => {
            let names: Vec<&str> = (0..3).map(|_| pick(random, NAMES)).collect();
            let properties = names.into_iter().map(|name| (name.to_owned(), schema(random, depth - 1)));
            keywords.insert("properties".to_owned(), properties.collect());
        }
        5 => drop(keywords.insert("allOf".to_owned(), (0..2).map(|_| schema(random, depth - 1)).collect())),
        6 => drop(keywords.insert(
            "$ref".to_owned(),
            json!(format!("#/components/schemas/{}", pick(random, &["B", "Root"]))),
        )),
        7 => drop(keywords.insert(
            pick(random, &["oneOf", "anyOf"]).to_owned(),
            json!([schema(random, depth - 1), { "type": "string" }]),
        )),
        _ => {}
    }
    Value::Object(keywords)
}

/// A value, and objects and lists of some.
fn body(random: &mut Rng, depth: usize) -> String {
    let count = random.usize(..4);
    match random.usize(..3) {
        1 if depth > 0 => {
            let items: Vec<String> = (0..count).map(|_| body(random, depth - 1)).collect();
            format!("[{}]", items.join(","))
        }
        2 if depth > 0 => {
            let names = NAMES.iter().filter(|_| random.bool()).copied().collect::<Vec<_>>();
            let entries: Vec<String> =
                names.iter().map(|name| format!("\"{name}\":{}", body(random, depth - 1))).collect();
            format!("{{{}}}", entries.join(","))
        }
        _ => value(random),
    }
}

#[test]
fn schemas_at_random_are_compiled_right_or_not_at_all() {
    let mut random = Rng::with_seed(28);
    let (mut compiled_count, mut fulfilled_count, mut broken_count) = (0, 0, 0);
    for _ in 0..1500 {
        let schemas = json!({ "Root": schema(&mut random, 3), "B": schema(&mut random, 1) });
        let text = json!({ "openapi": "3.0.3", "components": { "schemas": schemas } }).to_string();
        let source =
            Source::parse("random.yaml", &text).unwrap_or_else(|problem| panic!("{problem} of {text}"));
        let Ok(validator) =
            jsonschema::options().should_validate_formats(true).build(&json_schema(&source, ROOT))
        else {
            continue;
        };
        let Some(compiled) = Compiled::new(&source, ROOT) else { continue };
        compiled_count += 1;
        for _ in 0..40 {
            let body = body(&mut random, 3);
            let look = compiled.look(body.as_bytes());
            let Ok(value) = serde_json::from_str::<Value>(&body) else {
                assert_eq!(look, Look::Unsure, "{body}");
                continue;
            };
            // A key that stands twice is for another one to judge.
            if look == Look::Unsure {
                assert!(body.contains(r#"{"a":1,"a":2}"#), "{body} by {text}");
                continue;
            }
            let is_valid = validator.is_valid(&value);
            *(if is_valid { &mut fulfilled_count } else { &mut broken_count }) += 1;
            assert_eq!(look != Look::Broken, is_valid, "{look:?} of {body} by {text}");
        }
    }
    assert!(compiled_count > 700, "{compiled_count} schemas were compiled");
    assert!(fulfilled_count > 3000 && broken_count > 3000, "{fulfilled_count} and {broken_count}");
}

/// The keywords in all pairs, and each alone, against all values.
#[test]
fn each_pair_of_keywords_judges_every_value_as_the_validator_does() {
    let all =
        KEYWORDS.iter().flat_map(|(keyword, values)| values.iter().map(move |value| (*keyword, *value)));
    let all: Vec<_> = all.collect();
    let mut verdicts = [0, 0];
    for (index, first) in all.iter().enumerate() {
        for second in &all[index..] {
            let keywords = [first, second].map(|(keyword, value)| ((*keyword).to_owned(), parsed(value)));
            let text =
                json!({ "components": { "schemas": { "Root": Map::from_iter(keywords) } } }).to_string();
            let source =
                Source::parse("pair.yaml", &text).unwrap_or_else(|problem| panic!("{problem} of {text}"));
            let Some(compiled) = Compiled::new(&source, ROOT) else { continue };
            let schema = json_schema(&source, ROOT);
            // A flag without the bound that it is about is no schema.
            let Ok(validator) = jsonschema::options().should_validate_formats(true).build(&schema) else {
                continue;
            };
            for body in VALUES {
                let Ok(value) = serde_json::from_str(body) else { continue };
                let look = compiled.look(body.as_bytes());
                if look != Look::Unsure {
                    let is_valid = validator.is_valid(&value);
                    verdicts[usize::from(is_valid)] += 1;
                    assert_eq!(look != Look::Broken, is_valid, "{look:?} of {body} by {text}");
                }
            }
        }
    }
    assert!(verdicts.iter().all(|count| *count > 10_000), "{verdicts:?}");
}

#[test]
fn every_time_is_one_for_both() {
    let text = r#"{"components":{"schemas":{"Root":{"type":"string","format":"date-time"}}}}"#;
    let source = Source::parse("time.yaml", text).unwrap_or_else(|problem| panic!("{problem}"));
    let compiled = Compiled::new(&source, ROOT).expect("it can be compiled");
    let schema = json_schema(&source, ROOT);
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let mut verdicts = [0, 0];
    for time in times() {
        let is_valid = validator.is_valid(&Value::from(time.as_str()));
        verdicts[usize::from(is_valid)] += 1;
        assert_eq!(compiled.look(format!("\"{time}\"").as_bytes()) == Look::Clean, is_valid, "{time}");
    }
    assert!(verdicts.iter().all(|count| *count > 100), "{verdicts:?}");
}

#[test]
fn what_is_not_compiled_is_left_to_the_validator() {
    for schema in [
        r#"{"oneOf":[{"type":"string"}]}"#,
        r#"{"not":{"type":"string"}}"#,
        r#"{"enum":[1]}"#,
        r#"{"uniqueItems":true}"#,
        r#"{"properties":{"a":{"const":1}}}"#,
        r#"{"patternProperties":{"a":{}}}"#,
    ] {
        let text = format!(r#"{{"components":{{"schemas":{{"Root":{schema}}}}}}}"#);
        let source = Source::parse("small.yaml", &text).unwrap_or_else(|problem| panic!("{problem}"));
        assert!(Compiled::new(&source, ROOT).is_none(), "{schema}");
    }
}
