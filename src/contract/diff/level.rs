//! What a change means: to any client, and to this crate.

use std::fmt;

use serde::Serialize;

/// What a change means to any client that followed the old text.
///
/// ```
/// use swr_gc::contract::Level;
///
/// assert!(Level::Breaking > Level::Cosmetic);
/// assert_eq!(Level::Breaking.name(), "breaking");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// Nothing travels differently.
    Cosmetic,
    /// What such a client sends stays allowed, and what it receives stays readable.
    Compatible,
    /// Such a client may be refused, or receive what it cannot read, or miss what it was promised.
    Breaking,
}

impl Level {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a change means to this crate, whose enums are open and whose answers are read tolerantly.
///
/// ```
/// use swr_gc::contract::Semver;
///
/// assert!(Semver::Major > Semver::Minor);
/// assert_eq!(Semver::Major.name(), "major");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Semver {
    /// Nothing changed at all.
    None,
    /// Nothing that a program sees, beyond its documentation.
    Patch,
    /// More can be sent or seen; programs go on as they are.
    Minor,
    /// A name or type goes away, or a request is refused that was sent before.
    Major,
}

impl Semver {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
