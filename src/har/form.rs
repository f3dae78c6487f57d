//! An entry as HAR 1.2 has it: every property that the format demands, and what is not known in the form for that.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Version};
use jiff::Timestamp;
use serde::Serialize;

use super::shown::Censor;
use crate::exchange::Exchange;
use crate::text::Cleaner;

/// A request that was sent, and how long it took.
pub(super) struct Sent<'a> {
    pub(super) request: &'a reqwest::Request,
    pub(super) started: Timestamp,
    /// Until the head of the answer came, and until its end.
    pub(super) waited: Duration,
    pub(super) took: Duration,
}

impl Sent<'_> {
    /// The entry as JSON, without anything that is a secret.
    pub(super) fn entry(
        &self,
        answer: Option<(&Exchange, Option<Version>)>,
        error: Option<&str>,
        cleaner: &Cleaner,
    ) -> String {
        let censor = Censor::new(cleaner, self.request.headers());
        let entry = Entry {
            started_date_time: self.started,
            time: milliseconds(self.took),
            request: self.request(&censor),
            response: response(answer, error, &censor),
            cache: Cache {},
            timings: Timings {
                send: 0.0,
                wait: milliseconds(self.waited),
                receive: milliseconds(self.took.saturating_sub(self.waited)),
            },
        };
        // Nothing in it can fail to be written as JSON.
        serde_json::to_string(&entry).unwrap_or_default()
    }

    fn request(&self, censor: &Censor<'_>) -> Request {
        let url = self.request.url();
        let query = url
            .query_pairs()
            .map(|(name, value)| Pair { name: censor.text(&name), value: censor.text(&value) });
        let body = self.request.body().and_then(reqwest::Body::as_bytes);
        Request {
            method: self.request.method().to_string(),
            url: censor.text(url.as_str()),
            http_version: version(Some(self.request.version())),
            cookies: [],
            headers: headers(self.request.headers(), censor),
            query_string: query.collect(),
            post_data: body.map(|body| {
                let (text, encoding) = text(body, censor);
                PostData { mime_type: media_type(self.request.headers(), censor), params: [], text, encoding }
            }),
            headers_size: UNKNOWN,
            body_size: body.map_or(0, size),
        }
    }
}

fn response(
    answer: Option<(&Exchange, Option<Version>)>,
    error: Option<&str>,
    censor: &Censor<'_>,
) -> Response {
    let error = error.map(|error| censor.text(error));
    let Some((exchange, http_version)) = answer else {
        let content = Content { size: 0, mime_type: NO_TYPE.to_owned(), text: None, encoding: None };
        return Response {
            status: 0,
            status_text: "",
            http_version: version(None),
            cookies: [],
            headers: Vec::new(),
            content,
            redirect_url: String::new(),
            headers_size: UNKNOWN,
            body_size: UNKNOWN,
            error,
        };
    };
    let received = &exchange.headers;
    let (text, encoding) = text(&exchange.body, censor);
    let location = received.get(LOCATION).map(|value| censor.header(&LOCATION, value));
    Response {
        status: exchange.status.as_u16(),
        status_text: exchange.status.canonical_reason().unwrap_or_default(),
        http_version: version(http_version),
        cookies: [],
        headers: headers(received, censor),
        content: Content {
            size: size(&exchange.body),
            mime_type: media_type(received, censor),
            text: Some(text),
            encoding,
        },
        redirect_url: location.unwrap_or_default(),
        headers_size: UNKNOWN,
        // It was inflated on the way.
        body_size: UNKNOWN,
        error,
    }
}

/// What the format has for a number that is not known.
const UNKNOWN: i64 = -1;
/// What browsers write where there is no media type.
const NO_TYPE: &str = "x-unknown";

fn size(body: &[u8]) -> i64 {
    i64::try_from(body.len()).unwrap_or(i64::MAX)
}

fn milliseconds(duration: Duration) -> f64 {
    // To the microsecond.
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

fn version(version: Option<Version>) -> String {
    version.map_or_else(|| "unknown".to_owned(), |version| format!("{version:?}"))
}

fn headers(headers: &HeaderMap, censor: &Censor<'_>) -> Vec<Pair> {
    let pairs = headers.iter();
    pairs.map(|(name, value)| Pair { name: name.to_string(), value: censor.header(name, value) }).collect()
}

fn media_type(headers: &HeaderMap, censor: &Censor<'_>) -> String {
    let value = headers.get(CONTENT_TYPE).map(|value| censor.header(&CONTENT_TYPE, value));
    value.unwrap_or_else(|| NO_TYPE.to_owned())
}

/// A body as text, and in which encoding that is.
fn text(body: &[u8], censor: &Censor<'_>) -> (String, Option<&'static str>) {
    match censor.body(body) {
        Ok(text) => (text, None),
        Err(bytes) => (STANDARD.encode(bytes), Some("base64")),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    started_date_time: Timestamp,
    time: f64,
    request: Request,
    response: Response,
    cache: Cache,
    timings: Timings,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    http_version: String,
    cookies: [(); 0],
    headers: Vec<Pair>,
    query_string: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData>,
    headers_size: i64,
    body_size: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    mime_type: String,
    params: [(); 0],
    text: String,
    /// The format has none for requests.
    #[serde(rename = "_encoding", skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    status: u16,
    status_text: &'static str,
    http_version: String,
    cookies: [(); 0],
    headers: Vec<Pair>,
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: String,
    headers_size: i64,
    body_size: i64,
    /// As browsers and mitmproxy call it.
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: i64,
    mime_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

#[derive(Serialize)]
struct Pair {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct Cache {}

#[derive(Serialize)]
struct Timings {
    send: f64,
    wait: f64,
    receive: f64,
}
