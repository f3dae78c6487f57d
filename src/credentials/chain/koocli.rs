//! The configuration of KooCLI (`hcloud`).

use serde::Deserialize;

use super::{Absent, file};
use crate::auth::{AccessKey, Identity, Proof};
use crate::environment::Environment;

pub(super) const PLACE: &str = "the current profile in ~/.hcloud/config.json (KooCLI)";

/// As far as it is used; the form is the one in which Terraform reads the file.
#[derive(Deserialize)]
struct Configuration {
    current: Option<String>,
    profiles: Option<Vec<Profile>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    name: Option<String>,
    mode: Option<String>,
    #[serde(flatten)]
    keys: Keys,
    region: Option<String>,
    project_id: Option<String>,
    sso_auth: Option<SsoAuth>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SsoAuth {
    sts_token: Option<Keys>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keys {
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    security_token: Option<String>,
}

impl Profile {
    /// What signs for it; nothing where its keys are somewhere else.
    fn keys(self) -> Keys {
        match self.mode.as_deref().unwrap_or_default().to_ascii_lowercase().as_str() {
            "sso" => self.sso_auth.and_then(|sso| sso.sts_token).unwrap_or_default(),
            "ecsagency" => Keys::default(),
            _ => self.keys,
        }
    }
}

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    let Some(home) = environment.home() else {
        return Err(Absent::because("the home folder is not known"));
    };
    let path = home.join(".hcloud").join("config.json");
    let at = path.display();
    // Where it breaks is told by line and column: what stands there may be a key.
    let Configuration { current, profiles } = serde_json::from_str(&file::read(&path)?).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Absent::because(format!("{at} is not the JSON that KooCLI writes (line {line}, column {column})"))
    })?;
    let Some(name) = given(current) else {
        return Err(Absent::because(format!("{at} has no current profile")));
    };
    let mut profiles = profiles.into_iter().flatten();
    let Some(profile) = profiles.find(|profile| profile.name.as_deref().map(str::trim) == Some(&name)) else {
        return Err(Absent::because(format!("{at} has no profile {name:?}, the current one")));
    };
    let mode =
        given(profile.mode.clone()).map_or_else(|| "no mode".to_owned(), |mode| format!("mode {mode:?}"));
    let (region, project_id) = (given(profile.region.clone()), given(profile.project_id.clone()));
    let Keys { access_key_id, secret_access_key, security_token } = profile.keys();
    let (Some(id), Some(secret)) = (given(access_key_id), given(secret_access_key)) else {
        return Err(Absent::because(format!(
            "the profile {name:?} in {at} ({mode}) has no access key in it: configure one of mode AKSK, or take the \
             agency's by the source `metadata`"
        )));
    };
    if is_encrypted(&id) || is_encrypted(&secret) {
        return Err(Absent::because(format!(
            "the profile {name:?} in {at} is encrypted: have KooCLI write it plainly by `hcloud configure set \
             --cli-auth-encrypt=false`, or put the key in HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"
        )));
    }
    let (secret, security_token) = (secret.into(), given(security_token).map(Into::into));
    let proof = Proof::AccessKey(AccessKey { id, secret, security_token });
    Ok(Identity { project_id, region, ..proof.into() })
}

/// A text that says something: KooCLI writes `""` or `null` for what was not configured.
fn given(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Whether a part of an access key is one that KooCLI has encrypted.
///
/// How it encrypts is not documented (an inference): the ids and secrets that the service hands out have at most 40
/// letters and digits, and what comes out of an encryption is neither.
fn is_encrypted(part: &str) -> bool {
    part.len() > 64 || !part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests;
