//! An object out of values and the places where they belong.

use serde::ser::{Error, Serialize, Serializer};
use serde_json::{Map, Value};

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
