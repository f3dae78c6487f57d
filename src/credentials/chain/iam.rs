//! A user and a password, exchanged for a token.

use super::Absent;
use crate::auth::Identity;
use crate::credentials::context::Context;
use crate::credentials::login::{Login, exchange};
use crate::environment::Environment;

pub(super) const PLACE: &str = "SWR_GC_IAM_USER, SWR_GC_IAM_DOMAIN and SWR_GC_IAM_PASSWORD";

const NAMES: [&str; 3] = ["SWR_GC_IAM_USER", "SWR_GC_IAM_DOMAIN", "SWR_GC_IAM_PASSWORD"];

/// Whether everything is set.
pub(super) fn applies(environment: &Environment) -> bool {
    NAMES.iter().all(|name| matches!(environment.text(name), Ok(Some(_))))
}

pub(super) async fn look(context: &Context<'_>) -> Result<Identity, Absent> {
    let mut values = Vec::new();
    let mut missing = Vec::new();
    for name in NAMES {
        match context.environment.text(name)? {
            Some(value) => values.push(value),
            None => missing.push(name),
        }
    }
    let [user, domain, password] = match <[String; 3]>::try_from(values) {
        Ok(values) => values,
        Err(some) => {
            let so_far = if some.is_empty() { "" } else { "the others are set, but " };
            let verb = if missing.len() == 1 { "is" } else { "are" };
            return Err(Absent::because(format!("{so_far}{} {verb} not set", missing.join(" and "))));
        }
    };
    exchange(&Login { user, domain, password: password.into() }, context).await.map_err(Absent::Failed)
}
