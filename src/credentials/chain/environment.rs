//! The variables of the official SDKs.

use super::{Absent, Variables};
use crate::auth::Identity;
use crate::environment::Environment;

pub(super) const PLACE: &str = "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK";

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    let variables = Variables {
        id: "HUAWEICLOUD_SDK_AK",
        secret: "HUAWEICLOUD_SDK_SK",
        security_token: Some("HUAWEICLOUD_SDK_SECURITY_TOKEN"),
        project_id: Some("HUAWEICLOUD_SDK_PROJECT_ID"),
        region: None,
    };
    variables.look(environment)
}
