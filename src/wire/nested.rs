//! An object out of values and the places where they belong, and back.

use serde::de::{self, DeserializeOwned};
use serde::ser::{Error, Serialize, Serializer};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::UnknownWord;

/// Serializes an object that holds each value at its JSON pointer.
pub(crate) fn nested<S: Serializer>(
    serializer: S,
    values: impl IntoIterator<Item = (&'static str, serde_json::Result<Value>)>,
) -> Result<S::Ok, S::Error> {
    let mut whole = Map::new();
    for (pointer, value) in values {
        let Some((parents, name)) = pointer.rsplit_once('/') else { continue };
        let mut object = &mut whole;
        for parent in parents.split('/').skip(1) {
            let inner = object.entry(parent).or_insert_with(|| Value::Object(Map::new()));
            object = inner
                .as_object_mut()
                .ok_or_else(|| S::Error::custom("a value stands where an object does"))?;
        }
        object.insert(name.to_owned(), value.map_err(S::Error::custom)?);
    }
    whole.serialize(serializer)
}

/// An object in which a word decides what else it holds.
pub(crate) struct Nested(Value);

impl Nested {
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }

    /// Why a word at a JSON pointer is refused that is none of these.
    pub(crate) fn unknown<E: de::Error>(pointer: &str, word: &str, words: &[&'static str]) -> E {
        let unknown = UnknownWord::among(word, "word of it", words.iter().copied());
        E::custom(format!("{pointer}: {unknown}"))
    }

    /// The value at a JSON pointer.
    pub(crate) fn value<T: DeserializeOwned, E: de::Error>(&self, pointer: &str) -> Result<T, E> {
        let value = self.0.pointer(pointer).ok_or_else(|| E::custom(format!("{pointer} is missing")))?;
        T::deserialize(value).map_err(|error| E::custom(format!("{pointer}: {error}")))
    }

    /// What was made of it, if that holds all that stands there.
    pub(crate) fn whole<T: Serialize, E: de::Error>(&self, made: T) -> Result<T, E> {
        let held = serde_json::to_value(&made).map_err(E::custom)?;
        match beyond(&self.0, &held, "") {
            Some(pointer) => Err(E::custom(format!("{pointer} does not belong there: take it out"))),
            None => Ok(made),
        }
    }
}

/// The JSON pointer of something that is in `given` and not in `held`.
fn beyond(given: &Value, held: &Value, at: &str) -> Option<String> {
    match (given, held) {
        (Value::Object(given), Value::Object(held)) => given.iter().find_map(|(name, value)| {
            let at = format!("{at}/{name}");
            held.get(name).map_or_else(|| Some(at.clone()), |held| beyond(value, held, &at))
        }),
        _ => (given != held).then(|| at.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::types::{ExecuteGcScheduleRequest, RequestedGcParameters, UpdateGcScheduleRequest};

    #[test]
    fn a_body_holds_what_belongs_to_its_word_and_nothing_else() {
        let parameters = RequestedGcParameters::new(3).expect("three are allowed").dry_run(true);
        assert_eq!(
            serde_json::to_value(UpdateGcScheduleRequest::none()).expect("JSON"),
            json!({ "schedule": { "type": "None" } })
        );
        let custom =
            UpdateGcScheduleRequest::custom("0 0 16 * * *", parameters.clone()).expect("a cron expression");
        assert_eq!(
            serde_json::to_value(&custom).expect("JSON"),
            json!({
                "schedule": { "type": "Custom", "cron": "0 0 16 * * *" },
                "parameters": { "workers": 3, "dry_run": true },
            })
        );
        assert_eq!(
            serde_json::to_value(ExecuteGcScheduleRequest::manual(parameters)).expect("JSON"),
            json!({ "schedule": { "type": "Manual" }, "parameters": { "workers": 3, "dry_run": true } })
        );
    }

    #[test]
    fn a_body_that_was_written_can_be_read() {
        let parameters = RequestedGcParameters::new(3).expect("three are allowed").dry_run(true);
        let custom =
            UpdateGcScheduleRequest::custom("0 0 16 * * *", parameters.clone()).expect("a cron expression");
        for body in [UpdateGcScheduleRequest::none(), custom] {
            let json = serde_json::to_value(&body).expect("JSON");
            assert_eq!(serde_json::from_value::<UpdateGcScheduleRequest>(json).expect("a body"), body);
        }
        let manual = ExecuteGcScheduleRequest::manual(parameters);
        let json = serde_json::to_string(&manual).expect("JSON");
        assert_eq!(serde_json::from_str::<ExecuteGcScheduleRequest>(&json).expect("a body"), manual);
    }

    #[test]
    fn a_body_that_is_not_allowed_is_not_read() {
        for (body, told) in [
            (json!({}), "/schedule/type is missing"),
            (json!({ "schedule": { "type": 1 } }), "/schedule/type: invalid type: integer `1`"),
            (
                json!({ "schedule": { "type": "Weekly" } }),
                "/schedule/type: \"Weekly\" is no word of it: use one of None, Custom",
            ),
            (json!({ "schedule": { "type": "Custom" } }), "/schedule/cron is missing"),
            (
                json!({ "schedule": { "type": "Custom", "cron": "" } }),
                "/schedule/cron: it is empty: give at least",
            ),
            (
                json!({ "schedule": { "type": "Custom", "cron": "0 0 16 * * *" }, "parameters": { "workers": 6 } }),
                "/parameters: 6 is above the maximum of 5",
            ),
            (
                json!({ "schedule": { "type": "Custom", "cron": "0 0 16 * * *" }, "parameters": { "worker": 1 } }),
                "/parameters: unknown field `worker`, expected one of",
            ),
            (
                json!({ "schedule": { "type": "None", "cron": "0 0 16 * * *" } }),
                "/schedule/cron does not belong there: take it out",
            ),
            (json!({ "schedule": { "type": "None" }, "more": 1 }), "/more does not belong there"),
        ] {
            let error = serde_json::from_value::<UpdateGcScheduleRequest>(body).expect_err(told).to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }

    #[test]
    fn what_is_not_allowed_cannot_be_made() {
        for (workers, told) in [
            (0, "workers: 0 is below the minimum of 1: use a number from 1 to 5"),
            (6, "workers: 6 is above the maximum of 5: use a number from 1 to 5"),
        ] {
            assert_eq!(RequestedGcParameters::new(workers).expect_err(told).to_string(), told);
        }
        let parameters = RequestedGcParameters::new(1).expect("one is allowed");
        let empty = UpdateGcScheduleRequest::custom("", parameters).expect_err("there is no time");
        assert_eq!(empty.to_string(), "cron: it is empty: give at least 1 character(s)");
    }
}
