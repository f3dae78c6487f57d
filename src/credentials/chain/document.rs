//! The variables of the samples in the API reference, which no official SDK reads.

use super::{Absent, Variables};
use crate::auth::Identity;
use crate::environment::Environment;

pub(super) const PLACE: &str = "CLOUD_SDK_AK and CLOUD_SDK_SK";

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    let variables = Variables {
        id: "CLOUD_SDK_AK",
        secret: "CLOUD_SDK_SK",
        security_token: None,
        project_id: None,
        region: None,
    };
    variables.look(environment)
}
