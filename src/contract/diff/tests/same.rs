//! Documents that differ in their text and in nothing else.

use serde_json::Value;

use super::{Around, Operation, Parameters, Received, Root, Sent, compared, document};
use crate::generated::files;

const SAME: &[(Around, &str, &str)] = &[
    // What only says the default
    (
        Parameters,
        "[{name: a, in: query, schema: {type: string}}]",
        "[{name: a, in: query, required: false, deprecated: false, allowEmptyValue: false, style: form, explode: true, allowReserved: false, schema: {type: string, nullable: false, minLength: 0}}]",
    ),
    (
        Sent,
        "{type: object}",
        "{type: object, additionalProperties: true, minProperties: 0, readOnly: false, required: []}",
    ),
    (Received, "{type: object}", "{type: object, additionalProperties: {}}"),
    (Received, "{type: array}", "{type: array, minItems: 0, uniqueItems: false, items: {}}"),
    (Received, "{type: integer, minimum: 1}", "{type: integer, minimum: 1.0, exclusiveMinimum: false}"),
    (Received, "{type: integer, minimum: 1}", "{type: integer, minimum: 0, exclusiveMinimum: true}"),
    (Received, "{type: integer}", "{type: integer, multipleOf: 1}"),
    (Received, "{type: string}", "{type: string, format: password}"),
    (Received, "{}", "{nullable: true}"),
    (
        Operation,
        "{responses: {}}",
        "{responses: {}, deprecated: false, parameters: [], callbacks: {}, tags: []}",
    ),
    (
        Operation,
        "{responses: {'200': {description: x}}}",
        "{responses: {'200': {description: x, headers: {}, content: {}, links: {}}}}",
    ),
    (
        Operation,
        "{responses: {}, requestBody: {content: {text/plain: {}}}}",
        "{responses: {}, requestBody: {required: false, content: {text/plain: {encoding: {}}}}}",
    ),
    (
        Root,
        "paths: {/a: {get: {responses: {}}}}",
        "paths: {/a: {get: {responses: {}, security: []}}}\nservers: [{url: /}]",
    ),
    (
        Root,
        "paths: {/a: {get: {responses: {}}}}",
        "paths: {/a: {get: {responses: {}, security: [{}]}}}\nservers: []",
    ),
    // What stands elsewhere
    (Received, "{$ref: '#/components/schemas/Text'}", "{type: string}"),
    (Received, "{$ref: '#/components/schemas/Text'}", "{allOf: [{$ref: '#/components/schemas/Text'}]}"),
    (Received, "{$ref: '#/components/schemas/Text'}", "{oneOf: [{$ref: '#/components/schemas/Text'}]}"),
    (
        Received,
        "{$ref: '#/components/schemas/Ring'}",
        "{type: object, properties: {next: {$ref: '#/components/schemas/Ring'}}}",
    ),
    (
        Received,
        "{type: object, required: [a, b], properties: {a: {}, b: {}}}",
        "{allOf: [{properties: {a: {}}, required: [a]}, {type: object, properties: {b: {}}, required: [b]}]}",
    ),
    (
        Parameters,
        "[{$ref: '#/components/parameters/Limit'}]",
        "[{name: limit, in: query, schema: {$ref: '#/components/schemas/Whole'}}]",
    ),
    (
        Operation,
        "{responses: {'410': {$ref: '#/components/responses/Gone'}}}",
        "{responses: {'410': {description: gone}}}",
    ),
    (
        Operation,
        "{responses: {}, requestBody: {$ref: '#/components/requestBodies/Text'}}",
        "{responses: {}, requestBody: {content: {text/plain: {}}}}",
    ),
    (
        Operation,
        "{responses: {'200': {description: x, headers: {X-Id: {$ref: '#/components/headers/Id'}}}}}",
        "{responses: {'200': {description: x, headers: {x-id: {schema: {type: string}}}}}}",
    ),
    (
        Root,
        "paths: {/a: {parameters: [{name: q, in: query, schema: {}}], get: {responses: {}}}}",
        "paths: {/a: {get: {parameters: [{name: q, in: query, schema: {}}], responses: {}}}}",
    ),
    (
        Root,
        "security: [{A: []}]\npaths: {/a: {get: {responses: {}}}}\ncomponents: {securitySchemes: {A: {type: http, scheme: Basic}}}",
        "paths: {/a: {get: {responses: {}, security: [{B: []}]}}}\ncomponents: {securitySchemes: {B: {type: http, scheme: basic}}}",
    ),
    (
        Root,
        "servers: [{url: 'https://a.example'}]\npaths: {/a: {get: {responses: {}}}}",
        "paths: {/a: {get: {responses: {}, servers: [{url: 'https://a.example/'}]}}}",
    ),
    (
        Root,
        "paths: {/a: {$ref: '#/x-a'}}\nx-a: &a {get: {responses: {}}}",
        "paths: {/a: {get: {responses: {}}}}\nx-a: {get: {responses: {}}}",
    ),
    (
        Root,
        "paths: {/a: {get: {responses: {'200': {$ref: '#/paths/~1b~1%7Bc%7D/get/responses/200'}}}}, '/b/{c}': {get: {responses: {'200': {description: b}}}}}",
        "paths: {/a: {get: {responses: {'200': {description: b}}}}, '/b/{c}': {get: {responses: {'200': {description: b}}}}}",
    ),
    // Order, and spelling
    (Received, "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: integer}, {type: string}]}"),
    (
        Received,
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {lives: {type: integer}, kind: {type: string}}}]}",
    ),
    (Received, "{type: string, enum: [a, b]}", "{enum: [b, a]}"),
    (Received, "{type: object, properties: {a: {}}}", "{properties: {a: {}}}"),
    (
        Received,
        "{type: number, multipleOf: 0.1, enum: [1, 2]}",
        "{type: number, multipleOf: 0.10, enum: [2.0, 1.0]}",
    ),
    (
        Operation,
        "{responses: {'200': {description: x, content: {application/json: {}}}}}",
        "{responses: {200: {description: x, content: {'Application/JSON; charset=utf-8': {}}}}}",
    ),
    (
        Parameters,
        "[{name: Accept, in: header, schema: {}}, {name: X-A, in: header, schema: {}}]",
        "[{name: x-a, in: header, schema: {}}, {name: content-type, in: header, schema: {}}]",
    ),
    (
        Parameters,
        "[{name: a, in: query, schema: {type: string}}]",
        "[{name: a, in: query, explode: false, schema: {type: string}}]",
    ),
    (Operation, "{responses: {}, tags: [a, b]}", "{responses: {}, tags: [b, a]}"),
    (
        Received,
        "{oneOf: [{type: string, maxLength: 5}, {type: integer}]}",
        "{oneOf: [{type: integer}, {type: string, maxLength: 5}]}",
    ),
    // What counts nowhere
    (Received, "{type: integer, maxLength: 5}", "{type: integer, maxLength: 4}"),
    (Received, "{$ref: 'a.yaml'}", "{$ref: 'a.yaml'}"),
    (
        Root,
        "paths: {}\ncomponents: {schemas: {A: {type: string}}}",
        "paths: {}\ncomponents: {schemas: {A: {type: integer}}, securitySchemes: {A: {type: http, scheme: basic}}}",
    ),
    (Sent, "{properties: {a: {type: string, readOnly: true}}}", "{properties: {}}"),
    (Received, "{required: [a], properties: {a: {type: string, writeOnly: true}}}", "{type: object}"),
    (
        Received,
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {Cat: Cat}}}",
    ),
];

