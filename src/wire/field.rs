//! The properties of an item, as a table for those who print items.

/// One value of an item.
///
/// ```
/// use swr_gc::fields;
/// use swr_gc::wire::Form;
///
/// let freed = fields::GC_TASK.iter().find(|field| field.name == "freed_space").unwrap();
/// assert_eq!((freed.pointer, freed.form), ("/job_parameters/freed_space", Form::Bytes));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Name of the property.
    pub name: &'static str,
    /// JSON pointer of the value in the item.
    pub pointer: &'static str,
    /// What kind of value it is.
    pub form: Form,
}

/// What kind of value a property has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Text, enum words included.
    Text,
    /// A whole number.
    Number,
    /// A whole number of bytes.
    Bytes,
    /// A point in time.
    Time,
    /// True or false.
    Flag,
}
