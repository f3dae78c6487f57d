//! Values, and the signs in and around them.

use super::Samples;
use crate::contract::Class;

pub(super) const SAMPLES: Samples = &[
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
];
