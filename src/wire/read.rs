//! Tolerant reading: one value that cannot be read costs that value, never the page.

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::deviation::{DeviationKind as Kind, Step, below, forget, mark, note, note_inside};
use super::mend::mend;
use super::scalar::{FromScalar, Scalar};

/// Reads the scalar property `name`.
pub(crate) fn value<'de, D, T>(deserializer: D, name: &'static str) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromScalar,
{
    deserializer.deserialize_any(Reader { step: Step::Name(name), read: ScalarAs(PhantomData) })
}

/// Reads the whole-number property `name`, whose described bounds are `bounds`.
pub(crate) fn integer<'de, D>(
    deserializer: D,
    name: &'static str,
    bounds: RangeInclusive<i64>,
) -> Result<Option<i64>, D::Error>
where
    D: Deserializer<'de>,
{
    let number = value(deserializer, name)?;
    if let Some(number) = number.filter(|number| !bounds.contains(number)) {
        note(Kind::OutOfRange, Some(Step::Name(name)), || number.to_string());
    }
    Ok(number)
}

/// Reads the object property `name`.
pub(crate) fn object<'de, D, T>(deserializer: D, name: &'static str) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(Reader { step: Step::Name(name), read: ObjectAs(PhantomData) })
}

/// Reads the property `name`, an object that may come as text holding its JSON.
pub(crate) fn embedded<'de, D, T>(deserializer: D, name: &'static str) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    deserializer.deserialize_any(Reader {
        step: Step::Name(name),
        read: EmbeddedAs { step: Step::Name(name), object: PhantomData },
    })
}

/// Reads the list property `name`, whose items are objects.
pub(crate) fn list<'de, D, T>(deserializer: D, name: &'static str) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let read = ListOf(|| ObjectAs(PhantomData::<T>));
    let items = deserializer.deserialize_any(Reader { step: Step::Name(name), read })?;
    Ok(items.unwrap_or_default())
}

/// Reads the list property `name`, whose items are scalars.
pub(crate) fn values<'de, D, T>(deserializer: D, name: &'static str) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromScalar,
{
    let read = ListOf(|| ScalarAs(PhantomData::<T>));
    let items = deserializer.deserialize_any(Reader { step: Step::Name(name), read })?;
    Ok(items.unwrap_or_default())
}

/// What a place in the document can be read as. Each method is one form in which the value may come; those
/// that are not overridden are unreadable.
trait Reading<'de>: Sized {
    type Value;

    fn scalar(self, _scalar: Scalar<'_>) -> (Option<Self::Value>, Option<Kind>) {
        (None, None)
    }

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Option<Self::Value>, A::Error> {
        unreadable(Value::deserialize(MapAccessDeserializer::new(map))?)
    }

    fn seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Option<Self::Value>, A::Error> {
        unreadable(Value::deserialize(SeqAccessDeserializer::new(seq))?)
    }
}

/// Notes an object or a list that stands where neither belongs.
fn unreadable<T, E>(value: Value) -> Result<Option<T>, E> {
    note(Kind::Unreadable, None, || value.to_string());
    Ok(None)
}

struct Reader<R> {
    step: Step,
    read: R,
}

impl<R> Reader<R> {
    #[inline]
    fn scalar<'de, E: Error>(self, scalar: Scalar<'_>) -> Result<Option<R::Value>, E>
    where
        R: Reading<'de>,
    {
        let step = self.step;
        let (value, kind) = self.read.scalar(scalar);
        let kind = if value.is_none() { Some(Kind::Unreadable) } else { kind };
        if let Some(kind) = kind {
            odd(kind, step, scalar);
        }
        Ok(value)
    }
}

/// Kept out of the way of values that are as described.
#[cold]
fn odd(kind: Kind, step: Step, scalar: Scalar<'_>) {
    note(kind, Some(step), || scalar.raw());
}

impl<'de, R: Reading<'de>> Visitor<'de> for Reader<R> {
    type Value = Option<R::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.scalar(Scalar::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.scalar(Scalar::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        self.scalar(Scalar::Text(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        note(Kind::Null, Some(self.step), || "null".to_owned());
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let _inside = below(self.step);
        self.read.map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let _inside = below(self.step);
        self.read.seq(seq)
    }
}

impl<'de, R: Reading<'de>> DeserializeSeed<'de> for Reader<R> {
    type Value = Option<R::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

struct ScalarAs<T>(PhantomData<T>);

impl<T: FromScalar> Reading<'_> for ScalarAs<T> {
    type Value = T;

    fn scalar(self, scalar: Scalar<'_>) -> (Option<T>, Option<Kind>) {
        T::from_scalar(scalar)
    }
}

struct ObjectAs<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Reading<'de> for ObjectAs<T> {
    type Value = T;

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

struct EmbeddedAs<T> {
    step: Step,
    object: PhantomData<T>,
}

impl<'de, T: serde::de::DeserializeOwned> Reading<'de> for EmbeddedAs<T> {
    type Value = T;

    fn scalar(self, scalar: Scalar<'_>) -> (Option<T>, Option<Kind>) {
        // A list would be read as a struct by position, so only what starts as an object is tried.
        let Scalar::Text(text) = scalar else { return (None, None) };
        if !text.trim_start().starts_with('{') {
            return (None, None);
        }
        let _inside = below(self.step);
        let before = mark();
        let value = serde_json::from_str(text).ok().or_else(|| {
            forget(before);
            let mended = mend(text.as_bytes(), &mut |kind, place, raw| note_inside(kind, place, raw));
            serde_json::from_slice(&mended?).ok()
        });
        (value, Some(Kind::JsonText))
    }

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        ObjectAs(PhantomData).map(map)
    }
}

/// A list, each item of which is read by what the function makes.
struct ListOf<F>(F);

impl<'de, R: Reading<'de>, F: Fn() -> R> Reading<'de> for ListOf<F> {
    type Value = Vec<R::Value>;

    fn seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Self::Value>, A::Error> {
        let mut items = Vec::new();
        let mut index = 0;
        loop {
            match seq.next_element_seed(Reader { step: Step::Index(index), read: (self.0)() })? {
                // Pushed, not extended by: an item is large, and this moves it once.
                Some(Some(item)) => items.push(item),
                Some(None) => {}
                None => return Ok(Some(items)),
            }
            index += 1;
        }
    }
}
