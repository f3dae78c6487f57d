//! Scalars as they may come, and what they can be read as.

use serde_json::Value;

use super::deviation::DeviationKind as Kind;
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
    pub(super) fn raw(self) -> String {
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
