//! The API description and the regions, with positions: checked, and given a typed view.
//!
//! `build.rs`, the simulator and the tests compile these same files. Nothing in here does I/O or knows
//! generated code; what is known about the API comes out of the YAML and from nowhere else.

mod check;
mod effect;
mod grammar;
mod hosts;
mod json_schema;
mod model;
mod origin;
mod request;

pub use crate::yaml::{Position, Problem, Source, pointer};
pub use check::{check, check_regions};
pub use effect::Effect;
pub use grammar::{Kind, walk};
pub use hosts::{Service, services};
pub use json_schema::json_schema;
pub use model::{
    Contract, Example, Operation, Pagination, Parameter, Permission, Place, Response, body_schema, descend,
    property, received, underlying,
};
pub use origin::{Origin, origin};
pub use request::{Cases, RequestBody, component, default, described, required};
