//! The API description with positions: read, checked, and given a typed view.
//!
//! `build.rs`, the simulator and the tests compile these same files. Nothing in here does I/O or knows
//! generated code; what is known about the API comes out of the YAML and from nowhere else.

mod check;
mod grammar;
mod json_schema;
mod model;
mod source;

pub use check::check;
pub use grammar::{Kind, walk};
pub use json_schema::json_schema;
pub use model::{
    Contract, Example, Operation, Pagination, Parameter, Permission, Place, Response, body_schema, underlying,
};
pub use source::{Position, Problem, Source, pointer};
