//! How bad it is.

use std::fmt;

use serde::{Serialize, Serializer};

/// How bad a finding is.
///
/// ```
/// use swr_gc::findings::Severity;
///
/// assert!(Severity::Error > Severity::Warning);
/// assert_eq!(Severity::Info.name(), "info");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing; nobody has to do anything.
    Info,
    /// What is described does not say enough to decide, or works today by luck.
    Warning,
    /// What is described and what is seen contradict each other.
    Error,
}

impl Severity {
    /// Every severity, the worst first: the order in which reports tell.
    pub const ALL: &'static [Self] = &[Self::Error, Self::Warning, Self::Info];

    /// The name under which it is reported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
