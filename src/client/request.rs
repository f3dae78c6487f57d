//! What every generated request can do: become bytes, be sent, lead from page to page.

use std::fmt;
use std::hash::Hasher;

use serde::de::DeserializeOwned;
use tokio::runtime::Handle;

use super::{Client, Response, decode};
use crate::auth::signer::canonical_query;
use crate::error::Error;
use crate::generated::headers;
use crate::wire::{Field, Operation, Sealed, Text, TextRule};

/// A request of one operation; implemented by every type in [`builder`](crate::builder), and by no other.
///
/// ```
/// use swr_gc::Request;
///
/// /// What a dry run of any request shows.
/// fn shown<R: Request>(request: R) -> Result<String, swr_gc::Error> {
///     let endpoint = request.client().endpoint().to_owned();
///     Ok(format!("{} at {endpoint}: {}", R::OPERATION.id, request.prepare()?.url()))
/// }
/// ```
pub trait Request: Sealed + Sized + Clone + Send + Sync + 'static {
    /// What a successful answer holds.
    type Body: DeserializeOwned + Send + Sync + 'static;

    /// The properties of a successful answer, at its top.
    const PROPERTIES: &'static [&'static str];
    /// Whether a successful answer is described to have a body; what comes without that is kept, and not read.
    const HAS_BODY: bool;
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
///
/// ```
/// use swr_gc::Listing;
///
/// /// The request for the page behind `body`, and how much that page held.
/// fn behind<R: Listing>(request: R, body: &R::Body) -> Option<(R, usize)> {
///     let size = request.page_size().unwrap_or(R::PAGE_MAXIMUM);
///     println!("from {:?} on", request.marker());
///     let marker = R::next_marker(body)?;
///     Some((request.with_page(size, Some(marker)), R::items(body).len()))
/// }
///
/// /// Takes out what was seen before.
/// fn take_out<R: Listing>(body: &mut R::Body, seen: &mut std::collections::HashSet<u64>) {
///     R::items_mut(body).retain(|item| {
///         let mut hasher = std::hash::DefaultHasher::new();
///         !R::identify(item, &mut hasher) || seen.insert(std::hash::Hasher::finish(&hasher))
///     });
/// }
/// ```
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
///
/// ```
/// use swr_gc::Request;
///
/// let client = swr_gc::Client::builder()
///     .endpoint("swr.example.com")
///     .project_id("p-1")
///     .token("a token")
///     .build()?;
/// let request = client.list_gc_tasks().instance_id("i-1").limit(7).prepare()?;
/// assert_eq!(request.method(), "GET");
/// assert_eq!(request.url(), "https://swr.example.com/v2/p-1/instances/i-1/system/gc?limit=7");
/// assert!(request.headers().iter().any(|(name, value)| name == "x-auth-token" && value.is_none()));
/// assert!(request.body().is_none());
/// assert_eq!(request.operation().id, "ListGcTasks");
/// # Ok::<(), swr_gc::Error>(())
/// ```
pub struct Prepared {
    client: Client,
    operation: &'static Operation,
    request: reqwest::Request,
    project_id: Option<String>,
}

impl Prepared {
    pub(crate) fn new(
        client: Client,
        operation: &'static Operation,
        request: Result<reqwest::Request, reqwest::Error>,
        project_id: Option<String>,
    ) -> Result<Self, Error> {
        let mut request =
            request.map_err(|error| Error::invalid(operation, "request", error.without_url().to_string()))?;
        // The one form of a query that is signed is the one that is sent, with a signature or without.
        if request.url().query().is_some() {
            let query = canonical_query(&request.url().query_pairs().collect::<Vec<_>>());
            request.url_mut().set_query(Some(&query).filter(|query| !query.is_empty()).map(String::as_str));
        }
        Ok(Self { client, operation, request, project_id })
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
    ///
    /// What proves the sender is among them as far as it is known without asking anybody.
    pub fn headers(&self) -> Vec<(String, Option<String>)> {
        let Some(mut request) = self.request.try_clone() else { return Vec::new() };
        self.client.dress(self.operation, &mut request, self.project_id.as_deref());
        let shown = |name: &str, value: &http::HeaderValue| {
            // A signature is good for this one request, and for 15 minutes; it tells nothing of the key.
            let visible = !value.is_sensitive() || name == headers::AK_SK;
            visible.then(|| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        request
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), shown(name.as_str(), value)))
            .collect()
    }

    /// The body, if it has one.
    pub fn body(&self) -> Option<&[u8]> {
        self.request.body().and_then(reqwest::Body::as_bytes)
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

/// A value of the request, else the client's own; nothing where the client has to look it up first.
pub(crate) fn scoped<R: TextRule>(
    given: Result<Text<R>, String>,
    own: Option<&str>,
) -> Result<Option<Text<R>>, String> {
    match (given, own) {
        (Err(unset), Some(own)) if unset.is_empty() => {
            Text::try_from(own).map(Some).map_err(|error| error.to_string())
        }
        (Err(unset), None) if unset.is_empty() => Ok(None),
        (given, _) => given.map(Some),
    }
}

/// Sends a request and reads its answer.
pub(crate) async fn send<R: Request>(request: R) -> Result<Response<R::Body>, Error> {
    if Handle::try_current().is_err() {
        return Err(Error::configuration("runtime", "requests are sent inside a Tokio runtime"));
    }
    let deadline = request.client().transport().deadline();
    let prepared = if request.client().is_ready() {
        request.prepare()?
    } else {
        match request.clone().prepare() {
            Err(error) if error.awaits_client() => {
                request.client().ready_until(deadline).await?;
                request.prepare()?
            }
            prepared => prepared?,
        }
    };
    let Prepared { client, operation, request, project_id } = prepared;
    let caller = client.caller(project_id.as_deref());
    let exchange = client.transport().send_until(deadline, operation, request, &caller).await?;
    decode::answer::<R>(client.transport(), exchange)
}
