//! What is wrong with a file as a whole.

use super::Samples;
use crate::contract::Class;

pub(super) const SAMPLES: Samples = &[
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
