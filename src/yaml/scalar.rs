//! Scalars: what a text without structure stands for, by the core schema of YAML 1.2.

use saphyr_parser::ScalarStyle;
use serde_json::{Number, Value};

/// Why a scalar stands for nothing, and what to do.
pub(super) struct Unfit {
    pub(super) message: &'static str,
    pub(super) remedy: &'static str,
}

/// For a value of another kind than its tag names.
pub(super) const TAGGED: Unfit =
    Unfit { message: "the value is not what its tag says", remedy: "correct the value, or drop the tag" };

/// The value of a scalar; its tag is one that YAML itself defines.
pub(super) fn value(text: &str, style: ScalarStyle, tag: Option<&str>) -> Result<Value, Unfit> {
    match tag {
        Some("str") => Ok(text.into()),
        Some(tag) => plain(text).and_then(|value| tagged(tag, value)).ok_or(TAGGED),
        None if style != ScalarStyle::Plain => Ok(text.into()),
        None => plain(text).ok_or(Unfit {
            message: "a number must be finite",
            remedy: "write the value out in plain block style",
        }),
    }
}

/// A scalar without quotation marks, as the core schema of YAML 1.2 has it; `None` for a number without end.
fn plain(text: &str) -> Option<Value> {
    let digits = |prefix, radix| {
        let digits = text.strip_prefix(prefix).filter(|digits: &&str| !digits.starts_with(['+', '-']))?;
        i64::from_str_radix(digits, radix).ok()
    };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    if let Some(whole) = text.parse().ok().or_else(|| digits("0x", 16)).or_else(|| digits("0o", 8)) {
        return Some(Value::from(whole));
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(Value::from(whole));
    }
    let lower = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    // Rust takes words such as `inf` for numbers, YAML those with a dot in front.
    let number = text.contains(|letter: char| letter.is_ascii_digit()).then(|| text.parse::<f64>());
    match number {
        _ if matches!(&*lower, ".inf" | ".nan") => None,
        Some(Ok(number)) => Number::from_f64(number).map(Value::Number),
        _ => Some(Value::String(text.to_owned())),
    }
}

/// A scalar with the tag of its type.
fn tagged(tag: &str, value: Value) -> Option<Value> {
    match (tag, value) {
        ("null", value @ Value::Null) | ("bool", value @ Value::Bool(_)) => Some(value),
        ("int", Value::Number(number)) if !number.is_f64() => Some(Value::Number(number)),
        ("float", Value::Number(number)) => Some(Value::Number(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::yaml::read;

    #[test]
    fn values_are_those_of_the_core_schema() {
        for (text, value) in [
            ("~", Value::Null),
            ("''", json!("")),
            ("'~'", json!("~")),
            ("True", json!(true)),
            ("no", json!("no")),
            ("2026-01-01", json!("2026-01-01")),
            ("-7", json!(-7)),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!(18446744073709551616.0)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("0x-1", json!("0x-1")),
            ("'7'", json!("7")),
            ("0.50", json!(0.5)),
            ("1e3", json!(1000.0)),
            ("3.0.3", json!("3.0.3")),
            ("infinity", json!("infinity")),
            ("[a, {b: 1}]", json!(["a", { "b": 1 }])),
            ("|\n  a\n  7\n", json!("a\n7\n")),
            (">-\n  a\n  7\n", json!("a 7")),
            ("!!str 7", json!("7")),
            ("!!int 7", json!(7)),
            ("!!float 7", json!(7)),
            ("!!bool true", json!(true)),
            ("!!null ''", Value::Null),
            ("!!seq [!!map {a: 1}]", json!([{ "a": 1 }])),
        ] {
            assert_eq!(read(&format!("key: {text}")), Ok(json!({ "key": value })), "{text}");
        }
    }
}
