//! What an operator does with the operations: more than one call, and what follows from many answers.

mod past;

pub use past::{Past, Usual};
