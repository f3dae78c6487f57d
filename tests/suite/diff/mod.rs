//! Descriptions of other APIs, with what the language has and this API does not use, and edits of them.

use swr_gc::contract::{Comparison, Level, Semver, diff};

const SHOP: &str = include_str!("shop.yaml");
const ANCHORS: &str = include_str!("anchors.yaml");
const TREE: &str = include_str!("tree.json");

fn compared(old: &str, new: &str) -> Comparison {
    diff(old, new).unwrap_or_else(|why| panic!("{why}"))
}

/// An edit: what is replaced by what, the rules for it, and what all of it means to this crate.
type Edit = (&'static str, &'static str, &'static str, &'static [&'static str], Semver);

const EDITS: &[Edit] = &[
    (
        SHOP,
        "State: {type: string, enum: [open, paid, shipped]}",
        "State: {type: string, enum: [open, paid, shipped, lost]}",
        &["request-enum-word-added", "response-enum-word-added"],
        Semver::Minor,
    ),
    (
        SHOP,
        "currency: {type: string, minLength: 3, maxLength: 3}",
        "currency: {type: string, minLength: 3}",
        &["request-bound-loosened", "response-bound-loosened"],
        Semver::Minor,
    ),
    (
        SHOP,
        "      required: [kind, number]",
        "      required: [kind, number, last]",
        &["response-property-made-required"],
        Semver::Patch,
    ),
    (SHOP, "explode: false", "explode: true", &["parameter-style-changed"], Semver::Major),
    (
        SHOP,
        "region: {default: eu, enum: [eu, us]}",
        "region: {default: eu, enum: [eu, us, ap]}",
        &["server-variable-widened"],
        Semver::Minor,
    ),
    (SHOP, "  - {}\ntags", "tags", &["security-tightened"], Semver::Major),
    (
        SHOP,
        "'{$request.body#/hook}'",
        "'{$request.body#/url}'",
        &["callback-added", "callback-removed"],
        Semver::Major,
    ),
    (
        SHOP,
        "      required: [order, state]",
        "      required: [order]",
        &["response-property-made-optional"],
        Semver::Minor,
    ),
    (
        SHOP,
        "X-Trace, in: header, schema",
        "X-Trace, in: header, required: true, schema",
        &["parameter-made-required"],
        Semver::Major,
    ),
    (
        SHOP,
        "{$ref: '#/components/headers/Rate'}",
        "{schema: {type: number}, description: What is left}",
        &["response-type-widened"],
        Semver::Major,
    ),
    (
        SHOP,
        "photo: {contentType: 'image/png, image/jpeg'}",
        "photo: {contentType: image/png}",
        &["request-encoding-changed"],
        Semver::Major,
    ),
    (
        SHOP,
        "          image/*: {schema: {type: string, format: binary}}\n",
        "",
        &["request-media-type-removed"],
        Semver::Major,
    ),
    (
        SHOP,
        "xml: {name: order}",
        "xml: {name: bill}",
        &["request-xml-changed", "response-xml-changed"],
        Semver::Major,
    ),
    (
        SHOP,
        "not: {enum: ['']}",
        "not: {enum: ['', x]}",
        &["request-exclusion-changed", "response-exclusion-changed"],
        Semver::Major,
    ),
    (
        SHOP,
        "mapping: {card: ",
        "mapping: {plastic: ",
        &[
            "request-discriminator-word-added",
            "request-discriminator-word-removed",
            "response-discriminator-word-added",
            "response-discriminator-word-removed",
        ],
        Semver::Major,
    ),
    (
        SHOP,
        "parent: {nullable: true, allOf: [{$ref: '#/components/schemas/Party'}]}",
        "parent: {$ref: '#/components/schemas/Party'}",
        &["request-made-not-nullable", "response-made-not-nullable"],
        Semver::Major,
    ),
    (
        SHOP,
        "      additionalProperties: false\n",
        "",
        &["request-additional-properties-widened", "response-additional-properties-widened"],
        Semver::Minor,
    ),
    (
        SHOP,
        "parameters: {id: $response.body#/0/id}",
        "parameters: {id: $response.body#/1/id}",
        &["link-changed"],
        Semver::Patch,
    ),
    (SHOP, "Empty: {value: []}", "Empty: {value: [1]}", &["example-changed"], Semver::Patch),
    (
        SHOP,
        "security: [{Login: [orders:read, orders:write], Key: []}]",
        "security: [{Login: [orders:write]}]",
        &["security-loosened"],
        Semver::Minor,
    ),
    (
        SHOP,
        "        4XX: {$ref: '#/components/responses/Problem'}\n",
        "",
        &["response-status-merged"],
        Semver::Major,
    ),
    (SHOP, "name: X-Api-Key", "name: x-api-key", &[], Semver::None),
    (
        ANCHORS,
        "maximum: 0x64",
        "maximum: 50",
        &["request-bound-tightened", "extension-note-changed"],
        Semver::Major,
    ),
    (
        ANCHORS,
        "maximum: 18446744073709551615",
        "maximum: 18446744073709551614",
        &["request-bound-tightened", "extension-note-changed"],
        Semver::Major,
    ),
    (
        ANCHORS,
        "    403: {description: Not for you}\n",
        "",
        &["extension-note-changed", "response-error-status-removed"],
        Semver::Major,
    ),
    (
        ANCHORS,
        "on: {type: boolean,",
        "on: {type: boolean, nullable: true,",
        &["request-made-nullable", "response-made-nullable"],
        Semver::Minor,
    ),
    (
        TREE,
        "\"maxLength\": 64",
        "\"maxLength\": 65",
        &["request-bound-loosened", "response-bound-loosened"],
        Semver::Minor,
    ),
    (
        TREE,
        "\"size\": { \"type\": \"integer\" }",
        "\"size\": { \"type\": \"string\" }",
        &["response-type-changed"],
        Semver::Major,
    ),
    (
        TREE,
        "{ \"type\": \"boolean\" }",
        "{ \"type\": \"boolean\" }, { \"type\": \"string\" }",
        &["response-alternative-added"],
        Semver::Major,
    ),
    (TREE, "\"maximum\": 9", "\"maximum\": 8", &["request-bound-tightened"], Semver::Major),
    (
        TREE,
        "shared.json#/responses/Broken",
        "shared.json#/responses/Failed",
        &["unresolved-reference-changed"],
        Semver::Major,
    ),
    (TREE, "\"*/*\": {}", "\"text/plain\": {}", &["response-media-type-narrowed"], Semver::Patch),
    (
        TREE,
        "\"circle\": { \"$ref\": \"#/components/schemas/Unused\" }",
        "\"circle\": { \"type\": \"string\" }",
        &[],
        Semver::None,
    ),
    (TREE, ", \"security\": []", "", &["security-tightened"], Semver::Major),
    (TREE, "\"scheme\": \"basic\"", "\"scheme\": \"digest\"", &["security-scheme-changed"], Semver::Major),
];

#[test]
fn each_edit_is_told_by_its_rules() {
    let mut wrong = Vec::new();
    for (document, from, to, rules, semver) in EDITS {
        assert_eq!(document.matches(from).count(), 1, "{from}");
        let comparison = compared(document, &document.replace(from, to));
        let mut told: Vec<_> = comparison.changes.iter().map(|change| &*change.rule).collect();
        told.sort_unstable();
        let mut rules = rules.to_vec();
        rules.sort_unstable();
        if told != rules || comparison.semver != *semver {
            wrong.push(format!("{from} → {to}: {semver:?} {rules:?}\n{comparison:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whoever sends back what was edited gets the old text: what only widens one way only narrows the other.
#[test]
fn an_edit_and_its_undoing_do_not_both_break_unless_they_cannot_be_ordered_or_something_goes() {
    for (document, from, to, rules, _) in EDITS {
        let edited = document.replace(from, to);
        let breaks =
            |comparison: &Comparison| comparison.changes.iter().any(|change| change.level == Level::Breaking);
        let (forth, back) = (compared(document, &edited), compared(&edited, document));
        assert_eq!(forth.changes.len(), back.changes.len(), "{from}");
        if let [rule] = rules
            && !["changed", "removed", "merged"].iter().any(|end| rule.ends_with(end))
        {
            assert!(breaks(&forth) != breaks(&back) || rule.ends_with("singled-out"), "{from}");
        }
    }
}

#[test]
fn each_document_is_the_same_as_itself_and_with_its_aliases_written_out() {
    for document in [SHOP, ANCHORS, TREE] {
        assert_eq!(compared(document, document).changes, []);
        assert_eq!(compared(document, document).semver, Semver::None);
    }
    // The same with an alias in place of a text, and written out.
    let written = ANCHORS.replace("parameters: *page", "parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}, {name: offset, in: query, schema: {type: integer, minimum: 0, maximum: 18446744073709551615}}]");
    assert_ne!(written, ANCHORS);
    assert_eq!(compared(ANCHORS, &written).changes, []);
}
