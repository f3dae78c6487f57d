//! Tolerant reading: one value that cannot be read costs that value, never the page.

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::deviation::{DeviationKind as Kind, Step, below, forget, mark, note, note_inside};
use super::mend::mend;
use super::open::{Open, Word};

/// A JSON value that is neither object nor array.
#[derive(Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
}

impl Scalar<'_> {
    fn raw(self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Signed(value) => value.to_string(),
            Self::Unsigned(value) => value.to_string(),
            Self::Float(value) => format!("{value:?}"),
            Self::Text(value) => Value::from(value).to_string(),
        }
    }
}

/// A type that a scalar can be read as; `None` where it cannot, beside what was odd about it.
pub(crate) trait FromScalar: Sized {
    fn from_scalar(scalar: Scalar<'_>) -> (Option<Self>, Option<Kind>);
}

impl FromScalar for i64 {
    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> (Option<Self>, Option<Kind>) {
        // Beyond 2^53 a float no longer tells which whole number was meant.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match scalar {
            Scalar::Signed(value) => (Some(value), None),
            Scalar::Unsigned(value) => (value.try_into().ok(), None),
            Scalar::Float(value) if value.fract() == 0.0 && value.abs() <= EXACT => {
                #[allow(clippy::cast_possible_truncation)]
                let whole = value as i64;
                (Some(whole), Some(Kind::WholeFraction))
            }
            Scalar::Text(text) => (text.parse().ok(), Some(Kind::TextValue)),
            Scalar::Float(_) | Scalar::Bool(_) => (None, None),
        }
    }
}

impl FromScalar for bool {
    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> (Option<Self>, Option<Kind>) {
        match scalar {
            Scalar::Bool(value) => (Some(value), None),
            Scalar::Text(text) => (text.parse().ok(), Some(Kind::TextValue)),
            _ => (None, None),
        }
    }
}

impl FromScalar for String {
    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> (Option<Self>, Option<Kind>) {
        match scalar {
            Scalar::Text(text) => (Some(text.to_owned()), None),
            _ => (None, None),
        }
    }
}

impl FromScalar for jiff::Timestamp {
    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> (Option<Self>, Option<Kind>) {
        match scalar {
            Scalar::Text(text) => {
                let time = text.parse().ok().or_else(|| to_the_nanosecond(text));
                (time, (!is_rfc_3339(text)).then_some(Kind::TimeForm))
            }
            _ => (None, None),
        }
    }
}

/// A time whose fraction has more digits than there are nanoseconds, which RFC 3339 allows.
#[cold]
fn to_the_nanosecond(text: &str) -> Option<jiff::Timestamp> {
    let (clock, rest) = text.split_once('.')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, zone) = rest.split_at(digits);
    format!("{clock}.{}{zone}", fraction.get(..9)?).parse().ok()
}

/// Whether a time that can be read is also written as RFC 3339 has it: the reader takes more than that.
#[inline]
fn is_rfc_3339(text: &str) -> bool {
    // The form that services write.
    if let [.., b'T', _, _, b':', _, _, b':', b'0'..=b'5', _, b'Z'] = text.as_bytes()
        && text.len() == 20
    {
        return true;
    }
    let Some((clock, rest)) = text.as_bytes().split_at_checked(19) else { return false };
    let [.., b'T' | b't', _, _, b':', _, _, b':', tens, _] = clock else { return false };
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|digit| digit.is_ascii_digit()).count();
            if digits > 0 { &fraction[digits..] } else { return false }
        }
        whole => whole,
    };
    let zone = match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', hours @ .., b':', tens, _] => {
            hours.len() == 2 && hours < b"24".as_slice() && *tens < b'6'
        }
        _ => false,
    };
    let leap = clock[11..] == *b"23:59:60";
    zone && clock[4] == b'-' && clock[7] == b'-' && (*tens < b'6' || leap)
}

impl<T: Word> FromScalar for Open<T> {
    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> (Option<Self>, Option<Kind>) {
        match scalar {
            Scalar::Text(text) => match Self::from(text) {
                known @ Self::Known(_) => (Some(known), None),
                unknown @ Self::Unknown(_) => (Some(unknown), Some(Kind::UnknownWord)),
            },
            _ => (None, None),
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::is_rfc_3339;

    #[test]
    fn rfc_3339_is_told_from_what_else_can_be_read() {
        for text in [
            "2024-01-20T10:00:00Z",
            "2024-01-20t10:00:00.125z",
            "2024-01-20T10:00:00+08:00",
            "2024-01-20T10:00:00.5-23:59",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(is_rfc_3339(text), "{text}");
        }
        for text in [
            "2024-01-20 10:00:00Z",
            "2024-01-20T10:00Z",
            "20240120T100000Z",
            "2024-01-20T10:00:00+0800",
            "2024-01-20T10:00:00+25:00",
            "2024-01-20T10:00:00+08:00[Asia/Shanghai]",
            "2024-01-20T10:00:00,5Z",
            "+002024-01-20T10:00:00Z",
            "2016-12-31T12:00:60Z",
            "2024-01-20T10:00:00.Z",
            "2024-01-20T10:00:00",
        ] {
            assert!(!is_rfc_3339(text), "{text}");
        }
    }
}
