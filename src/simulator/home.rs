//! What is described, and how one gets at what there is.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::identity::Account;
use super::service::known;
use crate::generated::headers;
use crate::spec::Contract;

/// What a defect or a variant may know when it asks for something else than was asked.
pub(super) struct Home {
    pub(super) contract: &'static Contract,
    /// What a request says that is let in.
    pub(super) permitted: HeaderMap,
    /// Values of path parameters that exist, by name.
    pub(super) known: BTreeMap<&'static str, String>,
}

impl Home {
    pub(super) fn new(contract: &'static Contract, account: &Account) -> Self {
        let mut permitted = HeaderMap::new();
        if let Ok(token) = HeaderValue::from_str(&account.token) {
            permitted.insert(HeaderName::from_static(headers::X_AUTH_TOKEN), token);
        }
        Self { contract, permitted, known: known(account) }
    }
}
