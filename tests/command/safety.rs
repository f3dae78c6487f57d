//! Text from the service cannot play tricks on a terminal.

use serde_json::json;

use super::server::{Answer, Server, task};

/// What a terminal obeys, or what makes text look like another one.
const TRICKS: [&str; 10] = [
    "\u{1b}[2J\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "\u{202e}gnp.exe",
    "\u{2066}x\u{2069}",
    "\0",
    "\r\n",
    "\u{8}\u{8}",
    "\u{200b}\u{feff}",
    "\u{7f}",
];

#[track_caller]
fn assert_harmless(text: &str) {
    for letter in text.chars().filter(|letter| *letter != '\n') {
        let hidden = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}');
        assert!(!letter.is_control() && !hidden, "{letter:?} in {text:?}");
    }
}

#[test]
fn names_and_words_reach_the_table_harmless_and_on_one_line() {
    for trick in TRICKS {
        let text = format!("a{trick}b");
        let tasks = [
            json!({ "id": 1, "job_name": text, "job_kind": text, "job_status": text }),
            json!({ "id": 2, "job_name": trick }),
        ];
        let ran = Server::start([Answer::page(&tasks, None)]).list(&[]);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
        assert_harmless(&ran.stdout);
        assert_eq!(ran.stdout.lines().count(), 5, "a row a task: {}", ran.stdout);
    }
}

#[test]
fn a_name_that_cannot_be_seen_is_written_out() {
    let tasks = [json!({ "id": 1, "job_name": "a\u{202e}b\0c" })];
    let ran = Server::start([Answer::page(&tasks, None)]).list(&[]);
    assert!(ran.stdout.contains(r"a\u{202e}b\u{0}c"), "{}", ran.stdout);
}

#[test]
fn error_texts_markers_and_unreadable_values_are_harmless_too() {
    for trick in TRICKS {
        let text = format!("a{trick}b");
        let error = json!({ "error_code": text, "error_msg": text, "request_id": text }).to_string();
        for (pages, code) in [
            (vec![Answer::new("500 Oops", error.clone())], 1),
            (vec![Answer::new("500 Oops", format!("<html>{text}"))], 1),
            (vec![Answer::new("200 OK", format!("<html>{text}"))], 1),
            (vec![Answer::page(&[task(1)], Some(&text)), Answer::new("500 Oops", error)], 1),
            (vec![Answer::page(&[json!({ "id": 1, "creation_time": text })], None)], 0),
            (
                vec![Answer::page(&[json!({ "id": 1, "job_name": { text.clone(): [text.clone()] } })], None)],
                0,
            ),
        ] {
            let ran = Server::start(pages).list(&[]);
            assert_eq!(ran.code, Some(code), "{}", ran.stderr);
            assert!(!ran.stderr.is_empty());
            assert_harmless(&ran.stderr);
            assert_harmless(&ran.stdout);
        }
    }
}

#[test]
fn a_control_character_in_json_is_escaped() {
    let tasks = [json!({ "id": 1, "job_name": "\u{1b}[31m\0\n" })];
    for form in ["json", "jsonl"] {
        let ran = Server::start([Answer::page(&tasks, None)]).list(&["--output", form]);
        assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains('\0'), "{:?}", ran.stdout);
    }
}

#[test]
fn a_flood_from_the_service_does_not_become_a_flood_on_the_screen() {
    const MEGABYTE: usize = 1024 * 1024;
    let flood = "x".repeat(MEGABYTE);
    let error = json!({ "error_code": "E", "error_msg": flood }).to_string();
    let code = json!({ "error_code": flood, "error_msg": "m" }).to_string();
    let nested = json!({ "id": 1, "job_name": [flood] });
    let mut floods = Vec::new();
    for (what, answer) in [
        ("error_msg", Answer::new("500 Oops", error)),
        ("error_code", Answer::new("500 Oops", code)),
        ("request_id", Answer::new("500 Oops", json!({ "error_msg": "m", "request_id": flood }).to_string())),
        ("a refusal", Answer::new("500 Oops", flood.clone())),
        ("no page", Answer::new("200 OK", flood.clone())),
        ("values", Answer::page(&[json!({ "id": 1, "creation_time": flood }), nested], None)),
    ] {
        let ran = Server::start([answer]).list(&["--output", "json"]);
        assert!(!ran.stderr.is_empty());
        if ran.stderr.len() >= 64 * 1024 {
            floods.push((what, ran.stderr.len()));
        }
    }
    assert_eq!(floods, [], "bytes on standard error");
}
