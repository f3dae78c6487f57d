//! How far a judge has come, and what follows.

use std::fmt;

use serde::{Serialize, Serializer};

/// How far judging has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// All that was to be judged was judged.
    Complete,
    /// Some of it could not be judged; the notes say what and why.
    Inconclusive,
    /// The account is not on the white list of the API.
    NotWhiteListed,
    /// The user has not the permission.
    NoPermission,
    /// The service asked for fewer requests until there were none left to try.
    Throttled,
    /// The service does not know who asks.
    Unauthenticated,
    /// Nobody answered, or nobody any more.
    Unreachable,
    /// A file or an answer that was to be judged could not be read, or the answers are too large.
    Unreadable,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::Complete,
        Self::Inconclusive,
        Self::NotWhiteListed,
        Self::NoPermission,
        Self::Throttled,
        Self::Unauthenticated,
        Self::Unreachable,
        Self::Unreadable,
    ];

    /// The name under which it is reported.
    ///
    /// ```
    /// assert_eq!(swr_gc::findings::Outcome::NotWhiteListed.name(), "not-white-listed");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Inconclusive => "inconclusive",
            Self::NotWhiteListed => "not-white-listed",
            Self::NoPermission => "no-permission",
            Self::Throttled => "throttled",
            Self::Unauthenticated => "unauthenticated",
            Self::Unreachable => "unreachable",
            Self::Unreadable => "unreadable",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What follows from a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nothing that counts was found.
    Clean,
    /// Something that counts was found.
    Found,
    /// Nothing that counts was found, but something kept the judge from looking.
    Unjudged,
}
