//! What is to be said of a value in a body by its schema.

/// What is wrong with a value, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) kind: Kind,
    /// Pointer of the keyword or of the schema in the API description.
    pub(crate) schema: String,
    /// Pointer of the value in the body.
    pub(crate) place: String,
    pub(crate) message: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword of the schema is not fulfilled.
    Broken(String),
    /// A property that the schema does not have.
    Undocumented,
    /// A whole number with a fraction of zero, as in `1001.0`.
    Fraction,
    /// An object that came as a string of its JSON.
    Embedded,
    /// A time before one that it cannot be before.
    Early,
}
