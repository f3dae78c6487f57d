//! The differences between the three judges that are meant to be: the tolerance of the client, by name.

use std::collections::BTreeSet;

/// One way in which the judges differ about one value.
pub struct Class {
    pub name: &'static str,
    /// Whether the schema of the contract allows the value.
    pub contract: bool,
    /// Whether the schema of the types does.
    pub types: bool,
    /// What the client calls it; nothing where it takes the value as it comes.
    pub client: Option<&'static str>,
    /// Why the difference is meant.
    pub reason: &'static str,
}

const fn class(
    name: &'static str,
    (contract, types): (bool, bool),
    client: Option<&'static str>,
    reason: &'static str,
) -> Class {
    Class { name, contract, types, client, reason }
}

/// Contract, types.
const BOTH_ALLOW: (bool, bool) = (true, true);
const BOTH_REFUSE: (bool, bool) = (false, false);
const ONLY_TYPES: (bool, bool) = (false, true);

pub const CLASSES: &[Class] = &[
    class(
        "unknown-word",
        ONLY_TYPES,
        Some("unknown-word"),
        "A service that learns a word must not cost anyone a page, so answers hold words in an open type.",
    ),
    class(
        "out-of-range",
        ONLY_TYPES,
        Some("out-of-range"),
        "A number beyond its bounds is still the number that the service holds, so it is kept and named.",
    ),
    class(
        "beyond-64-bits",
        ONLY_TYPES,
        Some("unreadable"),
        "The schema of the types says 64 bits by a format only, which a validator does not apply to numbers.",
    ),
    class(
        "null",
        ONLY_TYPES,
        Some("null"),
        "Many services write null for what is absent, and the types hold both as None.",
    ),
    class(
        "null-list",
        BOTH_REFUSE,
        Some("null"),
        "As null elsewhere; a list has no None, so the types have it as an empty list or leave the item out.",
    ),
    class(
        "text-value",
        BOTH_REFUSE,
        Some("text-value"),
        "A number or a truth value in quotation marks tells exactly what was meant.",
    ),
    class(
        "json-text",
        BOTH_REFUSE,
        Some("json-text"),
        "Harbor sends these objects as text; the contract says so by an extension that no schema can express.",
    ),
    class(
        "unreadable",
        BOTH_REFUSE,
        Some("unreadable"),
        "A value that tells nothing costs itself, and not the page around it.",
    ),
    class(
        "invalid-utf8",
        BOTH_REFUSE,
        Some("invalid-utf8"),
        "A name cut in the middle of a character must not cost the page.",
    ),
    class(
        "byte-order-mark",
        BOTH_REFUSE,
        None,
        "RFC 8259 lets a reader ignore the mark, and it says nothing about any value.",
    ),
    class(
        "form-of-a-time",
        BOTH_REFUSE,
        Some("time-form"),
        "A time that is off RFC 3339 in its form alone still tells one instant and no other.",
    ),
    class(
        "not-looked-at",
        BOTH_REFUSE,
        None,
        "The client reads nothing of a property that nobody described, so nothing in there can cost the page.",
    ),
    class(
        "too-many-items",
        ONLY_TYPES,
        None,
        "A page that is longer than was asked for is complete, and nothing is gained by leaving tasks out.",
    ),
    class(
        "whole-fraction",
        BOTH_ALLOW,
        Some("whole-fraction"),
        "JSON Schema counts 1001.0 as an integer; the client reads it and says that it was written oddly.",
    ),
    class(
        "inexact",
        BOTH_ALLOW,
        Some("unreadable"),
        "Beyond 2^53 what readers hold as a float no longer tells which integer was meant: a wrong id is worse.",
    ),
    class(
        "duplicate-key",
        BOTH_ALLOW,
        Some("duplicate-key"),
        "A schema judges what a JSON reader made of the body, which is the last value; the client tells of both.",
    ),
    class(
        "far-time",
        BOTH_ALLOW,
        Some("unreadable"),
        "RFC 3339 has times that no instant of the time library reaches, at the ends of what it can count.",
    ),
];

#[test]
fn every_class_is_a_difference_and_has_one_sentence_of_reason() {
    let names: BTreeSet<_> = CLASSES.iter().map(|class| class.name).collect();
    assert_eq!(names.len(), CLASSES.len(), "a name stands twice");
    for class in CLASSES {
        assert!(
            class.client.is_some() || !(class.contract && class.types),
            "{}: that is agreement",
            class.name
        );
        let ends = class.reason.matches(". ").count() + usize::from(class.reason.ends_with('.'));
        assert_eq!(ends, 1, "{}: {}", class.name, class.reason);
    }
}
