//! The profile file of the official SDKs.

use std::path::PathBuf;

use configparser::ini::{Ini, IniDefault};

use super::{Absent, file};
use crate::auth::{AccessKey, Identity, Proof};
use crate::environment::Environment;

pub(super) const PLACE: &str =
    "~/.huaweicloud/credentials, or the file that HUAWEICLOUD_SDK_CREDENTIALS_FILE names";

/// The section of the SDKs, and the one that some of them read by mistake.
const SECTIONS: [&str; 2] = ["basic", "basiccredentials"];

pub(super) fn look(environment: &Environment) -> Result<Identity, Absent> {
    let path = match environment.text("HUAWEICLOUD_SDK_CREDENTIALS_FILE")? {
        Some(path) => PathBuf::from(path),
        None => match environment.home() {
            Some(home) => home.join(".huaweicloud").join("credentials"),
            None => return Err(Absent::because("the home folder is not known")),
        },
    };
    let at = path.display();
    let text = file::read(&path)?;
    let mut ini = Ini::new_from_defaults(plain());
    // The parser's complaint may quote the line, and the line may hold the key.
    let read = ini.read(text);
    read.map_err(|_| Absent::because(format!("{at} is no INI file: sections as [basic], lines as ak = …")))?;
    let Some(section) = SECTIONS.iter().find(|name| ini.get_map_ref().contains_key(**name)) else {
        let global = if ini.get_map_ref().contains_key("global") {
            "; [global] is for services of no region"
        } else {
            ""
        };
        return Err(Absent::because(format!("{at} has no section [basic]{global}")));
    };
    let value = |key: &str| {
        ini.get(section, key).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let federated = value("idp_id").is_some();
    let (id, secret) = match (value("ak"), value("sk")) {
        (Some(id), Some(secret)) => (id, secret),
        (None, None) if federated => {
            let why = format!("[{section}] of {at} is for federation (idp_id), which is not supported");
            return Err(Absent::because(why));
        }
        (id, _) => {
            let missing = if id.is_none() { "ak" } else { "sk" };
            return Err(Absent::because(format!("[{section}] of {at} has no {missing}")));
        }
    };
    let security_token = value("security_token").map(Into::into);
    let proof = Proof::AccessKey(AccessKey { id, secret: secret.into(), security_token });
    let (project_id, iam_endpoint) = (value("project_id"), value("iam_endpoint"));
    Ok(Identity { project_id, iam_endpoint, ..proof.into() })
}

/// The format as the SDKs read it: a `#` or `;` inside a value is part of it.
fn plain() -> IniDefault {
    let mut format = Ini::new().defaults();
    format.inline_comment_symbols = Some(Vec::new());
    format
}

#[cfg(test)]
mod tests;
