//! A token in a variable of our own.

use super::Absent;
use crate::auth::{Identity, Proof};
use crate::environment::Environment;

pub(super) const PLACE: &str = "SWR_GC_TOKEN";

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    match environment.text(PLACE)? {
        Some(token) => Ok(Proof::Token(token.into()).into()),
        None => Err(Absent::because(format!("{PLACE} is not set"))),
    }
}
