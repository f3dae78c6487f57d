//! What can be exercised of an operation.

use std::fmt;

use serde::{Serialize, Serializer};

/// What an item of the API description is.
///
/// ```
/// assert_eq!(swr_gc::contract::Aspect::ResponseWord.name(), "response-word");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Aspect {
    /// The operation itself: it was called.
    Operation,
    /// A status: it was answered with it.
    Status,
    /// A parameter: it was sent.
    Parameter,
    /// A word that a parameter may be: it was sent.
    ParameterWord,
    /// A bound of a parameter: a value at it, or one beyond it, was sent.
    ParameterBound,
    /// A property of a request: it was sent.
    RequestField,
    /// A word that a property of a request may be: it was sent.
    RequestWord,
    /// A bound of a property of a request: a value at it, or one beyond it, was sent.
    RequestBound,
    /// A property of an answer: it was seen.
    ResponseField,
    /// A word that a property of an answer may be: it was seen.
    ResponseWord,
    /// A bound of a property of an answer: a value at it or beyond it was seen.
    ResponseBound,
}

impl Aspect {
    /// Every aspect, in the order in which they are told.
    pub const ALL: &'static [Self] = &[
        Self::Operation,
        Self::Status,
        Self::Parameter,
        Self::ParameterWord,
        Self::ParameterBound,
        Self::RequestField,
        Self::RequestWord,
        Self::RequestBound,
        Self::ResponseField,
        Self::ResponseWord,
        Self::ResponseBound,
    ];

    /// The name under which it is reported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Status => "status",
            Self::Parameter => "parameter",
            Self::ParameterWord => "parameter-word",
            Self::ParameterBound => "parameter-bound",
            Self::RequestField => "request-field",
            Self::RequestWord => "request-word",
            Self::RequestBound => "request-bound",
            Self::ResponseField => "response-field",
            Self::ResponseWord => "response-word",
            Self::ResponseBound => "response-bound",
        }
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Aspect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
