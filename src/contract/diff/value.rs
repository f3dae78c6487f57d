//! Values of JSON as they are compared: numbers by what they amount to, objects without order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Number, Value};

/// One spelling for all values that are equal.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match (whole(number), number.as_f64()) {
            (Some(whole), _) => whole.to_string(),
            (None, Some(float)) => float.to_string(),
            (None, None) => number.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(entries) => {
            let entries: BTreeMap<_, _> =
                entries.iter().map(|(key, value)| (key, canonical(value))).collect();
            format!("{entries:?}")
        }
        other => other.to_string(),
    }
}

/// The same value, whatever the spelling of its numbers and the order of its keys.
pub(super) fn equal(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other || canonical(one) == canonical(other),
        (None, None) => true,
        _ => false,
    }
}

/// The beginning of a value, for a sentence.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    let mut letters = text.chars();
    let beginning: String = letters.by_ref().take(60).collect();
    if letters.next().is_some() { format!("`{beginning}…`") } else { format!("`{beginning}`") }
}

/// Compares numbers as numbers: 1 and 1.0 are equal, and large whole ones are told apart.
pub(super) fn compare(one: &Number, other: &Number) -> Ordering {
    if let (Some(one), Some(other)) = (whole(one), whole(other)) {
        return one.cmp(&other);
    }
    let float = |number: &Number| number.as_f64().unwrap_or(f64::MAX);
    float(one).total_cmp(&float(other))
}

/// A number without a fraction that a float could not have changed.
pub(super) fn whole(number: &Number) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let of_float = || number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT);
    #[allow(clippy::cast_possible_truncation)]
    number.as_i128().or_else(|| of_float().map(|float| float as i128))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{canonical, equal, shown};

    #[test]
    fn equal_values_have_one_spelling() {
        for (one, other) in [
            (json!(1), json!(1.0)),
            (json!(-0.0), json!(0)),
            (json!({ "a": [1.0, { "b": null }] }), json!({ "a": [1, { "b": null }] })),
            (json!(1e3), json!(1000)),
        ] {
            assert!(equal(Some(&one), Some(&other)), "{one} and {other}");
        }
        for (one, other) in [
            (json!(1), json!("1")),
            (json!([1, 2]), json!([2, 1])),
            (json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64)),
            (json!(0.5), json!(0.25)),
        ] {
            assert_ne!(canonical(&one), canonical(&other));
        }
        assert!(!equal(Some(&json!(null)), None));
    }

    #[test]
    fn a_long_value_is_cut() {
        assert_eq!(shown(&json!("x".repeat(100))).chars().count(), 63);
        assert_eq!(shown(&json!([1])), "`[1]`");
    }
}
