//! The vectors, read from their file and made into requests.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::signer::{Key, Pair, Request, Signed, lacking, sign};

/// What the vendor's Python SDK made of one request; the file says how it was made.
#[derive(Deserialize)]
pub struct Vector {
    pub name: String,
    pub ak: String,
    pub sk: String,
    pub method: String,
    pub host: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    /// What the caller gave.
    pub headers: Vec<(String, String)>,
    pub project_id: Option<String>,
    pub domain_id: Option<String>,
    pub security_token: Option<String>,
    pub body: String,
    pub x_sdk_date: String,
    pub canonical_request: String,
    pub string_to_sign: String,
    pub signed_headers: String,
    pub authorization: String,
    pub request_target: String,
    /// What was sent, without `Authorization`.
    pub sent_headers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    algorithm: String,
    vectors: Vec<Vector>,
}

pub fn vectors() -> Vec<Vector> {
    let file: File = serde_json::from_str(include_str!("vectors.json")).expect("the file of vectors");
    assert_eq!(file.algorithm, crate::signer::ALGORITHM);
    file.vectors
}

impl Vector {
    pub fn key(&self) -> Key<'_> {
        Key { id: &self.ak, secret: &self.sk }
    }

    /// The caller's request with what the SDK adds to it before it signs.
    pub fn request(&self) -> Request<'_> {
        let mut headers: Vec<_> = self.headers.iter().map(|(name, value)| pair(name, value)).collect();
        for (name, value) in self.identity() {
            headers.retain(|(given, _)| given != name);
            headers.push(pair(name, value));
        }
        headers.extend(lacking(&headers, &self.host, &self.x_sdk_date));
        Request {
            method: &self.method,
            path: &self.path,
            query: self.query.iter().map(|(name, value)| pair(name, value)).collect(),
            headers,
            body: self.body.as_bytes(),
        }
    }

    /// The headers that the SDK's credentials set.
    fn identity(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let known = [
            ("X-Project-Id", &self.project_id),
            ("X-Domain-Id", &self.domain_id),
            ("X-Security-Token", &self.security_token),
        ];
        known.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)))
    }

    /// The request as a server sees it: nothing but the line and the headers that were sent.
    pub fn received(&self) -> Request<'_> {
        let (path, query) = self.request_target.split_once('?').unwrap_or((&self.request_target, ""));
        Request {
            method: &self.method,
            path,
            query: url::form_urlencoded::parse(query.as_bytes()).collect(),
            headers: self.sent_headers.iter().map(|(name, value)| pair(name, value)).collect(),
            body: self.body.as_bytes(),
        }
    }

    pub fn signed(&self) -> Signed {
        sign(&self.request(), &self.key()).unwrap_or_else(|refusal| panic!("{}: {refusal}", self.name))
    }
}

pub fn pair<'a>(name: &'a str, value: &'a str) -> Pair<'a> {
    (name.into(), value.into())
}
