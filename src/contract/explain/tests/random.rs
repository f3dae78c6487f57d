//! Mistakes made at random in pages that are fine.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{Class, explain};

const PUBLISHED: &str = include_str!("../../../../openapi/examples/list-gc-tasks.published.txt");
const EXAMPLE: &str = include_str!("../../../../openapi/examples/list-gc-tasks.json");
const LAST_PAGE: &str = include_str!("../../../../openapi/examples/list-gc-tasks.last-page.json");

fn pages() -> [(&'static str, String); 4] {
    let value: Value = serde_json::from_str(LAST_PAGE).expect("an example is JSON");
    let pretty = serde_json::to_string_pretty(&value).expect("it can be written");
    [
        ("published", EXAMPLE.to_owned()),
        ("last page", LAST_PAGE.to_owned()),
        ("indented", pretty),
        ("on one line", value.to_string()),
    ]
}

/// Checks what holds for whatever comes.
#[track_caller]
fn assert_sound(bytes: &[u8]) {
    let told = explain(bytes);
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(told.valid, serde_json::from_slice::<Value>(bytes).is_ok(), "{told:?}: {text}");
    assert_eq!(told.class.is_some(), told.place.is_some(), "{text}");
    assert!(told.valid || told.class.is_some(), "{text}");
    assert_eq!(told.repair.is_some(), told.repaired.is_some(), "{text}");
    if let Some(place) = told.place {
        assert!(place.offset <= bytes.len() && place.line > 0 && place.column > 0, "{place:?}: {text}");
    }
    if let Some(repaired) = &told.repaired {
        serde_json::from_str::<Value>(repaired).unwrap_or_else(|error| panic!("{error}: {repaired}"));
        let of_the_whole =
            [Class::WrongEncoding, Class::HttpHeaders, Class::JavascriptCallback, Class::DoubleEncoded];
        if !told.class.is_some_and(|class| of_the_whole.contains(&class)) {
            // A word of Python, a comment that goes to the end of its line.
            let longest = text.lines().map(str::len).max().unwrap_or(0);
            assert!(repaired.len().abs_diff(bytes.len()) <= longest + 8, "{told:?}: {text}");
        }
    }
}

#[test]
fn whatever_is_changed_the_verdict_is_serdes_and_a_repair_is_one() {
    let mut random = fastrand::Rng::with_seed(7);
    let signs: Vec<char> = "{}[]:,\"'\\/+-.0x1eNtfn \n\t\0#“，é\u{a0}".chars().collect();
    for (_, page) in pages() {
        for _ in 0..1500 {
            let mut letters: Vec<char> = page.chars().collect();
            for _ in 0..random.usize(1..=2) {
                let at = random.usize(..letters.len());
                let sign = signs[random.usize(..signs.len())];
                match random.u8(..3) {
                    0 => drop(letters.remove(at)),
                    1 => letters.insert(at, sign),
                    _ => letters[at] = sign,
                }
            }
            assert_sound(letters.into_iter().collect::<String>().as_bytes());
        }
        for end in 0..page.len() {
            assert_sound(&page.as_bytes()[..end]);
        }
    }
}

#[test]
fn bytes_of_any_kind_are_borne() {
    let mut random = fastrand::Rng::with_seed(8);
    for _ in 0..3000 {
        let length = random.usize(..40);
        let bytes: Vec<u8> = (0..length).map(|_| random.u8(..)).collect();
        assert_sound(&bytes);
        let signs = b"{}[]:,\"'\\u/*# \n1-+.eEtrue";
        let bytes: Vec<u8> = (0..length).map(|_| signs[random.usize(..signs.len())]).collect();
        assert_sound(&bytes);
    }
}

#[test]
fn one_sign_of_structure_that_is_lost_is_found_again() {
    for (name, page) in pages() {
        let meant: Value = serde_json::from_str(&page).expect("a page is JSON");
        let places: Vec<_> = page.match_indices(['{', '}', '[', ']', ':', ',', '"']).collect();
        let mut missed = BTreeMap::<String, Vec<String>>::new();
        let (mut tried, mut same) = (0, 0);
        for (at, sign) in places {
            let broken = format!("{}{}", &page[..at], &page[at + 1..]);
            if serde_json::from_str::<Value>(&broken).is_ok() {
                continue;
            }
            tried += 1;
            let told = explain(broken.as_bytes());
            let value = told.repaired.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
            if value.as_ref() == Some(&meant) {
                same += 1;
            } else {
                let class = told.class.map_or("", Class::name);
                let from = at.saturating_sub(25);
                missed.entry(sign.to_owned()).or_default().push(format!(
                    "{class} {:?} {:?}",
                    told.repair,
                    broken.get(from..(at + 25).min(broken.len()))
                ));
            }
        }
        assert!(same * 100 >= tried * 98, "{name}: {same} of {tried}; {missed:#?}");
    }
}

#[test]
fn the_documented_example_has_a_quotation_mark_too_many() {
    let told = explain(PUBLISHED.as_bytes());
    assert_eq!(told.class, Some(Class::StrayQuote));
    let place = told.place.expect("it has a place");
    assert_eq!((place.line, place.column), (10, 70));
    assert!(PUBLISHED[..place.offset].ends_with(":3}") && PUBLISHED[place.offset..].starts_with("\",\n"));
    let repaired = told.repaired.expect("it can be repaired");
    let packed = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(packed(&repaired), packed(EXAMPLE));
}
