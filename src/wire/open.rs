//! Enum words as they are received: the documented ones by name, any other kept as it came.

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use serde::de::Visitor;

use super::Sealed;
use crate::text::cut;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An enum of the API: a closed set of words.
///
/// ```
/// use swr_gc::types::JobStatus;
/// use swr_gc::wire::Word;
///
/// for ((word, _), meaning) in JobStatus::WORDS.iter().zip(JobStatus::MEANINGS) {
///     println!("{word}: {meaning}");
/// }
/// assert_eq!(JobStatus::from_word("Success").map(JobStatus::as_word), Some("Success"));
/// ```
pub trait Word: Sealed + Copy + Eq + Hash + fmt::Debug + Send + Sync + 'static {
    /// Name of the enum in the API description.
    const NAME: &'static str;
    /// Every word with its value, in the order of the API description.
    const WORDS: &'static [(&'static str, Self)];
    /// What each word means, in the same order.
    const MEANINGS: &'static [&'static str];

    /// The value of a word, which is compared letter by letter.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    /// The word of this value.
    fn as_word(self) -> &'static str {
        // Every value has a word: the table is generated from the same list as the enum.
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| *word)
    }
}

/// A word that an enum does not have, told with those that it has.
///
/// ```
/// use swr_gc::types::JobStatus;
///
/// let error = "Sucess".parse::<JobStatus>().unwrap_err();
/// assert!(error.to_string().starts_with(r#""Sucess" is no JobStatus: use one of Success, "#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    message: String,
}

impl UnknownWord {
    pub(crate) fn new<T: Word>(word: &str) -> Self {
        Self::among(word, T::NAME, T::WORDS.iter().map(|(word, _)| *word))
    }

    /// A word that is none of these; `what` is what they name.
    pub(crate) fn among(word: &str, what: &str, words: impl IntoIterator<Item = &'static str>) -> Self {
        let words: Vec<_> = words.into_iter().collect();
        let word = cut(word.to_owned(), 100);
        Self { message: format!("{word:?} is no {what}: use one of {}", words.join(", ")) }
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for UnknownWord {}

/// Conversions of a generated enum from text and to it.
macro_rules! word_conversions {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::wire::Word::as_word(*self))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::wire::UnknownWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, Self::Err> {
                $crate::wire::Word::from_word(word)
                    .ok_or_else(|| $crate::wire::UnknownWord::new::<Self>(word))
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::wire::UnknownWord;

            fn try_from(word: &str) -> ::std::result::Result<Self, $crate::wire::UnknownWord> {
                word.parse()
            }
        }

        impl ::std::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::wire::UnknownWord;

            fn try_from(
                word: ::std::string::String,
            ) -> ::std::result::Result<Self, $crate::wire::UnknownWord> {
                word.parse()
            }
        }
    };
}
pub(crate) use word_conversions;

/// A word of `T`, or one that the API description does not know, kept as it came.
///
/// ```
/// use swr_gc::types::JobStatus;
/// use swr_gc::wire::Open;
///
/// let status = Open::<JobStatus>::from("Frozen");
/// assert_eq!(status.known(), None);
/// assert_eq!(status.as_str(), "Frozen");
/// assert_eq!(Open::from("Success"), JobStatus::Success);
/// ```
///
/// Answers are made of these: a service that learns a new word loses nobody a page. Requests take `T` itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Open<T> {
    /// A word of the API description.
    Known(T),
    /// Any other word.
    Unknown(Box<str>),
}

impl<T: Word> Open<T> {
    /// The documented value, if the word is one.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unknown(_) => None,
        }
    }

    /// The word as it was received.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.as_word(),
            Self::Unknown(word) => word,
        }
    }
}

impl<T: Word> From<T> for Open<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: Word> From<String> for Open<T> {
    fn from(word: String) -> Self {
        T::from_word(&word).map_or_else(|| Self::Unknown(word.into()), Self::Known)
    }
}

impl<T: Word> From<&str> for Open<T> {
    fn from(word: &str) -> Self {
        T::from_word(word).map_or_else(|| Self::Unknown(word.into()), Self::Known)
    }
}

impl<T: Word> std::str::FromStr for Open<T> {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(word.into())
    }
}

impl<T: Word> PartialEq<T> for Open<T> {
    fn eq(&self, other: &T) -> bool {
        self.known() == Some(*other)
    }
}

impl<T: Word> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T: Word> Serialize for Open<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T: Word> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words<T>(PhantomData<T>);

        impl<T: Word> Visitor<'_> for Words<T> {
            type Value = Open<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a word of {}", T::NAME)
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Open<T>, E> {
                Ok(word.into())
            }
        }

        deserializer.deserialize_str(Words(PhantomData))
    }
}