#[test]
fn what_differs_in_the_text_only_is_no_change() {
    let mut wrong = Vec::new();
    for (around, old, new) in SAME {
        let (old, new) = (document(*around, old), document(*around, new));
        for (old, new) in [(&old, &new), (&new, &old)] {
            let changes = compared(old, new).changes;
            if !changes.is_empty() {
                wrong.push(format!("{old}\n{new}\n{changes:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n---\n"));
}

#[test]
fn the_description_of_this_api_is_the_same_as_json_with_references_written_out_and_with_anchors() {
    let source = crate::yaml::Source::parse(files::NAME, files::YAML).expect("YAML");
    let json = serde_json::to_string_pretty(source.root()).expect("JSON");
    assert_eq!(compared(files::YAML, &json).changes, []);
    assert_eq!(compared(&json, files::YAML).changes, []);
    let mut inline = source.root().clone();
    for _ in 0..8 {
        let whole = inline.clone();
        write_out(&mut inline, &whole);
    }
    let inline = inline.to_string();
    assert!(!inline.contains("$ref"), "every reference is written out");
    assert_eq!(compared(files::YAML, &inline).changes, []);
    assert_eq!(compared(&inline, files::YAML).changes, []);
    let anchored = files::YAML.replacen(
        "schema:\n        $ref: '#/components/schemas/ProjectId'",
        "schema: &a\n        $ref: '#/components/schemas/ProjectId'",
        1,
    ) + "\nx-again: *a\n";
    let rules: Vec<_> =
        compared(files::YAML, &anchored).changes.into_iter().map(|change| change.rule).collect();
    assert_eq!(rules, ["extension-note-changed"]);
}

#[test]
fn the_order_of_what_has_none_is_no_change() {
    let source = crate::yaml::Source::parse(files::NAME, files::YAML).expect("YAML");
    let mut turned = source.root().clone();
    turn_around(&mut turned);
    assert_ne!(&turned, source.root());
    assert_eq!(compared(files::YAML, &turned.to_string()).changes, []);
}

fn turn_around(value: &mut Value) {
    let unordered =
        ["parameters", "enum", "required", "allOf", "oneOf", "anyOf", "security", "servers", "tags"];
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if let (true, Some(items)) = (unordered.contains(&&**key), value.as_array_mut()) {
                    items.reverse();
                }
                turn_around(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(turn_around),
        _ => {}
    }
}

fn write_out(value: &mut Value, whole: &Value) {
    let target = value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| whole.pointer(reference.trim_start_matches('#')));
    if let Some(target) = target {
        *value = target.clone();
        return;
    }
    match value {
        Value::Object(entries) => entries.values_mut().for_each(|value| write_out(value, whole)),
        Value::Array(items) => items.iter_mut().for_each(|value| write_out(value, whole)),
        _ => {}
    }
}
