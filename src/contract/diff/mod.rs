//! What changed between two API descriptions, and what that means to clients.
//!
//! Two documents of OpenAPI 3.0 are compared operation by operation ([`operations`]), with what each sends and receives:
//! [`parameters`], [`bodies`], [`answers`], [`servers`], [`security`]. The measure is one: what a client may send must
//! never get narrower, and what it must be able to read never wider. Schemas ([`schemas`]) are compared from there on,
//! each pair once a direction, so that one cause in a shared part is told once and a part that nothing refers to not
//! at all. References are followed within the document, and never beyond.

mod alternatives;
mod answers;
mod bodies;
mod bounds;
mod compare;
mod direction;
mod document;
mod level;
mod notes;
mod objects;
mod operations;
mod parameters;
mod rule;
mod schemas;
mod security;
mod servers;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod view;

use std::fmt;

pub use level::{Level, Semver};
use serde::Serialize;

use compare::{Compare, TooMuch};
use document::Document;

/// What [`diff`] found.
///
/// As JSON it is `{"changes": [{"level", "rule", "pointer", "reason"}], "semver"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The gravest first, each in the order of the text.
    pub changes: Vec<Change>,
    /// What all of them together mean to this crate.
    pub semver: Semver,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What it means to any client that followed the old text.
    pub level: Level,
    /// The name of the rule, which does not change.
    pub rule: String,
    /// JSON pointer to the cause: into the new document if it is there, else into the old one.
    pub pointer: String,
    /// What it was and what it is, in words.
    pub reason: String,
    /// What it means to this crate.
    #[serde(skip)]
    pub semver: Semver,
    /// The document that the pointer points into.
    #[serde(skip)]
    pub side: Side,
    /// Line of the place, from 1.
    #[serde(skip)]
    pub line: usize,
    /// Column of the place, in characters from 1.
    #[serde(skip)]
    pub column: usize,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The text that clients followed so far.
    Old,
    /// The text that they are to follow now.
    New,
}

/// Why two documents cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Incomparable {
    /// Which of the two is at fault.
    pub side: Side,
    /// Line of the mistake, from 1.
    pub line: usize,
    /// Column of the mistake, in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Incomparable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { side, line, column, message, remedy } = self;
        let side = match side {
            Side::Old => "old",
            Side::New => "new",
        };
        write!(f, "the {side} document, {line}:{column}: {message}; {remedy}")
    }
}

impl std::error::Error for Incomparable {}

/// Compares two API descriptions, in YAML or JSON.
///
/// ```
/// use swr_gc::contract::{Level, Semver, diff};
///
/// let document = |words: &str| {
///     format!(
///         "openapi: 3.0.3
/// info: {{title: Boxes, version: '1'}}
/// paths:
///   /boxes:
///     get:
///       parameters:
///         - {{name: colour, in: query, schema: {{type: string, enum: [{words}]}}}}
///       responses: {{}}
/// "
///     )
/// };
/// let comparison = diff(&document("red, blue"), &document("red"))?;
/// assert_eq!(comparison.changes[0].level, Level::Breaking);
/// assert_eq!(comparison.changes[0].rule, "request-enum-word-removed");
/// assert_eq!(comparison.changes[0].pointer, "/paths/~1boxes/get/parameters/0/schema/enum/1");
/// assert_eq!(comparison.semver, Semver::Major);
/// assert_eq!(diff(&document("red"), &document("'red'"))?.changes, []);
/// # Ok::<(), swr_gc::contract::Incomparable>(())
/// ```
///
/// Order, spelling, anchors, and a reference in place of the text it refers to are no change, and neither is what only
/// says the default. Of patterns and formats nobody can tell which is wider: another one breaks both ways. A reference
/// that leads out of the document is never followed: the same one is the same text, another one breaks. The work is
/// bounded.
///
/// # Errors
///
/// A text is no YAML or JSON, or no document of OpenAPI 3.0, or there is more in it than can be compared.
pub fn diff(old: &str, new: &str) -> Result<Comparison, Incomparable> {
    let read = |side, text| {
        Document::read("", text).map_err(|problem| Incomparable {
            side,
            line: problem.position.line,
            column: problem.position.column,
            message: problem.message,
            remedy: problem.remedy,
        })
    };
    let (old, new) = (read(Side::Old, old)?, read(Side::New, new)?);
    let mut compare = Compare::new(&old, &new);
    compare.document();
    compare.operations();
    compare.finish().map_err(|TooMuch| Incomparable {
        side: Side::New,
        line: 1,
        column: 1,
        message: "there are more schemas in schemas than can be compared".to_owned(),
        remedy: "compare smaller documents".to_owned(),
    })?;
    let mut changes = compare.changes;
    changes.sort_by(|one, other| {
        let order = |change: &Change| (change.side, change.line, change.column);
        other
            .level
            .cmp(&one.level)
            .then_with(|| order(one).cmp(&order(other)))
            .then_with(|| one.rule.cmp(&other.rule))
    });
    let semver = changes.iter().map(|change| change.semver).max().unwrap_or(Semver::None);
    Ok(Comparison { changes, semver })
}
