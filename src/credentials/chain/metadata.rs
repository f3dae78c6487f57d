//! Temporary keys of an ECS instance, from its metadata service.

use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderName, HeaderValue, StatusCode};
use reqwest::Url;
use serde::Deserialize;

use super::Absent;
use crate::auth::{AccessKey, Identity, Proof, Secret};
use crate::credentials::context::Context;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::transport::{Nobody, Transport, is_loopback};
use crate::wire::Operation;

pub(super) const PLACE: &str = "the metadata service of an ECS instance with an agency";

/// The address that each instance has it at; the variable stands in for it in tests.
const ENDPOINT: &str = "http://169.254.169.254";
const VARIABLE: &str = "SWR_GC_METADATA_ENDPOINT";

/// How long a machine without such a service is asked at most.
const PATIENCE: Duration = Duration::from_secs(1);

const TAKE_TOKEN: Operation = operation("EcsMetadataToken", "PUT", "/meta-data/latest/api/token");
const SHOW_KEY: Operation = operation("EcsSecurityKey", "GET", "/openstack/latest/securitykey");

const TOKEN: HeaderName = HeaderName::from_static("x-metadata-token");
const LIFETIME: HeaderName = HeaderName::from_static("x-metadata-token-ttl-seconds");

const fn operation(id: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
        success: &[200],
        permission: None,
        availability: None,
        idempotent: true,
        remedies: &[],
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(alias = "credentials")]
    credential: Key,
}

/// The names differ between the services that lend keys.
#[derive(Deserialize)]
struct Key {
    #[serde(alias = "accessKeyId", alias = "access_key_id")]
    access: String,
    #[serde(alias = "secretAccessKey", alias = "secret_access_key")]
    secret: String,
    #[serde(alias = "securityToken", alias = "security_token")]
    securitytoken: String,
    #[serde(alias = "expiration")]
    expires_at: Option<jiff::Timestamp>,
}

pub(super) async fn look(context: &Context<'_>) -> Result<Identity, Absent> {
    let base = context.environment.text(VARIABLE)?.unwrap_or_else(|| ENDPOINT.to_owned());
    let base =
        Url::parse(&base).map_err(|error| Absent::because(format!("{VARIABLE} is no URL: {error}")))?;
    if !is_near(&base) {
        return Err(Absent::because(format!(
            "{VARIABLE} names neither this machine nor a link-local address"
        )));
    }
    let transport = context.transport.nearby(PATIENCE).map_err(Absent::Failed)?;
    let service = Service { transport: &transport, base: &base };
    let mut key = service.key().await?;
    if key.status == StatusCode::UNAUTHORIZED {
        // The token may have been from before a restart of the service.
        key = service.key().await?;
    }
    if !key.status.is_success() {
        let text = transport.cleaner.excerpt(&key.body);
        return Err(Absent::because(format!(
            "{} from the metadata service; has the instance an agency? {text}",
            key.status
        )));
    }
    let Answer { credential } = serde_json::from_slice(&key.body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Absent::because(format!("the metadata service's answer has no key at line {line}, column {column}"))
    })?;
    let Key { access, secret, securitytoken, expires_at } = credential;
    let security_token = Some(securitytoken.into());
    let proof = Proof::AccessKey(AccessKey { id: access, secret: secret.into(), security_token });
    Ok(Identity { expires_at, ..proof.into() })
}

struct Service<'a> {
    transport: &'a Transport,
    base: &'a Url,
}

impl Service<'_> {
    /// The answer to the question for a key; with a token, where the service has tokens.
    async fn key(&self) -> Result<Exchange, Absent> {
        let six_hours = HeaderValue::from_static("21600");
        let token = self.send(&TAKE_TOKEN, LIFETIME, Some(six_hours)).await?;
        let token = match token.status.as_u16() {
            200 => {
                let token = Secret::from(String::from_utf8_lossy(&token.body).trim());
                let mut value = HeaderValue::from_str(token.expose())
                    .map_err(|_| Absent::because("the metadata service's token is no header value"))?;
                value.set_sensitive(true);
                self.transport.cleaner.learn_passing([token]);
                Some(value)
            }
            // An older service has no tokens, and wants none.
            404 | 405 | 503 => None,
            _ => return Err(Absent::because(format!("{} from the metadata service", token.status))),
        };
        self.send(&SHOW_KEY, TOKEN, token).await
    }

    async fn send(
        &self,
        operation: &'static Operation,
        name: HeaderName,
        value: Option<HeaderValue>,
    ) -> Result<Exchange, Absent> {
        let nothing =
            |error: Error| Absent::because(format!("the metadata service does not answer: {error}"));
        let url = self.base.join(operation.path).map_err(|error| Absent::because(error.to_string()))?;
        let method = http::Method::from_bytes(operation.method.as_bytes()).unwrap_or_default();
        let mut request = reqwest::Request::new(method, url);
        if let Some(value) = value {
            request.headers_mut().insert(name, value);
        }
        if operation.method == "PUT" {
            // hyper leaves it out where there is no body, and some servers take no PUT without it.
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        self.transport.send(operation, request, &Nobody).await.map_err(nothing)
    }
}

/// Whether an address belongs to this machine or to its link: nobody listens on the way there.
fn is_near(url: &Url) -> bool {
    let link_local = matches!(url.host(), Some(url::Host::Ipv4(address)) if address.is_link_local());
    is_loopback(url) || link_local
}

#[cfg(test)]
mod tests;
