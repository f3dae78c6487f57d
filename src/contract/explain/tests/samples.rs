//! Samples of every class: where the mistake is, and what the repair makes of it.

mod structure;
mod values;
mod whole;

use super::super::{Class, explain};

/// A text, line, column and offset of its mistake, and what it is repaired to.
type Sample = (&'static str, usize, usize, usize, Option<&'static str>);

type Samples = &'static [(Class, &'static [Sample])];

/// Most of them, class by class; what no text can hold stands in tests of its own.
fn samples() -> impl Iterator<Item = &'static (Class, &'static [Sample])> + Clone {
    [structure::SAMPLES, values::SAMPLES, whole::SAMPLES].into_iter().flatten()
}

#[test]
fn each_sample_is_explained() {
    for (class, samples) in samples() {
        assert!(samples.len() >= 3, "{class} has samples enough");
        for (text, line, column, offset, repaired) in *samples {
            let told = explain(text.as_bytes());
            let place = told.place.map(|place| (place.line, place.column, place.offset));
            assert_eq!(told.class, Some(*class), "{text:?}");
            assert_eq!(place, Some((*line, *column, *offset)), "{text:?}");
            assert_eq!(told.repaired.as_deref(), *repaired, "{text:?}");
            let odd =
                matches!(class, Class::DuplicateKey) || text.starts_with("\"[") || text.starts_with("\"{\\");
            assert_eq!(told.valid, odd, "{text:?}");
        }
    }
}

#[test]
fn every_class_has_samples_and_a_name_of_its_own() {
    let elsewhere = [Class::Binary, Class::WrongEncoding, Class::TooDeep];
    let sampled = samples().map(|(class, _)| *class).chain(elsewhere);
    assert!(Class::ALL.iter().all(|class| sampled.clone().any(|sampled| sampled == *class)));
    let names: std::collections::BTreeSet<_> = Class::ALL.iter().map(|class| class.name()).collect();
    assert_eq!(names.len(), 34);
}

#[track_caller]
fn assert_told(bytes: &[u8], class: Class, place: (usize, usize, usize), repaired: Option<&str>) {
    let told = explain(bytes);
    let found = told.place.map(|place| (place.line, place.column, place.offset));
    assert_eq!((told.valid, told.class, found), (false, Some(class), Some(place)));
    assert_eq!(told.repaired.as_deref(), repaired);
}

#[test]
fn what_is_not_utf8_is_told_with_what_it_may_be() {
    let start = (1, 1, 0);
    let wide: Vec<u8> = "\u{feff}{\"a\":\"é\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_told(&wide, Class::WrongEncoding, start, Some("{\"a\":\"é\"}"));
    let bare: Vec<u8> = "[1,2]".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_told(&bare, Class::WrongEncoding, start, Some("[1,2]"));
    let wider: Vec<u8> = "[1]".chars().flat_map(|letter| (letter as u32).to_le_bytes()).collect();
    assert_told(&wider, Class::WrongEncoding, start, Some("[1]"));
    assert_told(b"{\n\"a\":\"caf\xe9\"}", Class::WrongEncoding, (2, 9, 10), Some("{\n\"a\":\"café\"}"));
    // Two bytes a letter: Chinese as many a Windows writes it, and not Latin-1.
    assert_told(b"[\"\xc8\xce\xce\xf1\"]", Class::WrongEncoding, (1, 3, 2), None);
    assert_told(b"[\"\xc3\xa4\xff\"]", Class::WrongEncoding, (1, 4, 4), None);
}

#[test]
fn what_is_no_text_is_binary() {
    for bytes in [
        &b"\x1f\x8b\x08\0\0\0\0\0"[..],
        b"PK\x03\x04\x14\0",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7",
        &[0; 4096],
        b"\x02\x01\x05abc\xff\x07\x08\x1b",
    ] {
        assert_told(bytes, Class::Binary, (1, 1, 0), None);
    }
}

#[test]
fn brackets_are_followed_as_deep_as_serde_follows_them() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert!(explain(nested(127).as_bytes()).valid);
        for depth in [128, 129, 100_000] {
            let place = 127 * open.len();
            assert_told(nested(depth).as_bytes(), Class::TooDeep, (1, place + 1, place), None);
        }
    }
}

#[test]
fn a_text_that_is_fine_is() {
    for text in
        ["{}", " [1, \"a\"]\n", "null", "\"text\"", "-0.5e3", "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}"]
    {
        let told = explain(text.as_bytes());
        assert!(
            told.valid && told.class.is_none() && told.place.is_none() && told.repaired.is_none(),
            "{text}"
        );
    }
}
