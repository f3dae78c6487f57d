//! Requests with a signature, made as the vendor's SDKs make them.

use std::borrow::Cow;

use jiff::Timestamp;
use swr_gc::simulator::Simulator;

use super::http::Request;
use super::signer::{self, Key, Pair};

/// How a request is signed.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    pub id: &'a str,
    pub secret: &'a str,
    pub date: Timestamp,
    /// Whether the header `Host` is signed: for Go it is not.
    pub host: bool,
}

impl<'a> Signing<'a> {
    /// By the simulator's own key, now.
    pub fn of(simulator: &'a Simulator) -> Self {
        Self::by(simulator.access_key(), simulator.secret_key())
    }

    pub fn by(id: &'a str, secret: &'a str) -> Self {
        Self { id, secret, date: Timestamp::now(), host: true }
    }

    pub fn at(self, date: Timestamp) -> Self {
        Self { date, ..self }
    }

    /// Signs all headers that a request has; `Content-Length` is not the signer's business.
    pub fn sign(self, request: Request) -> Request {
        let query = request.query.clone();
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        self.sign_query(request, pairs)
    }

    /// The same for a query whose written form means other pairs to the signer.
    pub fn sign_query(self, request: Request, query: Vec<Pair<'_>>) -> Request {
        let request = request.header(signer::DATE, &signer::format_date(self.date));
        let unsigned = |name: &str| name == "Content-Length" || (name == "Host" && !self.host);
        let headers = request.headers.iter().filter(|(name, _)| !unsigned(name));
        let signed = signer::sign(
            &signer::Request {
                method: &request.method,
                path: &request.path,
                query,
                headers: headers.map(|(name, value)| (Cow::from(name), Cow::from(value))).collect(),
                body: &request.body,
            },
            &Key { id: self.id, secret: self.secret },
        );
        let authorization = signed.expect("the request can be signed").authorization;
        request.header("Authorization", &authorization)
    }
}
