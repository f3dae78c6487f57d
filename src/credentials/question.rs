//! Requests to the services beside the API: IAM and STS.

use serde_json::Value;

use super::context::Context;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::regions::{self, Host, Origin};
use crate::transport::{Prover, refusal};
use crate::wire::Operation;

/// What is asked of a service beside the API.
pub(super) struct Question<'a> {
    pub(super) operation: &'static Operation,
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) body: Option<&'a Value>,
}

impl Question<'_> {
    /// Asks IAM: where the source of the credentials has it, else in the client's region.
    pub(super) async fn ask_iam(
        &self,
        own: Option<&str>,
        context: &Context<'_>,
        prover: &impl Prover,
    ) -> Result<Exchange, Error> {
        let own = own.map(|url| Host { url: url.to_owned(), origin: Origin::Profile });
        let host = own.map_or_else(|| regions::iam(context.region, context.environment), Ok);
        self.ask(host, "IAM endpoint", context, prover).await
    }

    /// Asks STS in the client's region.
    pub(super) async fn ask_sts(
        &self,
        context: &Context<'_>,
        prover: &impl Prover,
    ) -> Result<Exchange, Error> {
        let host = regions::sts(context.region, context.environment);
        self.ask(host, "STS endpoint", context, prover).await
    }

    /// The answer, if it is a success.
    async fn ask(
        &self,
        host: Result<Host, String>,
        setting: &str,
        context: &Context<'_>,
        prover: &impl Prover,
    ) -> Result<Exchange, Error> {
        let Self { operation, query, body } = *self;
        let wrong = |why: String| Error::configuration(setting, why);
        let host = host.map_err(wrong)?;
        let base = host.base().map_err(wrong)?;
        let url = format!("{}{}", base.as_str().trim_end_matches('/'), operation.path);
        let method = http::Method::from_bytes(operation.method.as_bytes()).unwrap_or_default();
        let mut request = context.transport.http.request(method, url);
        if !query.is_empty() {
            request = request.query(query);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let request = request.build().map_err(|error| wrong(error.without_url().to_string()))?;
        let exchange = context.transport.send(operation, request, prover).await;
        let exchange = exchange.map_err(|error| match &host.origin {
            Origin::Derived(_) => error.noting(&format!("the host is {}", host.origin)),
            _ => error,
        })?;
        if operation.success.contains(&exchange.status.as_u16()) {
            return Ok(exchange);
        }
        Err(refusal(context.transport, operation, exchange))
    }
}
