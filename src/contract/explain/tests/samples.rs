//! Samples of every class: where the mistake is, and what the repair makes of it.

use super::super::{Class, explain};

/// A text, line, column and offset of its mistake, and what it is repaired to.
type Sample = (&'static str, usize, usize, usize, Option<&'static str>);

/// Most of them, class by class; what no text can hold stands in tests of its own.
const SAMPLES: &[(Class, &[Sample])] = &[
    (
        Class::StrayQuote,
        &[
            (r#"{"a":{"b":1}","c":2}"#, 1, 13, 12, Some(r#"{"a":{"b":1},"c":2}"#)),
            (r#"{"a":"b"","c":1}"#, 1, 9, 8, Some(r#"{"a":"b","c":1}"#)),
            (r#"{"a":"say "hi" there","b":1}"#, 1, 11, 10, Some(r#"{"a":"say \"hi\" there","b":1}"#)),
            (r#"[1,2",3]"#, 1, 5, 4, Some("[1,2,3]")),
            (r#"{"a":"b"c"}"#, 1, 8, 7, Some(r#"{"a":"bc"}"#)),
            (r#"{"a":1}""#, 1, 8, 7, Some(r#"{"a":1}"#)),
            (r#"{"a";1}"#, 1, 4, 3, None),
        ],
    ),
    (
        Class::MissingQuote,
        &[
            (r#"{"a:1,"b":2}"#, 1, 4, 3, Some(r#"{"a":1,"b":2}"#)),
            (r#"{a":1}"#, 1, 2, 1, Some(r#"{"a":1}"#)),
            (r#"{"a":b","c":1}"#, 1, 6, 5, Some(r#"{"a":"b","c":1}"#)),
            ("{\"a\":\"b,\n\"c\":1}", 1, 8, 7, Some("{\"a\":\"b\",\n\"c\":1}")),
            (r#"{"a":"b}"#, 1, 8, 7, Some(r#"{"a":"b"}"#)),
            (r#"{"t":2024-01-20T10:00:00Z","b":1}"#, 1, 6, 5, Some(r#"{"t":"2024-01-20T10:00:00Z","b":1}"#)),
            (r#"{"a":"b, "c":1}"#, 1, 8, 7, Some(r#"{"a":"b", "c":1}"#)),
            (r#"["a", b"]"#, 1, 7, 6, Some(r#"["a", "b"]"#)),
        ],
    ),
    (
        Class::SingleQuotes,
        &[
            ("{'a':1}", 1, 2, 1, Some(r#"{"a":1}"#)),
            (r#"['it\'s', 'say "x"']"#, 1, 2, 1, Some(r#"["it's", "say \"x\""]"#)),
            (r#"{"a":'b'}"#, 1, 6, 5, Some(r#"{"a":"b"}"#)),
            ("['it's']", 1, 2, 1, Some(r#"["it's"]"#)),
            ("{'a': True}", 1, 2, 1, None),
        ],
    ),
    (
        Class::UnquotedKey,
        &[
            ("{a:1}", 1, 2, 1, Some(r#"{"a":1}"#)),
            (r#"{"x":1, $b_c: 2, d: 3}"#, 1, 9, 8, Some(r#"{"x":1, "$b_c": 2, "d": 3}"#)),
            ("{\n  key : []}", 2, 3, 4, Some("{\n  \"key\" : []}")),
            ("{1:2}", 1, 2, 1, Some(r#"{"1":2}"#)),
            ("{ключ: 1}", 1, 2, 1, Some(r#"{"ключ": 1}"#)),
            ("{: 1}", 1, 2, 1, Some(r#"{"": 1}"#)),
            ("{@:1}", 1, 2, 1, None),
        ],
    ),
    (
        Class::UnquotedValue,
        &[
            (r#"{"a":hello}"#, 1, 6, 5, Some(r#"{"a":"hello"}"#)),
            ("[hello world, 1]", 1, 2, 1, Some(r#"["hello world", 1]"#)),
            (r#"{"a":}"#, 1, 6, 5, Some(r#"{"a":null}"#)),
            (r#"{"a":,"b":1}"#, 1, 6, 5, Some(r#"{"a":null,"b":1}"#)),
            (r#"{"t":2024-01-20T10:00:00Z}"#, 1, 6, 5, Some(r#"{"t":"2024-01-20T10:00:00Z"}"#)),
            (r#"{"a":undefined}"#, 1, 6, 5, Some(r#"{"a":"undefined"}"#)),
            ("[tru]", 1, 2, 1, Some(r#"["tru"]"#)),
            ("[12abc]", 1, 2, 1, Some(r#"["12abc"]"#)),
            (r#"{"a":: 1}"#, 1, 6, 5, Some(r#"{"a": 1}"#)),
            ("[@]", 1, 2, 1, Some(r#"["@"]"#)),
            ("[1 @]", 1, 4, 3, None),
        ],
    ),
    (
        Class::TrailingComma,
        &[
            ("[1,2,]", 1, 5, 4, Some("[1,2]")),
            ("{\"a\":1,\n}", 1, 7, 6, Some("{\"a\":1\n}")),
            (r#"{"a":[1,],"b":{"c":2,},}"#, 1, 8, 7, Some(r#"{"a":[1],"b":{"c":2}}"#)),
            (r#"{"a":1},"#, 1, 8, 7, Some(r#"{"a":1}"#)),
            ("{\"a\":1},\n", 1, 8, 7, Some("{\"a\":1}\n")),
        ],
    ),
    (
        Class::ExtraComma,
        &[
            ("[1,,2]", 1, 4, 3, Some("[1,2]")),
            ("[,1]", 1, 2, 1, Some("[1]")),
            (r#"{,"a":1}"#, 1, 2, 1, Some(r#"{"a":1}"#)),
            (r#"{"a":1,,"b":2}"#, 1, 8, 7, Some(r#"{"a":1,"b":2}"#)),
            ("[1,,]", 1, 4, 3, Some("[1]")),
            ("[1,,,2,,3]", 1, 4, 3, Some("[1,2,3]")),
        ],
    ),
    (
        Class::MissingComma,
        &[
            ("[1 2]", 1, 4, 3, Some("[1, 2]")),
            ("{\"a\":1\n\"b\":2}", 2, 1, 7, Some("{\"a\":1,\n\"b\":2}")),
            (r#"[{"a":1}{"a":2}]"#, 1, 9, 8, Some(r#"[{"a":1},{"a":2}]"#)),
            (r#"["a""b"]"#, 1, 5, 4, Some(r#"["a","b"]"#)),
            (r#"{"a":1;"b":2}"#, 1, 7, 6, Some(r#"{"a":1,"b":2}"#)),
            ("[1 -2]", 1, 4, 3, Some("[1, -2]")),
            (r#"["a":1]"#, 1, 5, 4, Some(r#"["a",1]"#)),
            ("[1 : 2]", 1, 4, 3, Some("[1 , 2]")),
        ],
    ),
    (
        Class::MissingColon,
        &[
            (r#"{"a" 1}"#, 1, 6, 5, Some(r#"{"a": 1}"#)),
            (r#"{"a""b"}"#, 1, 5, 4, Some(r#"{"a":"b"}"#)),
            (r#"{"a" {"b":1}}"#, 1, 6, 5, Some(r#"{"a": {"b":1}}"#)),
            (r#"{"a"=1}"#, 1, 5, 4, Some(r#"{"a":1}"#)),
            (r#"{"a", 1}"#, 1, 5, 4, Some(r#"{"a": 1}"#)),
            (r#"{"a"}"#, 1, 5, 4, Some(r#"{"a":null}"#)),
        ],
    ),
    (
        Class::MissingBracket,
        &[
            (r#"{"a":[1,2}"#, 1, 10, 9, Some(r#"{"a":[1,2]}"#)),
            (r#"{"a":1"#, 1, 7, 6, Some(r#"{"a":1}"#)),
            ("[1,2", 1, 5, 4, Some("[1,2]")),
            (r#"{"a":1,"b":[1,2,"c":3}"#, 1, 16, 15, Some(r#"{"a":1,"b":[1,2],"c":3}"#)),
            (r#"{"a":"b":1}}"#, 1, 6, 5, Some(r#"{"a":{"b":1}}"#)),
            (r#"{"x":{"a":1},{"a":2}]}"#, 1, 6, 5, Some(r#"{"x":[{"a":1},{"a":2}]}"#)),
            (r#""a":1}"#, 1, 1, 0, Some(r#"{"a":1}"#)),
            ("{\n\"a\":{\"b\":1,\n\"c\":2\n}\n", 2, 11, 12, Some("{\n\"a\":{\"b\":1},\n\"c\":2\n}\n")),
            (r#"{"tasks": {"a":1}]}"#, 1, 11, 10, Some(r#"{"tasks": [{"a":1}]}"#)),
            ("{", 1, 2, 1, Some("{}")),
            ("[", 1, 2, 1, Some("[]")),
            (r#"{"ok":{"a":[1}}"#, 1, 14, 13, Some(r#"{"ok":{"a":[1]}}"#)),
            ("[[1]", 1, 5, 4, Some("[[1]]")),
            (r#"{"a":"b":"c"}"#, 1, 6, 5, None),
        ],
    ),
    (
        Class::ExtraBracket,
        &[
            (r#"{"a":1}}"#, 1, 8, 7, Some(r#"{"a":1}"#)),
            ("[1]]", 1, 4, 3, Some("[1]")),
            (r#"{"a":[1]],"b":2}"#, 1, 9, 8, Some(r#"{"a":[1],"b":2}"#)),
            (r#"{{"a":1}"#, 1, 2, 1, Some(r#"{"a":1}"#)),
            (r#"{"a":{"b":1}},"c":2}"#, 1, 13, 12, Some(r#"{"a":{"b":1},"c":2}"#)),
            (r#"{"a":1,"b":[2]],"c":3}"#, 1, 15, 14, Some(r#"{"a":1,"b":[2],"c":3}"#)),
            (r#"{"a" : 1}}}"#, 1, 10, 9, None),
        ],
    ),
    (
        Class::MismatchedBracket,
        &[
            ("[1,2}", 1, 5, 4, Some("[1,2]")),
            (r#"{"a":1]"#, 1, 7, 6, Some(r#"{"a":1}"#)),
            (r#"{"a":[1,2},"b":3}"#, 1, 10, 9, Some(r#"{"a":[1,2],"b":3}"#)),
            (r#"["a":1}"#, 1, 1, 0, Some(r#"{"a":1}"#)),
            ("[1,}", 1, 4, 3, None),
        ],
    ),
    (
        Class::TypographicPunctuation,
        &[
            ("{“a”: 1}", 1, 2, 1, Some(r#"{"a": 1}"#)),
            (r#"{"a"：1}"#, 1, 5, 4, Some(r#"{"a":1}"#)),
            ("{\"a\":\u{a0}1}", 1, 6, 5, Some(r#"{"a": 1}"#)),
            (r#"{"a”: 1}"#, 1, 4, 3, Some(r#"{"a": 1}"#)),
            ("[1，2]", 1, 3, 2, Some("[1,2]")),
            ("[−1]", 1, 2, 1, Some("[-1]")),
            (r#"{"a": “say "x"”}"#, 1, 7, 6, Some(r#"{"a": "say \"x\""}"#)),
        ],
    ),
    (
        Class::Comment,
        &[
            ("// x\n{}", 1, 1, 0, Some("\n{}")),
            (r#"{"a":1, /* x */ "b":2}"#, 1, 9, 8, Some(r#"{"a":1,  "b":2}"#)),
            ("[1, # one\n2]", 1, 5, 4, Some("[1, \n2]")),
            ("{} // end", 1, 4, 3, Some("{} ")),
        ],
    ),
    (
        Class::ControlCharacter,
        &[
            ("[\"a\tb\"]", 1, 4, 3, Some(r#"["a\tb"]"#)),
            ("{\"a\":\"b\nc\"}", 1, 8, 7, Some(r#"{"a":"b\nc"}"#)),
            ("[\"a\u{1}\"]", 1, 4, 3, Some(r#"["a\u0001"]"#)),
            ("[1,\u{b}2]", 1, 4, 3, Some("[1, 2]")),
            (
                "{\"a\":\"line one\nline, two\",\"b\":1}",
                1,
                15,
                14,
                Some(r#"{"a":"line one\nline, two","b":1}"#),
            ),
            ("[1\0]", 1, 3, 2, Some("[1 ]")),
            ("[\"\u{7}\"]", 1, 3, 2, Some(r#"["\u0007"]"#)),
        ],
    ),
    (
        Class::BadEscape,
        &[
            (r#"["\q"]"#, 1, 3, 2, Some(r#"["\\q"]"#)),
            (r#"["C:\new\dir"]"#, 1, 9, 8, Some(r#"["C:\new\\dir"]"#)),
            (r#"["\x41"]"#, 1, 3, 2, Some(r#"["\u0041"]"#)),
            (r#"["\ud800"]"#, 1, 3, 2, Some(r#"["\ufffd"]"#)),
            (r#"["\u12"]"#, 1, 3, 2, Some(r#"["\\u12"]"#)),
            (r#"{"a":"it\'s"}"#, 1, 9, 8, Some(r#"{"a":"it's"}"#)),
        ],
    ),
    (
        Class::LeadingZero,
        &[
            ("[01]", 1, 2, 1, Some("[1]")),
            (r#"{"a":-007}"#, 1, 6, 5, Some(r#"{"a":-7}"#)),
            ("[00.5]", 1, 2, 1, Some("[0.5]")),
        ],
    ),
    (
        Class::PlusSign,
        &[
            ("[+1]", 1, 2, 1, Some("[1]")),
            (r#"{"a":+0.5}"#, 1, 6, 5, Some(r#"{"a":0.5}"#)),
            ("[1,+2]", 1, 4, 3, Some("[1,2]")),
        ],
    ),
    (
        Class::HexadecimalNumber,
        &[
            ("[0x1F]", 1, 2, 1, Some("[31]")),
            (r#"{"a":-0xff}"#, 1, 6, 5, Some(r#"{"a":-255}"#)),
            ("[0XAB]", 1, 2, 1, Some("[171]")),
            ("[0xZZ]", 1, 2, 1, None),
            ("[0x10,0x20]", 1, 2, 1, Some("[16,32]")),
        ],
    ),
    (
        Class::NonFiniteNumber,
        &[
            ("[NaN]", 1, 2, 1, Some("[null]")),
            (r#"{"a":Infinity}"#, 1, 6, 5, Some(r#"{"a":null}"#)),
            ("[-Infinity,1]", 1, 2, 1, Some("[null,1]")),
            ("[+inf]", 1, 2, 1, Some("[null]")),
            ("[nan]", 1, 2, 1, Some("[null]")),
        ],
    ),
    (
        Class::InvalidNumber,
        &[
            ("[.5]", 1, 2, 1, Some("[0.5]")),
            ("[1.]", 1, 2, 1, Some("[1.0]")),
            ("[1e]", 1, 2, 1, None),
            ("[1e400]", 1, 2, 1, None),
            ("[1_000]", 1, 2, 1, Some("[1000]")),
            ("[1.2.3]", 1, 2, 1, None),
            ("[10n]", 1, 2, 1, Some("[10]")),
            ("[--1]", 1, 2, 1, None),
            ("[-]", 1, 2, 1, None),
            ("[1.0e+]", 1, 2, 1, None),
        ],
    ),
    (
        Class::PythonLiteral,
        &[
            ("[True]", 1, 2, 1, Some("[true]")),
            (r#"{"a":None,"b":False}"#, 1, 6, 5, Some(r#"{"a":null,"b":false}"#)),
            ("[1,False", 1, 4, 3, None),
            ("[None]", 1, 2, 1, Some("[null]")),
        ],
    ),
    (
        Class::Truncated,
        &[
            ("[1,", 1, 4, 3, None),
            (r#"{"a":"b"#, 1, 8, 7, None),
            (r#"{"a":{"b":[1"#, 1, 13, 12, None),
            (r#"{"a":tr"#, 1, 8, 7, None),
            (r#"{"a":"#, 1, 6, 5, None),
            (r#"{"a":"b\u12"#, 1, 12, 11, None),
            ("[1.", 1, 4, 3, None),
            (r#"{"a""#, 1, 5, 4, None),
            (r#"{"a":tru"#, 1, 9, 8, None),
        ],
    ),
    (
        Class::SeveralDocuments,
        &[
            ("{}{}", 1, 3, 2, None),
            ("{\"a\":1}\n{\"a\":2}\n", 2, 1, 8, None),
            ("1 2", 1, 3, 2, None),
            (r#"{"a":1} x"#, 1, 9, 8, None),
            ("{},{}", 1, 3, 2, None),
            (r#""a" "b""#, 1, 5, 4, None),
            ("{}\nnull", 2, 1, 3, None),
            (r#"{"a":1} @"#, 1, 9, 8, None),
        ],
    ),
    (
        Class::ByteOrderMark,
        &[
            ("\u{feff}\n[1]", 1, 1, 0, Some("\n[1]")),
            ("\u{feff}{}", 1, 1, 0, Some("{}")),
            ("\u{feff}{\"a\":1,}", 1, 1, 0, None),
        ],
    ),
    (Class::Empty, &[("\u{feff}", 1, 1, 0, None), ("", 1, 1, 0, None), (" \n", 1, 1, 0, None)]),
    (
        Class::Html,
        &[
            ("<html></html>", 1, 1, 0, None),
            (r#"<?xml version="1.0"?><a/>"#, 1, 1, 0, None),
            ("  <!DOCTYPE html>", 1, 3, 2, None),
        ],
    ),
    (
        Class::HttpHeaders,
        &[
            (
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":1}",
                1,
                1,
                0,
                Some(r#"{"a":1}"#),
            ),
            ("Content-Type: a\nX: b\n\n[1]", 1, 1, 0, Some("[1]")),
            ("HTTP/1.1 204 No Content\r\n\r\n", 1, 1, 0, None),
        ],
    ),
    (
        Class::JavascriptCallback,
        &[
            (r#"callback({"a":1});"#, 1, 1, 0, Some(r#"{"a":1}"#)),
            (r#"var x = {"a":1};"#, 1, 1, 0, Some(r#"{"a":1}"#)),
            (")]}',\n{\"a\":1}", 1, 1, 0, Some(r#"{"a":1}"#)),
            (r#"({"a":1})"#, 1, 1, 0, Some(r#"{"a":1}"#)),
            ("/**/cb([1])", 1, 1, 0, Some("[1]")),
            (r#"{"a":1};"#, 1, 8, 7, Some(r#"{"a":1}"#)),
            ("while(1);[1]", 1, 1, 0, Some("[1]")),
            ("cb(1)", 1, 1, 0, Some("1")),
        ],
    ),
    (
        Class::DoubleEncoded,
        &[
            (r#""{\"a\":1}""#, 1, 1, 0, Some(r#"{"a":1}"#)),
            (r#"{\"a\":1}"#, 1, 2, 1, Some(r#"{"a":1}"#)),
            (r#""[1]""#, 1, 1, 0, Some("[1]")),
        ],
    ),
    (
        Class::DuplicateKey,
        &[
            (r#"{"a":1,"a":2}"#, 1, 8, 7, None),
            (r#"{"a":{"b":1,"\u0062":2},"a":3}"#, 1, 13, 12, None),
            (r#"[{"x":1,"y":2,"x":1}]"#, 1, 15, 14, None),
        ],
    ),
];

#[test]
fn each_sample_is_explained() {
    for (class, samples) in SAMPLES {
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
    let sampled = SAMPLES.iter().map(|(class, _)| *class).chain(elsewhere);
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
