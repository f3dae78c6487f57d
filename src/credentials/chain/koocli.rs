//! The configuration of KooCLI (`hcloud`).

use std::io::ErrorKind;

use serde::Deserialize;

use super::Absent;
use crate::auth::{AccessKey, Identity, Proof};
use crate::environment::Environment;

pub(super) const PLACE: &str = "the current profile in ~/.hcloud/config.json (KooCLI)";

/// As far as it is used; the form is the one in which Terraform reads the file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Configuration {
    #[serde(default)]
    current: String,
    #[serde(default)]
    profiles: Vec<Profile>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Profile {
    name: String,
    mode: String,
    #[serde(flatten)]
    keys: Keys,
    region: String,
    project_id: String,
    sso_auth: SsoAuth,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct SsoAuth {
    sts_token: Keys,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    security_token: String,
}

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    let Some(home) = environment.home() else {
        return Err(Absent::because("the home folder is not known"));
    };
    let path = home.join(".hcloud").join("config.json");
    let at = path.display();
    let text = std::fs::read(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Absent::because(format!("there is no file {at}")),
        _ => Absent::because(format!("{at} cannot be read: {error}")),
    })?;
    // Where it breaks is told by line and column: what stands there may be a key.
    let configuration: Configuration = serde_json::from_slice(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Absent::because(format!("{at} is not the JSON that KooCLI writes (line {line}, column {column})"))
    })?;
    let named = |profile: &&Profile| profile.name == configuration.current;
    let Some(profile) = configuration.profiles.iter().find(named) else {
        return Err(Absent::because(format!(
            "{at} has no profile {:?}, the current one",
            configuration.current
        )));
    };
    let name = &profile.name;
    let sso = profile.mode.eq_ignore_ascii_case("SSO");
    let Keys { access_key_id, secret_access_key, security_token } =
        if sso { &profile.sso_auth.sts_token } else { &profile.keys };
    let agency = profile.mode.eq_ignore_ascii_case("ecsAgency");
    if agency || access_key_id.is_empty() || secret_access_key.is_empty() {
        let mode = if profile.mode.is_empty() { "no mode" } else { &profile.mode };
        return Err(Absent::because(format!(
            "the profile {name:?} in {at} ({mode}) has no access key in it: configure one of mode AKSK"
        )));
    }
    if is_encrypted(access_key_id) {
        return Err(Absent::because(format!(
            "the profile {name:?} in {at} is encrypted: have KooCLI write it plainly by `hcloud configure set \
             --cli-auth-encrypt=false`, or put the key in HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"
        )));
    }
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let proof = Proof::AccessKey(AccessKey {
        id: access_key_id.clone(),
        secret: secret_access_key.as_str().into(),
        security_token: given(security_token).map(Into::into),
    });
    Ok(Identity { project_id: given(&profile.project_id), region: given(&profile.region), ..proof.into() })
}

/// Whether an access key id is one that KooCLI has encrypted.
///
/// How it encrypts is not documented (an inference): the ids that the service hands out are short and made of
/// letters and digits, and what comes out of an encryption is neither.
fn is_encrypted(id: &str) -> bool {
    id.len() > 40 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
