//! An object out of values and the places where they belong.

use serde::ser::{Error, Serialize, Serializer};
use serde_json::{Map, Value};

/// What can be put into a body.
pub(crate) trait Sent {
    /// As JSON.
    fn json(&self) -> Result<Value, serde_json::Error>;
}

impl<T: Serialize> Sent for T {
    fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }
}

/// Serializes an object that holds each value at its JSON pointer.
pub(crate) fn nested<S: Serializer>(serializer: S, values: &[(&str, &dyn Sent)]) -> Result<S::Ok, S::Error> {
    let mut whole = Map::new();
    for (pointer, value) in values {
        let value = value.json().map_err(S::Error::custom)?;
        let Some((parents, name)) = pointer.rsplit_once('/') else { continue };
        let mut object = &mut whole;
        for parent in parents.split('/').skip(1) {
            let inner = object.entry(parent).or_insert_with(|| Value::Object(Map::new()));
            object = inner
                .as_object_mut()
                .ok_or_else(|| S::Error::custom("a value stands where an object does"))?;
        }
        object.insert(name.to_owned(), value);
    }
    whole.serialize(serializer)
}
