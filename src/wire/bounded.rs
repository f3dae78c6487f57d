//! Whole numbers that cannot be outside their documented bounds.

use std::fmt;
use std::ops::RangeInclusive;

use serde::de::{Error, Visitor};

/// A whole number from `MIN` to `MAX`.
///
/// ```
/// use swr_gc::wire::Bounded;
///
/// let limit = Bounded::<1, 100>::try_from(50)?;
/// assert_eq!(limit.get(), 50);
/// assert_eq!(limit.bounds(), 1..=100);
/// assert_eq!(
///     Bounded::<1, 100>::try_from(101_i64).unwrap_err().to_string(),
///     "101 is above the maximum of 100: use a number from 1 to 100",
/// );
/// # Ok::<(), swr_gc::wire::OutOfBounds>(())
/// ```
///
/// Requests hold their numbers in this form, so a number that the API does not allow never leaves the
/// process. Reading by serde keeps the bounds, too. The bounds come from the API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounded<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Bounded<MIN, MAX> {
    /// What it may be.
    pub fn bounds(self) -> RangeInclusive<i64> {
        MIN..=MAX
    }

    /// The number itself.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl<const MIN: i64, const MAX: i64> From<Bounded<MIN, MAX>> for i64 {
    fn from(number: Bounded<MIN, MAX>) -> Self {
        number.0
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Display for Bounded<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: i64, const MAX: i64> serde::Serialize for Bounded<MIN, MAX> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de, const MIN: i64, const MAX: i64> serde::Deserialize<'de> for Bounded<MIN, MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number<const MIN: i64, const MAX: i64>;

        impl<const MIN: i64, const MAX: i64> Visitor<'_> for Number<MIN, MAX> {
            type Value = Bounded<MIN, MAX>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a whole number from {MIN} to {MAX}")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                number.try_into().map_err(E::custom)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                number.try_into().map_err(E::custom)
            }
        }

        deserializer.deserialize_i64(Number)
    }
}

/// A number that is too small or too large, with the bounds it misses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfBounds {
    value: i128,
    minimum: i64,
    maximum: i64,
}

impl fmt::Display for OutOfBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, minimum, maximum } = self;
        let (side, bound) = if *value < i128::from(*minimum) {
            ("below the minimum", minimum)
        } else {
            ("above the maximum", maximum)
        };
        write!(f, "{value} is {side} of {bound}: use a number from {minimum} to {maximum}")
    }
}

impl std::error::Error for OutOfBounds {}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl<const MIN: i64, const MAX: i64> TryFrom<$integer> for Bounded<MIN, MAX> {
            type Error = OutOfBounds;

            fn try_from(value: $integer) -> Result<Self, OutOfBounds> {
                let value = value as i128;
                match i64::try_from(value) {
                    Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
                    _ => Err(OutOfBounds { value, minimum: MIN, maximum: MAX }),
                }
            }
        }
    )*};
}

from_integer!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::Bounded;

    type Limit = Bounded<1, 100>;

    #[test]
    fn bounds_belong_to_the_range() {
        assert_eq!(Limit::try_from(1_u8).map(Limit::get), Ok(1));
        assert_eq!(Limit::try_from(100_i64).map(Limit::get), Ok(100));
    }

    #[test]
    fn what_is_outside_is_refused_with_value_and_bound() {
        for (value, text) in [
            (0_i64, "0 is below the minimum of 1: use a number from 1 to 100"),
            (-1, "-1 is below the minimum of 1: use a number from 1 to 100"),
            (101, "101 is above the maximum of 100: use a number from 1 to 100"),
        ] {
            assert_eq!(Limit::try_from(value).unwrap_err().to_string(), text);
        }
        assert_eq!(
            Limit::try_from(u64::MAX).unwrap_err().to_string(),
            "18446744073709551615 is above the maximum of 100: use a number from 1 to 100"
        );
    }

    #[test]
    fn what_is_read_keeps_the_bounds_too() {
        let read = serde_json::from_str::<Limit>;
        assert_eq!(read("100").map(Limit::get).ok(), Some(100));
        for (text, told) in [
            ("0", "0 is below the minimum of 1: use a number from 1 to 100"),
            ("18446744073709551615", "18446744073709551615 is above the maximum of 100"),
            ("7.0", "invalid type: floating point `7.0`, expected a whole number from 1 to 100"),
            (r#""7""#, r#"invalid type: string "7", expected a whole number from 1 to 100"#),
        ] {
            let error = read(text).expect_err(told).to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
