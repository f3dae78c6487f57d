//! The variables of the Terraform provider.

use super::{Absent, Variables};
use crate::auth::Identity;
use crate::environment::Environment;

pub(super) const PLACE: &str = "HW_ACCESS_KEY and HW_SECRET_KEY";

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    let variables = Variables {
        id: "HW_ACCESS_KEY",
        secret: "HW_SECRET_KEY",
        security_token: Some("HW_SECURITY_TOKEN"),
        project_id: Some("HW_PROJECT_ID"),
        region: Some("HW_REGION_NAME"),
    };
    variables.look(environment)
}
