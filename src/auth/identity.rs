//! A proof of who is asking, ready to be put on requests.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue};
use jiff::Timestamp;

use super::Secret;
use super::signer::{self, Key, Request};
use crate::error::Error;
use crate::generated::headers;

/// A proof, and what its source said beside it.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) proof: Proof,
    /// `None` where the source named no end.
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) project_id: Option<String>,
    pub(crate) region: Option<String>,
    /// Where IAM is, if the source says so.
    pub(crate) iam_endpoint: Option<String>,
}

/// A token, or an access key that signs each request.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    Token(Secret),
    AccessKey(AccessKey),
}

/// An access key (AK) with its secret key (SK).
#[derive(Clone, Debug)]
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    /// Of a temporary key.
    pub(crate) security_token: Option<Secret>,
}

impl From<Proof> for Identity {
    fn from(proof: Proof) -> Self {
        Self { proof, expires_at: None, project_id: None, region: None, iam_endpoint: None }
    }
}

impl Identity {
    /// The same, with the parts free of blanks at their ends, which do not travel.
    ///
    /// # Errors
    ///
    /// A part is empty, or no header can carry it.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        self.proof = match self.proof {
            Proof::Token(token) => Proof::Token(carried("token", "token", &token)?),
            Proof::AccessKey(AccessKey { id, secret, security_token }) => {
                let id = carried("access_key", "id (AK)", &id.into())?.expose().to_owned();
                let secret = carried("access_key", "secret (SK)", &secret)?;
                let security_token = security_token
                    .map(|token| carried("access_key", "security token", &token))
                    .transpose()?;
                Proof::AccessKey(AccessKey { id, secret, security_token })
            }
        };
        Ok(self)
    }

    /// The secrets in it, which nobody gets to see.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match &self.proof {
            Proof::Token(token) => vec![token.clone()],
            Proof::AccessKey(key) => {
                [Some(key.secret.clone()), key.security_token.clone()].into_iter().flatten().collect()
            }
        }
    }

    /// Whether both prove it by the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same = |one: &Secret, other: &Secret| one.expose() == other.expose();
        match (&self.proof, &other.proof) {
            (Proof::Token(one), Proof::Token(other)) => same(one, other),
            (Proof::AccessKey(one), Proof::AccessKey(other)) => {
                let tokens = [one, other].map(|key| key.security_token.as_ref().map(Secret::expose));
                one.id == other.id && same(&one.secret, &other.secret) && tokens[0] == tokens[1]
            }
            _ => false,
        }
    }

    /// Puts the proof on a request that is about to be sent: signed anew for each one, with this time.
    ///
    /// Signed are the host, the date and the key's own headers, and nothing that a proxy may rewrite.
    pub(crate) fn apply(
        &self,
        request: &mut reqwest::Request,
        project_id: Option<&str>,
        now: Timestamp,
    ) -> Result<(), String> {
        match &self.proof {
            Proof::Token(token) => {
                let mut value = HeaderValue::from_str(token.expose()).map_err(|error| error.to_string())?;
                value.set_sensitive(true);
                request.headers_mut().insert(HeaderName::from_static(headers::X_AUTH_TOKEN), value);
                Ok(())
            }
            Proof::AccessKey(key) => key.sign(request, project_id, &signer::format_date(now)),
        }
    }
}

impl AccessKey {
    fn sign(
        &self,
        request: &mut reqwest::Request,
        project_id: Option<&str>,
        date: &str,
    ) -> Result<(), String> {
        let url = request.url();
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => Cow::from(format!("{host}:{port}")),
            (host, _) => Cow::from(host.unwrap_or_default()),
        };
        let mut signed: Vec<(&str, &str)> = vec![("host", &host), (signer::DATE, date)];
        if let Some(project_id) = project_id {
            signed.push(("X-Project-Id", project_id));
        }
        if let Some(token) = &self.security_token {
            signed.push(("X-Security-Token", token.expose()));
        }
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let signature = signer::sign(
            &Request {
                method: request.method().as_str(),
                path: url.path(),
                query: url.query_pairs().collect(),
                headers: signed.iter().map(|(name, value)| (Cow::from(*name), Cow::from(*value))).collect(),
                body,
            },
            &Key { id: &self.id, secret: self.secret.expose() },
        );
        let signature = signature.map_err(|refusal| refusal.to_string())?;
        signed.push((headers::AK_SK, &signature.authorization));
        let mut values = Vec::with_capacity(signed.len());
        for (name, text) in signed.into_iter().filter(|(name, _)| *name != "host") {
            let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
            let mut value =
                HeaderValue::from_str(text).map_err(|_| format!("{name}: no header can carry the value"))?;
            value.set_sensitive(matches!(name.as_str(), headers::AK_SK | "x-security-token"));
            values.push((name, value));
        }
        // What is sent is what was signed, to the letter.
        let query = (!signature.query.is_empty()).then_some(signature.query.as_str());
        request.url_mut().set_query(query);
        request.headers_mut().extend(values);
        Ok(())
    }
}

/// A part of a proof as a header can carry it.
fn carried(setting: &str, part: &str, text: &Secret) -> Result<Secret, Error> {
    let text = text.expose().trim();
    if text.is_empty() {
        return Err(Error::configuration(setting, format!("the {part} is empty: get one from IAM")));
    }
    if HeaderValue::from_str(text).is_err() {
        let why = format!("the {part} holds characters that none has, such as a line feed: copy it again");
        return Err(Error::configuration(setting, why));
    }
    Ok(text.into())
}
