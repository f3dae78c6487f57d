//! What every generated request can do: become bytes, be sent, lead from page to page.

use std::fmt;
use std::hash::Hasher;

use serde::de::DeserializeOwned;
use tokio::runtime::Handle;

use super::{Client, Response, decode};
use crate::error::Error;
use crate::wire::{Field, Operation, Sealed};

/// A request of one operation; implemented by every type in [`builder`](crate::builder), and by no other.
pub trait Request: Sealed + Sized + Clone + Send + Sync + 'static {
    /// What a successful answer holds.
    type Body: DeserializeOwned + Send + Sync + 'static;

    /// The properties of a successful answer, at its top.
    const PROPERTIES: &'static [&'static str];
    /// The operation that is asked for.
    const OPERATION: &'static Operation;

    /// The client that sends it.
    fn client(&self) -> &Client;

    /// The request as it would be sent.
    ///
    /// # Errors
    ///
    /// A parameter is missing or not allowed.
    fn prepare(self) -> Result<Prepared, Error>;
}

/// A request that lists something page by page.
pub trait Listing: Request {
    /// What a page holds.
    type Item: Send + 'static;
    /// The smallest page that can be asked for.
    const PAGE_MINIMUM: i64;
    /// The largest page that can be asked for.
    const PAGE_MAXIMUM: i64;
    /// The properties of an item.
    const FIELDS: &'static [Field];
    /// JSON pointer of the items in an answer.
    const ITEMS: &'static str;
    /// JSON pointer of the next marker in an answer.
    const NEXT: &'static str;
    /// Whether an empty marker ends the listing.
    const EMPTY_MARKER_ENDS: bool;

    /// The page size that was set.
    fn page_size(&self) -> Option<i64>;
    /// The marker that was set.
    fn marker(&self) -> Option<&str>;
    /// The same request for another page; a page size that was refused stays refused.
    fn with_page(self, size: i64, marker: Option<&str>) -> Self;
    /// The marker of the page after this one.
    fn next_marker(body: &Self::Body) -> Option<&str>;
    /// What the page holds.
    fn items(body: &Self::Body) -> &[Self::Item];
    /// What the page holds, to take out or to cut.
    fn items_mut(body: &mut Self::Body) -> &mut Vec<Self::Item>;
    /// Hashes what tells an item from others; `false` where the service did not tell.
    fn identify<H: Hasher>(item: &Self::Item, hasher: &mut H) -> bool;
}

/// A request whose parameters are all in place.
pub struct Prepared {
    client: Client,
    operation: &'static Operation,
    request: reqwest::Request,
}

impl Prepared {
    pub(crate) fn new(
        client: Client,
        operation: &'static Operation,
        request: Result<reqwest::Request, reqwest::Error>,
    ) -> Result<Self, Error> {
        let request =
            request.map_err(|error| Error::invalid(operation, "request", error.without_url().to_string()))?;
        Ok(Self { client, operation, request })
    }

    /// The HTTP method.
    pub fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The URL with its query.
    pub fn url(&self) -> &str {
        self.request.url().as_str()
    }

    /// The headers with their values; `None` for a value that is secret.
    pub fn headers(&self) -> Vec<(String, Option<String>)> {
        let Some(mut request) = self.request.try_clone() else { return Vec::new() };
        // What cannot be dressed cannot be sent either, and sending says why.
        let _ = self.client.transport().dress(self.operation, &mut request);
        let shown = |value: &http::HeaderValue| {
            (!value.is_sensitive()).then(|| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        request.headers().iter().map(|(name, value)| (name.to_string(), shown(value))).collect()
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("method", &self.method()).field("url", &self.url()).finish()
    }
}

/// Sends a request and reads its answer.
pub(crate) async fn send<R: Request>(request: R) -> Result<Response<R::Body>, Error> {
    let Prepared { client, operation, request } = request.prepare()?;
    if Handle::try_current().is_err() {
        return Err(Error::configuration("runtime", "requests are sent inside a Tokio runtime"));
    }
    let exchange = client.transport().send(operation, request).await?;
    decode::answer(client.transport(), operation, R::PROPERTIES, exchange)
}
