//! What generated types are made of: values that are strict where we send and tolerant where we receive.

mod bounded;
mod deviation;
mod entries;
mod field;
mod locate;
mod mend;
mod nested;
mod open;
mod operation;
// Which of its readers are needed is up to the API description.
#[allow(dead_code)]
pub(crate) mod read;
mod scalar;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod text;

pub use bounded::{Bounded, OutOfBounds};
pub use deviation::{Deviation, DeviationKind};
pub(crate) use deviation::{Noted, collect};
pub use field::{Field, Form};
pub(crate) use locate::locate;
pub(crate) use mend::mend;
pub(crate) use nested::{Nested, nested};
pub(crate) use open::word_conversions;
pub use open::{Open, UnknownWord, Word};
pub use operation::Operation;
pub(crate) use operation::Sealed;
pub(crate) use text::placeholder;
pub use text::{InvalidText, Text, TextRule};
