//! JSON at random: what was there, changed in a few places.

use std::collections::BTreeSet;

use fastrand::Rng;
use serde_json::Value;

/// What a value is replaced with: every kind, at the bounds of each, in every way it can be written.
pub(super) const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "2",
    "3",
    "5",
    "6",
    "100",
    "101",
    "-1",
    "1.0",
    "1.5",
    "1e2",
    "1E+2",
    "-0.0",
    "12e-1",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "9007199254740993",
    "9007199254740993.0",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "1e400",
    "\"\"",
    "\"a\"",
    "\"abc\"",
    "\"1\"",
    "\"\\u0061\"",
    "\"\\ud83d\\ude00\"",
    "\"😀😀\"",
    "\"\\ud800\"",
    "\"\\n\"",
    "[]",
    "[1]",
    "[1,1]",
    "[null,\"a\"]",
    "{}",
    "{\"a\":1}",
    "{\"a\":1,\"a\":2}",
    "{\"\\u0061\":1,\"b\":{}}",
    "{\"next_marker\":\"a\"}",
    "\"{}\"",
    "\"{\\\"a\\\":1}\"",
    "\" {\\\"workers\\\":3}\"",
    "\"{\\\"workers\\\":9,\\\"workers\\\":3}\"",
    "\"{\\\"workers\\\":9}\"",
    "\"[1]\"",
    "\"Success\"",
    "\"MANUAL\"",
    "\"manual\"",
    "[[[[[[[[1]]]]]]]]",
];

/// The parts of times, right and wrong.
const DATES: &[&str] = &[
    "2024-01-20",
    "2024-02-29",
    "2023-02-29",
    "1900-02-29",
    "2000-02-29",
    "0000-01-01",
    "9999-12-31",
    "2024-13-01",
    "2024-00-10",
    "2024-04-31",
    "2024-1-20",
    "-2024-01-20",
    "2024-01-00",
    "20240120",
];
const SEPARATORS: &[&str] = &["T", "T", "T", "T", "t", " ", ""];
const CLOCKS: &[&str] =
    &["10:00:00", "00:00:00", "23:59:59", "23:59:60", "24:00:00", "10:60:00", "10:00", "1:00:00", "10:00:61"];
const FRACTIONS: &[&str] =
    &["", "", "", ".0", ".5", ".123456789", ".1234567891", ".", ".000000001", ",5", ".99999999999999999999"];
const OFFSETS: &[&str] = &[
    "Z", "Z", "Z", "z", "+00:00", "-00:00", "+08:00", "-23:59", "+24:00", "+23:60", "+0800", "+08", "", "ZZ",
    "−01:00",
];

const PARTS: [&[&str]; 5] = [DATES, SEPARATORS, CLOCKS, FRACTIONS, OFFSETS];

/// Names that no schema knows, beside those that stand in the document anyway.
const NAMES: &[&str] =
    &["a", "b", "strange", "", "tasks", "page_info", "next_marker", "workers", "a/b", "a~b"];

/// Writes a document, changed in about one of `every` places.
pub(super) fn changed(random: &mut Rng, document: &Value, every: usize) -> Vec<u8> {
    let mut text = String::new();
    write(random, &mut text, document, every);
    let mut bytes = text.into_bytes();
    if random.usize(..20) == 0 {
        harm(random, &mut bytes);
    }
    bytes
}

/// One of the values above, or a time.
pub(super) fn value(random: &mut Rng) -> String {
    if random.usize(..4) == 0 { format!("\"{}\"", time(random)) } else { pick(random, VALUES).to_owned() }
}

/// One of several.
pub(super) fn pick<'a>(random: &mut Rng, of: &[&'a str]) -> &'a str {
    of[random.usize(..of.len())]
}

/// A time with one part at random, or with all.
fn time(random: &mut Rng) -> String {
    let odd = random.usize(..PARTS.len() + 1);
    let part = |(index, part): (usize, &&[&'static str])| {
        if odd == index || odd == PARTS.len() { pick(random, part) } else { part[0] }
    };
    PARTS.iter().enumerate().map(part).collect()
}

/// Every time that can be made of the parts.
pub(super) fn times() -> Vec<String> {
    PARTS.iter().fold(vec![String::new()], |begun, part| {
        let part: BTreeSet<_> = part.iter().collect();
        begun.iter().flat_map(|begun| part.iter().map(move |part| format!("{begun}{part}"))).collect()
    })
}

fn write(random: &mut Rng, text: &mut String, document: &Value, every: usize) {
    let mut now = |of: usize| random.usize(..every.max(1) * of) == 0;
    let (is_replaced, is_spaced, is_odd) = (now(1), now(1), now(4));
    if is_spaced {
        text.push_str(pick(random, &[" ", "\n\t", "\r\n"]));
    }
    match document {
        // A time in place of another one is what most often still fits.
        Value::String(known) if is_replaced && known.contains(':') && random.usize(..4) > 0 => {
            text.push_str(&format!("\"{}\"", time(random)));
        }
        _ if is_replaced => text.push_str(&value(random)),
        Value::Array(items) => {
            let copies = if is_odd { 101 } else { 1 };
            let items: Vec<String> = items
                .iter()
                .flat_map(|item| std::iter::repeat_n(item, copies))
                .map(|item| {
                    let mut inside = String::new();
                    write(random, &mut inside, item, every);
                    inside
                })
                .collect();
            text.push_str(&format!("[{}]", items.join(",")));
        }
        Value::Object(_) if is_odd => {
            let mut inside = String::new();
            write(random, &mut inside, document, every);
            text.push_str(&Value::from(inside).to_string());
        }
        Value::Object(entries) => {
            let mut written = Vec::new();
            for (name, inside) in entries {
                if random.usize(..2 * every) == 0 {
                    continue;
                }
                let mut entry = format!("{}:", key(random, name, every));
                write(random, &mut entry, inside, every);
                written.push(entry);
            }
            while random.usize(..3 * every) == 0 {
                let entry = format!("\"{}\":{}", pick(random, NAMES), value(random));
                written.insert(random.usize(..=written.len()), entry);
            }
            text.push_str(&format!("{{{}}}", written.join(",")));
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// A name, at times written by the number of its first character.
fn key(random: &mut Rng, name: &str, every: usize) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii() && random.usize(..every) == 0 => {
            format!("\"\\u{:04x}{}\"", u32::from(first), &name[1..])
        }
        _ => Value::from(name).to_string(),
    }
}

/// Breaks bytes, be it JSON or UTF-8.
fn harm(random: &mut Rng, bytes: &mut Vec<u8>) {
    let at = random.usize(..=bytes.len());
    match random.usize(..3) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, *random.choice(b"\xff\xc3\"\\{}[],:0-e \x00").unwrap_or(&b' ')),
        _ if at < bytes.len() => drop(bytes.remove(at)),
        _ => bytes.extend_from_slice(b"{}"),
    }
}
