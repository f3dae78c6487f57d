//! What a client proves its identity with.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue};
use jiff::Timestamp;

use super::Secret;
use super::signer::{self, Key, Request};
use crate::generated::headers;

/// A token, or an access key that signs each request.
pub(crate) enum Credentials {
    Token(HeaderValue),
    AccessKey(AccessKey),
}

/// An access key (AK) with its secret key (SK).
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    /// Of a temporary key.
    pub(crate) security_token: Option<Secret>,
    pub(crate) project_id: String,
}

impl Credentials {
    /// Puts the proof on a request that is about to be sent: signed anew for each one, with a new date.
    ///
    /// Signed are the host, the date and the key's own headers, and nothing that a proxy may rewrite.
    pub(crate) fn apply(&self, request: &mut reqwest::Request) -> Result<(), String> {
        match self {
            Self::Token(token) => {
                request.headers_mut().insert(HeaderName::from_static(headers::X_AUTH_TOKEN), token.clone());
                Ok(())
            }
            Self::AccessKey(key) => key.sign(request, &signer::format_date(Timestamp::now())),
        }
    }

    /// The secrets in it, which nobody gets to see.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match self {
            Self::Token(token) => vec![Secret::from(String::from_utf8_lossy(token.as_bytes()).into_owned())],
            Self::AccessKey(key) => {
                [Some(key.secret.clone()), key.security_token.clone()].into_iter().flatten().collect()
            }
        }
    }
}

impl AccessKey {
    fn sign(&self, request: &mut reqwest::Request, date: &str) -> Result<(), String> {
        let url = request.url().clone();
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or_default().to_owned(),
        };
        let mut signed: Vec<(&str, &str)> =
            vec![("host", &host), (signer::DATE, date), ("X-Project-Id", &self.project_id)];
        if let Some(token) = &self.security_token {
            signed.push(("X-Security-Token", token.expose()));
        }
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default().to_vec();
        let signature = signer::sign(
            &Request {
                method: request.method().as_str(),
                path: url.path(),
                query: url.query_pairs().collect(),
                headers: signed.iter().map(|(name, value)| (Cow::from(*name), Cow::from(*value))).collect(),
                body: &body,
            },
            &Key { id: &self.id, secret: self.secret.expose() },
        );
        let signature = signature.map_err(|refusal| refusal.to_string())?;
        // What is sent is what was signed, to the letter.
        let query = (!signature.query.is_empty()).then_some(signature.query.as_str());
        request.url_mut().set_query(query);
        signed.push((headers::AK_SK, &signature.authorization));
        for (name, text) in signed.into_iter().filter(|(name, _)| *name != "host") {
            let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
            let mut value =
                HeaderValue::from_str(text).map_err(|_| format!("{name}: no header can carry the value"))?;
            value.set_sensitive(matches!(name.as_str(), headers::AK_SK | "x-security-token"));
            request.headers_mut().insert(name, value);
        }
        Ok(())
    }
}
