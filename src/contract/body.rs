//! A body, read strictly: what is wrong with it as JSON, before anybody asks what it means.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::explain::explain;

/// More bytes of one body are not judged.
pub(super) const MOST: usize = 8 << 20;

/// What a body is.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Nobody recorded it; that is not to say that it was empty.
    Unrecorded,
    Empty,
    NotUtf8(Option<Fault>),
    NotJson(Fault),
    Json(Json),
}

/// Where a text breaks, counted from 1, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

impl Fault {
    /// What is wrong with a text, in words that are more to the point than those of its reader.
    fn explained(bytes: &[u8]) -> Option<Self> {
        let explanation = explain(bytes);
        let (place, class) = (explanation.place?, explanation.class.filter(|_| !explanation.valid)?);
        Some(Self {
            line: place.line,
            column: place.column,
            message: format!("{class}: {}", class.meaning()),
        })
    }

    fn told(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or_default().to_owned();
        Self { line: error.line(), column: error.column(), message }
    }
}

/// A body that is JSON.
#[derive(Clone, Debug)]
pub(crate) struct Json {
    pub(crate) value: Value,
    /// Pointers of keys that stand twice in their object.
    pub(crate) doubled: Vec<String>,
    /// Whether the value is all of the body, and not a part of it.
    pub(crate) is_whole: bool,
}

impl Json {
    /// Reads a body that is known to be JSON without a key that stands twice.
    pub(crate) fn plain(bytes: &[u8]) -> Option<Self> {
        let value = serde_json::from_slice(bytes).ok()?;
        Some(Self { value, doubled: Vec::new(), is_whole: true })
    }

    /// Reads a text that is nothing but JSON.
    pub(crate) fn read(text: &str) -> Result<Self, serde_json::Error> {
        let doubled = RefCell::default();
        let mut reader = serde_json::Deserializer::from_str(text);
        let value = Strict { place: String::new(), doubled: &doubled }.deserialize(&mut reader)?;
        reader.end()?;
        Ok(Self { value, doubled: doubled.into_inner(), is_whole: true })
    }
}

impl Body {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        if bytes.trim_ascii().is_empty() {
            return Self::Empty;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => return Self::NotUtf8(Fault::explained(bytes)),
        };
        match Json::read(text) {
            Ok(json) => Self::Json(json),
            Err(error) => Self::NotJson(Fault::explained(bytes).unwrap_or_else(|| Fault::told(&error))),
        }
    }

    pub(crate) fn json(&self) -> Option<&Json> {
        match self {
            Self::Json(json) => Some(json),
            _ => None,
        }
    }
}

/// Reads a value and notes keys that stand twice; the last one counts, as most readers have it.
struct Strict<'a> {
    place: String,
    doubled: &'a RefCell<Vec<String>>,
}

impl Strict<'_> {
    fn inside(&self, step: &str) -> Self {
        let place = format!("{}/{}", self.place, step.replace('~', "~0").replace('/', "~1"));
        Self { place, doubled: self.doubled }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number beyond every float"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inside(&list.len().to_string()))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            let inside = self.inside(&key);
            if !seen.insert(key.clone()) {
                self.doubled.borrow_mut().push(inside.place.clone());
            }
            let value = entries.next_value_seed(inside)?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Body;

    #[test]
    fn each_kind_of_body_is_told_apart() {
        assert!(matches!(Body::read(b" \n"), Body::Empty));
        let Body::NotUtf8(Some(fault)) = Body::read(b"{\"a\":\"\xff\"}") else { panic!("no text") };
        assert_eq!((fault.line, fault.column), (1, 7));
        let Body::NotJson(fault) = Body::read(b"{\"a\":1}\n{\"a\"") else { panic!("a second document") };
        assert_eq!((fault.line, fault.column, &fault.message[..18]), (2, 1, "several-documents:"));
        assert!(matches!(Body::read("\u{feff}{}".as_bytes()), Body::NotJson(_)));
        let Body::Json(json) = Body::read(br#"{"a":{"b":1,"b":2,"c/d":3,"c/d":[]},"e":[{"f":1,"f":1}]}"#)
        else {
            panic!("JSON")
        };
        assert_eq!(json.value, json!({ "a": { "b": 2, "c/d": [] }, "e": [{ "f": 1 }] }));
        assert_eq!(json.doubled, ["/a/b", "/a/c~1d", "/e/0/f"]);
    }
}
