//! Sources that the official SDKs know and this crate does not: seen, so that nobody looks for a mistake.

use crate::environment::Environment;

/// What is set up here and not supported, each in one line with the way out.
pub(super) fn found(environment: &Environment) -> Vec<String> {
    let set = |name: &str| !matches!(environment.text(name), Ok(None));
    let known = [
        (
            "federation",
            &["HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE", "HUAWEICLOUD_OIDC_PROVIDER_URN"][..],
        ),
        ("pod identity", &["HC_CONTAINER_CREDENTIALS_FULL_URI", "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"][..]),
    ];
    let mut lines = Vec::new();
    for (what, names) in known {
        if let Some(name) = names.iter().find(|name| set(name)) {
            lines.push(format!(
                "{what}: not supported, although {name} is set; get a temporary access key from it yourself and \
                 give it by a `CredentialProvider`, or in HUAWEICLOUD_SDK_AK, _SK and _SECURITY_TOKEN"
            ));
        }
    }
    lines
}
